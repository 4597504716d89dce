"""Units by size: the area of a tile is its number."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

from attrs import evolve, frozen

from coso.core.numbers import format_integer
from coso.web.pictures import svg
from coso.web.pictures.chart import Chart, Row
from coso.web.pictures.wording import spoken

_MOST: Final = 40
_SMALLEST: Final = 44  # pixels that a finger hits
# So few units are told one by one; none is drawn larger than this percentage for it.
_FEW: Final = 8
_LARGEST_FLOOR: Final = 6
_PADDING: Final = 8
_WIDE: Final = 600


@frozen
class Tile:
    """A place in the picture."""

    x: float
    y: float
    width: float
    height: float


def draw(chart: Chart, width: int) -> Element:
    """Draw tiles from the largest; what would be too small to press is put together."""
    height = width * 0.5 if width > _WIDE else width * 1.5
    shown, tiles = _fitting(chart, width, height)
    drawing = svg.canvas(width, height, chart.title)
    for row, tile in zip(shown.rows, tiles, strict=True):
        _draw_tile(drawing, shown, row, tile)
    return drawing


def _fitting(chart: Chart, width: float, height: float) -> tuple[Chart, list[Tile]]:
    """Return as many of the largest rows as leave no tile too small, and their tiles."""
    positive = _without_zeros(chart)
    if len(positive.rows) <= _FEW and (found := _each(positive.by_size(), width, height)):
        return found
    for most in range(_MOST, 1, -1):
        shown = positive.grouped(most).by_size()
        tiles = squarified([row.total for row in shown.rows], Tile(0, 0, width, height))
        if min(min(tile.width, tile.height) for tile in tiles) >= _SMALLEST:
            return shown, tiles
    return shown, tiles


def _each(chart: Chart, width: float, height: float) -> tuple[Chart, list[Tile]] | None:
    """Return a tile for each of a few rows; the smallest are drawn larger, to be pressed."""
    for percent in range(_LARGEST_FLOOR + 1):
        floor = chart.total * percent // 100
        drawn = [max(row.total, floor) for row in chart.rows]
        tiles = squarified(drawn, Tile(0, 0, width, height))
        if all(min(tile.width, tile.height) >= _SMALLEST for tile in tiles):
            return chart, tiles
    return None


def _without_zeros(chart: Chart) -> Chart:
    return evolve(chart, rows=tuple(row for row in chart.rows if row.total))


def squarified(values: Sequence[int], room: Tile) -> list[Tile]:
    """Return a tile for each value, as square as can be (Bruls, Huizing, van Wijk)."""
    scale = room.width * room.height / sum(values)
    areas = [value * scale for value in values]
    tiles: list[Tile] = []
    while areas:
        side = min(room.width, room.height)
        count = _best_count(areas, side)
        strip, room = _strip(areas[:count], room)
        tiles += strip
        areas = areas[count:]
    return tiles


def _best_count(areas: Sequence[float], side: float) -> int:
    """Return how many tiles make the squarest strip along a side."""
    count = 1
    while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(areas[:count], side):
        count += 1
    return count


def _worst(areas: Sequence[float], side: float) -> float:
    total = sum(areas)
    return max(side**2 * max(areas) / total**2, total**2 / (side**2 * min(areas)))


def _strip(areas: Sequence[float], room: Tile) -> tuple[list[Tile], Tile]:
    """Return the tiles of a strip along the shorter side, and the room that is left."""
    total, tiles, done = sum(areas), [], 0.0
    is_column = room.width >= room.height
    depth = total / (room.height if is_column else room.width)
    for area in areas:
        length = area / depth
        if is_column:
            tiles.append(Tile(room.x, room.y + done, depth, length))
        else:
            tiles.append(Tile(room.x + done, room.y, length, depth))
        done += length
    if is_column:
        return tiles, Tile(room.x + depth, room.y, room.width - depth, room.height)
    return tiles, Tile(room.x, room.y + depth, room.width, room.height - depth)


def _draw_tile(drawing: Element, chart: Chart, row: Row, tile: Tile) -> None:
    [cell] = row.cells
    is_rest = row.stands_for > 1
    made = svg.mark(drawing, spoken(chart, row, 0), cell.url)
    fill, ink = ("data-track", "ink") if is_rest else (chart.series[0].fill, "on-data")
    svg.rect(made, (tile.x + 1, tile.y + 1, tile.width - 2, tile.height - 2), fill, rounded=3)
    lines = [*_wrapped(row.label, tile), format_integer(cell.value)]
    if tile.width - _PADDING < svg.width_of(lines[-1]):
        return
    over = svg.hidden(drawing)
    for index, each in enumerate(lines):
        svg.words(
            over,
            (tile.x + _PADDING, tile.y + svg.LINE_HEIGHT * (index + 1)),
            each,
            ink=ink,
            is_strong=index == len(lines) - 1,
        )


def _wrapped(label: str, tile: Tile) -> list[str]:
    """Return the lines of a label, none where it does not fit as a whole."""
    letters = svg.letters_in(tile.width - 2 * _PADDING)
    if letters < max(map(len, label.split())):
        return []
    lines = textwrap.wrap(label, letters)
    return lines if (len(lines) + 1.4) * svg.LINE_HEIGHT <= tile.height else []
