"""Age by sex: the groups one above the other, men to the left, women to the right."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from attrs import frozen

from coso.core.numbers import format_integer
from coso.web.pictures import svg
from coso.web.pictures.chart import Chart, Row
from coso.web.pictures.wording import spoken

_HEAD: Final = 34
_ROW: Final = 34
_BAR: Final = 24
_MIDDLE: Final = 84
_NUMBER: Final = 52


@frozen
class _Axis:
    """From zero in the middle to the largest number at both ends."""

    width: int
    largest: int

    @property
    def reach(self) -> float:
        return (self.width - _MIDDLE) / 2

    def length(self, value: int) -> float:
        return (self.reach - _NUMBER) * value / self.largest

    def side(self, index: int) -> tuple[float, int]:
        """Return where the zero of a side lies, and to which hand it grows."""
        return (self.reach, -1) if index == 0 else (self.reach + _MIDDLE, 1)


def draw(chart: Chart, width: int) -> Element:
    """Draw the oldest group on top."""
    drawing = svg.canvas(width, _HEAD + _ROW * len(chart.rows), chart.title)
    axis = _Axis(width, chart.reach)
    _draw_heads(drawing, chart, axis)
    for index, row in enumerate(reversed(chart.rows)):
        _draw_row(drawing, chart, row, _HEAD + _ROW * index, axis)
    return drawing


def _draw_heads(drawing: Element, chart: Chart, axis: _Axis) -> None:
    group = svg.hidden(drawing)
    for index, series in enumerate(chart.series):
        zero, hand = axis.side(index)
        label = f"{series.label}: {format_integer(chart.total_of(index))}"
        anchor = "start" if hand > 0 else "end"
        svg.rect(group, (zero + hand * 14 - 7, 7, 14, 14), series.fill)
        svg.words(group, (zero + hand * 28, 19), label, anchor=anchor, is_strong=True)


def _draw_row(drawing: Element, chart: Chart, row: Row, y: float, axis: _Axis) -> None:
    middle = axis.width / 2
    label = row.short or row.label
    over = svg.hidden(drawing)
    svg.words(over, (middle, y + 22), label, ink="ink-2", anchor="middle")
    for index, cell in enumerate(row.cells):
        zero, hand = axis.side(index)
        length = axis.length(cell.value)
        made = svg.mark(drawing, spoken(chart, row, index), cell.url if cell.value else "")
        svg.rect(made, (0 if hand < 0 else zero, y, axis.reach, _ROW))
        start = zero if hand > 0 else zero - length
        svg.rect(made, (start, y + (_ROW - _BAR) / 2, length, _BAR), chart.series[index].fill)
        svg.words(
            over,
            (zero + hand * (length + 6), y + 22),
            format_integer(cell.value),
            anchor="start" if hand > 0 else "end",
        )
