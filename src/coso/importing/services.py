"""Importing workbooks: read, check and write in one transaction, or write nothing at all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl
from attrs import field, frozen
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.audit import services as audit
from coso.core import db
from coso.core.db import Finding
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.importing import columns, workbook
from coso.importing.enums import ImportStatus
from coso.importing.models import Import
from coso.importing.rows import Problem
from coso.importing.sheets import REGISTERS, base, references
from coso.importing.sheets.base import Register, Sheet
from coso.importing.workbook import Column, Grid, Table, UnableToReadWorkbook
from coso.organizations import queries as organizations
from coso.organizations import services as organization_services
from coso.organizations.enums import Tree

Mode = Literal["stop", "suggest", "skip"]
Progress = Callable[[str, int, int], None]

# Two imports at once would check against rows that the other has not written yet.
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('coso.importing'))"
_KINDS_OF_FILE: Final = frozenset((".xlsx", ".xlsm", ".csv"))
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

_KEEP_CHANGES: Final = """
INSERT INTO importing_importchange (source_id, "table", record_id, kind, before)
SELECT %(source)s, target, record_id, kind, before FROM merge_log ORDER BY id
"""


class UnableToImport(DomainError):
    """The installation is not ready to take workbooks in."""


@frozen
class SheetReport:
    """What became of the rows of a sheet; rows left out are in none of the three counts."""

    file: str
    sheet: str
    kind: str
    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the sheet as the command line prints it."""
        counts = ("sheet", "kind", "rows", "created", "updated", "unchanged")
        return {name: getattr(self, name) for name in counts}


@frozen
class ImportReport:
    """What an import did or, if it was not applied, what stood against it."""

    files: tuple[str, ...]
    sheets: tuple[SheetReport, ...]
    problems: tuple[Problem, ...]
    applied: bool
    import_id: int | None

    @property
    def has_errors(self) -> bool:
        """Whether something makes the import impossible in every mode."""
        return any(problem.severity == "error" for problem in self.problems)

    @property
    def has_doubts(self) -> bool:
        """Whether somebody has to decide about a row."""
        return any(problem.severity == "doubt" for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "workbooks": [
                {
                    "file": file,
                    "sheets": [s.as_json() for s in self.sheets if s.file == file],
                    "problems": [p.as_json() for p in self.problems if p.file == file],
                }
                for file in self.files
            ],
            "applied": self.applied,
            "import_id": self.import_id,
        }


def import_workbooks(
    *,
    paths: Sequence[Path],
    actor: Actor,
    mode: Mode = "stop",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Write the workbooks of an office into the registers, all of them or nothing.

    Nothing is written if a row has an error, or, in the mode `stop`, a doubt; the other modes
    leave doubtful rows out. A dry run does everything but the last step.

    :raises UnableToImport: if the installation has no root units yet
    """
    if organizations.root(Tree.PARTY) is None:
        raise UnableToImport(
            "import_without_root",
            "Chưa khai báo đơn vị gốc: hãy chạy “coso init --root FILE.toml” rồi nhập lại.",
        )
    run = _Run(mode, progress or _say_nothing)
    run.read(_expanded(paths))
    with transaction.atomic(), connection.cursor() as cursor:
        run.write(cursor)
        applied = not dry_run and run.may_apply
        record = _record(cursor, run, actor) if applied else None
        if not applied:
            transaction.set_rollback(True)
    return run.report(applied, record)


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
class _Run:
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

    def read(self, paths: Sequence[Path]) -> None:
        """Read the workbooks and find out which sheet is of which register."""
        words = columns.header_words(f for r in REGISTERS for f in r.fields)
        found: list[tuple[str, str, Table | None]] = []
        for done, path in enumerate(paths):
            self.progress(f"Đọc {path.name}", done, len(paths))
            self.files.append(path.name)
            try:
                grids = workbook.read_grids(path)
            except UnableToReadWorkbook as error:
                self._complain(path.name, "", 0, "unreadable_file", error.message)
                continue
            found += [(path.name, grid.sheet, _table(path.name, grid, words)) for grid in grids]
        listed = _ListDates.of([table for _file, _sheet, table in found if table is not None])
        for file, sheet, table in found:
            self._recognize(file, sheet, table, listed)

    def write(self, cursor: CursorWrapper) -> None:
        """Check and write the registers one after another."""
        db.run(cursor, _LOCK)
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
        organization_services.refresh_overseers()

    def report(self, applied: bool, record: Import | None) -> ImportReport:
        """Return what happened."""
        return ImportReport(
            files=tuple(self.files),
            sheets=tuple(self._sheet_report(*pair) for pair in self.sheets),
            problems=tuple(sorted(self.problems, key=self._place)),
            applied=applied,
            import_id=None if record is None else record.pk,
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


def _record(cursor: CursorWrapper, run: _Run, actor: Actor) -> Import | None:
    """Keep what was changed; an import that changes nothing leaves no trace."""
    changed = Counter(
        {
            (table, kind): number
            for table, kind, number in db.rows(
                cursor, "SELECT target, kind, count(*) FROM merge_log GROUP BY 1, 2 ORDER BY 1, 2"
            )
        }
    )
    if not changed:
        return None
    record = Import.objects.create(
        actor_id=actor.pk, actor_label=actor.label, status=ImportStatus.APPLIED
    )
    record.report = run.report(True, record).as_json()
    record.save(update_fields=["report"])
    db.run(cursor, _KEEP_CHANGES, {"source": record.pk})
    audit.record(
        actor=actor,
        action="importing.import_workbooks",
        subject=record,
        summary=f"Nhập {len(run.files)} tệp: {', '.join(run.files)}",
        values={"changes": [[*key, number] for key, number in sorted(changed.items())]},
    )
    return record


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


def _expanded(paths: Iterable[Path]) -> list[Path]:
    return [file for path in paths for file in _files(path)]


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.iterdir()):
        # Excel leaves “~$name.xlsx” beside a workbook that is open.
        if file.suffix.lower() in _KINDS_OF_FILE and not file.name.startswith(("~$", ".")):
            yield file


def _table(file: str, grid: Grid, words: frozenset[str]) -> Table | None:
    return workbook.find_table(file, grid, lambda text: columns.header_key(text) in words)


def _say_nothing(_what: str, _done: int, _total: int) -> None:
    return None
