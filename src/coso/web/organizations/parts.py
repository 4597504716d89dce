"""The parts of a unit's record, each read from its own register."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from attrs import frozen
from django.db.models import Q
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.dates import format_date
from coso.core.numbers import format_share
from coso.core.periods import Period
from coso.core.types import Actor
from coso.evaluations import queries as evaluations
from coso.figures import queries as figures
from coso.figures.queries import FigureRequest
from coso.meetings import queries as meetings
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitVersion
from coso.visits import queries as visits
from coso.web.frame import Frame
from coso.web.shared.records import Fact, Group, Status, day
from coso.web.shared.writing import Task
from coso.web.templatetags.drawing import TimelinePeriod
from coso.web.templatetags.ui import Crumb

_LINES: Final = 12
_LEADERS: Final = 15


@frozen
class Line:
    """One line of a short list of a record page."""

    label: str
    url: str
    note: str = ""
    basis: str = ""
    basis_url: str = ""


@frozen
class Lines:
    """A short list of what belongs to a unit, and where the whole of it stands."""

    title: str
    lines: list[Line]
    more_url: str = ""
    more_label: str = ""


def path_on(unit: Unit, frame: Frame, reader: Actor) -> list[Crumb]:
    """Return the units above on the day in view, the root first; links where they open."""
    above: list[Any] = [*organizations.ancestors_on(unit, frame.as_of)]
    opened = {each.pk for each in above if scoping.reaches(reader, Permission.UNITS_VIEW, each)}
    return [
        Crumb(label=each.name_on, url=_detail(each.pk, frame) if each.pk in opened else "")
        for each in above
    ]


def _detail(pk: int, frame: Frame) -> str:
    return f"{reverse('organizations:detail', args=[pk])}?{frame.place}"


def status_on(unit: Unit, on: dt.date) -> Status:
    """Say whether the unit is at work on a day."""
    if unit.closed_on is not None and unit.closed_on <= on:
        return Status("none", f"Đã kết thúc từ {day(unit.closed_on)}")
    if unit.founded_on is not None and unit.founded_on > on:
        return Status("none", f"Thành lập sau ngày đang xem, {day(unit.founded_on)}")
    return Status("good", "Đang hoạt động")


def facts_on(unit: Any, version: UnitVersion | None, frame: Frame) -> Group:
    """Return what the unit is on the day in view."""
    facts = [
        *_codes(unit),
        Fact(label="Ngày thành lập", value=day(unit.founded_on)),
        Fact(label="Quyết định thành lập", value=unit.founding_decision),
    ]
    if unit.term_on:
        facts.append(Fact(label="Nhiệm kỳ", value=unit.term_on))
    if version is not None:
        facts = [Fact(label="Loại", value=version.type.name), *facts, *_hosts(version, frame)]
    return Group(f"Ngày {day(frame.as_of)}", facts)


def _codes(unit: Any) -> list[Fact]:
    """Return the code of the day in view, and those before it, by which the unit is found too."""
    old = [f"{each['code']} (đến {_last_day(each['ends'])})" for each in unit.former_codes]
    return [
        *([] if old and not unit.code_on else [Fact(label="Mã", value=unit.code_on)]),
        *([Fact(label="Mã cũ", value="; ".join(old))] if old else []),
    ]


def _last_day(ends: str) -> str:
    return day(dt.date.fromisoformat(ends) - dt.timedelta(days=1))


def _hosts(version: UnitVersion, frame: Frame) -> list[Fact]:
    kind = version.get_host_type_display() if version.host_type else ""
    facts = [Fact(label="Loại hình", value=kind)] if kind else []
    hosts = (("Địa bàn", version.host_area), ("Cơ quan", version.host_agency))
    return facts + [
        Fact(label=label, value=host.name, url=_detail(host.pk, frame))
        for label, host in hosts
        if host is not None
    ]


def leaders(unit: Unit, frame: Frame) -> Group:
    """Return who leads the organization on the day in view."""
    return Group(
        "Chức vụ đảng",
        [
            Fact(
                label=held.get_position_display(),
                value=held.person.full_name,
                url=f"{reverse('people:detail', args=[held.person_id])}?{frame.place}",
            )
            for held in members.leaders_on([unit.pk], frame.as_of)[:_LEADERS]
        ],
    )


def children(unit: Unit, reader: Actor, frame: Frame, counts: dict[int | None, int]) -> Lines:
    """Return the units directly below on the day in view within reach, the first of them."""
    below = organizations.shown_on(Tree(unit.tree), frame.as_of).filter(Q(parent_on=unit.pk))
    shown = list(scoping.visible(below, reader, Permission.UNITS_VIEW)[: _LINES + 1])
    place = f"?don-vi={unit.pk}&ngay={frame.as_of.isoformat()}"
    return Lines(
        "Đơn vị trực thuộc",
        [
            Line(
                child.name_on,
                _detail(child.pk, frame),
                ", ".join(filter(None, [child.type_name_on, _members_there(counts, child.pk)])),
            )
            for child in shown[:_LINES]
        ],
        f"{reverse('organizations:tree')}{place}" if len(shown) > _LINES else "",
        "Xem tất cả trên cây",
    )


def _members_there(counts: dict[int | None, int], pk: int) -> str:
    return f"{counts[pk]} đảng viên" if pk in counts else ""


def meetings_held(unit: Unit, frame: Frame) -> Lines:
    """Return the latest meetings of a branch up to the day in view."""
    found = meetings.meetings_of(unit, until=frame.as_of)[: _LINES + 1]
    lines = [
        Line(
            meetings.name_of(meeting),
            f"{reverse('meetings:detail', args=[meeting.pk])}?{frame.place}",
            _attendance(meeting),
        )
        for meeting in found
    ]
    place = f"?don-vi={unit.pk}&ngay={frame.as_of.isoformat()}"
    more = f"{reverse('meetings:list')}{place}" if len(lines) > _LINES else ""
    return Lines("Sinh hoạt chi bộ", lines[:_LINES], more, "Xem tất cả các kỳ")


def _attendance(meeting: Any) -> str:
    if meeting.held_on is None:
        return "Không họp"
    held = f"họp ngày {format_date(meeting.held_on)}"
    if meeting.required is None or meeting.present is None:
        return held
    return f"{held}, có mặt {format_share(meeting.present, meeting.required)}"


def visits_received(unit: Unit, frame: Frame) -> Lines:
    """Return the latest visits of attending teams up to the day in view."""
    found = visits.visits_to([unit.pk], until=frame.as_of)[: _LINES + 1]
    lines = [
        Line(
            f"{visit.team}, ngày {format_date(visit.visited_on)}",
            f"{reverse('visits:detail', args=[visit.pk])}?{frame.place}",
            visit.visitor_title,
        )
        for visit in found
    ]
    place = f"?don-vi={unit.pk}&ngay={frame.as_of.isoformat()}"
    more = f"{reverse('visits:list')}{place}" if len(lines) > _LINES else ""
    return Lines("Lượt dự sinh hoạt", lines[:_LINES], more, "Xem tất cả các lượt")


def version_of(versions: list[UnitVersion], on: dt.date) -> UnitVersion | None:
    """Return which of a unit's versions held on a day."""
    return next((row for row in versions if Period.from_range(row.during).contains(on)), None)


