"""Tests of periods; the days of a small calendar are the model they are checked against."""

import datetime as dt
from itertools import combinations, pairwise

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from coso.core.periods import (
    Period,
    format_period,
    gaps,
    in_order,
    merge_adjacent,
    overlaps,
    subtract,
)

FIRST = dt.date(2023, 6, 25)
# Two days more on each side than any bound, so that open and written bounds differ.
DAYS = [FIRST + dt.timedelta(days=offset) for offset in range(-2, 15)]
bounds = st.none() | st.integers(0, 12).map(lambda offset: FIRST + dt.timedelta(days=offset))


def is_period(pair):
    start, end = pair
    return start is None or end is None or start < end


periods = st.tuples(bounds, bounds).filter(is_period).map(lambda pair: Period(*pair))
period_lists = st.lists(periods, max_size=6)


def days_of(*some_periods):
    return {day for day in DAYS for period in some_periods if period.contains(day)}


@pytest.mark.parametrize("end", [dt.date(2023, 7, 1), dt.date(2023, 6, 30)])
def test_period_without_a_day_is_refused(end):
    with pytest.raises(ValueError, match="nhập ngày bắt đầu trước ngày kết thúc"):
        Period(dt.date(2023, 7, 1), end)


def test_period_holds_its_first_day_but_not_its_end():
    period = Period(dt.date(2023, 7, 1), dt.date(2025, 7, 1))

    assert period.contains(dt.date(2023, 7, 1))
    assert period.contains(dt.date(2025, 6, 30))
    assert not period.contains(dt.date(2025, 7, 1))
    assert not period.contains(dt.date(2023, 6, 30))
    assert period.starts == dt.date(2023, 7, 1)
    assert period.ends == dt.date(2025, 6, 30)


def test_unbounded_period_holds_every_day_and_has_no_first_or_last():
    period = Period()

    assert period.contains(dt.date.min)
    assert period.contains(dt.date.max)
    assert period.starts is None
    assert period.ends is None


def test_of_days_includes_the_last_day():
    assert Period.of_days(FIRST, FIRST) == Period(FIRST, FIRST + dt.timedelta(days=1))
    assert Period.of_days(None, None) == Period()


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (dt.date(2023, 7, 1), dt.date(2025, 7, 1), "từ 01/07/2023 đến 30/06/2025"),
        (dt.date(2023, 7, 1), None, "từ 01/07/2023"),
        (None, dt.date(2025, 7, 1), "đến 30/06/2025"),
        (None, None, "không rõ thời gian"),
    ],
)
def test_format_period_shows_the_last_included_day(start, end, text):
    assert format_period(Period(start, end)) == text


@pytest.mark.parametrize(
    ("kind", "period"),
    [
        ("[)", Period(dt.date(2023, 7, 1), dt.date(2023, 7, 5))),
        ("[]", Period(dt.date(2023, 7, 1), dt.date(2023, 7, 6))),
        ("()", Period(dt.date(2023, 7, 2), dt.date(2023, 7, 5))),
        ("(]", Period(dt.date(2023, 7, 2), dt.date(2023, 7, 6))),
    ],
)
def test_from_range_understands_every_kind_of_bounds(kind, period):
    during = DateRange(dt.date(2023, 7, 1), dt.date(2023, 7, 5), kind)

    assert Period.from_range(during) == period


@pytest.mark.parametrize("during", [DateRange(empty=True), DateRange(FIRST, FIRST, "[)")])
def test_from_range_refuses_an_empty_range(during):
    with pytest.raises(ValueError, match=r"[Hh]ãy nhập ngày bắt đầu"):
        Period.from_range(during)


@given(periods)
def test_range_round_trip_keeps_the_period_and_half_open_bounds(period):
    during = period.to_range()

    assert Period.from_range(during) == period
    assert during == DateRange(period.start, period.end, "[)")


@given(periods, periods)
def test_overlap_and_intersection_are_the_shared_days(one, other):
    shared = days_of(one) & days_of(other)
    intersection = one.intersection(other)

    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert (set() if intersection is None else days_of(intersection)) == shared
    assert intersection == other.intersection(one)


@given(periods, periods)
def test_covers_means_that_no_day_is_left(one, other):
    assert one.covers(other) == (subtract(other, one) == [])


@given(periods, periods)
def test_subtract_leaves_exactly_the_other_days(period, removed):
    parts = subtract(period, removed)

    assert days_of(*parts) == days_of(period) - days_of(removed)
    assert not any(one.overlaps(other) for one, other in combinations(parts, 2))
    assert len(parts) <= 2


@given(period_lists, periods)
def test_gaps_are_the_days_that_nobody_covers(some_periods, within):
    uncovered = gaps(some_periods, within)

    assert days_of(*uncovered) == days_of(within) - days_of(*some_periods)
    assert all(earlier.end < later.start for earlier, later in pairwise(uncovered))


@given(period_lists)
def test_overlaps_finds_every_pair_that_shares_a_day(some_periods):
    pairs = overlaps(some_periods)

    expected = [
        pair
        for pair in combinations(in_order(some_periods), 2)
        if days_of(pair[0]) & days_of(pair[1])
    ]
    assert sorted(map(repr, pairs)) == sorted(map(repr, expected))


@given(period_lists)
def test_merge_adjacent_keeps_the_days_in_as_few_periods_as_possible(some_periods):
    merged = merge_adjacent(some_periods)

    assert days_of(*merged) == days_of(*some_periods)
    assert all(earlier.end < later.start for earlier, later in pairwise(merged))
    assert merge_adjacent(merged) == merged


def test_merge_adjacent_joins_what_touches_and_keeps_what_does_not():
    first = Period(dt.date(2021, 1, 1), dt.date(2022, 1, 1))
    second = Period(dt.date(2022, 1, 1), dt.date(2023, 1, 1))
    third = Period(dt.date(2023, 1, 2), None)

    assert merge_adjacent([third, second, first]) == [
        Period(dt.date(2021, 1, 1), dt.date(2023, 1, 1)),
        third,
    ]
