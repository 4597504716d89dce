"""What is written about a person: what the forms ask, refuse and leave behind."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.audit.models import AuditEntry
from coso.organizations.enums import Tree
from coso.people import queries as people
from coso.people.models import Person, QualificationLevel
from tests.factories.access import make_actor, make_unit
from tests.factories.people import seeds
from tests.factories.registers import employee, member, qualified

BORN = dt.date(1980, 5, 20)


@pytest.fixture
def kien(party_tree):
    seeds()
    return member(party_tree.below, full_name="Nông Văn Kiên", born_on=BORN).person


@pytest.fixture
def keeper(party_tree, browse_as):
    return browse_as(make_actor(party_tree.own, Role.OFFICER))


def level(code, kind="PROFESSIONAL"):
    return QualificationLevel.objects.get(kind=kind, code=code).pk


def degree(holder, code="UNIVERSITY", kind="PROFESSIONAL"):
    return qualified(holder, kind, code, rank=4)


def labels(page):
    return [task.label for task in page.response.context["tasks"]]


def test_qualification_is_added_from_the_record(kien, keeper):
    record = keeper.get(f"/nguoi/{kien.pk}/", on=None)
    path = f"/nguoi/{kien.pk}/trinh-do/them/"
    form = keeper.get(path, on=None)

    done = keeper.post(path, level=level("UNIVERSITY"), field="Luật", known_from="30/06/2023")

    assert "Thêm trình độ" in labels(record)
    assert "Chuyên môn: Đại học" in form.words
    assert done.response.url.startswith(f"/nguoi/{kien.pk}/")
    assert [str(held) for held in people.qualifications_of(kien)] == ["Đại học Luật"]


def test_lower_level_asks_whether_the_highest_is_meant_to_stay(kien, keeper):
    degree(kien)
    values = {"level": level("COLLEGE"), "known_from": "30/06/2023"}
    path = f"/nguoi/{kien.pk}/trinh-do/them/"

    asked = keeper.post(path, **values)
    keeper.post(path, **dict(asked.response.context["kept"]), confirmed="on")

    assert "Chuyên môn cao nhất vẫn là Đại học." in asked.words
    assert [held.level.code for held in people.qualifications_of(kien)] == [
        *("UNIVERSITY", "COLLEGE"),
    ]


def test_refused_qualification_keeps_what_was_written(kien, keeper):
    degree(kien)

    page = keeper.post(
        f"/nguoi/{kien.pk}/trinh-do/them/",
        level=level("UNIVERSITY"),
        field="Kinh tế",
        known_from="01/02/2024",
    )

    assert page.status == 422
    assert "Sổ đã ghi chuyên môn Đại học." in page.words
    assert 'value="Kinh tế"' in page.text
    assert 'value="01/02/2024"' in page.text


def test_qualification_is_corrected_and_taken_back_where_it_stands(kien, keeper):
    held = degree(kien)
    path = f"/nguoi/{kien.pk}/trinh-do/{held.pk}"
    record = keeper.get(f"/nguoi/{kien.pk}/", on=dt.date(2023, 7, 1))
    form = keeper.get(f"{path}/sua/", on=None)

    values = {"level": level("MASTER"), "field": "Luật", "known_from": "30/06/2023"}
    unexplained = keeper.post(f"{path}/sua/", **values)
    keeper.post(f"{path}/sua/", **values, reason="Gõ nhầm bậc")
    corrected = [str(held) for held in people.qualifications_of(kien)]
    keeper.post(f"{path}/bo/", reason="Nhầm người")

    assert any(link.startswith(f"{path}/sua/") for link in record.links)
    assert any(link.startswith(f"{path}/bo/") for link in record.links)
    assert "Lý luận chính trị" not in form.words  # another scale is another line
    assert "reason" in unexplained.response.context["form"].errors
    assert corrected == ["Thạc sĩ Luật"]
    assert not people.qualifications_of(kien).exists()
    reasons = AuditEntry.objects.filter(action__startswith="qualification.")
    assert [*reasons.order_by("pk").values_list("reason", flat=True)] == [
        *("Gõ nhầm bậc", "Nhầm người"),
    ]


def test_who_comes_second_sees_both_versions_in_words(kien, keeper):
    held = degree(kien)
    path = f"/nguoi/{kien.pk}/trinh-do/{held.pk}/sua/"
    seen = keeper.get(path, on=None).response.context["seen"]
    values = {"field": "", "known_from": "30/06/2023", "reason": "x"}
    keeper.post(path, level=level("MASTER"), **values)

    page = keeper.post(path, level=level("COLLEGE"), **values, seen=seen)

    assert page.status == 409
    [difference] = page.response.context["differences"]
    assert (difference.recorded, difference.written) == (
        *("Chuyên môn: Thạc sĩ", "Chuyên môn: Cao đẳng"),
    )


def test_qualification_of_somebody_else_is_not_found(kien, party_tree, keeper):
    other = degree(member(party_tree.sibling).person)

    for step in ("sua", "bo"):
        path = f"/nguoi/{kien.pk}/trinh-do/{other.pk}/{step}/"
        assert (keeper.get(path).status, keeper.post(path).status) == (404, 404)


def test_whoever_keeps_staff_writes_about_staff_alone(kien, party_tree, browse_as):
    agency = make_unit("UBND xã Yên Thịnh", tree=Tree.AGENCY, overseer=party_tree.own)
    lan = employee(agency).person
    held = degree(lan)
    keeper = browse_as(make_actor(party_tree.own, Role.PERSONNEL_OFFICER))

    record = keeper.get(f"/nguoi/{lan.pk}/", on=None)
    keeper.post(f"/nguoi/{lan.pk}/trinh-do/{held.pk}/bo/", reason="Nhầm người")
    keeper.post(
        f"/nguoi/{lan.pk}/sua-nhan-biet/",
        full_name="Hoàng Thị Lan",
        born="02/03/1990",
        gender="FEMALE",
        reason="Gõ sai tên",
    )

    assert labels(record)[0] == "Chuyển công tác"
    assert labels(record)[2:] == [
        *("Phân công", "Thêm trình độ", "Ghi quyết định cán bộ", "Sửa họ tên, ngày sinh"),
    ]
    assert keeper.get(f"/nguoi/{kien.pk}/trinh-do/them/").status == 403
    assert not people.qualifications_of(lan).exists()
    assert Person.objects.get(pk=lan.pk).full_name == "Hoàng Thị Lan"
    entries = AuditEntry.objects.filter(object_id=lan.pk)
    assert set(entries.values_list("unit_id", flat=True)) == {agency.pk}


def test_reader_is_offered_no_writing(kien, party_tree, browse_as):
    held = degree(kien)
    reader = browse_as(make_actor(party_tree.own, Role.LEADER))

    page = reader.get(f"/nguoi/{kien.pk}/", on=None)

    assert labels(page) == []
    assert not any(f"/trinh-do/{held.pk}/" in link for link in page.links)


def test_record_asks_as_much_for_three_qualifications_as_for_one(kien, keeper):
    degree(kien)
    keeper.get(f"/nguoi/{kien.pk}/", on=None)  # what a process keeps is asked for once
    one = keeper.get(f"/nguoi/{kien.pk}/", on=None)
    degree(kien, "INTERMEDIATE", "POLITICAL_THEORY")
    degree(kien, "SPECIALIST", "STATE_MANAGEMENT")

    three = keeper.get(f"/nguoi/{kien.pk}/", on=None)

    assert len(three.queries) == len(one.queries)
    assert "Trung cấp" in three.words
