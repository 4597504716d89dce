"""The parts of a plan's page: where it stands, what stands against it, its steps in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, TypeVar

from attrs import frozen
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from coso.access import scoping
from coso.access.enums import Permission
from coso.accounts.models import User
from coso.audit import queries as audit
from coso.core.dates import format_date
from coso.core.numbers import format_integer
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.reorganizations import queries, services
from coso.reorganizations.enums import Mark, PlanStatus, Side
from coso.reorganizations.models import PlannedUnit, Reorganization, ReorganizationStep
from coso.reorganizations.services import (
    Comparison,
    Node,
    Problem,
    Recount,
    Rehearsal,
    RehearsedTrees,
    TreeSide,
    UnitCount,
)
from coso.web.shared.records import Status

_Found = TypeVar("_Found")
OPEN: Final = (PlanStatus.DRAFT, PlanStatus.SCHEDULED)
_STATES: Final = {
    PlanStatus.DRAFT: "info",
    PlanStatus.SCHEDULED: "soon",
    PlanStatus.APPLIED: "good",
    PlanStatus.UNDONE: "none",
}
_NAMES_SHOWN: Final = 4
_REMEMBERED_SECONDS: Final = 600
# What each kind of problem is about, as a heading over its sentences.
_KINDS: Final = {
    "changed_later": "Đã có thay đổi sau ngày hiệu lực",
    "code_taken": "Trùng mã",
    "count_differs": "Số đảng viên trên văn bản khác trong sổ",
    "host_ends": "Địa bàn, cơ quan chủ quản kết thúc",
    "members_left": "Đảng viên chưa có nơi sinh hoạt mới",
    "name_taken": "Trùng tên dưới cùng cấp trên",
    "needs_approval": "Cần cấp trên đồng ý",
    "nesting": "Cấp trên không đúng quy định",
    "no_decision": "Thiếu số văn bản",
    "no_root": "Không còn đơn vị gốc",
    "no_step": "Chưa có bước nào",
    "not_a_member": "Người chuyển theo danh sách không còn sinh hoạt",
    "not_alive": "Đơn vị không hoạt động vào ngày hiệu lực",
    "orphan": "Đơn vị còn lại không có cấp trên",
    "parent_ends": "Cấp trên mới kết thúc",
    "positions_end": "Thôi giữ chức vụ đảng",
    "posts_left": "Người còn giữ chức vụ ở đơn vị kết thúc",
    "ring": "Đơn vị nằm dưới chính nó",
    "root_passes": "Đơn vị gốc chuyển sang đơn vị khác",
    "target_ends": "Nơi chuyển đến kết thúc",
    "too_small": "Dưới số đảng viên tối thiểu",
    "touched_twice": "Đơn vị có nhiều bước chồng nhau",
    "two_secretaries": "Một tổ chức có nhiều bí thư",
    "work_left": "Nhiệm vụ chưa xong không có nơi tiếp nhận",
    "work_passes": "Nhiệm vụ chưa xong chuyển sang đơn vị khác",
    "wrong_units": "Thiếu hoặc thừa đơn vị ở một bước",
}
_SEVERITIES: Final = ("error", "warning", "info")


@frozen
class ProblemGroup:
    """Problems of one kind under one heading."""

    severity: str
    label: str
    problems: Sequence[Problem]


@frozen
class StepLine:
    """A step of a plan in words."""

    pk: int
    number: int
    event: str
    reference: str
    sources: Sequence[str]
    targets: Sequence[str]
    basis: str
    note: str
    expected_members: int | None
    keeps_positions: bool
    restates: Sequence[str]


@frozen
class TreeLine:
    """A unit of a tree before or after a plan: its marks in words and symbols, what is below.

    What is not more than a few lines is shown at once, as `branch`.
    """

    name: str
    url: str
    marks: Sequence[tuple[str, str]]
    note: str
    changed_below: int
    branch_url: str
    branch: TreeBranch | None


@frozen
class TreeBranch:
    """Units that stand together, and how many beside them are as they were."""

    lines: Sequence[TreeLine]
    unchanged: int


# How each mark is drawn, beside its word.
_ICONS: Final = {
    Mark.ENDS: "x",
    Mark.NEW: "plus",
    Mark.RECEIVES: "git-merge",
    Mark.MOVED: "arrow-right",
    Mark.RENAMED: "pencil",
    Mark.RETYPED: "arrows-exchange",
}


# A branch of a tree with no more differences is open from the beginning.
SHOWN_AT_ONCE: Final = 12
TREE_PARAMETER: Final = "cay"
TREES: Final = {"dang": Tree.PARTY, "dia-ban": Tree.AREA, "co-quan": Tree.AGENCY}


def tree_asked_for(request: HttpRequest) -> Tree:
    """Return which of the trees an address names; that of the Party if it names none."""
    return TREES.get(request.GET.get(TREE_PARAMETER, ""), Tree.PARTY)


def branch(
    side: TreeSide,
    key: str | None,
    unit_url: Callable[[int], str],
    branch_url: Callable[[str], str],
) -> TreeBranch:
    """Return what stands directly below a unit of one tree, as far as it is different."""

    def line(node: Node) -> TreeLine:
        below = side.changed[node.key] - bool(node.marks)
        is_shown = 0 < below <= SHOWN_AT_ONCE
        return TreeLine(
            name=node.name,
            url="" if node.unit is None else unit_url(node.unit),
            marks=marks_of(node),
            note=node.note,
            changed_below=below,
            branch_url=branch_url(node.key),
            branch=branch(side, node.key, unit_url, branch_url) if is_shown else None,
        )

    return TreeBranch([line(node) for node in side.below(key)], side.unchanged_below(key))


def marks_of(node: Node) -> list[tuple[str, str]]:
    """Return what a plan makes of a unit, as symbols and words."""
    return [(_ICONS[mark], str(mark.label)) for mark in node.marks]


def may_reorganize(reader: User) -> bool:
    """Tell whether somebody may keep plans: they are of the whole installation."""
    return scoping.covers_everything(reader, Permission.REORGANIZATIONS_KEEP)


def names_people(reader: User, plan: Reorganization) -> bool:
    """Tell whether somebody may read what a rehearsal says of people by name."""
    return scoping.reaches(reader, Permission.MEMBERS_VIEW, plan.unit)


def status(plan: Reorganization, *, has_worker: bool = True) -> Status:
    """Return where a plan stands, by colour and word; nobody works on it without a worker."""
    if plan.work:
        return Status("soon", plan.get_work_display() if has_worker else "Chưa bắt đầu được")
    return Status(_STATES[PlanStatus(plan.status)], plan.get_status_display())


def steps_on(plan: Reorganization, today: dt.date) -> list[tuple[str, str, str]]:
    """Return what may be done with a plan on a day: label, name of the address, icon."""
    match plan.status:
        case PlanStatus.DRAFT:
            due = _APPLY if plan.effective_on <= today else _SCHEDULE
            return [_DRAW, due, *_EDITS, _COPY, _DISCARD]
        case PlanStatus.SCHEDULED:
            due_now = [_APPLY] if plan.effective_on <= today else []
            return [*due_now, _UNSCHEDULE, _DRAW, *_EDITS, _COPY]
        case PlanStatus.APPLIED:
            return [_UNDO, _COPY]
    return [_COPY]


_APPLY: Final = ("Thực hiện", "apply", "check")
_SCHEDULE: Final = ("Đặt chờ đến ngày hiệu lực", "schedule", "clock")
_UNSCHEDULE: Final = ("Dừng chờ", "unschedule", "ban")
_DRAW: Final = ("Vẽ thêm bước", "draw", "plus")
_EDITS: Final = (
    ("Đảng viên chuyển", "members", "users"),
    ("Sửa tên, ngày, căn cứ", "change", "pencil"),
)
_COPY: Final = ("Lập bản sao", "copy", "copy")
_DISCARD: Final = ("Bỏ phương án", "discard", "trash")
_UNDO: Final = ("Hoàn tác", "undo", "arrow-back-up")


def is_left_to_worker() -> bool:
    """Tell whether the office is so large that no page can wait for a plan of its own."""
    most: int = settings.PLAN_UNITS_AT_ONCE
    return organizations.units()[: most + 1].count() > most


def rehearsal_of(plan: Reorganization) -> Rehearsal | None:
    """Return what a plan would do, or nothing until the worker has tried it.

    Worked out again as soon as anything was written: every writing leaves an entry in the trail.
    A rehearsal that is older than what another process writes meanwhile is refused by its state
    when the plan is carried out.
    """
    if is_left_to_worker():
        rehearsed = services.last_rehearsal(plan)
        return None if rehearsed is None else rehearsed.rehearsal
    return _remembered("rehearsal", plan, lambda: services.rehearse(plan=plan))


def comparison_of(plan: Reorganization, tree: Tree) -> Comparison:
    """Return a tree without and with a plan; worked out again as soon as anything was written."""
    return _remembered(tree, plan, lambda: services.compare_trees(plan=plan, tree=tree))


def trees_tried(plan: Reorganization, tree: Tree) -> RehearsedTrees | None:
    """Return both trees as the worker found them, where no page can wait for them."""
    return services.rehearsed_trees(plan, tree) if is_left_to_worker() else None


def recount_of(plan: Reorganization) -> Recount:
    """Return what a plan changed; read again as soon as anything was written."""
    return _remembered("recount", plan, lambda: services.recount(plan=plan))


def _remembered(what: str, plan: Reorganization, work_out: Callable[[], _Found]) -> _Found:
    key = f"reorganizations.{what}.{plan.pk}.{audit.latest_change()}"
    kept: _Found | None = caches["process"].get(key)
    if kept is None:
        kept = work_out()
        caches["process"].set(key, kept, _REMEMBERED_SECONDS)
    return kept


def grouped(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Return the problems by weight and kind, the heaviest first."""
    ordered = sorted(problems, key=lambda each: (_SEVERITIES.index(each.severity), each.kind))
    return [
        ProblemGroup(severity, _KINDS[kind], list(found))
        for (severity, kind), found in groupby(ordered, key=lambda each: (each.severity, each.kind))
    ]


