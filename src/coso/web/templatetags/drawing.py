"""What a server-drawn picture shows, and where: values in, ready texts and positions out.

Positions leave as text with a decimal point: a template would localize a float to a comma.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Literal

from attrs import frozen

from coso.core import dates, numbers, periods

Fill = Literal[
    "data-1", "data-2", "data-3", "data-4", "data-5", "data-6", "data-other",
    "seq-1", "seq-2", "seq-3", "seq-4", "seq-5", "seq-6", "seq-7", "good", "soon", "late", "none",
]  # fmt: skip

_SPARK_WIDTH: Final = 100
_SPARK_HEIGHT: Final = 24


@frozen(kw_only=True)
class FigureCard:
    """One number of a dashboard: what it counts, of what, and where it opens.

    ``value`` is ``None`` where there is no data for the date; ``reason`` then says why.
    ``base`` draws a bar under the number, ``bar`` (in percent) draws it where the number is a
    rate itself, ``series`` (oldest first) draws a line.
    """

    label: str
    value: int | Decimal | None
    unit: str = ""
    base: int | None = None
    base_label: str = ""
    note: str = ""
    reason: str = ""
    url: str = ""
    passport_url: str = ""
    change: int | Decimal | None = None
    change_since: dt.date | None = None
    series: Sequence[int] = ()
    bar: Decimal | None = None

    @property
    def value_text(self) -> str:
        """The number in large: 3.549, or 96,8 where it is no count."""
        return "" if self.value is None else _number(self.value)

    @property
    def share_text(self) -> str:
        """The share with its base in words: 40,4% của 3.549 đảng viên."""
        if self.value is None or self.base is None:
            return ""
        share = numbers.percent(self.value, self.base)
        of_base = f"{numbers.format_integer(self.base)} {self.base_label}".strip()
        return (
            f"của {of_base}" if share is None else f"{numbers.format_percent(share)} của {of_base}"
        )

    @property
    def change_text(self) -> str:
        """The change in words, with the date it is measured from: Tăng 12 so với 31/12/2022."""
        if self.change is None:
            return ""
        since = f" so với {dates.format_date(self.change_since)}" if self.change_since else ""
        if self.change == 0:
            return f"Không đổi{since}"
        word = "Tăng" if self.change > 0 else "Giảm"
        return f"{word} {_number(self.change).lstrip('-')}{since}"

    @property
    def bar_width(self) -> str:
        """The width of the bar in percent, empty where there is no share to draw."""
        if self.bar is not None:
            return ratio(float(self.bar), 100)
        return "" if self.value is None or not self.base else ratio(float(self.value), self.base)

    @property
    def spark_points(self) -> str:
        """The points of the line, empty where there are fewer than two."""
        if len(self.series) < 2:  # noqa: PLR2004
            return ""
        low, spread = min(self.series), (max(self.series) - min(self.series)) or 1
        step = _SPARK_WIDTH / (len(self.series) - 1)
        return " ".join(
            f"{index * step:.2f},{2 + _SPARK_HEIGHT * (1 - (value - low) / spread):.2f}"
            for index, value in enumerate(self.series)
        )


@frozen
class Step:
    """A small link beside a line of a record: what can be written about just `of` this line."""

    label: str
    of: str
    url: str


@frozen(kw_only=True)
class TimelinePeriod:
    """One period of a record: what held, when, and by which decision."""

    label: str
    during: periods.Period
    note: str = ""
    url: str = ""
    steps: tuple[Step, ...] = ()


@frozen(kw_only=True)
class TimelineEntry:
    """A period, or a gap between periods, as the list and the strip show it."""

    label: str
    dates: str
    kind: Literal["period", "gap"]
    x: str
    width: str
    note: str = ""
    url: str = ""
    steps: tuple[Step, ...] = ()
    is_current: bool = False
    is_overlapping: bool = False


def _number(value: int | Decimal) -> str:
    return (
        numbers.format_integer(value)
        if isinstance(value, int)
        else numbers.format_decimal(value, 1)
    )


def ratio(part: float, whole: float) -> str:
    """Return the part in percent of the whole, kept within the picture."""
    return f"{max(0.0, min(100.0, 100 * part / whole)):.2f}"


def draw_timeline(rows: Sequence[TimelinePeriod], on: dt.date) -> list[TimelineEntry]:
    """Return periods and the gaps between them, the latest first."""
    if not rows:
        return []
    window = timeline_window(rows, on)
    overlapping = {
        period for pair in periods.overlaps([row.during for row in rows]) for period in pair
    }
    drawn = [(row.during, _draw_period(row, window, on, row.during in overlapping)) for row in rows]
    lived = periods.Period(_first_day(rows, on), _end_of_life(rows, on))
    drawn += [
        (gap, _draw_gap(gap, window)) for gap in periods.gaps([row.during for row in rows], lived)
    ]
    drawn.sort(key=lambda pair: pair[0].start or dt.date.min, reverse=True)
    return [entry for _, entry in drawn]


def draw_overlaps(rows: Sequence[TimelinePeriod], on: dt.date) -> list[tuple[str, str]]:
    """Return place and width, on the strip, of the days that two periods share."""
    window = timeline_window(rows, on) if rows else (0, 1)
    shared = [one.intersection(other) for one, other in periods.overlaps([r.during for r in rows])]
    return [_strip(period, window) for period in shared if period is not None]


def timeline_window(rows: Sequence[TimelinePeriod], on: dt.date) -> tuple[int, int]:
    """Return the first and the last day, as ordinals, that the strip of a timeline shows."""
    ends = [row.during.end for row in rows if row.during.end is not None]
    first = min(_first_day(rows, on), on).toordinal()
    last = max([*ends, on]).toordinal()
    return first, max(last + (last - first) // 25, first + 1)


def place(day: dt.date, window: tuple[int, int]) -> str:
    """Return where a day stands on the strip, in percent."""
    first, last = window
    return ratio(day.toordinal() - first, last - first)


def _draw_period(
    row: TimelinePeriod, window: tuple[int, int], on: dt.date, is_overlapping: bool
) -> TimelineEntry:
    x, width = _strip(row.during, window)
    return TimelineEntry(
        label=row.label,
        dates=periods.format_period(row.during),
        kind="period",
        x=x,
        width=width,
        note=row.note,
        url=row.url,
        steps=row.steps,
        is_current=row.during.contains(on),
        is_overlapping=is_overlapping,
    )


def _draw_gap(gap: periods.Period, window: tuple[int, int]) -> TimelineEntry:
    x, width = _strip(gap, window)
    return TimelineEntry(
        label="Khoảng trống", dates=periods.format_period(gap), kind="gap", x=x, width=width
    )


def _strip(period: periods.Period, window: tuple[int, int]) -> tuple[str, str]:
    first, last = window
    start = first if period.start is None else max(first, period.start.toordinal())
    end = last if period.end is None else min(last, period.end.toordinal())
    return ratio(start - first, last - first), ratio(max(end - start, 0), last - first)


def _first_day(rows: Sequence[TimelinePeriod], on: dt.date) -> dt.date:
    bounds = [row.during.start or row.during.ends for row in rows]
    return min((bound for bound in bounds if bound is not None), default=on)


def _end_of_life(rows: Sequence[TimelinePeriod], on: dt.date) -> dt.date:
    """Return the day after the last period; an open one lasts at least until the day in view."""
    ends = [row.during.end for row in rows]
    known = [end for end in ends if end is not None]
    tomorrow = max(on, _first_day(rows, on)) + periods.ONE_DAY
    return max([*known, tomorrow]) if None in ends else max(known)
