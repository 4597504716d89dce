"""Where the header of a table stands, and the columns that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from coso.core.text import normalize
from coso.importing.workbook.cells import shown
from coso.importing.workbook.grids import Cell, Grid, column_letter

PATH_SEPARATOR = " › "
# How deep a header is looked for: usually near the top, else behind a long introduction.
_DEPTHS: Final = (60, 1_000)
_KNOWN_AT_LEAST: Final = 2
_HEADER_ROWS_AT_MOST: Final = 3

Known = Callable[[str], bool]


@frozen
class Title:
    """A line of text above the header."""

    row: int
    text: str


@frozen
class Column:
    """A column of a table: its letter and its header, group before name.

    A column that is `offered` does not stand in the sheet: its values are those of title lines
    between the rows; it takes the letter behind the last one.
    """

    letter: str
    path: tuple[str, ...]
    offered: bool = False

    @property
    def header(self) -> str:
        """The header as one text ("Trình độ › Chuyên môn")."""
        return PATH_SEPARATOR.join(self.path)


def find_header(grid: Grid, is_known: Known) -> tuple[int, int] | None:
    """Return the first and the last row of the header, counted from 0; `None` without one."""
    for depth in _DEPTHS:
        top = grid.rows[:depth]
        known = [sum(_is_word(value, is_known) for value in row) for row in top]
        best = max(known, default=0)
        if best >= _KNOWN_AT_LEAST:
            return _extended(grid, known, known.index(best))
    return None


def columns_of(grid: Grid, first: int, last: int) -> tuple[Column, ...]:
    """Return the columns that the rows of a header name."""
    return tuple(_columns(grid, first, last))


def titles_of(rows: Iterable[Sequence[Cell]]) -> tuple[Title, ...]:
    """Return the lines of text above a header."""
    return tuple(
        Title(number, normalize(text))
        for number, row in enumerate(rows, start=1)
        for text in map(shown, row)
        if text
    )


def _extended(grid: Grid, known: Sequence[int], best: int) -> tuple[int, int]:
    first = last = best
    left = _written(grid.rows[first])[0]
    while first > 0 and _stands_above(grid, first, known[first - 1]):
        if _written(grid.rows[first - 1]) == [left]:
            break  # one text at the left edge is a title (“CHUYỂN ĐẾN”), not a group of columns
        first -= 1
    while last + 1 < len(known) and last - first < _HEADER_ROWS_AT_MOST - 1:
        if not _continues(grid, first, last + 1, known[last + 1]):
            break
        last += 1
    return first, last


def _written(row: Sequence[Cell]) -> list[int]:
    return [index for index, value in enumerate(row) if shown(value)]


def _is_word(value: Cell, is_known: Known) -> bool:
    return isinstance(value, str) and bool(value.strip()) and is_known(value)


def _stands_above(grid: Grid, first: int, known: int) -> bool:
    """Tell whether the row above a header row belongs to the header."""
    row = grid.rows[first - 1]
    joined = any(top == first - 1 and bottom >= first for top, _, bottom, _ in grid.merges)
    texts = all(isinstance(value, str) for value in row)
    return known > 0 and texts and (joined or 3 * known >= 2 * len(_written(row)))


def _continues(grid: Grid, first: int, row: int, known: int) -> bool:
    """Tell whether a row belongs to the header above it."""
    if grid.rows[row] == grid.rows[first]:
        return False
    merged_into = any(top == first and bottom >= row for top, _left, bottom, _right in grid.merges)
    return (
        merged_into
        or _names_known(grid.rows[row], grid.rows[row - 1], known)
        or _names_columns(grid.rows[row], grid.rows[row - 1])
    )


def _names_known(row: Sequence[Cell], above: Sequence[Cell], known: int) -> bool:
    """Tell whether most texts of a row are words of headers; a single one must be of a group."""
    written = _written(row)
    if not known or 2 * known < len(written) or not _are_texts(row, written):
        return False
    group = (shown(above[n - 1]) and not shown(above[n]) for n in written if n > 0)
    return known > 1 or any(group)


def _names_columns(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Tell whether a row only names the columns of groups: all its texts stand below groups."""
    written = _written(row)
    blank = [not shown(value) for value in above] + [False]
    below_groups = [index for index in written if blank[index] or blank[index + 1]]
    return (
        len(written) > 1
        and any(blank[index] for index in written)
        and below_groups == written
        and _are_texts(row, written)
    )


def _are_texts(row: Sequence[Cell], written: Iterable[int]) -> bool:
    return all(isinstance(row[index], str) for index in written)


def _columns(grid: Grid, first: int, last: int) -> Iterator[Column]:
    rows = grid.rows[first : last + 1]
    covers = {
        (row, column): (top, left)
        for top, left, bottom, right in grid.merges
        if top <= last and bottom >= first
        for row in range(max(top, first), min(bottom, last) + 1)
        for column in range(left, right + 1)
    }
    filled = [
        _header_line(grid, rows[number - first + 1 :], number, covers)
        for number in range(first, last + 1)
    ]
    for index in range(len(rows[0])):
        parts = [line[index] for line in filled if line[index]]
        yield Column(column_letter(index), tuple(dict.fromkeys(parts)))


def _header_line(
    grid: Grid,
    below: Sequence[Sequence[Cell]],
    number: int,
    covers: dict[tuple[int, int], tuple[int, int]],
) -> list[str]:
    """Return the texts of a header row; a group stands above each of its columns."""
    line: list[str] = []
    for index, value in enumerate(grid.rows[number]):
        text = shown(value) or ""
        if not text and (number, index) in covers:
            top, left = covers[number, index]
            text = shown(grid.rows[top][left]) or ""
        elif not text and line and any(shown(row[index]) for row in below):
            text = line[-1]
        line.append(normalize(text))
    return line
