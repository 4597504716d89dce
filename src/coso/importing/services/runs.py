"""One import on its way: sheets staged, checked, written register by register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from attrs import evolve, field, frozen
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db
from coso.core.db import Finding
from coso.core.repeats import ROW_NAMED
from coso.importing import columns
from coso.importing.rows import Problem
from coso.importing.services import meanwhile
from coso.importing.services.decisions import Group, Judged, settle
from coso.importing.services.reading import Progress, Reading
from coso.importing.services.reports import ImportReport, SheetReport
from coso.importing.sheets.base import Register, Sheet
from coso.importing.sheets.references import BORN_BY_SEX, BORN_IN_ONE_COLUMN

Mode = Literal["stop", "suggest", "skip"]

_OPEN: Final = {"stop": "stopped", "suggest": "left_out", "skip": "left_out"}
# The field of every register of people that says whom a row is about.
_NAME: Final = "full_name"
_BORN: Final = (*BORN_BY_SEX, *BORN_IN_ONE_COLUMN)
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
_HAS_PEOPLE: Final = """
SELECT EXISTS (SELECT FROM pg_attribute
                WHERE attrelid = %(staging)s::regclass AND attname = 'person_id')
"""
_PEOPLE: Final = """
SELECT origin, person_id FROM {staging}
 WHERE person_id IS NOT NULL AND origin = ANY(%(origins)s::bigint[])
