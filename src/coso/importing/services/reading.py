"""Which sheets of the workbooks are of which register, and on which day each was drawn up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Set
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
from coso.importing.workbook import (
    PATH_SEPARATOR,
    Column,
    Grid,
    Remark,
    Table,
    UnableToReadWorkbook,
)

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
class Phases:
    """What the two halves of the work are called while it runs."""

    reads: str = "Đọc tệp"
    writes: str = "Đối chiếu"


WRITING: Final = Phases("Đọc lại tệp", "Ghi vào sổ")


@frozen
class Reading:
    """What was read: the sheets of each register, and what could not be read."""

    progress: Progress
    meanings: Meanings
    decided: Mapping[Place, Decision]
    phases: Phases = Phases()
    files: list[str] = field(factory=list)
    sheets: list[tuple[Register, Sheet]] = field(factory=list)
    problems: list[Problem] = field(factory=list)

    def read(self, paths: Mapping[str, Path]) -> None:
        """Read the workbooks, named as in the report, and tell which sheet is of which register."""
        words = header_words(self.meanings)
        found: list[tuple[str, str, Table | None]] = []
        for done, (file, path) in enumerate(paths.items()):
            place = f"{done + 1} trên {len(paths)}"
            self.progress(f"{self.phases.reads} {place}: {path.name}", done, 2 * len(paths))
            self.files.append(file)
            try:
                grids = workbook.read_grids(path)
            except UnableToReadWorkbook as error:
                self._complain(Place(file, "", 0, ""), "unreadable_file", error.message)
                continue
            for grid in grids:
                table = find_table(file, grid, words)
                found.append((file, grid.sheet, table))
                if table is None:
                    remarks = [evolve(remark, severity="warning") for remark in grid.remarks]
                    self._point_out(Place(file, grid.sheet, 0, ""), remarks)
        listed = _ListDates.of([table for _file, _sheet, table in found if table is not None])
        for file, sheet, table in found:
            self._recognize(file, sheet, table, listed)

    def _recognize(self, file: str, name: str, table: Table | None, listed: _ListDates) -> None:
        found = None if table is None else recognize(table, self.meanings)
        if table is None or found is None:
            self._complain(Place(file, name, 0, ""), "unrecognized_sheet", _NOT_RECOGNIZED, "info")
            return
        whole = Place(file, name, 0, "")
        self._point_out(whole, table.remarks, found)
        if self._settled(whole) == "skip":
            return
        listed_on = listed.day_of(table)
        if found.register.needs_list_date and len(table):
            place = Place(file, name, table.header_row, LIST_DATE)
            listed_on = self._day_said(place) or listed_on
            if listed_on is None or place in self.decided:
                self._complain(place, "missing_list_date", _NO_LIST_DATE)
            if listed_on is None or self._settled(place) == "skip":
                return
        sheet = Sheet(len(self.sheets), found.table, found.columns, listed_on)
        self.sheets.append((found.register, sheet))

    def _point_out(
        self, place: Place, remarks: Iterable[Remark], found: Recognized | None = None
    ) -> None:
        """Tell what was remarked on a sheet; errors of columns that are not read are no matter."""
        fields = {} if found is None else found.fields_read()
        for remark in remarks:
            if remark.severity != "error" or remark.column in fields:
                field = fields.get(remark.column, "") if remark.severity == "error" else ""
                at = evolve(place, row=remark.row, field=field)
                self._complain(at, remark.kind, remark.message, remark.severity, remark.column)

    def _day_said(self, place: Place) -> dt.date | None:
        """Return the day that the user gave for a sheet without one."""
        decision = self.decided.get(place)
        try:
            return dates.parse_date(decision.text).value if decision and decision.text else None
        except ValueError:
            return None

    def _settled(self, place: Place) -> str:
        """Return how somebody settled what was found at a place, empty if nobody did."""
        decision = self.decided.get(place)
        is_no_day = place.field == LIST_DATE and self._day_said(place) is None
        if decision is None or (decision.kind == "CHANGE" and is_no_day):
            return ""
        return decision.kind.lower()

    def _complain(
        self,
        place: Place,
        kind: str,
        message: str,
        severity: Severity = "error",
        column: str = "",
    ) -> None:
        problem = Problem(place.file, place.sheet, place.row, column, kind, severity, message)
        action = self._settled(place) if severity == "error" else ""
        self.problems.append(evolve(problem, field=place.field, action=action))


@frozen
class Recognized:
    """A table, with the headers as the office means them, as a sheet of a register."""

    register: Register
    table: Table
    columns: Mapping[str, Column]

    def fields_read(self) -> dict[str, str]:
        """Return the field of each column of which something is read, by letter."""
        fields = (field for field in self.register.fields if not field.ignored)
        return {self.columns[f.name].letter: f.name for f in fields if f.name in self.columns}


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


def header_words(meanings: Meanings) -> frozenset[str]:
    """Return the keys of all words by which a header row is known, the office's own among them."""
    known = columns.header_words(f for register in REGISTERS for f in register.fields)
    return known.union(part for of in meanings.values() for key in of for part in _parts(key))


def find_table(file: str, grid: Grid, words: Set[str]) -> Table | None:
    """Return the table of a sheet, known by the words of its header."""
    return workbook.find_table(file, grid, lambda text: columns.header_key(text) in words)


def recognize(table: Table, meanings: Meanings) -> Recognized | None:
    """Return what a table is: a sheet of the register that knows most of its columns."""
    found = [each for r in REGISTERS if (each := _as_sheet_of(r, table, meanings)) is not None]
    return max(found, key=lambda each: len(each.columns), default=None)


def _as_sheet_of(register: Register, table: Table, meanings: Meanings) -> Recognized | None:
    said = as_said(table, register, meanings)
    matched = register.recognize(said)
    return Recognized(register, said, matched) if matched else None


def as_said(table: Table, register: Register, meanings: Meanings) -> Table:
    """Return the table with the usual header where the office said what a header means."""
    said = meanings.get(register.kind)
    if not said:
        return table
    return evolve(table, columns=tuple(_meant(column, said) for column in table.columns))


def _meant(column: Column, said: Mapping[str, str]) -> Column:
    usual = said.get(columns.path_key(column.header))
    return column if usual is None else Column(column.letter, tuple(_parts(usual)))


def _parts(header: str) -> list[str]:
    return header.split(PATH_SEPARATOR)
