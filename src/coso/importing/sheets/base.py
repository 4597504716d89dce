"""What a register is to the importer: how its sheets are known, read, checked and written.

A register lists its fields; `recognize` says whether a table is one of its sheets, `stage` reads
all of them into one frame, which services copies into a temporary table. There `check` resolves
what rows refer to (units, people) and returns the findings; rows with an error or a doubt are
marked `left_out`; `write` calls the set-based functions of the apps on the rest.

Every staging table has the columns `origin` (number of the row in the whole import), `sheet_no`,
`row` (of Excel), `left_out`, those of each field (see `rows.schema_of`) and those of `context`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

import polars as pl
from attrs import frozen
from django.db.backends.utils import CursorWrapper

from coso.core import dates
from coso.core.db import Finding
from coso.core.text import search_key
from coso.importing import columns, rows
from coso.importing.columns import Field
from coso.importing.workbook import PATH_SEPARATOR, Cells, Column, Table

# “(Tính đến ngày 30/06/2023)”, “(Số liệu đến hết ngày 30 tháng 6 năm 2023)”
_LISTED_ON: Final = re.compile(
    r"(?:den(?: het)?|thoi diem)(?: ngay)? "
    r"(\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2} thang \d{1,2} nam \d{4})"
)
_YEAR: Final = re.compile(r"\bnam (\d{4})\b")

# What stands in place of cells as they were typed: by field, by number of the row from 0.
Edits = Mapping[str, Mapping[int, str | None]]


@frozen
class Sheet:
    """A table recognized as a sheet of a register, with the column of each field."""

    number: int
    table: Table
    columns: Mapping[str, Column]
    listed_on: dt.date | None

    def has(self, field: str) -> bool:
        """Tell whether the table has a column for a field."""
        return field in self.columns


@frozen
class Staged:
    """The rows of all sheets of a register, and what was found while reading them."""

    frame: pl.DataFrame
    findings: tuple[Finding, ...]


@frozen
class Layout:
    """A blank list as an office fills it in: the name of its sheet, its title, its columns."""

    sheet: str
    title: str
    fields: tuple[Field, ...]


class Register:
    """One register of the office; each subclass is stateless."""

    kind: ClassVar[str]
    label: ClassVar[str]
    # Registers are written in this order: units before people, people before what they do.
    order: ClassVar[int]
    fields: ClassVar[tuple[Field, ...]]
    # Headers that say that a table is of another register although the columns are there.
    unlike: ClassVar[tuple[str, ...]] = ()
    # Fields that a blank list leaves out, because other columns of it say the same.
    alternatives: ClassVar[tuple[str, ...]] = ()
    # Columns that are the same for all rows of a sheet.
    context_schema: ClassVar[rows.Schema] = {}
    needs_list_date: ClassVar[bool] = False
    # Tables whose new records make a row count as created; any new record if none is named.
    primary: ClassVar[tuple[str, ...]] = ()

    @property
    def staging(self) -> str:
        """The name of the temporary table."""
        return f"staging_{self.kind}"

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The blank lists of the register: one, unless it reads several kinds of lists."""
        return (Layout(self.label, self.label, self.blank_fields()),)

    @property
    def dating(self) -> str:
        """The line under the title that says of when a list is, as far as it has to."""
        return "(Tính đến ngày …/…/…)" if self.needs_list_date else ""

    @classmethod
    def heading(cls, name: str) -> str:
        """Return the usual header of a field in a table without groups of columns."""
        field = next(field for field in cls.fields if field.name == name)
        return next(header for header in field.headers if PATH_SEPARATOR not in header)

    def blank_fields(self) -> tuple[Field, ...]:
        """Return the fields for which a blank list has a column."""
        return tuple(f for f in self.fields if not f.ignored and f.name not in self.alternatives)

    def recognize(self, table: Table) -> dict[str, Column] | None:
        """Return the column of each field if the table is a sheet of this register."""
        standing = (column for column in table.columns if not column.offered)
        headers = {columns.header_key(part) for column in standing for part in column.path}
        if headers & {columns.header_key(header) for header in self.unlike}:
            return None
        found = columns.match(table.columns, self.fields)
        missing = [field for field in self.fields if field.required and field.name not in found]
        return None if missing else found

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        """Return the values of `context_schema` for a sheet, from its titles and headers."""
        return {}

    def contexts(self, sheets: Sequence[Sheet]) -> list[Mapping[str, Any]]:
        """Return the context of each sheet; what is looked up is asked for all at once."""
        return [self.context(sheet) for sheet in sheets]

    def derive(self, frame: pl.DataFrame) -> Staged:
        """Return the frame with columns made of several fields."""
        return Staged(frame, ())

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        """Resolve what the rows refer to and return what is wrong with them."""
        raise NotImplementedError

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        """Write the rows that are not left out; return what the user should know."""
        raise NotImplementedError

    def review(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        """Compare the rows with what all registers say once everything is written."""
        return []


def stage(
    register: Register, sheets: Sequence[Sheet], first_origin: int, edits: Edits | None = None
) -> Staged:
    """Read the sheets of a register into one frame, its rows numbered from `first_origin`."""
    frames = [_places(sheets, first_origin), _contexts(register, sheets)]
    findings: list[Finding] = []
    for field in register.fields:
        if field.ignored:
            continue
        typed = _cells(field, sheets)
        cleaned = rows.clean(field, _edited(typed, (edits or {}).get(field.name)))
        frames.append(cleaned.frame)
        findings.extend(
            Finding(
                *(first_origin + r.index, field.name, r.kind, r.severity, r.message),
                *(r.suggestion, r.remedy),
            )
            for r in cleaned.refusals
        )
    derived = register.derive(pl.concat(frames, how="horizontal"))
    return Staged(derived.frame, (*findings, *derived.findings))


def find_list_date(table: Table) -> dt.date | None:
    """Return the day on which a list was drawn up, as its titles say."""
    for title in table.titles:
        if found := _LISTED_ON.search(search_key(title.text)):
            try:
                return dates.parse_date(found[1]).value
            except ValueError:
                return None
    return None


def find_year(table: Table) -> int | None:
    """Return the year that the titles, else the name of the sheet, are about."""
    for text in (*(title.text for title in table.titles), table.sheet):
        if found := _YEAR.search(search_key(text)):
            return int(found[1])
    return None


def _places(sheets: Sequence[Sheet], first_origin: int) -> pl.DataFrame:
    numbers = _repeated([sheet.number for sheet in sheets], sheets)
    return pl.DataFrame(
        {
            "origin": pl.int_range(first_origin, first_origin + len(numbers), eager=True),
            "sheet_no": numbers,
            "row": pl.concat([sheet.table.rows for sheet in sheets]),
        }
    )


def _contexts(register: Register, sheets: Sequence[Sheet]) -> pl.DataFrame:
    schema = register.context_schema
    if not schema:
        return pl.DataFrame()
    contexts = register.contexts(sheets)
    known = pl.DataFrame([[c.get(name) for name in schema] for c in contexts], schema, orient="row")
    return known.select(pl.all().gather(_repeated(range(len(sheets)), sheets)))


def _repeated(numbers: Iterable[int], sheets: Sequence[Sheet]) -> pl.Series:
    """Return a number of each sheet as often as the sheet has rows."""
    parts = zip(numbers, sheets, strict=True)
    return pl.concat(
        [
            pl.Series([number], dtype=pl.Int32).new_from_index(0, len(sheet.table))
            for number, sheet in parts
        ]
    )


def _cells(field: Field, sheets: Sequence[Sheet]) -> Cells:
    """Return the cells of a field in all sheets, blank where a sheet lacks the column."""
    parts = [_cells_of(field, sheet) for sheet in sheets]
    return Cells(
        pl.concat([part.text for part in parts]), pl.concat([part.is_number for part in parts])
    )


def _edited(cells: Cells, edits: Mapping[int, str | None] | None) -> Cells:
    if not edits:
        return cells
    places = list(edits)
    return Cells(
        cells.text.clone().scatter(places, list(edits.values())),
        cells.is_number.clone().scatter(places, False),
    )


def _cells_of(field: Field, sheet: Sheet) -> Cells:
    column = sheet.columns.get(field.name)
    if column is not None:
        return sheet.table.cells[column.letter]
    height = len(sheet.table)
    return Cells(
        pl.Series("text", [None], dtype=pl.String).new_from_index(0, height),
        pl.Series("number", [False]).new_from_index(0, height),
    )