"""


@frozen
class Run:
    """One import on its way: what was read, what was found, what became of the rows."""

    mode: Mode
    reading: Reading
    problems: list[Problem] = field(factory=list)
    outcomes: dict[int, tuple[int, int, int]] = field(factory=dict)
    groups: list[Group] = field(factory=list)

    @property
    def may_apply(self) -> bool:
        """Whether nothing stands against writing in the mode of this import."""
        refused = {"error", "doubt"} if self.mode == "stop" else {"error"}
        return not any(problem.is_open and problem.severity in refused for problem in self._all())

    def write(self, cursor: CursorWrapper) -> None:
        """Check and write the registers one after another."""
        db.open_log(cursor)
        progress: Progress = self.reading.progress
        registers = sorted({r for r, _ in self.reading.sheets}, key=lambda r: r.order)
        origin = 1
        for done, register in enumerate(registers):
            place, number = f"{done + 1} trên {len(registers)}", len(registers)
            said = f"{self.reading.phases.writes} {place}: {register.label}"
            progress(said, number + done, 2 * number)
            sheets = tuple(sheet for of, sheet in self.reading.sheets if of is register)
            self.groups.append(Group(register, sheets, origin))
            origin += len(self.groups[-1])
            self._write(cursor, self.groups[-1])
        for group in self.groups:
            review = group.register.review(cursor, group.register.staging)
            self._tell(cursor, group, [Judged(finding, None) for finding in review])

    def tell_of_meanwhile(self, cursor: CursorWrapper, since: int) -> bool:
        """Tell which rows go over what somebody wrote by hand since; return whether any does."""
        found = meanwhile.findings(cursor, since)
        for finding in found:
            group = next(g for g in reversed(self.groups) if g.first_origin <= finding.origin)
            self._tell(cursor, group, [Judged(finding, None)])
        return bool(found)

    def report(self, *, applied: bool, import_id: int | None = None) -> ImportReport:
        """Return what happened."""
        return ImportReport(
            files=tuple(self.reading.files),
            sheets=tuple(self._sheet_report(*pair) for pair in self.reading.sheets),
            problems=tuple(self._in_order()),
            applied=applied,
            import_id=import_id,
        )

    def _write(self, cursor: CursorWrapper, group: Group) -> None:
        register, staging = group.register, group.register.staging
        takes = self.mode == "suggest"
        judged = settle(cursor, group, self.reading.decided, takes_suggestions=takes)
        told = [Judged(finding, None) for finding in register.write(cursor, staging)]
        self._tell(cursor, group, [*judged, *told])
        primary = list(register.primary)
        counted = db.rows(
            cursor,
            SQL(_OUTCOMES).format(staging=Identifier(staging)),
            {"primary": primary, "any": not primary},
        )
        self.outcomes.update({sheet: (new, old, same) for sheet, new, old, same in counted})

    def _tell(self, cursor: CursorWrapper, group: Group, judged: Sequence[Judged]) -> None:
        people = _people_of(cursor, group, [each.finding.origin for each in judged])
        self.problems.extend(
            evolve(self._problem(group, each), person_id=people.get(each.finding.origin))
            for each in judged
        )

    def _problem(self, group: Group, judged: Judged) -> Problem:
        finding = judged.finding
        sheet, place = group.locate(finding.origin)
        column = sheet.columns.get(finding.field)
        return Problem(
            file=sheet.table.file,
            sheet=sheet.table.sheet,
            row=sheet.table.rows[place],
            column="" if column is None else column.letter,
            kind=finding.kind,
            severity=finding.severity,
            message=_with_places(finding.message, group, sheet),
            suggestion=_with_places(finding.suggestion, group, sheet),
            action=self._action(finding, judged),
            field=finding.field,
            written=_cell(sheet, finding.field, place),
            remedy=finding.remedy,
            about="" if finding.field == _NAME else _cell(sheet, _NAME, place),
        )

    def _action(self, finding: Finding, judged: Judged) -> str:
        if judged.decision is not None:
            return judged.decision.lower()
        return _OPEN[self.mode] if finding.severity == "doubt" else ""

    def _all(self) -> list[Problem]:
        """Return all problems; of a cell without a value the reason is enough."""
        told = {_cell_of(each) for each in self.reading.problems if each.column}
        unborn = {_row_of(each) for each in self.problems if each.column and each.field in _BORN}
        return [
            *self.reading.problems,
            *(
                each
                for each in self.problems
                if not (each.kind == "missing_value" and _cell_of(each) in told)
                and not (each.kind == "missing_birth_date" and _row_of(each) in unborn)
            ),
        ]

    def _sheet_report(self, register: Register, sheet: Sheet) -> SheetReport:
        table = sheet.table
        return SheetReport(
            *(table.file, table.sheet, register.kind, len(table)),
            *self.outcomes.get(sheet.number, (0, 0, 0)),
            unused=tuple(columns.unused(table.columns, sheet.columns.values())),
        )

    def _in_order(self) -> list[Problem]:
        """Return the problems as they stand in the files, from top to bottom."""
        files = {file: place for place, file in enumerate(self.reading.files)}
        sheets = {(s.table.file, s.table.sheet): s.number for _, s in self.reading.sheets}
        return sorted(
            self._all(), key=lambda p: (files[p.file], sheets.get((p.file, p.sheet), -1), p.row)
        )


def _cell(sheet: Sheet, name: str, place: int) -> str:
    """Return what was typed for a field of a row; nothing if the sheet has no such column."""
    column = sheet.columns.get(name)
    return "" if column is None else sheet.table.cells[column.letter].text[place] or ""


def _with_places(text: str, group: Group, here: Sheet) -> str:
    """Return a sentence with the rows that it names as a reader finds them."""
    return ROW_NAMED.sub(lambda match: _place_of(group, int(match[1]), here), text)


def _place_of(group: Group, origin: int, here: Sheet) -> str:
    sheet, place = group.locate(origin)
    row = f"dòng {sheet.table.rows[place]}"
    if sheet.table.file != here.table.file:
        return f"{row} của trang tính “{sheet.table.sheet}”, tệp “{sheet.table.file}”"
    return row if sheet is here else f"{row} của trang tính “{sheet.table.sheet}”"


def _people_of(cursor: CursorWrapper, group: Group, origins: list[int]) -> dict[int, int]:
    """Return whom rows are about, in a register of people."""
    staging = group.register.staging
    if not origins or not db.rows(cursor, _HAS_PEOPLE, {"staging": staging})[0][0]:
        return {}
    return dict(db.rows(cursor, db.on(_PEOPLE, staging), {"origins": origins}))


def _row_of(problem: Problem) -> tuple[str, str, int]:
    return problem.file, problem.sheet, problem.row


def _cell_of(problem: Problem) -> tuple[str, str, int, str]:
    return *_row_of(problem), problem.column
