"""Working days of Vietnamese offices, from dated and sourced data."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Final

from attrs import frozen

_ONE_DAY: Final = dt.timedelta(days=1)
_SATURDAY: Final = 5


@frozen
class Holiday:
    """A public holiday; without ``is_verified`` it is expected but not checked."""

    day: dt.date
    name: str
    is_verified: bool
    source: str


@frozen
class Swap:
    """A working day made a day off, and the weekend day worked instead of it."""

    day_off: dt.date
    worked: dt.date
    is_verified: bool
    source: str


@cache
def holidays_of(year: int) -> tuple[Holiday, ...]:
    """Return the public holidays of a year in order, without days off in lieu and swaps."""
    data = _data()
    annual = (_annual_holiday(entry, year) for entry in data["annual"] if year >= entry["since"])
    dated = (holiday for entry in data["dated"] for holiday in _dated_holidays(entry, year))
    return tuple(sorted((*annual, *dated), key=lambda holiday: holiday.day))


@cache
def swaps() -> tuple[Swap, ...]:
    """Return every announced swap of a working day with a weekend day."""
    return tuple(
        Swap(entry["day_off"], entry["worked"], entry["verified"], entry["source"])
        for entry in _data()["swap"]
    )


@cache
def days_off_in_lieu(year: int) -> frozenset[dt.date]:
    """Return the days off for holidays of the year that fall on a weekend.

    Each moves to the next working day (Bộ luật Lao động 2019, Điều 111 khoản 3).
    """
    holidays = {holiday.day for holiday in holidays_of(year)}
    taken = set(holidays)
    for holiday in sorted(filter(_is_weekend, holidays)):
        taken.add(_first_free_weekday(holiday, taken))
    return frozenset(taken - holidays)


@cache
def days_off(year: int) -> frozenset[dt.date]:
    """Return every day off of the year: holidays, days off in lieu, days swapped away."""
    holidays = {holiday.day for holiday in holidays_of(year)}
    swapped = {swap.day_off for swap in swaps() if swap.day_off.year == year}
    return days_off_in_lieu(year) | holidays | swapped


def is_working_day(day: dt.date) -> bool:
    """Tell whether offices are open: Monday to Friday without days off, and swapped weekends."""
    return _is_counted(day) or any(swap.worked == day for swap in swaps())


def is_settled(year: int) -> bool:
    """Tell whether every day off of the year is known and checked.

    Otherwise a time limit that runs through the year is provisional.
    """
    is_announced = any(day.year == year for entry in _data()["dated"] for day in entry["days"])
    checked_swaps = all(swap.is_verified for swap in swaps() if swap.day_off.year == year)
    return is_announced and checked_swaps and all(day.is_verified for day in holidays_of(year))


def working_day_on_or_after(day: dt.date) -> dt.date:
    """Return the day itself if offices are open, otherwise the next day they are."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def add_working_days(start: dt.date, n: int) -> dt.date:
    """Return the n-th working day after (negative: before) the start, which is not counted.

    The first day of a time limit is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2).
    Weekend days worked under a swap are not counted either: a swap binds offices that rest on
    both weekend days, not the people whose time limit runs.
    """
    step = _ONE_DAY if n >= 0 else -_ONE_DAY
    day = start
    for _ in range(abs(n)):
        day += step
        while not _is_counted(day):
            day += step
    return day


def _is_counted(day: dt.date) -> bool:
    return not _is_weekend(day) and day not in days_off(day.year)


def _first_free_weekday(day: dt.date, taken: set[dt.date]) -> dt.date:
    while _is_weekend(day) or day in taken:
        day += _ONE_DAY
    return day


def _is_weekend(day: dt.date) -> bool:
    return day.weekday() >= _SATURDAY


def _annual_holiday(entry: dict[str, Any], year: int) -> Holiday:
    day = dt.date(year, entry["month"], entry["day"])
    return Holiday(day, entry["name"], entry["verified"], entry["source"])


def _dated_holidays(entry: dict[str, Any], year: int) -> Iterator[Holiday]:
    for day in entry["days"]:
        if day.year == year:
            yield Holiday(day, entry["name"], entry["verified"], entry["source"])


@cache
def _data() -> dict[str, Any]:
    text = resources.files("coso.core").joinpath("holidays.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
