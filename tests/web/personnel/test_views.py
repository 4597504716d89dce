"""The list of staff."""

import io

import openpyxl
import pytest

from coso.access.enums import Role
from coso.core import text
from coso.organizations.enums import Tree
from tests.factories.access import make_actor, make_unit
from tests.factories.registers import employee

LIST = "/can-bo/"


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
