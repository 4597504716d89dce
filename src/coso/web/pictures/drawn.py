"""A chart drawn: for the page at two widths, and as a sheet to take away."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any, Final
from xml.etree import ElementTree as ET

from coso.web.pictures import svg
from coso.web.pictures.chart import Chart
from coso.web.pictures.diagram import Diagram
from coso.web.pictures.layouts import (
    areas,
    bars,
    columns,
    flow,
    joined,
    outline,
    pyramid,
    shares,
    treemap,
)
from coso.web.pictures.outline import Outline
from coso.web.pictures.wording import sentence

NARROW: Final = 320
HALF: Final = 440
FULL: Final = 880
_FEW_COLUMNS: Final = 14
_MARGIN: Final = 24
_GAP: Final = 12
_LAYOUTS: Final[dict[str, Callable[[Any, int], ET.Element]]] = {
    "treemap": treemap.draw,
    "pyramid": pyramid.draw,
    "shares": shares.draw,
    "columns": columns.draw,
    "bars": bars.draw,
    "map": areas.draw,
    "flow": flow.draw,
    "joined": joined.draw,
    "outline": outline.draw,
}


_WIDE_KINDS: Final = frozenset({"treemap", "map", "flow", "joined", "outline"})
Picture = Chart | Diagram | Outline


def width_of(chart: Picture) -> int:
    """Return how wide a picture is where there is room: half a page or all of it."""
    if isinstance(chart, Chart) and chart.kind == "columns":
        return HALF if len(chart.rows) <= _FEW_COLUMNS else FULL
    return FULL if chart.kind in _WIDE_KINDS else HALF


def drawing(chart: Picture, width: int) -> str:
    """Return the drawing as markup of a page."""
    return ET.tostring(_LAYOUTS[chart.kind](chart, width), encoding="unicode")


def sheet(chart: Picture) -> str:
    """Return the drawing with title, sentence and source, to be put into another paper."""
    width = width_of(chart)
    picture = None if chart.is_empty else _LAYOUTS[chart.kind](chart, width)
    above, below = _head(chart, width), _foot(chart, width)
    top = _MARGIN + svg.LINE_HEIGHT * len(above) + _GAP
    bottom = top if picture is None else top + float(picture.attrib["height"]) + _GAP
    whole = _paper(chart, width, bottom + svg.LINE_HEIGHT * len(below))
    _write(whole, above, _MARGIN)
    if picture is not None:
        picture.attrib |= {"x": str(_MARGIN), "y": str(top)}
        whole.append(_without_addresses(picture))
    _write(whole, below, bottom)
    return ET.tostring(whole, encoding="unicode")


def _paper(chart: Picture, width: int, height: float) -> ET.Element:
    paper = svg.canvas(width + 2 * _MARGIN, height + _MARGIN, chart.title)
    paper.set("xmlns", "http://www.w3.org/2000/svg")
    svg.rect(paper, (0, 0, width + 2 * _MARGIN, height + _MARGIN), "surface", 0)
    return paper


_Lines = list[tuple[str, bool]]


def _head(chart: Picture, width: int) -> _Lines:
    title = [(line, True) for line in _wrapped(chart.title, width)]
    return title + [(line, False) for line in _wrapped(chart.place, width)]


def _foot(chart: Picture, width: int) -> _Lines:
    said = sentence(chart) if isinstance(chart, Chart) else chart.sentence
    return [(line, False) for text in (said, chart.source) for line in _wrapped(text, width)]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, svg.letters_in(width))


def _write(whole: ET.Element, lines: _Lines, top: float) -> None:
    for index, (text, is_strong) in enumerate(lines):
        y = top + svg.LINE_HEIGHT * (index + 0.8)
        svg.words(whole, (_MARGIN, y), text, is_strong=is_strong)


def _without_addresses(picture: ET.Element) -> ET.Element:
    """Remove the links: outside of the site they lead nowhere."""
    for element in picture.iter("a"):
        element.tag = "g"
        element.attrib.pop("href")
    return picture
