"""How a problem is put to people who look at it in Excel: what it is, what was done about it."""

from __future__ import annotations

import re
from typing import Final, Protocol

from coso.importing.enums import DecisionKind, Severity
from coso.importing.services.decisions import Decision

_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DONE: Final = {
    "stopped": "Chờ quyết định",
    "left_out": "Đã để lại dòng này, không ghi vào sổ",
    "accept": "Đã theo gợi ý",
    "change": "Đã sửa lại",
    "skip": "Đã bỏ qua dòng này",
}


class Told(Protocol):
    """What is told of a problem, whether an import has just found it or it was kept."""

    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def written(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def suggestion(self) -> str: ...
    @property
    def action(self) -> str: ...


def severity_of(problem: Told) -> str:
    """Return how much a problem weighs, in words."""
    return str(Severity(problem.severity).label)


def cell_of(problem: Told) -> str:
    """Return the cell or the row of a problem, as a spreadsheet calls it."""
    if not problem.row:
        return ""
    return f"{problem.column}{problem.row}" if problem.column else f"dòng {problem.row}"


def written_at(problem: Told) -> str:
    """Return what the cell says, a day as people write it."""
    day = _ISO_DAY.fullmatch(problem.written)
    return problem.written if day is None else "/".join(reversed(day.groups()))


def told_of(problem: Told) -> str:
    """Return what is the matter, with the name of whom it concerns, apart from the row."""
    is_named = not problem.about or problem.message.startswith(problem.about)
    return problem.message if is_named else f"{problem.about}: {problem.message}"


def done_about(problem: Told, decision: Decision | None = None) -> str:
    """Return what was done about a problem, with the value that was decided where it is known."""
    if decision is not None and decision.kind == DecisionKind.CHANGE and problem.action == "change":
        return f"Đã sửa thành “{decision.text}”"
    return _DONE.get(problem.action, "")


def lines_of(problem: Told, decision: Decision | None = None) -> list[str]:
    """Return what a note says of a problem, line by line."""
    suggestion = f"Gợi ý: {problem.suggestion}" if problem.suggestion else ""
    done = done_about(problem, decision)
    told = [f"{severity_of(problem)}: {problem.message}", suggestion, done and f"{done}."]
    return [line for line in told if line]
