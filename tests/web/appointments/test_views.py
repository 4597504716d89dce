"""Decisions on personnel: the lists, the page of one, and the record of the person."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.organizations.enums import Tree
from coso.rules.services import load_seeds
from tests.factories.access import make_actor, make_unit
from tests.factories.people import person
from tests.factories.registers import decision, employee

LIST, TERMS = "/dieu-dong-bo-nhiem/", "/dieu-dong-bo-nhiem/sap-het-han/"
DAY = dt.date(2023, 5, 4)


@pytest.fixture(autouse=True)
def today(a_day):
    return a_day


@pytest.fixture
def school(party_tree):
    return make_unit("Trường Tiểu học Bản Mới", tree=Tree.AGENCY, overseer=party_tree.own)


@pytest.fixture
def officer_browser(party_tree, browse_as):
    return browse_as(make_actor(party_tree.own))


@pytest.fixture
def above_browser(party_tree, browse_as):
    return browse_as(make_actor(party_tree.above))


def test_decisions_of_the_sample_count_to_the_figure(officer_of_sample):
    page = officer_of_sample.get(LIST)

    assert page.count == 174
    assert officer_of_sample.get(LIST, hinh_thuc="ROTATE").count == 11
    assert officer_of_sample.get(LIST, ban_hanh="UBND huyện").count == 113
    within = officer_of_sample.get(LIST, tu="01/01/2022", den="31/12/2022")
    assert 0 < within.count < 174
    counted = officer_of_sample.get(
        "/so-lieu/decision.total/", on=dt.date(2022, 12, 31), tu="2022-01-01"
    )
    assert counted.count == within.count


def test_list_is_narrowed_to_a_unit_by_both_sides_of_a_move(officer_of_sample, unit_named):
    unit = unit_named("UBND xã Thanh Mai")

    page = officer_of_sample.get(LIST, don_vi=unit.pk)

    rows = page.response.context["table"].data
    assert page.count > 0
    assert all(unit.pk in (row.new_unit_id, row.old_unit_id) for row in rows)


def test_terms_that_end_soon_come_in_order_without_those_replaced(above_browser, school):
    later = decision(school, dt.date(2019, 5, 1), term_months=60)
    sooner = decision(school, dt.date(2018, 7, 1), term_months=60)
    replaced = decision(school, dt.date(2018, 8, 1), term_months=60)
    decision(school, dt.date(2023, 1, 1), "TRANSFER", holder=replaced.person)
    decision(school, dt.date(2018, 6, 1), term_months=60)
    decision(school, dt.date(2019, 8, 1), term_months=60)
    decision(school, dt.date(2018, 9, 1), "EXTEND", until_retirement=True)

    page = above_browser.get(TERMS)

    assert list(page.response.context["table"].data) == [sooner, later]
    assert "01/07/2023" in page.words


def test_post_until_retirement_ends_in_the_month_that_is_expected(above_browser, school):
    load_seeds()
    term = decision(school, dt.date(2019, 1, 1), term_months=60)
    soon, _later, by_year, _unknown = (
        decision(school, dt.date(2018, 9, 1), "EXTEND", until_retirement=True, holder=holder)
        for holder in (
            person(born_on=dt.date(1963, 3, 1), gender="MALE"),
            person(born_on=dt.date(1975, 5, 1), gender="FEMALE"),
            person(born_on=dt.date(1962, 1, 1), born_precision="YEAR", gender="MALE"),
            person(),
        )
    )

    page = above_browser.get(TERMS)

    assert list(page.response.context["table"].data) == [by_year, soon, term]
    assert "dự kiến hết tháng 12/2023" in page.words
    assert "dự kiến hết tháng 07/2022 đến hết tháng 09/2023 (chỉ biết năm sinh)" in page.words
    assert "theo Nghị định 135/2020/NĐ-CP" in page.words
    assert "dự kiến hết tháng 05/2035" in above_browser.get(LIST).words


def test_decision_says_when_its_holder_may_retire(officer_browser, school):
    load_seeds()
    holder = person(born_on=dt.date(1963, 3, 1), gender="MALE")
    made = decision(school, DAY, "EXTEND", until_retirement=True, holder=holder)

    page = officer_browser.get(f"{LIST}{made.pk}/")

    assert "Hết thời hạn dự kiến hết tháng 12/2023" in page.words
    assert "Dự kiến hết tháng 12/2023" in page.words
    assert "Căn cứ Nghị định 135/2020/NĐ-CP ngày 18/11/2020" in page.words


def test_decision_says_where_the_staff_register_disagrees(officer_browser, school):
    held = employee(school)
    made = decision(school, DAY, holder=held.person)
    same = decision(
        school,
        dt.date(2023, 5, 5),
        "REAPPOINT",
        holder=held.person,
        new_post=f"{held.post.title}, Trường Tiểu học Bản Mới",
    )

    earlier = officer_browser.get(f"{LIST}{made.pk}/")
    assert "Theo sổ cán bộ" in earlier.words
    assert "khác quyết định này" not in earlier.words
    assert "khác quyết định này" not in officer_browser.get(f"{LIST}{same.pk}/").words
    same.delete()
    assert "khác quyết định này" in officer_browser.get(f"{LIST}{made.pk}/").words


def test_person_shows_the_decisions_with_a_link(officer_browser, school):
    held = employee(school)
    made = decision(school, DAY, holder=held.person)

    page = officer_browser.get(f"/nguoi/{held.person.pk}/")

    assert "Điều động, bổ nhiệm" in page.words
    assert f"Bổ nhiệm: {made.new_post}" in page.words
    assert f"{LIST}{made.pk}/" in page.text


def test_decision_out_of_reach_is_not_found(party_tree, officer_browser):
    office = make_unit("UBND xã", tree=Tree.AGENCY, overseer=party_tree.sibling)
    made = decision(office, DAY)

    assert officer_browser.get(f"{LIST}{made.pk}/").status == 404
    assert officer_browser.get(LIST).count == 0


def test_empty_list_says_what_to_do(officer_browser):
    assert "Ghi quyết định cán bộ" in officer_browser.get(LIST).words


def test_reader_of_figures_sees_no_list(party_tree, browse_as):
    reader = browse_as(make_actor(party_tree.own, Role.FIGURES_READER))

    assert reader.get(LIST).status == 403


@pytest.mark.parametrize("path", [LIST, TERMS])
@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_rows(above_browser, school, path, rows):
    for number in range(rows):
        decision(school, DAY - dt.timedelta(number), old_unit=school, term_months=3)
    above_browser.get(path)

    page = above_browser.get(path)

    assert page.count == rows
    assert len(page.queries) <= 13


def test_decisions_cost_the_page_of_a_person_no_query(officer_browser, school):
    held = employee(school)
    address = f"/nguoi/{held.person.pk}/"
    officer_browser.get(address)

    without = len(officer_browser.get(address).queries)
    for number in range(3):
        decision(school, DAY - dt.timedelta(number), holder=held.person)

    assert len(officer_browser.get(address).queries) == without
