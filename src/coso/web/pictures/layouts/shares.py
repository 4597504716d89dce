"""Parts of a whole: each row is a bar of 100 percent, its base printed."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from coso.core import numbers
from coso.core.numbers import format_integer, format_percent
from coso.web.pictures import svg
from coso.web.pictures.chart import Cell, Chart, Row
from coso.web.pictures.layouts import legend
from coso.web.pictures.wording import spoken

_ROW: Final = 74
_BAR: Final = 36
_GAP: Final = 2
_SMALLEST: Final = 24  # pixels that a finger hits


def draw(chart: Chart, width: int) -> Element:
    """Draw the bars over the legend."""
    rows = [row for row in chart.rows if row.total]
    entries = [
        (series.label, str(series.fill))
        for index, series in enumerate(chart.series)
        if chart.total_of(index)
    ]
    bottom = _ROW * len(rows)
    drawing = svg.canvas(width, bottom + legend.height(entries, width), chart.title)
    for index, row in enumerate(rows):
        _draw_row(drawing, chart, row, _ROW * index, width)
    legend.draw(drawing, entries, bottom, width)
    return drawing


def _draw_row(drawing: Element, chart: Chart, row: Row, y: float, width: int) -> None:
    head = svg.hidden(drawing)
    base = f"{format_integer(row.total)} {chart.what}"
    svg.words(head, (0, y + 16), svg.shortened(row.label, width - svg.width_of(base)))
    svg.words(head, (width, y + 16), base, ink="ink-2", anchor="end")
    x = 0.0
    for index, cell in enumerate(row.cells):
        part = width * cell.value / row.total
        if cell.value:
            _draw_part(drawing, chart, (row, index, cell), x, y + 24, part)
        x += part


def _draw_part(
    drawing: Element, chart: Chart, place: tuple[Row, int, Cell], x: float, y: float, width: float
) -> None:
    """Draw a part; one that is too small to press is opened from the table."""
    row, index, cell = place
    fill = str(chart.series[index].fill)
    url = cell.url if width >= _SMALLEST else ""
    made = svg.mark(drawing, spoken(chart, row, index), url)
    svg.rect(made, (x, y, max(width - _GAP, 1), _BAR), fill)
    share = format_percent(numbers.percent(cell.value, row.total) or 0)
    if svg.width_of(share) + 2 <= width:
        over = svg.hidden(drawing)
        svg.words(over, (x + width / 2, y + 23), share, ink=f"on-{fill}", anchor="middle")
