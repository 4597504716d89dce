"""Find the tables in a user's workbook: title lines, header of one or more rows, rows of text."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
import python_calamine as calamine
from attrs import field, frozen

from coso.core.errors import DomainError
from coso.core.text import normalize

PATH_SEPARATOR: Final = " › "
# What blank forms hold beside the lists: how to fill them in, what to choose from, a sample row.
GUIDE_SHEET: Final = "Hướng dẫn"
CHOICES_SHEET: Final = "Danh mục chọn"
SAMPLE_MARK: Final = "VÍ DỤ:"
_NO_LISTS: Final = (GUIDE_SHEET, CHOICES_SHEET)
# The mark stands in front of the first value; a running number may stand before it.
_MARK_WITHIN: Final = 2
# A header further down than this is not looked for; nor is a table with fewer known columns.
_HEADER_WITHIN: Final = 60
_KNOWN_AT_LEAST: Final = 2
_HEADER_ROWS_AT_MOST: Final = 3
_LETTERS: Final = 26
_SECONDS: Final = 60

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta


class UnableToReadWorkbook(DomainError):
    """The file is no workbook that can be read."""


@frozen
class Grid:
    """The cells of a sheet as they stand; `merges` are (top, left, bottom, right) from 0."""

    sheet: str
    rows: list[list[Cell]]
    merges: tuple[tuple[int, int, int, int], ...] = ()


@frozen
class Title:
    """A line of text above the header."""

    row: int
    text: str


@frozen
class Column:
    """A column of a table: its letter and its header, group before name."""

    letter: str
    path: tuple[str, ...]

    @property
    def header(self) -> str:
        """The header as one text ("Trình độ › Chuyên môn")."""
        return PATH_SEPARATOR.join(self.path)


@frozen
class Cells:
    """The cells of one column: the text of each (null where blank), and which were numbers."""

    text: pl.Series
    is_number: pl.Series


@frozen
class Table:
    """A table of a sheet: `rows` are the Excel row numbers of the cells, the same for all."""

    file: str
    sheet: str
    titles: tuple[Title, ...]
    header_row: int
    columns: tuple[Column, ...]
    rows: pl.Series
    cells: dict[str, Cells] = field(repr=False)

    def __len__(self) -> int:
        return len(self.rows)


def read_grids(path: Path) -> list[Grid]:
    """Return the sheets of a workbook (xlsx) or of a table of text (csv).

    :raises UnableToReadWorkbook: if the file is of another kind or damaged
    """
    match path.suffix.lower():
        case ".csv":
            return [_csv_grid(path)]
        case ".xlsx" | ".xlsm":
            return _excel_grids(path)
        case suffix:
            raise UnableToReadWorkbook(
                "workbook_kind",
                f"Không đọc được tệp “{path.name}” (loại {suffix or 'không rõ'}): "
                "hãy lưu lại thành .xlsx hoặc .csv rồi nhập.",
            )


def read_head(path: Path, sheet: str, height: int) -> Grid | None:
    """Return the first rows of one sheet of a workbook, `None` if it has no such sheet.

    :raises UnableToReadWorkbook: if the file is of another kind or damaged
    """
    if path.suffix.lower() != ".csv":
        return _excel_head(path, sheet, height)
    grid = _csv_grid(path)
    return Grid(grid.sheet, grid.rows[:height])


def find_table(file: str, grid: Grid, is_known: Callable[[str], bool]) -> Table | None:
    """Return the table of a sheet, found by the words of its header; ``None`` without one."""
    header = _header_rows(grid, is_known)
    if header is None:
        return None
    first, last = header
    body = [
        (number, row)
        for number, row in enumerate(grid.rows[last + 1 :], start=last + 2)
        if any(shown(value) for value in row) and not _is_sample(row)
    ]
    columns = tuple(_columns(grid, first, last))
    return Table(
        file=file,
        sheet=grid.sheet,
        titles=tuple(_titles(grid.rows[:first])),
        header_row=first + 1,
        columns=columns,
        rows=pl.Series("row", [number for number, _row in body], dtype=pl.Int64),
        cells={
            column.letter: _cells([row[index] for _number, row in body])
            for index, column in enumerate(columns)
        },
    )


def column_letter(index: int) -> str:
    """Return the letter of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _excel_grids(path: Path) -> list[Grid]:
    with _opened(path) as book:
        return [_excel_grid(book, name) for name in book.sheet_names if name not in _NO_LISTS]


def _excel_head(path: Path, sheet: str, height: int) -> Grid | None:
    with _opened(path) as book:
        return _excel_grid(book, sheet, height) if sheet in book.sheet_names else None


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[calamine.CalamineWorkbook]:
    try:
        yield calamine.CalamineWorkbook.from_path(path)
    except (calamine.CalamineError, OSError) as error:
        raise UnableToReadWorkbook(
            "workbook_damaged",
            f"Không mở được tệp “{path.name}”: hãy mở bằng Excel, lưu lại thành .xlsx rồi nhập.",
        ) from error


