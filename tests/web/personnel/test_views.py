"""The list of staff."""

import datetime as dt
import io

import openpyxl
import pytest

from coso.access.enums import Role
from coso.core import text
from coso.core.periods import Period
from coso.organizations.enums import Tree
from coso.personnel.models import Assignment
from coso.rules.services import load_seeds
from tests.factories.access import make_actor, make_unit
from tests.factories.people import person
from tests.factories.registers import employee

LIST, RETIRING = "/can-bo/", "/can-bo/sap-nghi-huu/"


@pytest.fixture
def school(party_tree):
    return make_unit("Trường Tiểu học Bản Mới", tree=Tree.AGENCY, overseer=party_tree.above)


@pytest.fixture
def staff_browser(party_tree, browse_as):
    load_seeds()
    return browse_as(make_actor(party_tree.above, Role.PERSONNEL_OFFICER))


def employ(school, born, gender="MALE", precision="DAY"):
    holder = person(born_on=dt.date(*born), born_precision=precision, gender=gender)
    return employee(school, holder=holder)


def test_staff_count_to_the_figure_and_the_contracts(officer_of_sample):
    contracts = officer_of_sample.get(LIST, doi_tuong="CONTRACT_WORKER").count

    assert officer_of_sample.get(LIST).count == 1091 + contracts
    assert contracts == 31


def test_staff_of_a_committee_are_those_of_its_area(officer_of_sample, unit_named):
    committee, agency = unit_named("Đảng bộ xã Tân Sơn"), unit_named("UBND xã Tân Sơn")

    of_committee = officer_of_sample.get(LIST, don_vi=committee.pk)
    of_agency = officer_of_sample.get(LIST, don_vi=agency.pk)

    assert 0 < of_agency.count <= of_committee.count < 200


@pytest.mark.parametrize("order", ["name", "-born_on", "agency", "category", "recruited_on"])
def test_staff_sort(officer_of_sample, order):
    assert len(officer_of_sample.get(LIST, **{"sap-xep": order}).rows) == 50


def test_search_needs_no_accents(officer_of_sample):
    rows = officer_of_sample.get(LIST, tim="ly thi").rows

    assert rows
    assert all("ly thi" in text.search_key(name) for name in rows)


def test_filters_narrow_together(officer_of_sample):
    women = officer_of_sample.get(LIST, gioi="FEMALE").count
    managers = officer_of_sample.get(LIST, gioi="FEMALE", nhom="MANAGING").count

    assert 0 < managers < women


def test_excel_names_post_and_agency(officer_of_sample):
    response = officer_of_sample.get(LIST, nhom="MANAGING", xuat="xlsx").response
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active

    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"Chức vụ", "Đơn vị công tác"} <= cells


def test_personnel_officer_sees_staff_and_their_records(browse):
    browser = browse("canbo")
    page = browser.get(LIST)
    person = next(link for link in page.links if link.startswith("/nguoi/"))

    record = browser.get(person, on=None)
    assert record.status == 200
    assert "Quá trình công tác" in record.words
    assert "Đảng tịch" not in record.words


def test_list_needs_its_right(browse):
    assert browse("bithu").get(LIST).status == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_rows(party_tree, browse_as, rows):
    agency = make_unit("UBND xã Yên Thịnh", tree=Tree.AGENCY, overseer=party_tree.above)
    for _ in range(rows):
        employee(agency)
    browser = browse_as(make_actor(party_tree.above, Role.PERSONNEL_OFFICER))
    browser.get(LIST)

    page = browser.get(LIST)

    assert page.count == rows
    assert len(page.queries) == 10


def test_staff_who_retire_soon_come_in_order_and_those_who_should_have_first(staff_browser, school):
    for born, *more in (
        ((1962, 9, 9),),
        ((1963, 6, 1), "MALE", "MONTH"),
        ((1963, 7, 1), "MALE", "MONTH"),
        ((1963, 1, 1), "MALE", "YEAR"),
        ((1967, 12, 1), "FEMALE"),
        ((1968, 4, 1), "FEMALE"),
        ((1961, 1, 1),),
        ((1961, 1, 1), ""),
    ):
        employ(school, born, *more)

    page = staff_browser.get(RETIRING)

    assert [row.get_cell("retires_on") for row in page.response.context["table"].rows] == [
        "hết tháng 04/2021 (đã qua)",
        "hết tháng 06/2023",
        "hết tháng 10/2023 đến hết tháng 12/2024 (chỉ biết năm sinh)",
        "hết tháng 12/2023",
        "hết tháng 06/2024",
    ]
    assert "theo Nghị định 135/2020/NĐ-CP" in page.words
    assert "đã qua tháng dự kiến mà sổ còn ghi đang công tác" in page.words


def test_list_of_who_retires_soon_costs_the_same_for_one_and_three_rows(staff_browser, school):
    employ(school, (1963, 1, 1))
    staff_browser.get(RETIRING)
    one = len(staff_browser.get(RETIRING).queries)
    employ(school, (1963, 1, 1))
    employ(school, (1963, 1, 1))

    page = staff_browser.get(RETIRING)

    assert page.count == 3
    assert len(page.queries) == one


def test_staff_of_the_sample_begin_to_retire_some_years_later(officer_of_sample):
    later = dt.date(2026, 6, 30)

    page = officer_of_sample.get(RETIRING, on=later)

    assert 0 < page.count < 200
    assert officer_of_sample.get(RETIRING, on=later, xuat="xlsx").status == 200


@pytest.mark.parametrize(
    ("gender", "expected"),
    [
        ("MALE", "hết tháng 06/2023, đã qua"),
        ("FEMALE", "hết tháng 09/2017, đã qua"),
        ("", "chưa tính được"),
    ],
)
def test_record_of_somebody_at_work_says_when_they_may_retire(
    staff_browser, school, gender, expected
):
    held = employ(school, (1962, 9, 9), gender)

    page = staff_browser.get(f"/nguoi/{held.person_id}/", on=dt.date(2023, 7, 1))

    assert expected in page.words
    assert "Căn cứ Nghị định 135/2020/NĐ-CP ngày 18/11/2020" in page.words


def test_record_of_somebody_who_left_says_nothing_of_retirement(staff_browser, school):
    held = employ(school, (1962, 9, 9))
    Assignment.objects.update(during=Period(dt.date(2020, 1, 1), dt.date(2023, 6, 1)).to_range())

    assert "Nghị định 135" not in staff_browser.get(f"/nguoi/{held.person_id}/").words