def history(versions: list[UnitVersion]) -> list[TimelinePeriod]:
    """Return the names and types of a unit through time."""
    return [
        TimelinePeriod(
            label=f"{row.name} ({row.type.name})",
            during=Period.from_range(row.during),
            note=row.decision,
        )
        for row in versions
    ]


def places(unit: Unit, frame: Frame) -> list[TimelinePeriod]:
    """Return the units under which a unit has stood."""
    return [
        TimelinePeriod(
            label=row.parent.name,
            during=Period.from_range(row.during),
            note=row.decision,
            url=_detail(row.parent_id, frame),
        )
        for row in organizations.placements_of(unit)
    ]


def tasks(unit: Unit, frame: Frame) -> list[Task]:
    """Return what may be written about a unit; on a day that is not today only a correction."""
    names = _TASKS_OF_TODAY[unit.closed_on is None] if frame.is_today else ("correct",)
    if unit.is_root and unit.tree == Tree.PARTY:
        names = (*names, "add-term")
    return [
        Task(
            url=f"{reverse(f'organizations:{name}', args=[unit.pk])}?{frame.place}", **_TASKS[name]
        )
        for name in names
    ]


def asking(unit: Unit, frame: Frame) -> list[Task]:
    """Return how the level above is asked for changes of a unit."""
    if unit.closed_on is not None or not frame.is_today:
        return []
    positions = ", chức vụ đảng" if unit.tree == Tree.PARTY else ""
    return [
        Task(
            label="Đề nghị thay đổi",
            text=f"Gửi cấp trên: tên, loại, sáp nhập{positions}; cấp trên trả lời từng mục.",
            url=f"{reverse('change-requests:propose', args=[unit.pk])}?{frame.place}",
            icon="message-circle",
        )
    ]


