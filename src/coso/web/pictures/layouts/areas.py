"""Numbers or shares on a map: the darker an area, the more there is in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import count, groupby, pairwise
from typing import Final
from xml.etree.ElementTree import Element

from attrs import frozen

from coso.core.numbers import format_integer
from coso.web.pictures import svg
from coso.web.pictures.chart import Chart, Ring, Row
from coso.web.pictures.layouts import legend
from coso.web.pictures.layouts.columns import ticks_to
from coso.web.pictures.wording import spoken

_HIGHEST: Final = 560
_MOST_STEPS: Final = 5
_NONE: Final = "data-track"


@frozen
class _Projection:
    """From longitude and latitude to the picture; straight lines do for a province."""

    west: float
    north: float
    shrink: float
    scale: float
    left: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = self.left + (longitude - self.west) * self.shrink * self.scale
        return x, (self.north - latitude) * self.scale


def draw(chart: Chart, width: int) -> Element:
    """Draw the areas over a legend that says which colour means how many."""
    limits = _share_limits(chart) if chart.is_of_shares else ticks_to(chart.reach)
    entries = _share_entries(limits) if chart.is_of_shares else _entries(limits)
    projection, height = _projected(chart.rows, width)
    drawing = svg.canvas(width, height + 12 + legend.height(entries, width), chart.title)
    for row in chart.rows:
        made = svg.mark(drawing, spoken(chart, row, 0), row.cells[0].url)
        points = "".join(_path(ring, projection) for ring in row.rings)
        svg.outline(made, points, _fill(_measure(chart, row), limits))
    legend.draw(drawing, entries, height + 12, width)
    return drawing


def _projected(rows: Sequence[Row], width: int) -> tuple[_Projection, float]:
    points = [point for row in rows for ring in row.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = min(width / ((east - west) * shrink), _HIGHEST / (north - south))
    left = (width - (east - west) * shrink * scale) / 2
    return _Projection(west, north, shrink, scale, left), (north - south) * scale


def _path(ring: Ring, projection: _Projection) -> str:
    """Return an outline on whole pixels: neighbours keep their common border, and no more."""
    points = (tuple(map(round, projection.at(*point))) for point in ring)
    return f"M{'L'.join(f'{x},{y}' for (x, y), _ in groupby(points))}Z"


def _measure(chart: Chart, row: Row) -> Decimal | int | None:
    """Return what colours an area; nothing where there is none."""
    return row.share if chart.is_of_shares else row.total or None


def _fill(value: Decimal | int | None, limits: Sequence[int]) -> str:
    if value is None:
        return _NONE
    return f"seq-{next(step for step, limit in enumerate(limits[1:], 1) if value <= limit)}"


def _share_limits(chart: Chart) -> list[int]:
    """Return round percents around all shares: those of most figures lie close together."""
    shares = [row.share for row in chart.rows if row.share is not None] or [Decimal(0)]
    low, high = math.floor(min(shares)), math.ceil(max(shares))
    sizes = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(size for size in sizes if -(-high // size) - low // size <= _MOST_STEPS)
    last = max(-(-high // step), low // step + 1)
    return [step * each for each in range(low // step, last + 1)]


def _entries(limits: Sequence[int]) -> list[tuple[str, str]]:
    steps = [
        (f"{format_integer(low + 1)}–{format_integer(high)}", f"seq-{index + 1}")
        for index, (low, high) in enumerate(pairwise(limits))
    ]
    return [("0", _NONE), *steps]


def _share_entries(limits: Sequence[int]) -> list[tuple[str, str]]:
    steps = [
        (f"{'trên ' if index else ''}{low} đến {high}%", f"seq-{index + 1}")
        for index, (low, high) in enumerate(pairwise(limits))
    ]
    return [("chưa có", _NONE), *steps]
