"""What was decided about doubtful rows, and the rows read again accordingly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import polars as pl
from attrs import field, frozen
from django.db import transaction
from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding
from coso.importing.enums import DecisionKind
from coso.importing.sheets import base, references
from coso.importing.sheets.base import Edits, Register, Sheet

# A suggestion that was taken may bring another to light, but not for ever.
_ROUNDS: Final = 5

_Key = tuple[int, str, str, str]


@frozen
class Place:
    """A cell of the workbooks, by the field that its column is; the row is Excel's."""

    file: str
    sheet: str
    row: int
    field: str


@frozen
class Decision:
    """What becomes of a doubtful cell or its row; `text` stands in place of what was typed."""

    kind: DecisionKind
    remedy: str
    text: str = ""


@frozen
class Judged:
    """A finding, and what was decided about it; `None` while it stands against its row."""

    finding: Finding
    decision: DecisionKind | None


@frozen
class Group:
    """The sheets of one register, staged together under consecutive numbers of rows."""

    register: Register
    sheets: tuple[Sheet, ...]
    first_origin: int
    starts: Mapping[int, int] = field(init=False)

    @starts.default
    def _first_row_of_each_sheet(self) -> dict[int, int]:
        start, starts = self.first_origin, {}
        for sheet in self.sheets:
            starts[sheet.number] = start
            start += len(sheet.table)
        return starts

    def __len__(self) -> int:
        return sum(len(sheet.table) for sheet in self.sheets)

    def locate(self, origin: int) -> tuple[Sheet, int]:
        """Return the sheet of a row and its place among the sheet's rows, from 0."""
        sheet = next(s for s in reversed(self.sheets) if self.starts[s.number] <= origin)
        return sheet, origin - self.starts[sheet.number]

    def carried(self, decided: Mapping[Place, Decision]) -> dict[tuple[int, str], Decision]:
        """Return the decisions about rows of these sheets by number of the row and field."""
        numbers = {(s.table.file, s.table.sheet): s for s in self.sheets}
        concerned = [(numbers.get((p.file, p.sheet)), p, d) for p, d in decided.items() if p.row]
        rows = {s.number: _numbered(s.table.rows) for s, _p, _d in concerned if s is not None}
        return {
            (self.starts[sheet.number] + rows[sheet.number][place.row], place.field): decision
            for sheet, place, decision in concerned
            if sheet is not None and place.row in rows[sheet.number]
        }


def settle(
    cursor: CursorWrapper,
    group: Group,
    decided: Mapping[Place, Decision],
    *,
    takes_suggestions: bool,
) -> list[Judged]:
    """Leave the rows of a register checked in its staging table, with the decisions carried out.

    The rows are first checked as they were typed, then again with what was decided about them,
    until no decision is left to be taken.
    """
    undone = transaction.savepoint()
    last = _keyed(_check(cursor, group, {}))
    found = dict(last)
    carried: dict[tuple[int, str], Decision] = {}
    taken = group.carried(decided)
    for _round in range(_ROUNDS):
        if takes_suggestions:
            taken |= _suggested(last.values(), {**carried, **taken})
        if not taken:
            break
        transaction.savepoint_rollback(undone)
        undone = transaction.savepoint()
        carried |= taken
        last, taken = _keyed(_check(cursor, group, carried)), {}
        found |= last
    transaction.savepoint_commit(undone)
    return list(_judged(found, last, carried))


def _check(
    cursor: CursorWrapper, group: Group, carried: Mapping[tuple[int, str], Decision]
) -> list[Finding]:
    register = group.register
    staged = base.stage(register, group.sheets, group.first_origin, _edits(group, carried))
    dropped = {origin for (origin, _name), d in carried.items() if d.remedy == "drop"}
    kept = staged.frame.filter(~pl.col("origin").is_in(list(dropped)))
    findings = [f for f in staged.findings if f.origin not in dropped]
    left_out = pl.col("origin").is_in(list(_refused(findings)))
    db.copy_frame(cursor, register.staging, kept.with_columns(left_out=left_out))
    references.forget_units(cursor)
    checked = register.check(cursor, register.staging)
    db.leave_out(cursor, register.staging, _refused(checked))
    return [*findings, *checked]


def _edits(group: Group, carried: Mapping[tuple[int, str], Decision]) -> Edits:
    edits: dict[str, dict[int, str | None]] = {}
    for (origin, name), decision in carried.items():
        if decision.remedy != "drop":
            edits.setdefault(name, {})[origin - group.first_origin] = decision.text or None
    return edits


def _suggested(
    findings: Iterable[Finding], carried: Mapping[tuple[int, str], Decision]
) -> dict[tuple[int, str], Decision]:
    return {
        (f.origin, f.field): accepted(f.remedy, f.suggestion)
        for f in findings
        if f.severity == "doubt" and f.remedy and (f.origin, f.field) not in carried
    }


def accepted(remedy: str, suggestion: str) -> Decision:
    """Return the decision that takes a suggestion."""
    return Decision(DecisionKind.ACCEPT, remedy, suggestion if remedy == "replace" else "")


def _judged(
    found: Mapping[_Key, Finding],
    last: Mapping[_Key, Finding],
    carried: Mapping[tuple[int, str], Decision],
) -> Iterator[Judged]:
    """Tell what became of each finding: it still stands, or a decision settled it."""
    for key, finding in found.items():
        if key in last:
            yield Judged(finding, None)
        elif finding.severity in ("error", "doubt"):
            own = carried.get(key[:2])
            # Without a decision of its own it was settled by one about another row or cell.
            yield Judged(finding, DecisionKind.ACCEPT if own is None else own.kind)


def _keyed(findings: Iterable[Finding]) -> dict[_Key, Finding]:
    return {(f.origin, f.field, f.kind, f.severity): f for f in findings}


def _numbered(rows: pl.Series) -> dict[int, int]:
    return {row: place for place, row in enumerate(rows.to_list())}


def _refused(findings: Iterable[Finding]) -> set[int]:
    return {f.origin for f in findings if f.severity in ("error", "doubt")}
