"""The lists of ratings: of members, of staff, of organizations."""

import datetime as dt
import io

import openpyxl
import pytest

from coso.access.enums import Role
from coso.audit.models import AccessEntry
from coso.core.periods import Period
from coso.organizations.enums import Tree
from coso.organizations.models import UnitVersion
from tests.factories.access import make_actor, make_unit
from tests.factories.people import person
from tests.factories.registers import member, rating, unit_rating

MEMBERS, STAFF, UNITS = "/xep-loai/", "/xep-loai/can-bo/", "/xep-loai/to-chuc/"
LISTS = (MEMBERS, STAFF, UNITS)
DAY = dt.date(2023, 6, 30)


@pytest.fixture
def agency(party_tree):
    """Return the agency in which the committee in view stands."""
    made = make_unit("Phòng Nội vụ", tree=Tree.AGENCY, overseer=party_tree.own)
    UnitVersion.objects.filter(unit=party_tree.own).update(host_agency=made)
    return made


@pytest.fixture
def desk(party_tree, browse_as):
    return browse_as(make_actor(party_tree.own, Role.OFFICER))


def of_member(branch, name="Lò Văn An", year=2022, level="GOOD", **more):
    holder = person(name)
    return rating(branch, year, level, "BRANCH", holder=holder, capacity="MEMBER", **more)


def one_of_each(tree, agency, year=2022):
    """Rate a member, an employee and an organization for a year."""
    of_member(tree.below, year=year)
    rating(agency, year, "EXCELLENT")
    unit_rating(tree.below, year, "GOOD", tree.own)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_rows(browse_as, party_tree, agency, path, rows):
    for year in range(2020, 2020 + rows):
        one_of_each(party_tree, agency, year)
    browser = browse_as(make_actor(party_tree.above, Role.OFFICER))
    browser.get(path)

    page = browser.get(path)

    assert page.count == rows
    assert len(page.queries) <= 12


@pytest.mark.parametrize("path", LISTS)
def test_each_list_has_its_own_and_leads_to_the_others(desk, party_tree, agency, path):
    one_of_each(party_tree, agency)

    page = desk.get(path)

    assert page.count == 1
    for other in LISTS:
        leads = any(link.startswith(f"{other}?don-vi=") for link in page.links)
        assert leads or other == path


def test_rows_open_the_rating_which_leads_to_whoever_is_rated(desk, party_tree):
    who = member(party_tree.below).person
    made = rating(party_tree.below, 2022, "GOOD", "BRANCH", holder=who, capacity="MEMBER")

    listed = desk.get(MEMBERS)
    record = desk.get(f"/xep-loai/{made.pk}/")

    assert any(link.startswith(f"/xep-loai/{made.pk}/?") for link in listed.links)
    assert any(link.startswith(f"/nguoi/{made.person_id}/?") for link in record.links)
    assert any(link.startswith(f"/to-chuc/{party_tree.below.pk}/?") for link in record.links)


def test_somebody_of_whom_there_is_only_a_rating_has_no_record_to_open(desk, party_tree):
    made = of_member(party_tree.below)

    record = desk.get(f"/xep-loai/{made.pk}/")
    removed = desk.post(f"/xep-loai/{made.pk}/bo/", reason="Nhầm người")

    assert "Lò Văn An" in record.words
    assert not any(link.startswith("/nguoi/") for link in record.links)
    assert removed.response.url.startswith("/xep-loai/?")


def test_year_that_has_not_begun_is_not_listed(desk, party_tree):
    of_member(party_tree.below, year=2023)
    of_member(party_tree.below, year=2024)

    assert desk.get(MEMBERS, on=DAY).count == 1
    assert desk.get(MEMBERS, on=dt.date(2024, 1, 1)).count == 2
    assert "Chưa có kết quả" in desk.get(MEMBERS, on=dt.date(2022, 1, 1)).words


def test_list_narrows_by_name_year_and_outcome(desk, party_tree):
    of_member(party_tree.below, "Lò Văn An", level="EXCELLENT")
    of_member(party_tree.below, "Lô Văn An", level="GOOD")
    of_member(party_tree.below, "Ma Thị Ươm", level="", not_rated_reason="nghỉ thai sản")
    of_member(party_tree.below, "Bàn Thị Hoa", year=2021, level="COMPLETED")

    assert desk.get(MEMBERS, tim="lô văn an").rows == ["Lô Văn An", "Lò Văn An"]
    assert desk.get(MEMBERS, nam="2021").rows == ["Bàn Thị Hoa"]
    assert set(desk.get(MEMBERS, muc="tot-tro-len").rows) == {"Lò Văn An", "Lô Văn An"}
    assert desk.get(MEMBERS, muc="EXCELLENT").rows == ["Lò Văn An"]
    left = desk.get(MEMBERS, muc="khong-xep-loai")
    assert left.rows == ["Ma Thị Ươm"]
    assert "Không xếp loại: nghỉ thai sản" in left.words


