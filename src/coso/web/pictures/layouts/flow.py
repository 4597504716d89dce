"""Who goes from where to where: a bar for each place on both sides, a band for each group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

from attrs import frozen

from coso.core.numbers import format_integer
from coso.web.pictures import svg
from coso.web.pictures.chart import Chart, Row
from coso.web.pictures.wording import spoken

_MOST: Final = 16
_SLOT: Final = 46  # a name and a number, one below the other
_GAP: Final = 8
_BAR: Final = 12
_LABEL_SHARE: Final = 0.36
_SHORT_BELOW: Final = 600  # pixels


@frozen
class _Bar:
    """One place on a side: how many, and where its bar stands."""

    number: int
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def draw(chart: Chart, width: int) -> Element:
    """Draw the bands under the bars; beyond a number of rows the smallest are put together."""
    shown = chart.grouped(_MOST)
    arriving = [shown.total_of(index) for index in range(len(shown.series))]
    height = _SLOT * max(len(shown.rows), len(arriving)) + _GAP
    left = _placed([row.total for row in shown.rows], height)
    right = _placed(arriving, height)
    drawing = svg.canvas(width, max(_bottom(left), _bottom(right)), chart.title)
    sides = (width * _LABEL_SHARE, width * (1 - _LABEL_SHARE))
    _draw_bands(drawing, shown, (left, right), sides)
    over = svg.hidden(drawing)
    for row, bar in zip(shown.rows, left, strict=True):
        svg.rect(over, (sides[0] - _BAR, bar.top, _BAR, bar.height), "data-other", 0)
        _draw_label(over, _name(row.label, row.short, width), bar, (0, sides[0] - _BAR - 6), "end")
    for series, bar in zip(shown.series, right, strict=True):
        svg.rect(over, (sides[1], bar.top, _BAR, bar.height), str(series.fill), 0)
        name = _name(series.label, series.short, width)
        _draw_label(over, name, bar, (sides[1] + _BAR + 6, width), "start")
    return drawing


def _placed(numbers: Sequence[int], height: float) -> list[_Bar]:
    """Return the bars of a side one below the other, each with room for its name."""
    scale = height / 2 / max(sum(numbers), 1)
    bars, y = [], 0.0
    for number in numbers:
        high = max(number * scale, 1)
        room = max(high, _SLOT - _GAP)
        bars.append(_Bar(number, y + (room - high) / 2, high))
        y += room + _GAP
    return bars


def _bottom(bars: Sequence[_Bar]) -> float:
    last = bars[-1]
    return max(last.top + last.height, last.middle + _SLOT / 2)


def _draw_bands(
    drawing: Element,
    chart: Chart,
    bars: tuple[Sequence[_Bar], Sequence[_Bar]],
    sides: tuple[float, float],
) -> None:
    left, right = bars
    reached = [bar.top for bar in right]
    for row, bar in zip(chart.rows, left, strict=True):
        y = bar.top
        for index, cell in enumerate(row.cells):
            if not cell.value:
                continue
            target = right[index]
            from_high = bar.height * cell.value / bar.number
            to_high = target.height * cell.value / target.number
            ends = ((sides[0], y, from_high), (sides[1], reached[index], to_high))
            _draw_band(drawing, chart, (row, index), ends)
            y += from_high
            reached[index] += to_high


def _draw_band(
    drawing: Element,
    chart: Chart,
    place: tuple[Row, int],
    ends: tuple[tuple[float, float, float], tuple[float, float, float]],
) -> None:
    row, index = place
    (x1, y1, high1), (x2, y2, high2) = ends
    middle = (x1 + x2) / 2
    points = (
        f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"V{y2 + high2:.1f}C{middle:.1f} {y2 + high2:.1f} {middle:.1f} {y1 + high1:.1f} "
        f"{x1:.1f} {y1 + high1:.1f}Z"
    )
    made = svg.mark(drawing, spoken(chart, row, index), row.cells[index].url)
    svg.band(made, points, str(chart.series[index].fill))


def _draw_label(
    parent: Element, name: str, bar: _Bar, room: tuple[float, float], anchor: str
) -> None:
    x = room[1] if anchor == "end" else room[0]
    shown = svg.shortened(name, room[1] - room[0])
    svg.words(parent, (x, bar.middle - 2), shown, anchor=anchor)
    number = format_integer(bar.number)
    svg.words(parent, (x, bar.middle + 15), number, ink="ink-2", anchor=anchor)


def _name(label: str, short: str, width: int) -> str:
    return short if short and width < _SHORT_BELOW else label
