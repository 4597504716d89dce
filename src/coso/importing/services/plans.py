"""Reading the workbook of a plan of reorganization."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any, Final

from attrs import Factory, define, frozen
from django.db import transaction

from coso.core import storage, text
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.numbers import format_integer
from coso.core.text import normalize
from coso.core.types import Actor
from coso.importing import columns, workbook
from coso.importing.rows import Problem
from coso.importing.services.planned_units import PlannedUnits
from coso.importing.services.reading import find_table
from coso.importing.services.receiving import Upload, require_workbook
from coso.importing.services.workbooks import require_root
from coso.importing.sheets import base, plans
from coso.importing.sheets.base import Sheet
from coso.importing.workbook import Table
from coso.members import queries as members
from coso.organizations.enums import Tree, UnitEvent
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import (
    MoveDetails,
    PlanDetails,
    StepDetails,
    UnitDetails,
    draft_plan,
    office_on,
)

_CHANGES: Final = (UnitEvent.TRANSFER_UNIT, UnitEvent.RENAME, UnitEvent.CHANGE_TYPE)
_NAME_LENGTH: Final = 200


class UnableToReceivePlan(DomainError):
    """Not one file came, or several."""


class UnableToReadPlan(DomainError):
    """The workbook is no plan, or cells of it cannot be read; `problems` says where."""

    problems: tuple[Problem, ...] = ()


Row = Mapping[str, Any]


@frozen
class _Read:
    """The rows of one of the lists, and where each stands."""

    sheet: Sheet
    rows: Sequence[Row]

    def problem(self, row: Row, field: str, kind: str, message: str) -> Problem:
        column = self.sheet.columns.get(field)
        table = self.sheet.table
        letter = "" if column is None else column.letter
        return Problem(
            table.file, table.sheet, row["row"], letter, kind, "error", message, field=field
        )


def read_plan(path: Path) -> PlanDetails:
    """Return the plan of a workbook: its events, their units, the members named.

    :raises UnableToReadPlan: if a list is missing, or a cell does not say what it has to
    :raises UnableToReadWorkbook: if the file is no workbook
    """
    lists, problems = _lists(path)
    _refuse(problems)
    meaning = _Meaning(lists)
    details = meaning.plan(path.stem)
    _refuse(meaning.problems)
    return details


@transaction.atomic
def receive_plan(*, uploads: Sequence[Upload], actor: Actor) -> Reorganization:
    """Draft the plan of an uploaded workbook; of one that cannot be read nothing is kept.

    :raises UnableToReceivePlan: if it is not one file
    :raises UnableToReceiveFile: if the file is too large or no workbook by its name
    :raises UnableToReadPlan: if it is no plan, with every place that cannot be read
    :raises UnableToReorganize: if there is no office yet on its day
    """
    require_root()
    if len(uploads) != 1:
        message = "Hãy chọn đúng một tệp Excel của phương án."
        raise UnableToReceivePlan("not_one_file", message)
    [upload] = uploads
    require_workbook(upload)
    with TemporaryDirectory() as folder:
        path = Path(folder, normalize(PurePath(upload.name).name)[-_NAME_LENGTH:])
        storage.write(path, upload.chunks)
        details = read_plan(path)
    office = office_on(details.effective_on)
    return draft_plan(details=details, unit=office, actor=actor)


def _lists(path: Path) -> tuple[dict[str, _Read], list[Problem]]:
    words = columns.header_words(field for sheet in plans.SHEETS for field in sheet.fields)
    tables = [find_table(path.name, grid, words) for grid in workbook.read_grids(path)]
    found: dict[str, _Read] = {}
    problems: list[Problem] = []
    for register in plans.SHEETS:
        read = next((r for t in tables if t and (r := _read(register, t, problems))), None)
        if read is not None:
            found[register.kind] = read
        elif register.kind != "plan_moves":
            message = (
                f"Không thấy trang “{register.label}” của phương án, hoặc trang chưa có dòng nào. "
                "Hãy kiểm tra dòng tiêu đề: cần có "
                f"{', '.join(f'“{f.label}”' for f in register.fields if f.required)}."
            )
            problems.append(Problem(path.name, "", 0, "", "missing_sheet", "error", message))
    return found, problems


def _read(register: base.Register, table: Table, problems: list[Problem]) -> _Read | None:
    matched = register.recognize(table)
    if matched is None:
        return None
    sheet = Sheet(0, table, matched, None)
    staged = base.stage(register, [sheet], 0)
    read = _Read(sheet, staged.frame.to_dicts())
    for finding in staged.findings:
        if finding.severity in ("error", "doubt"):
            row = read.rows[finding.origin]
            problems.append(read.problem(row, finding.field, finding.kind, finding.message))
    return read


def _refuse(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    refusal = UnableToReadPlan(
        "plan_unreadable",
        f"Chưa đọc được phương án: {format_integer(len(problems))} chỗ phải sửa. "
        f"{_place(problems[0])}{problems[0].message}",
    )
    refusal.problems = tuple(problems)
    raise refusal


def _place(problem: Problem) -> str:
    return f"{problem.sheet}, ô {problem.column}{problem.row}: " if problem.row else ""


@define
class _Meaning:
    """What the lists mean, read against the trees of the day."""

    lists: Mapping[str, _Read]
    problems: list[Problem] = Factory(list)

    def plan(self, name: str) -> PlanDetails:
        events = self.lists["plan_events"]
        parts: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.lists["plan_parts"].rows:
            parts[text.match_key(row["reference"])].append(row)
        day = self._day(events)
        units = PlannedUnits(day)
        steps = [
            self._step(units, row, parts.pop(text.match_key(row["reference"]), []))
            for row in events.rows
        ]
        for rows in parts.values():
            message = f"Không có sự kiện “{rows[0]['reference']}” trong trang sự kiện."
            self._complain("plan_parts", rows[0], "reference", "unknown_event", message)
        moves = self._moves(units, day) if "plan_moves" in self.lists else []
        return PlanDetails(
            name=name, effective_on=day, units=units.details, steps=steps, moves=moves
        )

    def _day(self, events: _Read) -> dt.date:
        days = {row["effective_on"] for row in events.rows}
        if len(days) > 1:
            first = events.rows[0]["effective_on"]
            row = next(row for row in events.rows if row["effective_on"] != first)
            message = (
                f"Một phương án có một ngày hiệu lực, ở đây có cả {format_date(first)} và "
                f"{format_date(row['effective_on'])}. Hãy tách thành hai phương án."
            )
            self._complain("plan_events", row, "effective_on", "several_days", message)
        earliest: dt.date = min(days)
        return earliest

    def _step(self, units: PlannedUnits, row: Row, parts: list[Row]) -> StepDetails:
        event, tree = UnitEvent(row["event"]), Tree(row["tree"])
        sources = [
            found
            for part in parts
            if part["side"] == plans.SOURCE
            if (found := self._source(units, tree, part)) is not None
        ]
        written = [part for part in parts if part["side"] == plans.TARGET]
        parent = units.parent(tree, row["parent"]) if row["parent"] else None
        if event in _CHANGES and len(sources) == len(written) == 1:
            targets = [units.changed(sources[0], written[0], parent)]
        else:
            targets = [units.target(tree, part, parent) for part in written]
        return StepDetails(
            event=event,
            sources=tuple(sources),
            targets=tuple(targets),
            reference=row["reference"],
            decision=row["decision"] or "",
            decided_on=row["decided_on"],
            issuer=row["issuer"] or "",
            expected_members=row["members"],
            note=row["note"] or "",
        )

    def _source(self, units: PlannedUnits, tree: Tree, part: Row) -> UnitDetails | None:
        found = units.source(tree, part["code"] or "", part["name"])
        if found is None:
            message = (
                f"Không có “{part['name']}” trong sổ vào ngày {format_date(units.day)}. "
                "Hãy sửa mã hoặc ghi đúng tên."
            )
            self._complain("plan_parts", part, "name", "unknown_unit", message)
        return found

    def _moves(self, units: PlannedUnits, day: dt.date) -> list[MoveDetails]:
        rows = self.lists["plan_moves"].rows
        homes: defaultdict[tuple[str, dt.date | None], list[int]] = defaultdict(list)
        names = {row["full_name_match"] for row in rows}
        at: dict[int, int] = {}
        for name, born_on, membership, home in members.homes_by_name(names, day):
            homes[name, born_on].append(membership)
            at[membership] = home
        return [move for row in rows if (move := self._move(units, row, homes, at)) is not None]

    def _move(
        self,
        units: PlannedUnits,
        row: Row,
        homes: Mapping[tuple[str, dt.date | None], list[int]],
        at: Mapping[int, int],
    ) -> MoveDetails | None:
        found = homes.get((row["full_name_match"], row["born_on"]), [])
        if len(found) > 1 and row["from_branch_match"]:
            found = [m for m in found if units.is_called(at[m], row["from_branch_match"])]
        target = units.named(row["to_branch"], row["to_organization"] or "")
        if len(found) != 1:
            message = (
                f"Không có đảng viên {row['full_name']} sinh ngày này trong sổ. Hãy sửa họ tên "
                "hoặc ngày sinh."
                if not found
                else f"Có {len(found)} đảng viên {row['full_name']} sinh cùng ngày. "
                "Hãy ghi đúng chi bộ cũ."
            )
            self._complain("plan_moves", row, "full_name", "unknown_member", message)
        if target is None:
            message = f"Không rõ “{row['to_branch']}” là chi bộ nào. Hãy ghi kèm đảng bộ mới."
            self._complain("plan_moves", row, "to_branch", "unknown_unit", message)
        return MoveDetails(found[0], target) if len(found) == 1 and target else None

    def _complain(self, sheet: str, row: Row, field: str, kind: str, message: str) -> None:
        self.problems.append(self.lists[sheet].problem(row, field, kind, message))
