"""Ratings on the site: one, a page of them, and what may be written about them."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.audit.models import AuditEntry
from coso.evaluations.models import Evaluation
from coso.organizations.enums import Tree
from coso.rules import services as rules
from tests.factories.access import make_actor, make_unit
from tests.factories.registers import employee, member, rating

SINCE = dt.date(2015, 1, 1)


@pytest.fixture(autouse=True)
def today(a_day, db):
    rules.load_seeds()
    return a_day


@pytest.fixture
def keeper(party_tree, browse_as):
    return browse_as(make_actor(party_tree.own, Role.OFFICER))


@pytest.fixture
def branch(party_tree):
    return party_tree.below


def sheet_of(branch, year=2022):
    return f"/xep-loai/dang-vien/{branch.pk}/{year}/"


def lines(people, rating="GOOD"):
    return {f"muc-{each.person_id}": rating for each in people}


def test_sheet_writes_only_the_lines_that_were_filled_in(keeper, branch):
    people = [member(branch, since=SINCE) for _ in range(3)]

    done = keeper.post(sheet_of(branch), **lines(people[:2]), **{f"muc-{people[2].person_id}": ""})

    assert done.status == 302
    assert Evaluation.objects.count() == 2
    page = keeper.get(done.response.url)
    assert "Đã ghi 2 kết quả xếp loại năm 2022" in page.words


def test_bad_line_comes_back_at_its_row_and_nothing_is_written(keeper, branch):
    people = [member(branch, since=SINCE) for _ in range(2)]
    values = lines(people) | {f"muc-{people[1].person_id}": "NOT_RATED"}

    page = keeper.post(sheet_of(branch), **values)

    form = page.response.context["form"]
    assert page.status == 422
    assert set(form.errors) == {f"muc-{people[1].person_id}"}
    assert form[f"muc-{people[0].person_id}"].value() == "GOOD"
    assert not Evaluation.objects.exists()


def test_nothing_filled_in_is_told(keeper, branch):
    member(branch, since=SINCE)

    page = keeper.post(sheet_of(branch))

    assert page.status == 422
    assert "Chưa có dòng nào được ghi hoặc sửa" in page.words


def test_too_many_excellent_asks_for_the_reason_and_keeps_the_lines(keeper, branch):
    people = [member(branch, since=SINCE) for _ in range(3)]

    asked = keeper.post(sheet_of(branch), **lines(people, "EXCELLENT"))
    kept = dict(asked.response.context["kept"])
    assert not Evaluation.objects.exists()
    keeper.post(sheet_of(branch), **kept, confirmed="on", reason="Cấp trên đồng ý")

    assert "3 hoàn thành xuất sắc nhiệm vụ, nhiều nhất là 0" in asked.words
    assert Evaluation.objects.filter(rating="EXCELLENT").count() == 3
    assert AuditEntry.objects.filter(reason="Cấp trên đồng ý").count() == 3


def test_whoever_comes_second_sees_both_versions(keeper, branch):
    people = [member(branch, since=SINCE)]
    seen = keeper.get(sheet_of(branch), on=None).response.context["seen"]
    keeper.post(sheet_of(branch), **lines(people, "COMPLETED"), seen=seen)

    page = keeper.post(sheet_of(branch), **lines(people), seen=seen)

    assert page.status == 409
    assert "Hoàn thành nhiệm vụ" in page.words
    assert Evaluation.objects.get().rating == "COMPLETED"


def test_rating_in_the_book_is_not_emptied_on_the_sheet(keeper, branch):
    people = [member(branch, since=SINCE)]
    keeper.post(sheet_of(branch), **lines(people))

    page = keeper.post(sheet_of(branch), **lines(people, ""))

    assert page.status == 422
    assert "bỏ thì mở kết quả ấy" in page.words


def test_whoever_was_rated_out_of_reach_is_named_and_not_asked(keeper, party_tree, branch):
    moved = member(branch, since=SINCE)
    rating(party_tree.sibling, 2022, "GOOD", holder=moved.person, capacity="MEMBER")

    page = keeper.get(sheet_of(branch), on=None)

    assert f"Đã được xếp loại ở nơi khác: {moved.person.full_name}" in page.words
    assert f"muc-{moved.person_id}" not in page.text


def test_members_of_branches_below_stand_on_the_sheet_of_the_committee(keeper, party_tree):
    below = member(party_tree.below, since=SINCE)
    beside = member(party_tree.sibling, since=SINCE)

    page = keeper.get(sheet_of(party_tree.own), on=None)

    assert f"muc-{below.person_id}" in page.text
    assert f"muc-{beside.person_id}" not in page.text


def test_grant_on_one_unit_alone_shows_nobody_below(browse_as, party_tree):
    member(party_tree.below, since=SINCE)
    alone = browse_as(make_actor(party_tree.own, Role.OFFICER, reach="UNIT"))

    assert "Không có ai để xếp loại" in alone.get(sheet_of(party_tree.own), on=None).words


def test_organizations_and_staff_have_sheets(keeper, party_tree):
    agency = make_unit("Phòng Nội vụ", tree=Tree.AGENCY, overseer=party_tree.own)
    worker = employee(agency, since=SINCE)

    keeper.post(
        f"/xep-loai/truc-thuoc/{party_tree.own.pk}/2022/", **{f"muc-{party_tree.below.pk}": "GOOD"}
    )
    keeper.post(f"/xep-loai/can-bo/{agency.pk}/2022/", **lines([worker]))

    found = Evaluation.objects.order_by("capacity")
    assert [(each.unit, each.agency) for each in found] == [
        (party_tree.below, party_tree.own),
        (None, agency),
    ]


@pytest.mark.parametrize("year", [1900, 2024])
def test_sheet_of_a_year_that_cannot_be_is_not_found(keeper, branch, year):
    assert keeper.get(sheet_of(branch, year), on=None).status == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_sheet_costs_the_same_for_one_and_three_rows(keeper, branch, rows):
    for _ in range(rows):
        made = member(branch, since=SINCE)
        rating(branch, 2022, "GOOD", holder=made.person, capacity="MEMBER")
    keeper.get(sheet_of(branch), on=None)

    page = keeper.get(sheet_of(branch), on=None)

    assert page.text.count("<select") == rows
    assert len(page.queries) <= 13


def test_long_sheet_has_pages(keeper, branch):
    for _ in range(51):
        member(branch, since=SINCE)

    first = keeper.get(sheet_of(branch), on=None)
    second = keeper.get(sheet_of(branch), on=None, trang=2)

    assert first.text.count("<select") == 50
    assert second.text.count("<select") == 1
    assert "51–51 trong 51" in second.words


def test_person_and_unit_lead_to_their_ratings(keeper, branch):
    who = member(branch, since=SINCE).person
    person, unit = f"/nguoi/{who.pk}/", f"/to-chuc/{branch.pk}/"

    keeper.post(f"/xep-loai/nguoi/{who.pk}/", capacity="MEMBER", year="2022", rating="GOOD")
    keeper.post(f"/xep-loai/to-chuc/{branch.pk}/", year="2022", rating="COMPLETED")

    assert f"/xep-loai/nguoi/{who.pk}/?" in " ".join(keeper.get(person, on=None).links)
    assert "Hoàn thành tốt nhiệm vụ (đảng viên" in keeper.get(person, on=None).words
    assert "Năm 2022 Hoàn thành nhiệm vụ" in keeper.get(unit, on=None).words
    assert "Xếp loại đảng viên năm 2022" in keeper.get(unit, on=None).words


@pytest.mark.parametrize("year", ["2024", "9999", "99999999999999999999"])
def test_year_that_has_not_come_is_refused_at_its_field(keeper, branch, year):
    who = member(branch, since=SINCE).person

    for path in (f"/xep-loai/nguoi/{who.pk}/", f"/xep-loai/to-chuc/{branch.pk}/"):
        page = keeper.post(path, capacity="MEMBER", year=year, rating="GOOD")

        assert page.status == 422
        assert f"Năm {year} chưa đến." in page.response.context["form"].errors["year"][0]


def test_year_in_which_somebody_was_elsewhere_is_refused(keeper, party_tree, branch):
    who = member(branch, since=SINCE).person
    other = member(party_tree.sibling, since=SINCE, until=dt.date(2022, 6, 1), leaving="MOVED")
    path = "/xep-loai/nguoi/{}/"

    before = keeper.post(path.format(who.pk), capacity="MEMBER", year="2010", rating="GOOD")
    staff = keeper.post(path.format(who.pk), capacity="EMPLOYEE", year="2022", rating="GOOD")

    assert "không ghi đồng chí sinh hoạt ở chi bộ nào" in before.words
    assert "không ghi đồng chí công tác ở đâu" in staff.words
    assert keeper.get(path.format(other.person_id), on=None).status == 404
    assert not Evaluation.objects.exists()


def test_rating_is_corrected_and_removed_with_a_reason(keeper, branch):
    who = member(branch, since=SINCE).person
    made = rating(branch, 2022, "GOOD", level="BRANCH", holder=who, capacity="MEMBER")
    path = f"/xep-loai/{made.pk}/"
    new = {"rating": "COMPLETED", "level": "GRASSROOTS"}

    assert keeper.post(f"{path}sua/", **new).status == 422
    keeper.post(f"{path}sua/", **new, reason="Ghi nhầm cấp")
    made.refresh_from_db()
    assert (made.rating, made.level) == ("COMPLETED", "GRASSROOTS")
    assert "Hoàn thành nhiệm vụ" in keeper.get(path).words
    done = keeper.post(f"{path}bo/", reason="Nhầm người")

    assert done.response.url.startswith(f"/nguoi/{made.person_id}/")
    assert not Evaluation.objects.exists()


def test_readers_see_a_rating_and_nothing_to_write(browse_as, party_tree, branch):
    made = rating(branch, 2022, "GOOD", level="BRANCH", capacity="MEMBER")
    inspector = browse_as(make_actor(party_tree.own, Role.INSPECTOR))

    page = inspector.get(f"/xep-loai/{made.pk}/")

    assert "Ghi vào sổ" not in page.words
    assert "Nhật ký thay đổi" in page.words
