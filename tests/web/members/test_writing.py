"""Members written by hand: what the forms ask, refuse and leave behind."""

import datetime as dt

import attrs
import pytest

from coso.access.enums import Role
from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.members import queries as members
from coso.members.models import Membership, MembershipPeriod, PositionHolding
from coso.organizations import queries as organization_queries
from coso.organizations import services as organizations
from coso.organizations.models import Unit
from coso.people.models import Person
from tests.factories import people
from tests.factories.access import make_actor
from tests.factories.lists import BRANCHES, COMMITTEES, OWN

BORN, DAY, NEXT = dt.date(1980, 5, 20), dt.date(2023, 6, 30), dt.date(2024, 1, 1)


@pytest.fixture
def branch(books):
    organizations.refresh_overseers()
    return Unit.objects.get(name=BRANCHES[0], parent__name=COMMITTEES[0])


@pytest.fixture
def member(branch):
    who = people.person("Lò Văn An", born_on=BORN, gender="MALE")
    MembershipPeriod.objects.create(
        membership=Membership.objects.create(person=who, admitted_on=dt.date(2023, 2, 3)),
        unit=branch,
        during=(DAY, None),
        entry="ROSTER",
    )
    return who


def new(**values):
    return {
        "full_name": "Hoàng Thị Én",
        "born": "02/03/1999",
        "gender": "FEMALE",
        "on": "01/01/2024",
        "unit": f"{BRANCHES[0]}, {COMMITTEES[0]}",
        **values,
    }


def confirm(browser, path, **values):
    """Send a form, then the page that asks; return both."""
    asked = browser.post(path, **values)
    return asked, browser.post(path, **dict(asked.response.context["kept"]), confirmed="on")


def test_new_member_is_asked_about_and_admitted(books, branch):
    asked, done = confirm(books, "/dang-vien/ket-nap/", **new(decision="4-QĐ/HU"))

    person = Person.objects.get(full_name="Hoàng Thị Én")
    assert "Thêm một người mới vào sổ" in asked.words
    assert f"1 đảng viên ở {branch} từ ngày 01/01/2024 (trước đó 0)" in asked.words
    assert done.response.url.startswith(f"/nguoi/{person.pk}/")
    assert person.membership.admitted_on == NEXT
    assert members.home_on(person, NEXT) == branch
    assert AuditEntry.objects.get(action="member.admitted").object_id == person.pk


def test_person_of_the_same_name_and_date_is_the_same(books, member):
    page = books.post("/dang-vien/ket-nap/", **new(full_name="Lò Văn An", born="20/05/1980"))

    assert page.status == 422
    assert "Lò Văn An đã sinh hoạt ở" in page.words
    assert Person.objects.filter(full_name="Lò Văn An").count() == 1


def test_staff_in_the_book_becomes_a_member_and_no_second_person(books, branch):
    people.person("Hoàng Thị Én", born_on=dt.date(1999, 3, 2))

    asked, _ = confirm(books, "/dang-vien/ket-nap/", **new())

    assert "Hoàng Thị Én, sinh 02/03/1999, đã có trong sổ" in asked.words
    assert Person.objects.filter(full_name="Hoàng Thị Én").count() == 1


def test_branch_is_found_by_its_name_of_today_too(books, branch):
    old = organization_queries.details_on(branch, NEXT)
    organizations.change_unit(
        unit=branch,
        details=attrs.evolve(old, name="Chi bộ thôn Bản Mới"),
        on=dt.date(2024, 6, 1),
        actor=SYSTEM,
    )

    for name in ("Chi bộ thôn Bản Mới", f"{BRANCHES[0]}, {COMMITTEES[0]}"):
        asked = books.post("/dang-vien/ket-nap/", **new(unit=name))
        assert f"1 đảng viên ở {branch}" in asked.words


def test_refused_fields_say_why_and_keep_what_was_written(books, branch):
    page = books.post("/dang-vien/ket-nap/", **new(born="31/02/1999", unit="Chi bộ Đâu Đó"))

    assert page.status == 422
    assert set(page.response.context["form"].errors) == {"born", "unit"}
    assert 'value="31/02/1999"' in page.text


def test_member_comes_from_elsewhere(books, branch):
    confirm(books, "/dang-vien/tiep-nhan/", **new(place="Đảng bộ phường Hòa Bình"))

    stay = MembershipPeriod.objects.get()
    assert (stay.entry, stay.entry_place) == ("TRANSFERRED_IN", "Đảng bộ phường Hòa Bình")


