"""Which sheets of the workbooks are of which register, and on which day each was drawn up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from attrs import evolve, field, frozen

from coso.core import dates
from coso.core.db import Severity
from coso.importing import columns, workbook
from coso.importing.rows import Problem
from coso.importing.services.decisions import Decision, Place
from coso.importing.sheets import REGISTERS, base
from coso.importing.sheets.base import Register, Sheet
from coso.importing.workbook import PATH_SEPARATOR, Column, Grid, Table, UnableToReadWorkbook

Progress = Callable[[str, int, int], None]
# What the office said a header means: by register and key of the header, the usual header.
Meanings = Mapping[str, Mapping[str, str]]

LIST_DATE: Final = "listed_on"

_NOT_RECOGNIZED: Final = (
    "Trang tính này không thuộc sổ nào phần mềm biết: đã bỏ qua. Nếu cần nhập, hãy kiểm tra dòng "
    "tiêu đề."
)
_NO_LIST_DATE: Final = (
    "Trang tính không ghi ngày lập danh sách: hãy thêm dòng “(Tính đến ngày …/…/…)” phía trên "
    "tiêu đề."
)


@frozen
class Reading:
    """What was read: the sheets of each register, and what could not be read."""

    progress: Progress
    meanings: Meanings
    decided: Mapping[Place, Decision]
    files: list[str] = field(factory=list)
    sheets: list[tuple[Register, Sheet]] = field(factory=list)
    problems: list[Problem] = field(factory=list)

    def read(self, paths: Mapping[str, Path]) -> None:
        """Read the workbooks, named as in the report, and tell which sheet is of which register."""
        words = self._header_words()
        found: list[tuple[str, str, Table | None]] = []
        for done, (file, path) in enumerate(paths.items()):
            self.progress(f"Đọc {path.name}", done, len(paths))
            self.files.append(file)
            try:
                grids = workbook.read_grids(path)
            except UnableToReadWorkbook as error:
                self._complain(file, "", 0, "unreadable_file", error.message)
                continue
            found += [(file, grid.sheet, _table(file, grid, words)) for grid in grids]
        listed = _ListDates.of([table for _file, _sheet, table in found if table is not None])
        for file, sheet, table in found:
            self._recognize(file, sheet, table, listed)

    def _header_words(self) -> frozenset[str]:
        known = columns.header_words(f for register in REGISTERS for f in register.fields)
        said = (part for of in self.meanings.values() for key in of for part in _parts(key))
        return known.union(said)

    def _recognize(self, file: str, name: str, table: Table | None, listed: _ListDates) -> None:
        register, matched = self._best_register(table)
        if register is None or table is None:
            self._complain(file, name, 0, "unrecognized_sheet", _NOT_RECOGNIZED, "info")
            return
        listed_on = self._said_date(file, name) or listed.day_of(table)
        if register.needs_list_date and listed_on is None and len(table):
            row = table.header_row
            self._complain(file, name, row, "missing_list_date", _NO_LIST_DATE, field=LIST_DATE)
        else:
            self.sheets.append((register, Sheet(len(self.sheets), table, matched, listed_on)))

    def _best_register(self, table: Table | None) -> tuple[Register | None, Mapping[str, Column]]:
        """Return the register that knows most columns of a table, and these columns."""
        best: Register | None = None
        matched: Mapping[str, Column] = {}
        for register in REGISTERS if table is not None else ():
            found = self._columns_of(register, table)
            if found is not None and len(found) > len(matched):
                best, matched = register, found
        return best, matched

    def _columns_of(self, register: Register, table: Table | None) -> Mapping[str, Column] | None:
        meanings = self.meanings.get(register.kind, {})
        return None if table is None else register.recognize(_renamed(table, meanings))

    def _said_date(self, file: str, sheet: str) -> dt.date | None:
        """Return the day that the user gave for a sheet without one."""
        said = next(
            (
                decision.text
                for place, decision in self.decided.items()
                if (place.file, place.sheet, place.field) == (file, sheet, LIST_DATE)
            ),
            None,
        )
        try:
            return dates.parse_date(said).value if said else None
        except ValueError:
            return None

    def _complain(  # noqa: PLR0913 — a problem has these parts
        self,
        file: str,
        sheet: str,
        row: int,
        kind: str,
        message: str,
        severity: Severity = "error",
        *,
        field: str = "",
    ) -> None:
        self.problems.append(Problem(file, sheet, row, "", kind, severity, message, field=field))


@frozen
class _ListDates:
    """The days of the lists; one without a day was drawn up with those beside it."""

    of_sheets: Mapping[tuple[str, str], dt.date]

    @classmethod
    def of(cls, tables: Iterable[Table]) -> _ListDates:
        """Read the days from the titles."""
        days = {(table.file, table.sheet): base.find_list_date(table) for table in tables}
        return cls({place: day for place, day in days.items() if day is not None})

    def day_of(self, table: Table) -> dt.date | None:
        """Return the day of a list, else the last of its workbook, else of all workbooks."""
        own = self.of_sheets.get((table.file, table.sheet))
        beside = [day for (file, _sheet), day in self.of_sheets.items() if file == table.file]
        return own or max(beside or self.of_sheets.values(), default=None)


def _table(file: str, grid: Grid, words: frozenset[str]) -> Table | None:
    return workbook.find_table(file, grid, lambda text: columns.header_key(text) in words)


def _renamed(table: Table, meanings: Mapping[str, str]) -> Table:
    """Return the table with the usual header where the office said what a header means."""
    if not meanings:
        return table
    return evolve(table, columns=tuple(_meant(column, meanings) for column in table.columns))


def _meant(column: Column, meanings: Mapping[str, str]) -> Column:
    usual = meanings.get(columns.path_key(column.header))
    return column if usual is None else Column(column.letter, tuple(_parts(usual)))


def _parts(header: str) -> list[str]:
    return header.split(PATH_SEPARATOR)
