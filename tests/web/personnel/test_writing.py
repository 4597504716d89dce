"""Staff written by hand: what the forms ask, refuse and leave behind."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.audit.models import AuditEntry
from coso.members.models import Membership, MembershipPeriod
from coso.organizations.models import Unit
from coso.people.models import Person
from coso.personnel import queries as personnel
from coso.personnel.models import Assignment
from tests.factories import organizations as make
from tests.factories import people, registers
from tests.factories.access import make_actor
from tests.factories.lists import BRANCHES, COMMITTEES

BORN, DAY = dt.date(1980, 5, 20), dt.date(2023, 6, 30)
OFFICE, SCHOOL = "Phòng Nội vụ", "Trường Tiểu học Tân Sơn"


@pytest.fixture
def committee(books):
    return Unit.objects.get(name=COMMITTEES[0])


def agency(kind, name, overseer):
    made = make.unit(kind, name, under=Unit.objects.get(tree="AGENCY", is_root=True))
    Unit.objects.filter(pk=made.pk).update(overseer=overseer)
    return Unit.objects.get(pk=made.pk)


@pytest.fixture
def office(committee):
    return agency("STATE_AGENCY", OFFICE, committee.parent)


@pytest.fixture
def school(committee):
    return agency("SCHOOL", SCHOOL, committee)


@pytest.fixture
def an(office):
    who = people.person("Lò Văn An", born_on=BORN, gender="MALE")
    registers.employee(office, holder=who)
    return who


@pytest.fixture
def keeper(browse_as, committee):
    """Return the browser of whoever is in charge of personnel for the whole installation."""
    return browse_as(make_actor(committee.parent, Role.PERSONNEL_OFFICER))


def post(**values):
    return {
        "on": "01/01/2024",
        "agency": SCHOOL,
        "title": "Hiệu trưởng",
        "category": "PUBLIC_EMPLOYEE",
        "basis": "APPOINTED",
        "decision": "12-QĐ/UBND",
        "decided_on": "25/12/2023",
        **values,
    }


def confirm(browser, path, **values):
    """Send a form, then the page that asks; return both."""
    asked = browser.post(path, **values)
    return asked, browser.post(path, **dict(asked.response.context["kept"]), confirmed="on")


def labels(page):
    return [task.label for task in page.response.context["tasks"]]


def rows_of(person):
    return [
        (row.post.title, row.during.lower, row.during.upper)
        for row in personnel.assignments_of(person)
    ]


def test_new_employee_is_asked_about_and_written(keeper, school):
    page = keeper.get("/can-bo/", on=None)
    who = {"full_name": "Hoàng Thị Én", "born": "02/03/1999", "gender": "FEMALE"}

    asked, done = confirm(keeper, "/can-bo/ghi-nguoi-moi/", **who, **post())

    person = Person.objects.get(full_name="Hoàng Thị Én")
    assert "/can-bo/ghi-nguoi-moi/" in "".join(page.links)
    assert "Thêm một người mới vào sổ" in asked.words
    assert f"Từ ngày 01/01/2024: Hiệu trưởng, {SCHOOL}." in asked.words
    assert done.response.url.startswith(f"/nguoi/{person.pk}/")
    assert rows_of(person) == [("Hiệu trưởng", dt.date(2024, 1, 1), None)]


def test_new_person_is_not_offered_on_another_day_nor_to_readers(keeper, browse_as, committee):
    reader = browse_as(make_actor(committee.parent, Role.LEADER))

    pages = [keeper.get("/can-bo/", on=DAY), reader.get("/can-bo/", on=None)]

    assert not any("ghi-nguoi-moi" in link for page in pages for link in page.links)


def test_agency_in_view_is_filled_in(keeper, school):
    page = keeper.get(f"/can-bo/ghi-nguoi-moi/?don-vi={school.pk}", on=None)

    assert page.response.context["form"]["agency"].value().startswith(SCHOOL)


def test_member_is_assigned_from_the_record_by_whoever_sees_members(
    books, keeper, committee, school
):
    branch = Unit.objects.get(name=BRANCHES[0], parent=committee)
    who = people.person("Hà Thị Bình", born_on=BORN)
    MembershipPeriod.objects.create(
        membership=Membership.objects.create(person=who),
        unit=branch,
        during=(DAY, None),
        entry="ROSTER",
    )
    path = f"/can-bo/{who.pk}/phan-cong/"

    refused = keeper.get(path)
    record = books.get(f"/nguoi/{who.pk}/", on=None)
    books.post(path, **post())

    assert refused.status == 403
    assert "Phân công" in labels(record)
    assert [title for title, *_ in rows_of(who)] == ["Hiệu trưởng"]


def test_second_post_is_a_concurrent_one(keeper, an, school):
    path = f"/can-bo/{an.pk}/phan-cong/"
    form = keeper.get(path, on=None)

    refused = keeper.post(path, **post())
    keeper.post(path, **post(is_concurrent="on"))

    assert form.response.context["form"]["is_concurrent"].value() is True
    assert refused.status == 422
    assert "Trong thời gian này đã có vị trí chính" in refused.words
    assert 'value="12-QĐ/UBND"' in refused.text
    held = personnel.assignments_of(an).last()
    assert (held.is_primary, held.decision, held.decided_on) == (
        *(False, "12-QĐ/UBND", dt.date(2023, 12, 25)),
    )


def test_agency_out_of_reach_is_not_found(browse_as, committee, an, office, school):
    registers.employee(school, holder=an, is_primary=False)
    of_committee = browse_as(make_actor(committee, Role.PERSONNEL_OFFICER))

    page = of_committee.post(f"/can-bo/{an.pk}/phan-cong/", **post(agency=OFFICE))

    assert page.status == 422
    assert f"Không tìm thấy đơn vị “{OFFICE}”" in page.words


def test_post_out_of_reach_is_not_there_to_be_written(browse_as, committee, an, school):
    held = personnel.assignments_of(an).get()
    of_committee = browse_as(make_actor(committee, Role.PERSONNEL_OFFICER))

    for step in ("chuyen", "thoi", "sua", "bo"):
        assert of_committee.get(f"/can-bo/cong-tac/{held.pk}/{step}/").status == 404


def test_transfer_shows_both_posts_and_writes_both(keeper, an, school):
    held = personnel.assignments_of(an).get()
    record = keeper.get(f"/nguoi/{an.pk}/", on=None)

    asked, done = confirm(keeper, f"/can-bo/cong-tac/{held.pk}/chuyen/", **post())

    assert "Chuyển công tác" in labels(record)
    assert f"Thôi giữ từ ngày 01/01/2024: {held.post}, {OFFICE}." in asked.words
    assert done.response.url.startswith(f"/nguoi/{an.pk}/")
    on = dt.date(2024, 1, 1)
    assert rows_of(an) == [(held.post.title, DAY, on), ("Hiệu trưởng", on, None)]
    page = keeper.get(f"/nguoi/{an.pk}/", on=None)
    assert "Viên chức; bổ nhiệm; quyết định 12-QĐ/UBND" in page.words
    assert "thôi do: chuyển công tác" in page.words


def test_two_heads_ask_for_the_reason(keeper, an, school):
    keeper.post(f"/can-bo/{an.pk}/phan-cong/", **post(is_concurrent="on"))
    who = {"full_name": "Hoàng Thị Én", "born": "02/03/1999", "gender": "FEMALE"}
    path = "/can-bo/ghi-nguoi-moi/"

    asked = keeper.post(path, **who, **post())
    kept = dict(asked.response.context["kept"])
    unexplained = keeper.post(path, **kept, confirmed="on")
    keeper.post(path, **kept, confirmed="on", reason="Bàn giao trong tháng")

    assert f"{SCHOOL} có hai Hiệu trưởng: Hoàng Thị Én và Lò Văn An" in asked.words
    assert unexplained.status == 422
    entry = AuditEntry.objects.filter(action="assignment.begun").latest("pk")
    assert entry.reason == "Bàn giao trong tháng"


def test_assignment_is_ended(keeper, an):
    held = personnel.assignments_of(an).get()

    keeper.post(
        f"/can-bo/cong-tac/{held.pk}/thoi/", on="01/02/2024", ending="RETIRED", decision="3-QĐ"
    )

    [row] = personnel.assignments_of(an)
    assert (row.during.upper, row.ending, row.ending_decision) == (
        *(dt.date(2024, 2, 1), "RETIRED", "3-QĐ"),
    )
    assert labels(keeper.get(f"/nguoi/{an.pk}/", on=None))[0] == "Phân công"


def test_assignment_is_corrected_with_a_reason(keeper, an, office):
    held = personnel.assignments_of(an).get()
    path = f"/can-bo/cong-tac/{held.pk}/sua/"
    record, form = keeper.get(f"/nguoi/{an.pk}/", on=DAY), keeper.get(path, on=None)
    values = {**post(agency=OFFICE, title="Chuyên viên", on="01/07/2023"), "basis": "ROSTER"}

    refused = keeper.post(path, **values)
    keeper.post(path, **values, until="01/02/2024", ending="LEFT", reason="Gõ sai chức danh")

    assert any(link.startswith(path) for link in record.links)
    assert 'value="30/06/2023"' in form.text
    assert "reason" in refused.response.context["form"].errors
    assert rows_of(an) == [("Chuyên viên", dt.date(2023, 7, 1), dt.date(2024, 2, 1))]
    assert AuditEntry.objects.get(action="assignment.corrected").reason == "Gõ sai chức danh"


def test_who_comes_second_sees_both_versions_in_words(keeper, an):
    held = personnel.assignments_of(an).get()
    path = f"/can-bo/cong-tac/{held.pk}/sua/"
    seen = keeper.get(path, on=None).response.context["seen"]
    values = {**post(agency=OFFICE, title=held.post.title, on="30/06/2023"), "reason": "x"}
    keeper.post(path, **{**values, "category": "CADRE"})

    page = keeper.post(path, **values, is_concurrent="on", seen=seen)

    assert page.status == 409
    differences = page.response.context["differences"]
    found = {each.label: (each.recorded, each.written) for each in differences}
    assert found["Đối tượng"] == ("Cán bộ", "Viên chức")
    assert found["Kiêm nhiệm"] == ("Không", "Có")
    assert "Ngày quyết định" not in found


def test_removed_assignment_leads_to_the_list_once_nothing_else_leads_to_the_person(keeper, an):
    held = personnel.assignments_of(an).get()

    page = keeper.post(f"/can-bo/cong-tac/{held.pk}/bo/", reason="Nhầm người")

    assert page.response.url.startswith("/can-bo/")
    assert not Assignment.objects.exists()
    assert keeper.get(page.response.url, on=None).status == 200


def test_posts_of_another_keeper_are_shown_and_not_offered(browse_as, committee, an, school):
    registers.employee(school, holder=an, is_primary=False)
    of_committee = browse_as(make_actor(committee, Role.PERSONNEL_OFFICER))

    page = of_committee.get(f"/nguoi/{an.pk}/", on=None)

    assert "Chuyển công tác" not in labels(page)
    assert len([link for link in page.links if "/can-bo/cong-tac/" in link]) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_record_costs_the_same_for_one_and_three_posts(keeper, an, office, count):
    for _ in range(count - 1):
        registers.employee(office, holder=an, is_primary=False)
    keeper.get(f"/nguoi/{an.pk}/", on=None)

    page = keeper.get(f"/nguoi/{an.pk}/", on=None)

    assert len(page.queries) == 9