def test_move_shows_the_count_of_both_branches(books, branch, member):
    values = {"on": "01/01/2024", "to_unit": OWN}

    asked, _ = confirm(books, f"/dang-vien/{member.pk}/chuyen/", **values)

    assert f"0 đảng viên ở {branch} từ ngày 01/01/2024 (trước đó 1)" in asked.words
    assert f"1 đảng viên ở {OWN} từ ngày 01/01/2024 (trước đó 0)" in asked.words
    homes = [stay.unit.name for stay in members.periods_of(member)]
    assert homes == [BRANCHES[0], OWN]


def test_branch_out_of_reach_is_not_found(browse_as, branch, member):
    of_committee = browse_as(make_actor(branch.parent, Role.OFFICER))

    page = of_committee.post(f"/dang-vien/{member.pk}/chuyen/", on="01/01/2024", to_unit=OWN)

    assert page.status == 422
    assert f"Không tìm thấy đơn vị “{OWN}”" in page.words


def test_official_day_that_is_not_due_asks_for_the_reason(books, member):
    path = f"/dang-vien/{member.pk}/chinh-thuc/"

    asked = books.post(path, on="01/03/2024")
    books.post(path, **dict(asked.response.context["kept"]), confirmed="on", reason="Kéo dài dự bị")

    assert "ngày chính thức là 03/02/2024, đủ 12 tháng" in asked.words
    assert Membership.objects.get().official_on == dt.date(2024, 3, 1)
    assert AuditEntry.objects.get(action="member.made_official").reason == "Kéo dài dự bị"


def test_exempt_away_and_gone(books, member):
    path = f"/dang-vien/{member.pk}"

    books.post(f"{path}/mien-sinh-hoat/", on="01/09/2023", note="Tuổi cao")
    books.post(f"{path}/tam-thoi/", on="01/10/2023", until_on="31/12/2023", place="Hà Nội")
    asked, _ = confirm(books, f"{path}/thoi-sinh-hoat/", on="01/06/2024", leaving="RESIGNED")

    assert [row.reason for row in members.exemptions_of(member)] == ["Tuổi cao"]
    assert [row.place for row in members.temporary_stays_of(member)] == ["Hà Nội"]
    assert "0 đảng viên" in asked.words
    assert members.periods_of(member).get().leaving == "RESIGNED"


def test_position_is_given_and_taken_back(books, branch, member):
    books.post(
        f"/dang-vien/{member.pk}/chuc-vu/",
        on="01/01/2024",
        position="SECRETARY",
        unit=f"{branch.name}, {COMMITTEES[0]}",
    )
    held = members.positions_of(member).get()
    record = books.get(f"/nguoi/{member.pk}/", on=None)
    books.post(f"/dang-vien/chuc-vu/{held.pk}/thoi/", on="01/06/2024")

    assert "Thôi giữ Bí thư" in [task.label for task in record.response.context["tasks"]]
    assert members.positions_of(member).get().during.upper == dt.date(2024, 6, 1)


def test_position_above_the_reach_is_not_offered_to_end(browse_as, books, branch, member):
    PositionHolding.objects.create(
        person=member,
        unit=branch.parent.parent,
        position="COMMITTEE_MEMBER",
        during=(DAY, None),
    )
    of_committee = browse_as(make_actor(branch.parent, Role.OFFICER))

    offered = [
        "Thôi giữ Cấp ủy viên" in browser.get(f"/nguoi/{member.pk}/", on=None).words
        for browser in (books, of_committee)
    ]

    assert offered == [True, False]


def test_position_is_put_right_and_taken_out(books, branch, member):
    held = PositionHolding.objects.create(
        person=member, unit=branch, position="SECRETARY", during=(NEXT, None)
    )
    path, record = f"/dang-vien/chuc-vu/{held.pk}", f"/nguoi/{member.pk}/"
    offered = books.get(record, on=None).text
    form = books.get(f"{path}/sua/")

    refused = books.post(f"{path}/sua/", on="01/08/2023", until_on="01/07/2023", reason="Nhầm")
    books.post(f"{path}/sua/", on="01/08/2023", until_on="01/06/2024", reason="Nhầm ngày")
    corrected = members.positions_of(member).get().during
    taken_out = books.post(f"{path}/bo/", reason="Nhầm người")

    assert f"{path}/sua/" in offered
    assert f"{path}/bo/" in offered
    assert "01/01/2024" in form.text
    assert refused.status == 422
    assert "Hãy kiểm tra lại hai ngày." in refused.words
    assert (corrected.lower, corrected.upper) == (dt.date(2023, 8, 1), dt.date(2024, 6, 1))
    assert taken_out.response.url.startswith(record)
    assert not members.positions_of(member).exists()


