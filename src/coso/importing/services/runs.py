"""One import on its way: sheets recognized, staged, checked, written register by register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

import polars as pl
from attrs import field, frozen
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db
from coso.core.db import Finding
from coso.importing import columns, workbook
from coso.importing.rows import Problem
from coso.importing.services.reports import ImportReport, SheetReport
from coso.importing.sheets import REGISTERS, base, references
from coso.importing.sheets.base import Register, Sheet
from coso.importing.workbook import Column, Grid, Table, UnableToReadWorkbook

Mode = Literal["stop", "suggest", "skip"]
Progress = Callable[[str, int, int], None]

_ACTIONS: Final = {"stop": "stopped", "suggest": "left_out", "skip": "left_out"}
_OUTCOMES: Final = """
WITH touched AS (
    SELECT origin, bool_or(kind = 'CREATED' AND (target = ANY(%(primary)s) OR %(any)s)) AS created
      FROM merge_log WHERE origin IS NOT NULL GROUP BY origin
)
SELECT s.sheet_no, count(*) FILTER (WHERE t.created), count(*) FILTER (WHERE NOT t.created),
       count(*) FILTER (WHERE t.origin IS NULL)
  FROM {staging} s LEFT JOIN touched t USING (origin)
 WHERE NOT s.left_out GROUP BY s.sheet_no
"""


@frozen
class _Group:
    """The sheets of one register, staged together."""

    register: Register
    sheets: tuple[Sheet, ...]
    frame: pl.DataFrame
    first_origin: int


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


@frozen
class Run:
    """One import on its way: what was read, what was found, what became of the rows."""

    mode: Mode
    progress: Progress
    files: list[str] = field(factory=list)
    sheets: list[tuple[Register, Sheet]] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    outcomes: dict[int, tuple[int, int, int]] = field(factory=dict)

    @property
    def may_apply(self) -> bool:
        """Whether nothing stands against writing in the mode of this import."""
        refused = {"error", "doubt"} if self.mode == "stop" else {"error"}
        return not any(problem.severity in refused for problem in self.problems)

    def read(self, paths: Mapping[str, Path]) -> None:
        """Read the workbooks, named as in the report, and tell which sheet is of which register."""
        words = columns.header_words(f for r in REGISTERS for f in r.fields)
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

    def write(self, cursor: CursorWrapper) -> None:
        """Check and write the registers one after another."""
        db.open_log(cursor)
        registers = sorted({r for r, _ in self.sheets}, key=lambda r: r.order)
        origin = 1
        groups: list[_Group] = []
        for done, register in enumerate(registers):
            self.progress(f"Ghi {register.label}", done, len(registers))
            group = self._stage(register, origin)
            origin += group.frame.height
            self._apply(cursor, group)
            groups.append(group)
        for group in groups:
            self._tell(group, group.register.review(cursor, group.register.staging))

    def report(self, *, applied: bool, import_id: int | None = None) -> ImportReport:
        """Return what happened."""
        return ImportReport(
            files=tuple(self.files),
            sheets=tuple(self._sheet_report(*pair) for pair in self.sheets),
            problems=tuple(sorted(self.problems, key=self._place)),
            applied=applied,
            import_id=import_id,
        )

    def _recognize(self, file: str, name: str, table: Table | None, listed: _ListDates) -> None:
        register, matched = _best_register(table)
        if register is None or table is None:
            self._complain(file, name, 0, "unrecognized_sheet", _NOT_RECOGNIZED, "info")
            return
        listed_on = listed.day_of(table)
        if register.needs_list_date and listed_on is None:
            row = table.header_row
            self._complain(file, name, row, "missing_list_date", _NO_LIST_DATE)
        else:
            self.sheets.append((register, Sheet(len(self.sheets), table, matched, listed_on)))

    def _stage(self, register: Register, origin: int) -> _Group:
        sheets = tuple(sheet for of, sheet in self.sheets if of is register)
        staged = base.stage(register, sheets, origin)
        group = _Group(register, sheets, staged.frame, origin)
        self._tell(group, staged.findings)
        refused = _refused(staged.findings)
        left_out = pl.col("origin").is_in(list(refused)).alias("left_out")
        return _Group(register, sheets, staged.frame.with_columns(left_out), origin)

    def _apply(self, cursor: CursorWrapper, group: _Group) -> None:
        register, staging = group.register, group.register.staging
        db.copy_frame(cursor, staging, group.frame)
        references.forget_units(cursor)
        findings = register.check(cursor, staging)
        db.leave_out(cursor, staging, _refused(findings))
        self._tell(group, findings)
        self._tell(group, register.write(cursor, staging))
        primary = list(register.primary)
        counted = db.rows(
            cursor,
            SQL(_OUTCOMES).format(staging=Identifier(staging)),
            {"primary": primary, "any": not primary},
        )
        self.outcomes.update({sheet: (new, old, same) for sheet, new, old, same in counted})

    def _tell(self, group: _Group, findings: Iterable[Finding]) -> None:
        sheets = {sheet.number: sheet for sheet in group.sheets}
        for finding in findings:
            place = finding.origin - group.first_origin
            sheet = sheets[group.frame["sheet_no"][place]]
            column = sheet.columns.get(finding.field)
            doubt = finding.severity == "doubt"
            self.problems.append(
                Problem(
                    file=sheet.table.file,
                    sheet=sheet.table.sheet,
                    row=group.frame["row"][place],
                    column="" if column is None else column.letter,
                    kind=finding.kind,
                    severity=finding.severity,
                    message=finding.message,
                    suggestion=finding.suggestion,
                    action=_ACTIONS[self.mode] if doubt else "",
                )
            )

    def _complain(
        self,
        file: str,
        sheet: str,
        row: int,
        kind: str,
        message: str,
        severity: db.Severity = "error",
    ) -> None:
        self.problems.append(Problem(file, sheet, row, "", kind, severity, message))

    def _sheet_report(self, register: Register, sheet: Sheet) -> SheetReport:
        created, updated, unchanged = self.outcomes.get(sheet.number, (0, 0, 0))
        table = sheet.table
        return SheetReport(
            table.file, table.sheet, register.kind, len(table), created, updated, unchanged
        )

    def _place(self, problem: Problem) -> tuple[int, int, int]:
        order = {(s.table.file, s.table.sheet): s.number for _register, s in self.sheets}
        return (
            self.files.index(problem.file),
            order.get((problem.file, problem.sheet), -1),
            problem.row,
        )


_NOT_RECOGNIZED: Final = (
    "Trang tính này không thuộc sổ nào phần mềm biết: đã bỏ qua. Nếu cần nhập, hãy kiểm tra dòng "
    "tiêu đề."
)
_NO_LIST_DATE: Final = (
    "Trang tính không ghi ngày lập danh sách: hãy thêm dòng “(Tính đến ngày …/…/…)” phía trên "
    "tiêu đề."
)


def _best_register(table: Table | None) -> tuple[Register | None, Mapping[str, Column]]:
    """Return the register that knows most columns of a table, and these columns."""
    best: Register | None = None
    matched: Mapping[str, Column] = {}
    for register in REGISTERS if table is not None else ():
        found = register.recognize(table) if table is not None else None
        if found is not None and len(found) > len(matched):
            best, matched = register, found
    return best, matched


def _refused(findings: Iterable[Finding]) -> set[int]:
    return {f.origin for f in findings if f.severity in ("error", "doubt")}


def _table(file: str, grid: Grid, words: frozenset[str]) -> Table | None:
    return workbook.find_table(file, grid, lambda text: columns.header_key(text) in words)
