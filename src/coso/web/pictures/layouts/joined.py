"""Boxes and the lines between them: side by side where there is room, else one below another."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from attrs import frozen

from coso.web.pictures import svg
from coso.web.pictures.diagram import Box, Diagram, Join

_PADDING: Final = 8
_NAME_LINES: Final = 2
_BETWEEN: Final = 12
_GAP: Final = 72
_LEAST: Final = 140  # pixels of a box whose name can be read
_INDENT: Final = 28
_THIN: Final = 1.5
_THICK: Final = 12


@frozen
class _Place:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw(diagram: Diagram, width: int) -> Element:
    """Draw the lines, and the boxes over them."""
    is_across = _width_across(diagram, width) >= _LEAST
    places = (_across if is_across else _below)(diagram, width)
    height = max(place.y + place.height for place in places.values())
    drawing = svg.canvas(width, height, diagram.title)
    for join in diagram.joins:
        points = (_beside if is_across else _around)(places[join.source], places[join.target])
        _draw_join(drawing, join, points, is_across=is_across)
    for column in diagram.columns:
        for box in column:
            _draw_box(drawing, box, places[box.key])
    return drawing


def _width_across(diagram: Diagram, width: int) -> float:
    """Return how wide each box is if all columns stand side by side."""
    count = len(diagram.columns)
    return (width - _GAP * (count - 1)) / count


def _across(diagram: Diagram, width: int) -> Mapping[int, _Place]:
    """Return places in columns from left to right, each in the middle of the height."""
    each = _width_across(diagram, width)
    height = _height(diagram, each)
    highest = max(len(column) for column in diagram.columns)
    return {
        box.key: _Place(
            index * (each + _GAP),
            ((highest - len(column)) / 2 + row) * (height + _BETWEEN),
            each,
            height,
        )
        for index, column in enumerate(diagram.columns)
        for row, box in enumerate(column)
    }


def _below(diagram: Diagram, width: int) -> Mapping[int, _Place]:
    """Return places one below the other, the first column on top; more room between columns."""
    places: dict[int, _Place] = {}
    y, height = 0.0, _height(diagram, width - _INDENT)
    for column in diagram.columns:
        for box in column:
            places[box.key] = _Place(_INDENT, y, width - _INDENT, height)
            y += height + _BETWEEN
        y += _BETWEEN
    return places


def _height(diagram: Diagram, width: float) -> float:
    """Return how high a box is: room for the longest name, and for what is said below it."""
    boxes = [box for column in diagram.columns for box in column]
    lines = max(len(_name_lines(box, width)) for box in boxes)
    return 2 * _PADDING + svg.LINE_HEIGHT * (lines + any(box.note for box in boxes))


def _name_lines(box: Box, width: float) -> list[str]:
    """Return a name in as many lines as it needs; the last one is cut if there are too many."""
    room = width - 2 * _PADDING
    lines = textwrap.wrap(box.label, svg.letters_in(room))
    if len(lines) <= _NAME_LINES:
        return lines
    rest = " ".join(lines[_NAME_LINES - 1 :])
    return [*lines[: _NAME_LINES - 1], svg.shortened(rest, room)]


def _beside(source: _Place, target: _Place) -> str:
    start, end = source.x + source.width, target.x
    middle = (start + end) / 2
    return (
        f"M{start:.1f} {source.middle:.1f}C{middle:.1f} {source.middle:.1f} "
        f"{middle:.1f} {target.middle:.1f} {end:.1f} {target.middle:.1f}"
    )


def _around(source: _Place, target: _Place) -> str:
    return f"M{source.x:.1f} {source.middle:.1f}H8V{target.middle:.1f}H{target.x:.1f}"


def _draw_join(drawing: Element, join: Join, points: str, *, is_across: bool) -> None:
    made = svg.mark(drawing, join.label, "")
    svg.stroke(made, points, _THIN + (_THICK * join.weight if is_across else 0))


def _draw_box(drawing: Element, box: Box, place: _Place) -> None:
    said = f"{box.label}, {box.note}" if box.note else box.label
    made = svg.mark(drawing, said, box.url)
    svg.rect(made, (place.x, place.y, place.width, place.height), str(box.fill), 6)
    over = svg.hidden(drawing)
    names = _name_lines(box, place.width)
    note = [svg.shortened(box.note, place.width - 2 * _PADDING)] if box.note else []
    for line, text in enumerate((*names, *note)):
        at = (place.x + _PADDING, place.y + _PADDING + svg.LINE_HEIGHT * (line + 0.75))
        svg.words(over, at, text, ink=f"on-{box.fill}", is_strong=line < len(names))