def changed_counts(rehearsal: Rehearsal) -> list[UnitCount]:
    """Return the organizations that have other members with the plan than without."""
    return [unit for unit in rehearsal.units if unit.before != unit.after]


def lines(steps: Iterable[ReorganizationStep]) -> Iterator[StepLine]:
    """Yield steps in words."""
    for step in steps:
        sources = [part.unit for part in step.parts.all() if part.side == Side.SOURCE]
        targets = [part.unit for part in step.parts.all() if part.side == Side.TARGET]
        yield StepLine(
            pk=step.pk,
            number=step.position,
            event=step.get_event_display(),
            reference=step.reference,
            sources=[name_before(unit) for unit in sources],
            targets=[described(unit) for unit in targets],
            basis=_basis(step),
            note=step.note,
            expected_members=step.expected_members,
            keeps_positions=step.keeps_positions,
            restates=[
                f"{field.request}, {field.get_kind_display().lower()}: "
                f"{queries.asked_of(field) or 'kết thúc hoạt động'}"
                for field in step.asked_by.all()
                if queries.is_restated(field, step)
            ],
        )


def listed_names(names: Sequence[str]) -> str:
    """Return the first of some names, and how many there are besides."""
    more = len(names) - _NAMES_SHOWN
    shown = ", ".join(names[:_NAMES_SHOWN])
    return f"{shown} và {format_integer(more)} đơn vị nữa" if more > 0 else shown


def name_before(unit: PlannedUnit) -> str:
    """Return what a unit is called before the plan."""
    return unit.name if unit.unit is None else unit.unit.name


def described(unit: PlannedUnit) -> str:
    """Return what a plan says of a unit that comes of a step."""
    facts = [
        "lập mới" if unit.is_new and not unit.is_older else "",
        "" if unit.type is None else unit.type.name,
        f"mã {unit.code}" if unit.code else "",
        f"trực thuộc {unit.parent}" if unit.parent is not None else "",
    ]
    told = ", ".join(filter(None, facts))
    return f"{unit} ({told})" if told else str(unit)


def _basis(step: ReorganizationStep) -> str:
    decided_on = "" if step.decided_on is None else f"ngày {format_date(step.decided_on)}"
    number = step.decision or step.plan.decision
    return ", ".join(filter(None, (" ".join(filter(None, (number, decided_on))), step.issuer)))
