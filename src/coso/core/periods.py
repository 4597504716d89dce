"""Periods of days: half-open, never empty, and what can be reckoned with them."""

import datetime as dt
from collections.abc import Iterable
from typing import Final, Self

from attrs import field, frozen
from django.db.backends.postgresql.psycopg_any import DateRange

ONE_DAY: Final = dt.timedelta(days=1)
# Outside every ordinal of a real day, so that an open bound never equals a written one.
_BEFORE_EVERY_DAY: Final = 0
_AFTER_EVERY_DAY: Final = dt.date.max.toordinal() + 1


@frozen
class Period:
    """The days from ``start`` on and before ``end``; a missing bound is unbounded.

    :raises ValueError: if no day would be left
    """

    start: dt.date | None = None
    end: dt.date | None = field(default=None)

    @end.validator
    def _leaves_a_day(self, _attribute: object, end: dt.date | None) -> None:
        if self.start is not None and end is not None and self.start >= end:
            raise ValueError(
                f"Khoảng thời gian không có ngày nào: bắt đầu {_day_text(self.start)}, kết thúc "
                f"trước {_day_text(end)}. Hãy nhập ngày bắt đầu trước ngày kết thúc."
            )

    @classmethod
    def of_days(cls, first: dt.date | None, last: dt.date | None) -> Self:
        """Return the period from a first to a last day, both included.

        :raises ValueError: if the last day is before the first
        """
        return cls(first, None if last is None else last + ONE_DAY)

    @classmethod
    def from_range(cls, during: DateRange) -> Self:
        """Return the period of a database range, whatever its kind of bounds.

        :raises ValueError: if the range is empty
        """
        if during.isempty:
            raise ValueError("Khoảng thời gian rỗng: hãy nhập ngày bắt đầu trước ngày kết thúc.")
        start, end = during.lower, during.upper
        if start is not None and not during.lower_inc:
            start += ONE_DAY
        if end is not None and during.upper_inc:
            end += ONE_DAY
        return cls(start, end)

    def to_range(self) -> DateRange:
        """Return the period as a database range with bounds ``[)``."""
        return DateRange(self.start, self.end, "[)")

    @property
    def starts(self) -> dt.date | None:
        """The first day of the period, ``None`` when it has no beginning."""
        return self.start

    @property
    def ends(self) -> dt.date | None:
        """The last day of the period, ``None`` when it has no end."""
        return None if self.end is None else self.end - ONE_DAY

    def contains(self, day: dt.date) -> bool:
        """Tell whether the day lies in the period."""
        return _lower(self) <= day.toordinal() < _upper(self)

    def covers(self, other: "Period") -> bool:
        """Tell whether every day of the other period lies in this one."""
        return _lower(self) <= _lower(other) and _upper(other) <= _upper(self)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods share a day."""
        return _lower(self) < _upper(other) and _lower(other) < _upper(self)

    def intersection(self, other: "Period") -> "Period | None":
        """Return the days that both periods have, ``None`` if there are none."""
        return _between(
            max(_lower(self), _lower(other)),
            min(_upper(self), _upper(other)),
        )


def subtract(period: Period, removed: Period) -> list[Period]:
    """Return what is left of a period without the days of another: no, one or two periods."""
    before = _between(_lower(period), min(_upper(period), _lower(removed)))
    after = _between(max(_lower(period), _upper(removed)), _upper(period))
    return [part for part in (before, after) if part is not None]


def gaps(periods: Iterable[Period], within: Period) -> list[Period]:
    """Return the parts of ``within``, in order, that no period covers."""
    uncovered = [within]
    for period in periods:
        uncovered = [part for whole in uncovered for part in subtract(whole, period)]
    return uncovered


def overlaps(periods: Iterable[Period]) -> list[tuple[Period, Period]]:
    """Return every pair of periods that share a day, the earlier of a pair first."""
    pairs: list[tuple[Period, Period]] = []
    running: list[Period] = []
    for period in in_order(periods):
        running = [earlier for earlier in running if earlier.overlaps(period)]
        pairs.extend((earlier, period) for earlier in running)
        running.append(period)
    return pairs


def merge_adjacent(periods: Iterable[Period]) -> list[Period]:
    """Return the same days as few periods, in order: what touches or overlaps becomes one."""
    merged: list[Period] = []
    for period in in_order(periods):
        if merged and _lower(period) <= _upper(merged[-1]):
            merged[-1] = _joined(merged[-1], period)
        else:
            merged.append(period)
    return merged


def in_order(periods: Iterable[Period]) -> list[Period]:
    """Return the periods by beginning, then by end; open beginnings first, open ends last."""
    return sorted(periods, key=lambda period: (_lower(period), _upper(period)))


def format_period(period: Period) -> str:
    """Return the period in Vietnamese, with the last day that still belongs to it."""
    first = "" if period.starts is None else f"từ {_day_text(period.starts)}"
    last = "" if period.ends is None else f"đến {_day_text(period.ends)}"
    return " ".join(part for part in (first, last) if part) or "không rõ thời gian"


def _joined(earlier: Period, later: Period) -> Period:
    return earlier if _upper(later) <= _upper(earlier) else Period(earlier.start, later.end)


def _lower(period: Period) -> int:
    return _BEFORE_EVERY_DAY if period.start is None else period.start.toordinal()


def _upper(period: Period) -> int:
    return _AFTER_EVERY_DAY if period.end is None else period.end.toordinal()


def _between(lower: int, upper: int) -> Period | None:
    if lower >= upper:
        return None
    start = None if lower == _BEFORE_EVERY_DAY else dt.date.fromordinal(lower)
    end = None if upper == _AFTER_EVERY_DAY else dt.date.fromordinal(upper)
    return Period(start, end)


def _day_text(day: dt.date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