def test_movement_that_never_was_is_taken_back(books, branch, member):
    path, record = f"/dang-vien/{member.pk}", f"/nguoi/{member.pk}/"
    label = "Bỏ lần chuyển, thôi sinh hoạt ghi nhầm"
    before = [task.label for task in books.get(record, on=None).response.context["tasks"]]
    confirm(books, f"{path}/chuyen/", on="01/01/2024", to_unit=OWN)
    after = [task.label for task in books.get(record, on=None).response.context["tasks"]]

    asked, _ = confirm(books, f"{path}/ghi-nham/", reason="Nhầm người")

    assert label not in before
    assert after[-1] == label
    assert f"Bỏ: chuyển sang {OWN} ngày 01/01/2024." in asked.words
    assert members.periods_of(member).get().unit == branch


def test_membership_that_never_was_is_taken_out_and_leads_to_the_list(books, branch, member):
    record = books.get(f"/nguoi/{member.pk}/", on=None)

    asked, done = confirm(books, f"/dang-vien/{member.pk}/bo-dang-tich/", reason="Nhầm người")

    assert "Bỏ đảng tịch ghi nhầm" in [task.label for task in record.response.context["tasks"]]
    assert f"không còn tính ở {branch}" in asked.words
    assert done.response.url.startswith("/dang-vien/")
    assert not Membership.objects.exists()


def test_membership_that_something_rests_on_says_so(books, branch, member):
    PositionHolding.objects.create(
        person=member, unit=branch, position="SECRETARY", during=(DAY, None)
    )

    page = books.post(f"/dang-vien/{member.pk}/bo-dang-tich/", reason="Nhầm người")

    assert page.status == 422
    assert "Dựa vào đảng tịch này, sổ còn 1 chức vụ đảng." in page.words
    assert "Nhầm người" in page.text


def test_end_of_an_exemption_is_set_where_it_stands(books, member):
    books.post(f"/dang-vien/{member.pk}/mien-sinh-hoat/", on="01/09/2023", note="Tuổi cao")
    [exempt] = members.exemptions_of(member)
    path = f"/dang-vien/{member.pk}/mien-sinh-hoat/{exempt.pk}/"
    record = books.get(f"/nguoi/{member.pk}/", on=None)

    refused = books.post(path, until="01/09/2023")
    books.post(path, until="01/03/2024", decision="8-QĐ/ĐU")

    assert any(link.startswith(path) for link in record.links)
    assert refused.status == 422
    assert 'value="01/03/2024"' in books.get(path, on=None).text
    assert "từ 01/09/2023 đến 29/02/2024" in books.get(f"/nguoi/{member.pk}/", on=None).words


def test_identity_and_membership_are_corrected_with_a_reason(books, member):
    path = f"/nguoi/{member.pk}/sua-nhan-biet/"
    form = books.get(path, on=None)
    who = {"full_name": "Lò Văn Ân", "born": "20/05/1980", "gender": "MALE"}

    refused = books.post(path, **who)
    books.post(path, **who, reason="Gõ sai dấu")
    books.post(
        f"/dang-vien/{member.pk}/sua-dang-tich/", admitted_on="03/02/2022", reason="Gõ sai năm"
    )

    assert 'value="20/05/1980"' in form.text
    assert "reason" in refused.response.context["form"].errors
    assert Person.objects.get(pk=member.pk).full_name == "Lò Văn Ân"
    assert Membership.objects.get().admitted_on == dt.date(2022, 2, 3)


def test_who_comes_second_sees_both_versions(books, member):
    path = f"/nguoi/{member.pk}/sua-nhan-biet/"
    seen = books.get(path, on=None).response.context["seen"]
    who = {"born": "20/05/1980", "gender": "MALE", "reason": "x"}
    books.post(path, full_name="Lò Văn B", **who)

    page = books.post(path, full_name="Lò Văn C", **who, seen=seen)

    assert page.status == 409
    [difference] = page.response.context["differences"]
    assert (difference.recorded, difference.written) == ("Lò Văn B", "Lò Văn C")


def test_tasks_are_offered_to_whoever_keeps_members_and_today(browse_as, books, branch, member):
    path = f"/nguoi/{member.pk}/"
    secretary = browse_as(make_actor(branch, Role.BRANCH_SECRETARY))

    labels = [task.label for task in books.get(path, on=None).response.context["tasks"]]

    assert labels[:2] == ["Công nhận chính thức", "Chuyển chi bộ"]
    assert books.get(path, on=DAY).response.context["tasks"] == []
    assert secretary.get(path, on=None).response.context["tasks"] == []
    assert "Kết nạp" not in secretary.get("/dang-vien/", on=None).words


def test_list_leads_to_admission_where_members_are_kept(books, branch):
    page = books.get("/dang-vien/", on=None, don_vi=branch.pk)
    form = books.get(f"/dang-vien/ket-nap/?don-vi={branch.pk}", on=None)

    assert f"/dang-vien/ket-nap/?don-vi={branch.pk}" in page.links
    assert books.get("/dang-vien/", on=DAY).links.count("/dang-vien/ket-nap/") == 0
    assert form.status == 200
