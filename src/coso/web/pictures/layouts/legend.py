"""Which colour means what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

from coso.web.pictures import svg

_SWATCH: Final = 14
_GAP: Final = 18
_ROW: Final = 24
Entry = tuple[str, str]


def placed(entries: Sequence[Entry], width: float) -> list[tuple[float, int, Entry]]:
    """Return where each entry stands: how far in, and in which line."""
    found, x, row = [], 0.0, 0
    for entry in entries:
        needed = _SWATCH + 6 + svg.width_of(entry[0])
        if x and x + needed > width:
            x, row = 0.0, row + 1
        found.append((x, row, entry))
        x += needed + _GAP
    return found


def height(entries: Sequence[Entry], width: float) -> float:
    """Return how high the legend will be."""
    return (placed(entries, width)[-1][1] + 1) * _ROW if entries else 0


def draw(parent: Element, entries: Sequence[Entry], y: float, width: float) -> None:
    """Draw the legend, line by line."""
    group = svg.hidden(parent)
    for x, row, (label, fill) in placed(entries, width):
        top = y + row * _ROW
        svg.rect(group, (x, top + 4, _SWATCH, _SWATCH), fill)
        svg.words(group, (x + _SWATCH + 6, top + 16), label)
