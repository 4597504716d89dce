"""Groups one below the other, each with its bar from zero, its number and its share."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from coso.core.numbers import format_integer
from coso.web.pictures import svg
from coso.web.pictures.chart import Chart, Row
from coso.web.pictures.wording import share_of, spoken

_ROW: Final = 48
_BAR: Final = 14
_MOST: Final = 16


def draw(chart: Chart, width: int) -> Element:
    """Draw the bars; beyond a number of rows the smallest are put together."""
    shown = chart.grouped(_MOST)
    drawing = svg.canvas(width, _ROW * len(shown.rows), chart.title)
    largest = shown.reach
    for index, row in enumerate(shown.rows):
        _draw_row(drawing, shown, row, _ROW * index, width, largest)
    return drawing


def _draw_row(drawing: Element, chart: Chart, row: Row, y: float, width: int, largest: int) -> None:
    [cell] = row.cells
    made = svg.mark(drawing, spoken(chart, row, 0), cell.url)
    svg.rect(made, (0, y, width, _ROW - 2))
    share = share_of(chart, row, 0)
    numbers = f"{format_integer(cell.value)} ({share})" if share else format_integer(cell.value)
    over = svg.hidden(drawing)
    room = width - svg.width_of(numbers) - 8
    svg.words(over, (0, y + 18), svg.shortened(row.label, room))
    svg.words(over, (width, y + 18), numbers, anchor="end")
    svg.rect(made, (0, y + 25, width, _BAR), "data-track")
    fill = "data-other" if row.stands_for > 1 else str(chart.series[0].fill)
    svg.rect(made, (0, y + 25, width * cell.value / largest, _BAR), fill)
