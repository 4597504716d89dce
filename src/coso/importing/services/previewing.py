"""The head of a sheet as it stands, and what each of its columns is taken for."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

from attrs import frozen

from coso.core.errors import DomainError
from coso.importing import columns, workbook
from coso.importing.columns import header_key
from coso.importing.models import Import
from coso.importing.services import files, reading, records
from coso.importing.services.reading import Meanings
from coso.importing.sheets import REGISTERS
from coso.importing.sheets.base import Register
from coso.importing.workbook import Grid, Table

# So far down a header is looked for, and a few rows of the list below it.
_HEAD: Final = 70
_SAMPLES: Final = 3


class UnableToPreviewSheet(DomainError):
    """The sheet cannot be shown (any more)."""


@frozen
class ColumnPreview:
    """A column of a sheet; `taken_for` is the usual header of its field, if it has one."""

    letter: str
    header: str
    samples: tuple[str, ...]
    taken_for: str


@frozen
class SheetPreview:
    """The first rows of a sheet, numbered as in Excel, and its columns as a sheet of a register."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    header_row: int
    register: str
    columns: tuple[ColumnPreview, ...]


def preview_sheet(
    *, source: Import, file: str, sheet: str, register: str = "", header_row: int = 0
) -> SheetPreview:
    """Return the head of a sheet with its columns as a register takes them.

    :param register: the kind of the register; by default the one that knows the sheet
    :param header_row: the row of the header, where the user says which
    :raises UnableToPreviewSheet: if the workbook was removed, or has no such sheet
    """
    grid = _grid(source, file, sheet)
    meanings = records.meanings()
    table = _table(file, grid, meanings, header_row)
    found = None if table is None else reading.recognize(table, meanings)
    chosen = next((r for r in REGISTERS if r.kind == register), found.register if found else None)
    return SheetPreview(
        rows=tuple(enumerate(map(_texts, grid.rows), start=1)),
        header_row=0 if table is None else table.header_row,
        register="" if chosen is None else chosen.kind,
        columns=() if table is None else tuple(_columns(table, chosen, meanings)),
    )


def _grid(source: Import, file: str, sheet: str) -> Grid:
    path = files.paths_of(source).get(file)
    grid = None if path is None else workbook.read_head(path, sheet, _HEAD)
    if grid is None:
        raise UnableToPreviewSheet(
            "sheet_gone",
            f"Không còn trang tính “{sheet}” của tệp “{file}” để xem: hãy tải tệp lên lại.",
        )
    return grid


def _table(file: str, grid: Grid, meanings: Meanings, header_row: int) -> Table | None:
    """Return the table; without a known header, the row with most texts is taken for it."""
    words = reading.header_words(meanings)
    if header_row:
        return reading.find_table(file, grid, words | _words(grid, header_row))
    table = reading.find_table(file, grid, words)
    if table is None and grid.rows:
        return reading.find_table(file, grid, _words(grid, _likely_header(grid)))
    return table


def _words(grid: Grid, row: int) -> Set[str]:
    """Return the keys of the texts of a row, counted from 1."""
    cells = grid.rows[row - 1] if row <= len(grid.rows) else []
    return {header_key(cell) for cell in cells if isinstance(cell, str) and cell.strip()}


def _likely_header(grid: Grid) -> int:
    rows = range(1, len(grid.rows) + 1)
    return max(rows, key=lambda row: len(_words(grid, row)))


def _columns(
    table: Table, register: Register | None, meanings: Meanings
) -> Sequence[ColumnPreview]:
    labels = {} if register is None else _labels(table, register, meanings)
    return [
        ColumnPreview(
            column.letter,
            column.header,
            tuple(table.cells[column.letter].text.drop_nulls().head(_SAMPLES)),
            labels.get(column.letter, ""),
        )
        for column in table.columns
        if column.header and not column.offered
    ]


def _labels(table: Table, register: Register, meanings: Meanings) -> dict[str, str]:
    """Return the usual header of the field that each column is, by letter."""
    said = reading.as_said(table, register, meanings)
    matched = columns.match(said.columns, register.fields)
    fields = {field.name: field for field in register.fields if not field.ignored}
    return {column.letter: fields[name].label for name, column in matched.items() if name in fields}


def _texts(cells: Sequence[workbook.Cell]) -> tuple[str, ...]:
    return tuple(workbook.shown(cell) or "" for cell in cells)