def _excel_grid(book: calamine.CalamineWorkbook, name: str, height: int | None = None) -> Grid:
    sheet = book.get_sheet_by_name(name)
    merges = tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())
    return Grid(name, sheet.to_python(skip_empty_area=False, nrows=height), merges)


def _csv_grid(path: Path) -> Grid:
    try:
        written = path.read_text(encoding="utf-8-sig")
        # Excel separates by what the machine's region says.
        separator = max(",;\t", key=written.count)
        rows = list(csv.reader(io.StringIO(written), delimiter=separator))
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        raise UnableToReadWorkbook(
            "workbook_damaged",
            f"Không đọc được tệp “{path.name}”: hãy lưu lại thành CSV UTF-8 rồi nhập.",
        ) from error
    width = max(map(len, rows), default=0)
    return Grid(path.stem, [[*row, *[""] * (width - len(row))] for row in rows])


def _header_rows(grid: Grid, is_known: Callable[[str], bool]) -> tuple[int, int] | None:
    top = grid.rows[:_HEADER_WITHIN]
    known = [sum(_is_word(value, is_known) for value in row) for row in top]
    best = max(known, default=0)
    if best < _KNOWN_AT_LEAST:
        return None
    first = last = known.index(best)
    left = _written(top[first])[0]
    while first > 0 and _is_header(top[first - 1], known[first - 1]):
        if _written(top[first - 1]) == [left]:
            break  # one text at the left edge is a title (“CHUYỂN ĐẾN”), not a group of columns
        first -= 1
    while last + 1 < len(top) and last - first < _HEADER_ROWS_AT_MOST - 1:
        if not _continues(grid, first, last + 1, known[last + 1]):
            break
        last += 1
    return first, last


def _is_sample(row: Sequence[Cell]) -> bool:
    return any(
        isinstance(value, str) and normalize(value).upper().startswith(SAMPLE_MARK)
        for value in row[:_MARK_WITHIN]
    )


def _written(row: Sequence[Cell]) -> list[int]:
    return [index for index, value in enumerate(row) if value != ""]


def _is_word(value: Cell, is_known: Callable[[str], bool]) -> bool:
    return isinstance(value, str) and bool(value.strip()) and is_known(value)


def _is_header(row: Sequence[Cell], known: int) -> bool:
    written = [value for value in row if value != ""]
    return known > 0 and 2 * known >= len(written) and all(isinstance(v, str) for v in written)


def _continues(grid: Grid, first: int, row: int, known: int) -> bool:
    """Tell whether a row belongs to the header above it."""
    if grid.rows[row] == grid.rows[first]:
        return False
    merged_into = any(top == first and bottom >= row for top, _left, bottom, _right in grid.merges)
    return (
        merged_into
        or _is_header(grid.rows[row], known)
        or _names_columns(grid.rows[row], grid.rows[row - 1])
    )


def _names_columns(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Tell whether a row only names the columns of groups: all its texts stand below groups."""
    written = _written(row)
    blank = [value == "" for value in above] + [False]
    below_groups = [index for index in written if blank[index] or blank[index + 1]]
    return (
        any(blank[index] for index in written)
        and below_groups == written
        and all(isinstance(row[index], str) for index in written)
    )


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


def _titles(rows: Iterable[Sequence[Cell]]) -> Iterator[Title]:
    for number, row in enumerate(rows, start=1):
        for value in row:
            if text := shown(value):
                yield Title(number, normalize(text))


def _cells(values: Sequence[Cell]) -> Cells:
    return Cells(
        text=pl.Series("text", [shown(value) for value in values], dtype=pl.String),
        is_number=pl.Series("number", [_is_number(value) for value in values], dtype=pl.Boolean),
    )


def _is_number(value: Cell) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool)


def shown(value: Cell | None) -> str | None:
    """Return the text of a cell: days as ISO, numbers as short as they can be written."""
    show = _SHOW.get(type(value))
    return None if show is None else show(value)


def _show_text(value: str) -> str | None:
    return value if value and not value.isspace() else None


def _show_number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _show_moment(value: dt.datetime) -> str:
    return (value.date() if value.time() == dt.time.min else value).isoformat()


def _show_duration(value: dt.timedelta) -> str:
    minutes = round(value.total_seconds() / _SECONDS)
    return f"{minutes // _SECONDS:02d}:{minutes % _SECONDS:02d}"


_SHOW: Final[dict[type, Callable[[Any], str | None]]] = {
    str: _show_text,
    float: _show_number,
    int: str,
    bool: lambda value: "có" if value else "không",
    dt.datetime: _show_moment,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: _show_duration,
}
