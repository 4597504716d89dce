"""Visits of attending teams."""

import datetime as dt

import pytest

from tests.factories.access import make_actor
from tests.factories.registers import visit

LIST = "/du-sinh-hoat/"
DAY = dt.date(2023, 5, 4)


def test_visits_of_the_term_count_to_the_figures(officer_of_sample):
    before = officer_of_sample.get(LIST, on=dt.date(2020, 9, 30)).count

    assert officer_of_sample.get(LIST).count - before == 66 + 293


def test_list_narrows_by_team_and_place(officer_of_sample):
    page = officer_of_sample.get(LIST, tim="tan son")

    assert page.count > 0
    assert all("Tân Sơn" in name for name in page.rows[:1])
    team = page.response.context["table"].data[0].team_id
    assert 0 < officer_of_sample.get(LIST, to=team).count < officer_of_sample.get(LIST).count


def test_visit_says_where_and_who(party_tree, browse_as):
    made = visit(party_tree.below, DAY, party_tree.own)
    page = browse_as(make_actor(party_tree.own)).get(f"/du-sinh-hoat/{made.pk}/")

    assert "Chi bộ Bản Mới" in page.words
    assert "04/05/2023" in page.words
    assert made.visitor_title in page.words


def test_visit_out_of_reach_is_not_found(party_tree, browse_as):
    made = visit(party_tree.sibling, DAY, party_tree.above)

    assert browse_as(make_actor(party_tree.own)).get(f"/du-sinh-hoat/{made.pk}/").status == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_rows(party_tree, browse_as, rows):
    for number in range(rows):
        visit(party_tree.below, DAY + dt.timedelta(number), party_tree.own)
    browser = browse_as(make_actor(party_tree.own))
    browser.get(LIST)

    page = browser.get(LIST)

    assert page.count == rows
    assert len(page.queries) <= 12
