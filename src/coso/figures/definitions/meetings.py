"""Figures of branch meetings, their attendance, their reports and their themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.figures.definitions.dimensions import (
    CHILDREN,
    HOST_TYPE,
    TYPE,
    column,
    month_of,
    year_of,
)
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.model import Predicate
from coso.figures.engine.rows import asked, events, table
from coso.meetings.enums import MeetingKind

_GROUP: Final = "Sinh hoạt chi bộ"
_SOURCE: Final = "Sổ sinh hoạt chi bộ"


def _meetings() -> Table:
    rows = events(table("meetings"), "held_on")
    return rows.filter(rows.period_starts >= asked("s_since"), rows.held_on <= asked("s_day"))


def _missing() -> Table:
    rows = events(table("slots"), "last_day")
    return rows.filter(
        rows.period_starts >= asked("s_since"),
        rows.last_day <= asked("s_day"),
        rows.first_held > asked("s_day"),
    )


def _branches_of(kind: MeetingKind) -> Callable[[], Table]:
    """Return the branches that had to meet in each year, where the last period found them."""

    def branches() -> Table:
        slots = table("slots")
        slots = slots.filter(
            slots.kind == kind.value,
            slots.period_starts >= asked("s_since"),
            slots.last_day <= asked("s_day"),
        )
        slots = slots.mutate(year=slots.period_starts.year())
        rows = slots.group_by("unit_id", "year").aggregate(
            last_day=slots.last_day.max(),
            position=slots.position.min(),
            is_complete=slots.first_held.max() <= asked("s_day"),
        )
        return events(rows, "last_day")

    return branches


def _themes() -> Table:
    rows = table("themes")
    return rows.filter(rows.starts <= asked("s_day"), rows.ends > asked("s_day"))


_DIMENSIONS: Final = (
    CHILDREN,
    year_of("period_starts"),
    month_of("period_starts"),
    TYPE,
    HOST_TYPE,
)
_KIND: Final = column("kind", "Loại sinh hoạt", "kind", dict(MeetingKind.choices))
_THEME: Final = column("theme", "Chuyên đề", "theme", names_of="theme")

MEETINGS: Final = Fact(
    "meetings", "meetings.Meeting", _SOURCE, _meetings, (*_DIMENSIONS, _KIND, _THEME)
)
MISSING: Final = Fact(
    "missing_meetings",
    "organizations.Unit",
    _SOURCE,
    _missing,
    (*_DIMENSIONS, _KIND),
    record="unit_id",
    details=("kind", "period_starts", "period_ends"),
)
BRANCHES: Final = {
    kind: Fact(
        f"branches_meeting_{kind.value.lower()}",
        "organizations.Unit",
        _SOURCE,
        _branches_of(kind),
        (CHILDREN, column("year", "Năm", "year"), TYPE, HOST_TYPE),
        record="unit_id",
    )
    for kind in MeetingKind
}
THEMES: Final = Fact("themes", "meetings.Theme", "Danh mục chuyên đề", _themes)


def _figure(name: str, label: str, definition: str, measure: Measure, **more: Any) -> Figure:
    details: dict[str, Any] = {"fact": MEETINGS, "available": "meetings"} | more
    return Figure(
        id=f"meeting.{name}",
        label=label,
        definition=definition,
        group=_GROUP,
        permission=Permission.MEETINGS_VIEW,
        measure=measure,
        since="since",
        **details,
    )


def _is_of(kind: MeetingKind) -> Predicate:
    return lambda rows: rows.kind == kind.value


def _is_late(kind: MeetingKind) -> Predicate:
    return lambda rows: (rows.kind == kind.value) & (rows.held_on >= rows.period_ends)


def _is_reported_late(rows: Table) -> Any:
    return (rows.reported_on <= asked("s_day")) & (rows.reported_on > rows.report_due)


def _of_kind(kind: MeetingKind, period: str) -> tuple[Figure, ...]:
    name, of_kind = kind.value.lower(), kind.label.lower()
    available = f"meetings:{kind.value}"
    return (
        _figure(
            f"{name}.held",
            f"Sinh hoạt {of_kind} đã họp",
            f"Số cuộc sinh hoạt {of_kind} của các kỳ bắt đầu từ ngày đầu kỳ xem, đã họp tính đến "
            "ngày xem; cuộc họp thuộc kỳ của nó, không theo ngày họp.",
            Measure(_is_of(kind)),
            available=available,
        ),
        _figure(
            f"{name}.missing",
            f"Sinh hoạt {of_kind} chưa họp",
            f"Số chi bộ × {period} không có cuộc sinh hoạt {of_kind} nào đã họp tính đến ngày xem: "
            "chi bộ hoạt động suốt kỳ, kỳ đã hết vào ngày xem và không sau kỳ cuối của sổ.",
            Measure(_is_of(kind)),
            fact=MISSING,
            available=available,
        ),
        _figure(
            f"{name}.late",
            f"Sinh hoạt {of_kind} họp muộn",
            f"Số cuộc sinh hoạt {of_kind} đã họp tính đến ngày xem nhưng họp sau khi {period} đã "
            "hết.",
            Measure(_is_late(kind)),
            available=available,
        ),
    )


def _complete(kind: MeetingKind, period: str) -> Figure:
    name, of_kind = kind.value.lower(), kind.label.lower()
    return _figure(
        f"{name}.complete",
        f"Chi bộ sinh hoạt {of_kind} đủ các {period}",
        f"Số chi bộ đã họp sinh hoạt {of_kind} trong mọi {period} phải họp, trên số chi bộ có "
        f"{period} phải họp: chi bộ hoạt động suốt {period}, {period} từ ngày đầu kỳ xem và đã "
        "hết vào ngày xem; họp muộn cũng tính. Kỳ xem có nhiều năm thì mỗi chi bộ tính một lần "
        "mỗi năm.",
        Measure(lambda rows: rows.is_complete),
        fact=BRANCHES[kind],
        base=Measure(),
        base_label=f"số chi bộ có {period} phải họp",
        available=f"meetings:{kind.value}",
    )


def _attendance(name: str, label: str, definition: str, base: Measure | None = None) -> Figure:
    return _figure(
        f"attendance.{name}",
        label,
        definition,
        Measure(column="present" if name == "rate" else name),
        base=base,
        base_label="" if base is None else "số lượt đảng viên phải dự",
    )


_COUNTED: Final = "cộng của mọi cuộc sinh hoạt của các kỳ xem, đã họp tính đến ngày xem."

FIGURES: Final = (
    *_of_kind(MeetingKind.REGULAR, "tháng"),
    _complete(MeetingKind.REGULAR, "tháng"),
    *_of_kind(MeetingKind.THEMATIC, "quý"),
    _complete(MeetingKind.THEMATIC, "quý"),
    _attendance("required", "Lượt đảng viên phải dự", f"Số lượt đảng viên phải dự, {_COUNTED}"),
    _attendance("present", "Lượt đảng viên có mặt", f"Số lượt đảng viên có mặt, {_COUNTED}"),
    _attendance("excused", "Lượt vắng có lý do", f"Số lượt vắng có lý do, {_COUNTED}"),
    _attendance("unexcused", "Lượt vắng không lý do", f"Số lượt vắng không lý do, {_COUNTED}"),
    _attendance(
        "rate",
        "Tỷ lệ dự sinh hoạt",
        f"Số lượt có mặt trên số lượt phải dự, {_COUNTED}",
        Measure(column="required"),
    ),
    _figure(
        "reported_late",
        "Báo cáo muộn",
        "Số cuộc sinh hoạt của các kỳ xem có báo cáo nhận được tính đến ngày xem, muộn hơn số ngày "
        "quy định sau ngày họp.",
        Measure(_is_reported_late),
    ),
    _figure(
        "upper_scored",
        "Được cấp trên chấm điểm",
        "Số cuộc sinh hoạt của các kỳ xem, đã họp tính đến ngày xem, có điểm cấp trên chấm.",
        Measure(lambda rows: rows.has_upper_score),
    ),
    Figure(
        id="theme.total",
        label="Nhóm nội dung chuyên đề",
        definition="Số chuyên đề trong danh mục có hiệu lực vào ngày xem; chung cho mọi đơn vị.",
        group=_GROUP,
        fact=THEMES,
        permission=Permission.MEETINGS_VIEW,
        available="themes",
        additive=False,
    ),
)
