"""Meetings and themes."""

import datetime as dt

import pytest

from coso.meetings import queries as meetings
from tests.factories.access import make_actor
from tests.factories.registers import meeting
from tests.web.conftest import AS_OF

LIST = "/sinh-hoat/"


def test_list_holds_the_periods_begun_by_the_day(officer_of_sample):
    assert (
        officer_of_sample.get(LIST).count == meetings.held_until(meetings.meetings(), AS_OF).count()
    )
    assert officer_of_sample.get(LIST, on=dt.date(2020, 1, 1)).count == 0


def test_outcomes_are_told_apart(officer_of_sample):
    late = officer_of_sample.get(LIST, tinh_trang="hop-muon")
    held = officer_of_sample.get(LIST, tinh_trang="da-hop")

    assert 0 < late.count < held.count


def test_branch_is_found_without_accents(officer_of_sample, unit_named):
    branch = unit_named("Đảng bộ xã Tân Sơn").children.first()
    page = officer_of_sample.get(LIST, tim=branch.search_name)

    assert page.count > 0
    assert branch.name in page.words


def test_meeting_says_when_and_who_came(officer_of_sample):
    held = meetings.meetings().filter(held_on__isnull=False, required__isnull=False)[0]
    page = officer_of_sample.get(f"/sinh-hoat/{held.pk}/")

    assert f"Sinh hoạt {meetings.name_of(held).lower()}" in page.words
    assert f"{held.present}/{held.required}" in page.words
    assert held.unit.name in page.words


def test_only_a_thematic_meeting_has_a_theme(officer_of_sample):
    regular, thematic = (
        meetings.meetings().filter(kind=kind, held_on__isnull=False)[0]
        for kind in ("REGULAR", "THEMATIC")
    )

    assert "Chuyên đề" not in officer_of_sample.get(f"/sinh-hoat/{regular.pk}/").words
    assert "Chuyên đề" in officer_of_sample.get(f"/sinh-hoat/{thematic.pk}/").words


def test_theme_is_shown(officer_of_sample):
    theme = meetings.themes()[0]

    assert theme.title in officer_of_sample.get(f"/sinh-hoat/chuyen-de/{theme.pk}/").words


def test_meeting_out_of_reach_is_not_found(party_tree, browse_as):
    foreign = meeting(party_tree.sibling, 2023, 1)
    own = meeting(party_tree.below, 2023, 1)
    browser = browse_as(make_actor(party_tree.own))

    assert browser.get(f"/sinh-hoat/{own.pk}/").status == 200
    assert browser.get(f"/sinh-hoat/{foreign.pk}/").status == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_rows(party_tree, browse_as, rows):
    for month in range(1, rows + 1):
        meeting(party_tree.below, 2023, month)
    browser = browse_as(make_actor(party_tree.own))
    browser.get(LIST)

    page = browser.get(LIST)

    assert page.count == rows
    assert len(page.queries) <= 11
