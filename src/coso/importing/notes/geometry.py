"""Where the boxes of notes lie, over rows and columns of any size."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Final, Self

from attrs import frozen

from coso.importing.notes.sheets import Cell, Sheet

_SAID: Final = re.compile(rb"\s(r|ht|hidden)=[\"']([^\"']*)")
_TRUE: Final = ("1", "true")
_COLUMNS: Final = 16_384
_ROWS: Final = 1_048_576
_ROWS_BELOW: Final = 100  # room for boxes below the last row
# Pixels of what sizes are written in: digits of a column, points of a row.
_DIGIT: Final = 7
_POINT: Final = 96 / 72
# The sizes that Excel gives where nothing is written.
_USUAL_WIDTH: Final = 9.14
_USUAL_HEIGHT: Final = 15


@frozen
class Geometry:
    """At which pixel each column and each row of a sheet begins; hidden ones have no size."""

    columns: list[int]
    rows: list[int]

    @classmethod
    def of(cls, sheet: Sheet, lowest: int) -> Self:
        """Return the geometry of a sheet; boxes are asked for down to the row `lowest`."""
        usual = next(sheet.said("sheetFormatPr"), {})
        width = round(float(usual.get("defaultColWidth", _USUAL_WIDTH)) * _DIGIT)
        height = round(float(usual.get("defaultRowHeight", _USUAL_HEIGHT)) * _POINT)
        height = 0 if usual.get("zeroHeight") in _TRUE else height
        heights = dict(_heights(sheet))
        last = min(max([lowest, *heights]) + _ROWS_BELOW, _ROWS)
        return cls(_edges(dict(_widths(sheet)), width, _COLUMNS), _edges(heights, height, last))

    @property
    def first_column(self) -> int:
        """The first column that is not hidden."""
        return _place(self.columns, 0)[0]

    def beside(self, cell: Cell, width: int, height: int) -> list[int]:
        """Return the corners of a box beside a cell: columns and rows, with pixels within each."""
        row, column = cell
        left, right = _span(self.columns, column + 1, width)
        top, bottom = _span(self.rows, row, height)
        return [*left, *top, *right, *bottom]


def _widths(sheet: Sheet) -> Iterator[tuple[int, int]]:
    for said in sheet.said("col"):
        width = float(said.get("width", _USUAL_WIDTH)) * _DIGIT
        for number in range(int(said["min"]), int(said["max"]) + 1):
            yield number - 1, 0 if said.get("hidden") in _TRUE else round(width)


def _heights(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the rows that have a height of their own."""
    index = -1
    for tag in sheet.row_tags():
        said = {name.decode(): value.decode() for name, value in _SAID.findall(tag)}
        index = int(said["r"]) - 1 if "r" in said else index + 1
        if said.get("hidden") in _TRUE:
            yield index, 0
        elif "ht" in said:
            yield index, round(float(said["ht"]) * _POINT)


def _edges(sizes: Mapping[int, int], usual: int, count: int) -> list[int]:
    return list(accumulate((sizes.get(index, usual) for index in range(count)), initial=0))


def _span(edges: list[int], index: int, size: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where something begins and ends that begins at `index`, or before if need be."""
    start = max(min(edges[index], edges[-1] - size), 0)
    return _place(edges, start), _place(edges, min(start + size, edges[-1]))


def _place(edges: list[int], pixel: int) -> tuple[int, int]:
    """Return the row or column at a pixel, and how far within it."""
    index = bisect_right(edges, pixel, hi=len(edges) - 1) - 1
    return index, pixel - edges[index]
