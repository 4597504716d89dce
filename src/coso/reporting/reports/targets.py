"""What the report on a resolution says of its targets, and which figures it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import evolve

from coso.core.numbers import format_counted
from coso.figures.queries import Course, FigureValue, Outcome, courses_of
from coso.reporting.paper import Table
from coso.reporting.reports.asking import Request
from coso.resolutions import queries as resolutions
from coso.resolutions.enums import TargetState

_NOTHING: Final = "Chưa có"


def courses(request: Request) -> list[Course]:
    """Return how the targets of the resolution have gone in the unit that reports."""
    resolution = request.resolution
    if resolution is None:
        return []
    targets = list(resolutions.targets_of(resolution))
    return courses_of(targets, request.as_of, of=request.unit)


def table(found: Sequence[Course], year: int) -> Table:
    """Return the targets beside their results, under a title that says how many stand where."""
    return Table(
        title=f"Kết quả thực hiện các chỉ tiêu của nghị quyết: {_summary(found)}",
        header=(*("TT", "Chỉ tiêu", "ĐVT", "Mục tiêu", "Kết quả", "So với mục tiêu", "Ghi chú"),),
        rows=tuple(_row(number, course, year) for number, course in enumerate(found, start=1)),
        widths=(6, 30, 8, 13, 16, 13, 14),
    )


def _summary(found: Iterable[Course]) -> str:
    states = Counter(course.state for course in found)
    return "; ".join(
        f"{format_counted(states[state])} {state.label[0].lower()}{state.label[1:]}"
        for state in TargetState
        if states[state]
    )


def _row(number: int, course: Course, year: int) -> tuple[str | int, ...]:
    target, latest = course.target, course.latest
    aims = resolutions.aims_of(target)
    aimed_in = year if latest is None else latest.span.year
    aim = resolutions.aim_in_words(target, aims.get(aimed_in))
    return (
        number,
        target.text,
        target.measure,
        f"{aim} (năm {aimed_in})" if aim else "",
        _NOTHING if latest is None else _result(latest),
        "" if latest is None else course.state.label,
        "" if latest is None else _note(latest),
    )


def _result(latest: Outcome) -> str:
    said = "" if latest.result is None else latest.result.text
    when = f"năm {latest.span.label}" if latest.span.is_whole else latest.span.label
    return f"{said}, {when}"


def _note(latest: Outcome) -> str:
    if not latest.is_counted:
        return "Theo báo cáo của đơn vị"
    if latest.differs and latest.reported is not None:
        return f"Đơn vị báo cáo {resolutions.result_of(latest.reported).text}"
    return ""


def counted(found: Iterable[Course]) -> list[FigureValue]:
    """Return the figures that the table shows, each called by its target."""
    shown = ((course.target, course.latest) for course in found)
    return [
        evolve(latest.counted.value, label=f"{target.code}: {latest.counted.value.label}")
        for target, latest in shown
        if latest is not None and latest.is_counted and latest.counted is not None
    ]