def ratings(unit: Unit, frame: Frame, reader: Actor) -> Group:
    """Return the yearly ratings of an organization, the latest first."""
    given = scoping.visible(
        evaluations.evaluations_of_unit(unit), reader, Permission.EVALUATIONS_VIEW
    )
    return Group(
        "Đánh giá, xếp loại",
        [
            Fact(
                label=f"Năm {rating.year}",
                value=evaluations.outcome_of(rating),
                url=f"{reverse('evaluations:detail', args=[rating.pk])}?{frame.place}",
            )
            for rating in given
        ],
    )


def rating_tasks(unit: Unit, version: UnitVersion | None, frame: Frame) -> list[Task]:
    """Return which ratings may be written: its own, and those of a year all on one page."""
    if version is None or not frame.is_today:
        return []
    year = evaluations.year_rated_on(frame.today)
    sheets = [
        Task(
            label=f"{label} năm {year}",
            text="Mỗi dòng một người hoặc một tổ chức, ghi một lần.",
            url=f"{reverse(f'evaluations:{name}', args=[unit.pk, year])}?{frame.place}",
            icon="checklist",
        )
        for name, label in _SHEETS[Tree(unit.tree)]
        if name != "units" or not version.type.is_branch
    ]
    return [*sheets, _own_rating(unit, frame)] if unit.tree == Tree.PARTY else sheets


def _own_rating(unit: Unit, frame: Frame) -> Task:
    return Task(
        label="Ghi xếp loại của tổ chức này",
        text="Kết quả xếp loại của một năm.",
        url=f"{reverse('evaluations:unit', args=[unit.pk])}?{frame.place}",
        icon="award",
    )


_SHEETS: Final = {
    Tree.PARTY: (("members", "Xếp loại đảng viên"), ("units", "Xếp loại tổ chức trực thuộc")),
    Tree.AGENCY: (("staff", "Xếp loại cán bộ"),),
    Tree.AREA: (),
}


# Whether the unit is open → what may be written about it.
_TASKS_OF_TODAY: Final = {
    True: ("change", "correct", "move", "found", "assign-code", "close"),
    False: ("reopen", "correct"),
}
_TASKS: Final[dict[str, dict[str, str]]] = {
    "change": {
        "label": "Thay đổi từ ngày",
        "text": "Đơn vị đổi tên, loại, cấp hoặc địa bàn từ một ngày: sổ thêm một thời kỳ.",
        "icon": "calendar-event",
    },
    "correct": {
        "label": "Sửa chỗ ghi sai",
        "text": "Sổ ghi nhầm thời kỳ đang xem: sửa tại chỗ, kèm lý do, không thêm thời kỳ.",
        "icon": "edit",
    },
    "move": {
        "label": "Chuyển sang cấp trên khác",
        "text": "Đơn vị và mọi đơn vị bên dưới trực thuộc nơi mới từ một ngày.",
        "icon": "sitemap",
    },
    "found": {
        "label": "Lập đơn vị trực thuộc",
        "text": "Thêm một đơn vị ngay dưới đơn vị này.",
        "icon": "plus",
    },
    "assign-code": {
        "label": "Cấp mã",
        "text": "Mã mới từ một ngày; mã cũ vẫn tìm được đơn vị.",
        "icon": "list-check",
    },
    "add-term": {
        "label": "Khai nhiệm kỳ",
        "text": "Thêm một nhiệm kỳ của cấp ủy; số liệu của nhiệm kỳ tính từ ngày đầu.",
        "icon": "calendar",
    },
    "close": {
        "label": "Kết thúc hoạt động",
        "text": "Giải thể, sáp nhập, kết thúc: đơn vị đã trống thôi có trong cây tổ chức.",
        "icon": "lock",
    },
    "reopen": {
        "label": "Mở lại đơn vị",
        "text": "Việc kết thúc là ghi nhầm: đơn vị tiếp tục như ngày cuối cùng của nó.",
        "icon": "arrow-back-up",
    },
}


def member_counts(reader: Actor, unit: Unit, on: dt.date) -> dict[int | None, int]:
    """Return the members of each child of a unit (`None`: of the unit itself), if allowed."""
    if not scoping.covers(reader, Permission.FIGURES_VIEW, unit):
        return {}
    request = FigureRequest(ids=("member.total",), unit_id=unit.pk, as_of=on, by="children")
    try:
        (total,) = figures.evaluate(request)
    except figures.UnitNotInRegister:
        return {}
    if total.value is None:
        return {}
    counts: dict[int | None, int] = {part.unit_id: part.value for part in total.breakdown}
    counts[None] = total.value
    return counts
