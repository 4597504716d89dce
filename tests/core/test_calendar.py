"""Tests of working days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.core.calendar import (
    add_working_days,
    days_off,
    days_off_in_lieu,
    holidays_of,
    is_settled,
    is_working_day,
    swaps,
    working_day_on_or_after,
)

ONE_DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2019, 1, 1), dt.date(2028, 12, 31))


def test_thirty_working_days_over_the_summer_are_six_weeks():
    assert add_working_days(dt.date(2026, 7, 15), 30) == dt.date(2026, 8, 26)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (dt.date(2026, 7, 15), 0, dt.date(2026, 7, 15)),
        (dt.date(2026, 7, 17), 1, dt.date(2026, 7, 20)),
        (dt.date(2026, 7, 18), 1, dt.date(2026, 7, 20)),
        (dt.date(2024, 2, 7), 1, dt.date(2024, 2, 15)),
        (dt.date(2023, 4, 28), 1, dt.date(2023, 5, 4)),
        (dt.date(2026, 8, 28), 1, dt.date(2026, 9, 3)),
        (dt.date(2026, 7, 20), -1, dt.date(2026, 7, 17)),
        (dt.date(2024, 2, 15), -1, dt.date(2024, 2, 7)),
    ],
)
def test_add_working_days_skips_weekends_and_days_off(start, n, end):
    assert add_working_days(start, n) == end


def test_add_working_days_does_not_count_a_weekend_day_worked_under_a_swap():
    assert add_working_days(dt.date(2024, 5, 3), 1) == dt.date(2024, 5, 6)


@given(days, st.integers(0, 60))
def test_adding_working_days_ends_on_a_working_day_and_is_undone_by_going_back(start, n):
    first = working_day_on_or_after(start)
    end = add_working_days(first, n)
    counted = [first + i * ONE_DAY for i in range(1, (end - first).days + 1)]
    weekdays = [day for day in counted if day.weekday() < 5 and day not in days_off(day.year)]

    assert is_working_day(end)
    assert len(weekdays) == n
    if first.weekday() < 5:
        assert add_working_days(end, -n) == first


@given(days)
def test_working_day_on_or_after_is_the_nearest_open_day(day):
    found = working_day_on_or_after(day)
    skipped = [day + i * ONE_DAY for i in range((found - day).days)]

    assert is_working_day(found)
    assert not any(is_working_day(closed) for closed in skipped)


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2020, (1, 23), (1, 29)),
        (2021, (2, 10), (2, 16)),
        (2022, (1, 29), (2, 6)),
        (2023, (1, 20), (1, 26)),
        (2024, (2, 8), (2, 14)),
        (2025, (1, 25), (2, 2)),
        (2026, (2, 14), (2, 22)),
    ],
)
def test_offices_are_closed_over_the_announced_new_year_days(year, first, last):
    start, end = dt.date(year, *first), dt.date(year, *last)

    closed = [start + i * ONE_DAY for i in range((end - start).days + 1)]
    assert not any(is_working_day(day) for day in closed)
    assert working_day_on_or_after(end + ONE_DAY) - end <= dt.timedelta(days=3)


@pytest.mark.parametrize(
    ("year", "in_lieu"),
    [
        (2021, {(2, 15), (2, 16), (5, 3)}),
        (2022, {(1, 3), (4, 11), (5, 2), (5, 3)}),
        (2023, {(1, 2), (1, 25), (1, 26), (5, 2), (5, 3), (9, 4)}),
        (2025, set()),
        (2026, {(4, 27)}),
    ],
)
def test_holidays_on_a_weekend_move_to_the_next_working_days(year, in_lieu):
    assert days_off_in_lieu(year) == {dt.date(year, *day) for day in in_lieu}


@pytest.mark.parametrize("swap", swaps(), ids=lambda swap: swap.day_off.isoformat())
def test_a_swap_closes_a_weekday_and_opens_a_weekend_day(swap):
    assert swap.day_off.weekday() < 5
    assert swap.worked.weekday() >= 5
    assert not is_working_day(swap.day_off)
    assert is_working_day(swap.worked)


@pytest.mark.parametrize("year", range(2021, 2026))
def test_every_year_of_the_code_of_2019_has_eleven_holidays(year):
    holidays = holidays_of(year)

    assert len({holiday.day for holiday in holidays}) == len(holidays) == 11
    assert all(holiday.source for holiday in holidays)


@pytest.mark.parametrize(
    ("year", "settled"), [(2020, True), (2025, True), (2027, False), (2035, False), (2019, False)]
)
def test_a_year_is_settled_when_all_its_days_off_are_announced_and_checked(year, settled):
    assert is_settled(year) is settled


def test_a_year_without_announced_days_still_has_the_fixed_holidays():
    assert not is_working_day(dt.date(2035, 5, 1))
    assert is_working_day(dt.date(2035, 5, 3))
