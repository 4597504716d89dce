"""Numbers over time: columns that stand on zero, series upon series."""

from __future__ import annotations

from itertools import accumulate
from typing import Final
from xml.etree.ElementTree import Element

from attrs import frozen

from coso.core.numbers import format_integer
from coso.web.pictures import svg
from coso.web.pictures.chart import Chart, Row
from coso.web.pictures.layouts import legend
from coso.web.pictures.wording import spoken

_PLOT: Final = 220
_TOP: Final = 22
_FOOT: Final = 26
_STEPS: Final = (1, 2, 5)
_LINES: Final = 5
_SMALLEST: Final = 24  # pixels that a finger hits
_WIDEST: Final = 72


@frozen
class _Plot:
    """Where the columns stand."""

    left: float
    right: float
    bottom: float
    count: int
    top_value: int

    @property
    def step(self) -> float:
        return (self.right - self.left) / self.count

    def x(self, index: int) -> float:
        return self.left + self.step * (index + 0.5)

    def y(self, value: float) -> float:
        return self.bottom - _PLOT * value / self.top_value


def draw(chart: Chart, width: int) -> Element:
    """Draw the columns; by years where there is no room for months."""
    if chart.coarser is not None and (width - 48) / len(chart.rows) < _SMALLEST:
        return draw(chart.coarser, width)
    entries = [(series.label, str(series.fill)) for series in chart.series]
    head = legend.height(entries, width) if len(entries) > 1 else 0
    ticks = ticks_to(chart.reach)
    left = svg.width_of(format_integer(ticks[-1])) + 10
    plot = _Plot(left, width, head + _TOP + _PLOT, len(chart.rows), ticks[-1])
    drawing = svg.canvas(width, plot.bottom + _FOOT, chart.title)
    if head:
        legend.draw(drawing, entries, 0, width)
    _draw_axes(drawing, chart, plot, ticks)
    for index, row in enumerate(chart.rows):
        _draw_column(drawing, chart, row, index, plot)
    return drawing


def ticks_to(largest: int) -> list[int]:
    """Return round numbers from zero to the largest or a little above."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * _LINES >= largest:
                last = -(-largest // (step * power))
                return [step * power * index for index in range(last + 1)]
        power *= 10


def _draw_axes(drawing: Element, chart: Chart, plot: _Plot, ticks: list[int]) -> None:
    group = svg.hidden(drawing)
    for tick in ticks:
        y = plot.y(tick)
        svg.line(group, plot.left, y, plot.right, y)
        svg.words(group, (plot.left - 8, y + 5), format_integer(tick), ink="ink-2", anchor="end")
    widest = max(svg.width_of(row.short or row.label) for row in chart.rows)
    every = int(-(-(widest + 8) // plot.step))
    for index, row in enumerate(chart.rows):
        if index % every == 0:
            label = row.short or row.label
            svg.words(group, (plot.x(index), plot.bottom + 20), label, ink="ink-2", anchor="middle")


def _draw_column(drawing: Element, chart: Chart, row: Row, index: int, plot: _Plot) -> None:
    thickness = min(plot.step * 0.7, _WIDEST)
    x = plot.x(index) - thickness / 2
    tops = list(accumulate(cell.value for cell in row.cells))
    for number, (cell, top) in enumerate(zip(row.cells, tops, strict=True)):
        if cell.value:
            made = svg.mark(drawing, spoken(chart, row, number), cell.url)
            height = plot.y(top - cell.value) - plot.y(top)
            fill = str(chart.series[number].fill)
            svg.rect(made, (x, plot.y(top), thickness, max(height - 1, 1)), fill)
    label = format_integer(row.total)
    if row.total and svg.width_of(label) <= plot.step + 2:
        svg.words(
            svg.hidden(drawing), (plot.x(index), plot.y(row.total) - 6), label, anchor="middle"
        )