def test_staff_narrow_by_level_and_units_by_name(desk, party_tree, agency):
    rating(agency, 2022, "GOOD", "DISTRICT")
    rating(agency, 2022, "GOOD", "COMMUNE")
    unit_rating(party_tree.below, 2022, "GOOD", party_tree.own)
    unit_rating(party_tree.own, 2022, "GOOD", party_tree.above)

    assert desk.get(STAFF, cap="COMMUNE").count == 1
    assert desk.get(UNITS, tim="ban moi").rows == ["Chi bộ Bản Mới"]


@pytest.mark.parametrize(("order", "first"), [("result", "An"), ("-result", "Chi"), ("name", "An")])
def test_list_is_sorted_by_level_not_by_its_letters(desk, party_tree, order, first):
    of_member(party_tree.below, "Chi", level="", not_rated_reason="nghỉ ốm")
    of_member(party_tree.below, "Bình", level="COMPLETED")
    of_member(party_tree.below, "An", level="EXCELLENT")

    assert desk.get(MEMBERS, **{"sap-xep": order}).rows[0] == first


def test_what_is_beside_or_above_is_not_listed(desk, party_tree):
    of_member(party_tree.sibling)
    unit_rating(party_tree.sibling, 2022, "GOOD", party_tree.above)

    assert "Chưa có kết quả xếp loại đảng viên" in desk.get(MEMBERS).words
    assert "Chưa có kết quả xếp loại tổ chức đảng" in desk.get(UNITS).words
    assert desk.get(MEMBERS, don_vi=party_tree.sibling.pk).status == 404


@pytest.mark.parametrize("path", LISTS)
def test_whoever_may_not_see_ratings_is_told_so(party_tree, browse_as, path):
    secretary = browse_as(make_actor(party_tree.own, Role.BRANCH_SECRETARY))

    assert secretary.get(path).status == 403
    assert path not in " ".join(secretary.get("/to-chuc/").links)


def test_unit_that_had_ended_by_the_end_of_the_year_goes_by_its_last_name(desk, party_tree):
    of_member(party_tree.below)
    ended = UnitVersion.objects.filter(unit=party_tree.below)
    ended.update(during=Period(None, dt.date(2022, 7, 1)).to_range())

    assert "Chi bộ Bản Mới" in desk.get(MEMBERS).words.partition("Kết quả xếp loại")[2]


def test_rating_without_an_agency_is_listed_from_the_root(db, browse_as):
    root = make_unit("Đảng bộ huyện", is_root=True)
    rating(None, 2022, "GOOD")

    page = browse_as(make_actor(root, Role.OFFICER)).get(STAFF)

    assert page.count == 1


def test_export_names_the_day_and_leaves_a_trace(desk, party_tree):
    of_member(party_tree.below)

    content = desk.get(MEMBERS, on=DAY, xuat="xlsx").response.content

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    assert "XẾP LOẠI ĐẢNG VIÊN" in str(rows)
    assert "(Số liệu đến ngày 30/06/2023)" in str(rows)
    assert rows[-1][-2:] == (2022, "Hoàn thành tốt nhiệm vụ")
    entry = AccessEntry.objects.get(action="list.exported")
    assert (entry.object_type, entry.unit_id) == ("xep-loai-dang-vien", party_tree.own.pk)


@pytest.mark.parametrize(
    ("figure", "level", "outcome"),
    [
        ("rating.district.good", "DISTRICT", "tot-tro-len"),
        ("rating.district.excellent", "DISTRICT", "EXCELLENT"),
        ("rating.commune.good", "COMMUNE", "tot-tro-len"),
    ],
)
def test_list_of_the_sample_counts_to_the_figures(officer_of_sample, figure, level, outcome):
    value = officer_of_sample.get(f"/so-lieu/{figure}/").response.context["value"].value

    assert officer_of_sample.get(STAFF, nam="2022", cap=level, muc=outcome).count == value > 0


def test_records_behind_a_figure_open_the_ratings(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/rating.commune.good/")

    rows = page.response.context["records"]["table"].rows
    assert rows
    assert all(row.url.startswith("/xep-loai/") for row in rows)
