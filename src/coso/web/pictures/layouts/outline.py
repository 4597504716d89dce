"""Trees as indented names, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from coso.core.numbers import format_integer
from coso.web.pictures import svg
from coso.web.pictures.outline import Outline, OutlineLine, OutlineSide

_BETWEEN: Final = 32
_STEP: Final = 16
_NOTE_STEP: Final = 12

_Words = tuple[float, str, str]  # how far in, what, in which ink


def draw(outline: Outline, width: int) -> Element:
    """Draw each tree from the top down; what is said of a unit stands below its name."""
    each = (width - _BETWEEN * (len(outline.sides) - 1)) / len(outline.sides)
    drawn = [list(_words(side)) for side in outline.sides]
    height = svg.LINE_HEIGHT * (max(len(words) for words in drawn) + 1.5)
    drawing = svg.canvas(width, height, outline.title)
    for index, (side, words) in enumerate(zip(outline.sides, drawn, strict=True)):
        left = index * (each + _BETWEEN)
        svg.words(drawing, (left, svg.FONT_SIZE), side.title, is_strong=True)
        for line, (indent, text, ink) in enumerate(words, start=1):
            shown = svg.shortened(text, each - indent)
            y = svg.FONT_SIZE + svg.LINE_HEIGHT * (line + 0.25)
            svg.words(drawing, (left + indent, y), shown, ink=ink)
    return drawing


def _words(side: OutlineSide) -> Iterator[_Words]:
    for line in side.lines:
        yield from _words_of(line)
    if side.left_out:
        yield 0, f"Và {format_integer(side.left_out)} dòng nữa.", "ink-2"


def _words_of(line: OutlineLine) -> Iterator[_Words]:
    indent = line.depth * _STEP
    yield indent, line.label, "ink"
    if line.note:
        yield indent + _NOTE_STEP, line.note, "ink-2"
