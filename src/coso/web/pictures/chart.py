"""What a picture says: rows of numbers in one or more series, and what they count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from attrs import evolve, frozen

from coso.core.numbers import percent
from coso.web.templatetags.drawing import Fill

Kind = Literal["treemap", "pyramid", "shares", "columns", "bars", "map", "flow"]
Ring = tuple[tuple[float, float], ...]


@frozen
class Cell:
    """One number, and the address of the list or unit behind it."""

    value: int
    url: str = ""


@frozen
class Series:
    """What the numbers of one column have in common, and how they are coloured."""

    label: str
    fill: Fill = "data-1"
    short: str = ""


@frozen
class Row:
    """The numbers of one place, group or month, one for each series.

    :ivar short: the label where there is little room
    :ivar base: what the number is a share of, where it is not the sum of the picture
    :ivar stands_for: how many rows were put together in it
    :ivar rings: its boundary on a map, as longitude and latitude
    """

    label: str
    cells: tuple[Cell, ...]
    short: str = ""
    base: int | None = None
    stands_for: int = 1
    rings: tuple[Ring, ...] = ()

    @property
    def total(self) -> int:
        return sum(cell.value for cell in self.cells)

    @property
    def share(self) -> Decimal | None:
        """What the number is of its base, in percent."""
        return percent(self.total, self.base or 0)


@frozen(kw_only=True)
class Chart:
    """A picture before it is drawn; its table and its sentence are made of the same numbers.

    :ivar name: the last part of its address, and the name of its file
    :ivar what: what is counted, in words: “đảng viên”
    :ivar row_word: what a row is: “đơn vị”, “tháng”
    :ivar place: of which unit, and as of when, in words
    :ivar source: from which registers, and when they were read
    :ivar all_url: where all rows are, if the picture does not show each
    :ivar svg_url: where it may be taken from
    :ivar at_least: how far the axis reaches, so that two pictures can be compared
    :ivar is_of_shares: whether the areas of a map are told apart by their shares
    :ivar coarser: the same over years, where there is no room for months
    """

    name: str
    kind: Kind
    title: str
    what: str
    row_word: str
    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    day: dt.date
    place: str
    source: str
    all_url: str = ""
    svg_url: str = ""
    at_least: int = 0
    is_of_shares: bool = False
    coarser: Chart | None = None

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw."""
        return self.total == 0

    @property
    def reach(self) -> int:
        """How far the axis goes: to the longest bar, or to the height of a column."""
        if self.kind == "pyramid":
            longest = max((cell.value for row in self.rows for cell in row.cells), default=0)
        else:
            longest = max((row.total for row in self.rows), default=0)
        return max(longest, self.at_least)

    def total_of(self, index: int) -> int:
        """Return the sum of one series."""
        return sum(row.cells[index].value for row in self.rows)

    def grouped(self, at_most: int) -> Chart:
        """Return the largest rows, and the rest as one: “Khác (12)”."""
        if len(self.rows) <= at_most:
            return self
        ordered = sorted(self.rows, key=_size, reverse=True)
        kept, rest = ordered[: at_most - 1], ordered[at_most - 1 :]
        return evolve(self, rows=(*kept, self._together(rest)))

    def by_size(self) -> Chart:
        """Return the rows from the largest to the smallest; what stands for others is last."""
        size = _share if self.is_of_shares else _size
        return evolve(self, rows=tuple(sorted(self.rows, key=size, reverse=True)))

    def _together(self, rows: list[Row]) -> Row:
        count = sum(row.stands_for for row in rows)
        sums = zip(*(row.cells for row in rows), strict=True)
        bases = [row.base for row in rows if row.base is not None]
        return Row(
            label=f"Khác ({count})",
            cells=tuple(Cell(sum(cell.value for cell in each), self.all_url) for each in sums),
            base=sum(bases) if bases else None,
            stands_for=count,
        )


def on_one_scale(charts: Sequence[Chart]) -> list[Chart]:
    """Return pictures whose axes reach equally far, over years as over months."""
    reach = max(chart.reach for chart in charts)
    years = [chart.coarser for chart in charts if chart.coarser is not None]
    coarser = on_one_scale(years) if len(years) == len(charts) else [None] * len(charts)
    return [
        evolve(chart, at_least=reach, coarser=of_years)
        for chart, of_years in zip(charts, coarser, strict=True)
    ]


def _share(row: Row) -> tuple[bool, Decimal]:
    return row.share is not None, row.share or Decimal(0)


def _size(row: Row) -> tuple[bool, int]:
    return row.stands_for == 1, row.total
