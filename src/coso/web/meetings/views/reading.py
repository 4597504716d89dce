"""The meetings of the branches in view, one meeting, one theme."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.core.numbers import format_decimal, format_share
from coso.meetings import queries as meetings
from coso.meetings.enums import MeetingKind
from coso.meetings.models import Meeting, Theme
from coso.web.meetings.filters import MeetingFilter
from coso.web.meetings.tables import MeetingTable
from coso.web.shared.records import Fact, Group, Status, day
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, ListView, RecordView
from coso.web.shared.writing import Task


class MeetingList(ListView):
    """The meetings of the branches of the unit in view, for periods begun by the date."""

    permission = Permission.MEETINGS_VIEW
    trees = ALL_TREES
    table_class = MeetingTable
    filterset_class = MeetingFilter
    title = "Sinh hoạt chi bộ"
    unit_word = "cuộc sinh hoạt"
    export_name = "sinh-hoat-chi-bo"
    empty = {
        "fills": "meetings",
        "title": "Chưa có cuộc sinh hoạt nào đến ngày này",
        "text": "Sổ sinh hoạt có từ kỳ đầu của bảng theo dõi được nhập. Chọn một ngày khác, "
        "hoặc nhập bảng theo dõi sinh hoạt chi bộ.",
    }

    def actions(self) -> list[Action]:
        return [*super().actions(), *self._recording()]

    def _recording(self) -> list[Action]:
        """Return how a meeting comes into the register by hand."""
        if not scoping.reaches(self.actor, Permission.MEETINGS_KEEP, self.unit):
            return []
        address = f"{reverse('meetings:record')}?{self.frame.place}"
        return [Action("Ghi cuộc sinh hoạt", address, "plus", is_primary=True)]

    def rows(self) -> QuerySet[Meeting]:
        found = meetings.held_until(meetings.meetings(), self.as_of)
        within = self.units_in_view()
        return found if within is None else found.filter(unit_id__in=within)


class MeetingRecord(RecordView):
    """A meeting of a branch for one period: when, who came, how it was scored."""

    permission = Permission.MEETINGS_VIEW
    template_name = "shared/detail.html"

    def records(self) -> QuerySet[Meeting]:
        return meetings.meetings()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting: Meeting = self.object
        return super().get_context_data(
            title=f"Sinh hoạt {meetings.name_of(meeting).lower()}",
            kind="Cuộc sinh hoạt chi bộ",
            status=_status(meeting),
            groups=[_occasion(meeting, self.frame.place), _attendance(meeting), _scores(meeting)],
            tasks=self._tasks(meeting),
            trail=self._trail(meeting),
            **kwargs,
        )

    def _tasks(self, meeting: Meeting) -> list[Task]:
        if not scoping.can(self.actor, Permission.MEETINGS_KEEP, meeting):
            return []
        return [
            Task(url=f"{reverse(name, args=[meeting.pk])}?{self.frame.place}", **words)
            for name, words in _TASKS.items()
        ]

    def _trail(self, meeting: Meeting) -> Any:
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, meeting)
        return audit.trail_of(meeting)[:50] if may_read else None


_TASKS: Final[dict[str, dict[str, str]]] = {
    "meetings:correct": {
        "label": "Sửa chỗ ghi sai",
        "text": "Ghi nhầm, ghi thiếu ngày họp, số người, điểm, báo cáo: sửa tại chỗ, kèm lý do.",
        "icon": "edit",
    },
    "meetings:remove": {
        "label": "Bỏ khỏi sổ",
        "text": "Cuộc sinh hoạt ghi nhầm chi bộ, ghi hai lần: bỏ đi, kèm lý do.",
        "icon": "trash",
    },
}


def _status(meeting: Meeting) -> Status:
    if meeting.held_on is None:
        return Status("late", meeting.note or "Không họp")
    if meeting.held_on >= meeting.period.upper:
        return Status("soon", "Họp sau khi hết kỳ")
    return Status("good", "Đã họp trong kỳ")


def _occasion(meeting: Meeting, place: str) -> Group:
    is_thematic = meeting.kind == MeetingKind.THEMATIC
    started = f"{meeting.started_at:%H:%M}" if meeting.started_at else ""
    return Group(
        "Cuộc họp",
        [
            Fact(
                label="Chi bộ",
                value=meeting.unit.name,
                url=f"{reverse('organizations:detail', args=[meeting.unit_id])}?{place}",
            ),
            Fact(label="Ngày họp", value=day(meeting.held_on)),
            Fact(label="Bắt đầu", value=started),
            Fact(label="Thời lượng", value=f"{meeting.minutes} phút" if meeting.minutes else ""),
            *([Fact(label="Chuyên đề", value=meeting.theme or "")] if is_thematic else []),
            Fact(label="Ngày báo cáo", value=day(meeting.reported_on)),
        ],
    )


def _attendance(meeting: Meeting) -> Group:
    if meeting.required is None or meeting.present is None:
        return Group("Số đảng viên", [Fact(label="Có mặt")])
    return Group(
        "Số đảng viên",
        [
            Fact(label="Có mặt / phải dự", value=format_share(meeting.present, meeting.required)),
            Fact(label="Vắng có lý do", value=str(meeting.excused)),
            Fact(label="Vắng không lý do", value=str(meeting.unexcused)),
        ],
    )


def _scores(meeting: Meeting) -> Group:
    return Group(
        "Điểm chất lượng",
        [
            Fact(label=label, value="" if score is None else format_decimal(score, 1))
            for label, score in (
                ("Chi bộ tự chấm", meeting.self_score),
                ("Cấp trên chấm", meeting.upper_score),
            )
        ],
    )


class ThemeRecord(RecordView):
    """A theme of thematic meetings."""

    permission = Permission.MEETINGS_VIEW
    template_name = "shared/detail.html"

    def records(self) -> QuerySet[Theme]:
        return meetings.themes()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theme = self.object
        return super().get_context_data(
            title=theme.title,
            kind=f"Chuyên đề {theme.code}",
            groups=[Group("Danh mục", [Fact(label="Căn cứ", value=theme.basis)])],
            **kwargs,
        )
