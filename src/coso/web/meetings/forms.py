"""Forms of the register of meetings."""

from __future__ import annotations

from typing import Any

from django import forms

from coso.access.enums import Permission
from coso.core import dates
from coso.core.periods import Period
from coso.meetings import queries as meetings
from coso.meetings.enums import MeetingKind
from coso.meetings.models import Meeting, Theme
from coso.meetings.services import MeetingDetails
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.web.shared.fields import (
    CountField,
    DayField,
    ScoreField,
    UnitField,
    WordsField,
    reference_to,
)
from coso.web.shared.forms import RegisterForm, reason_field

_LONGEST_PERIOD = 30
_LONGEST_NOTE = 300
_LONGEST_MINUTES = 24 * 60
_ATTENDANCE = ("required", "present", "excused", "unexcused")


class MeetingForm(RegisterForm):
    """When a branch met, who came, how it was scored."""

    unit = UnitField(label="Chi bộ", tree=Tree.PARTY, permission=Permission.MEETINGS_KEEP)
    kind = forms.ChoiceField(label="Loại sinh hoạt", choices=MeetingKind.choices)
    session = WordsField(
        label="Kỳ sinh hoạt",
        max_length=_LONGEST_PERIOD,
        help_text="Tháng hoặc quý, ví dụ 01/2023 hoặc Quý I/2023.",
    )
    held_on = DayField(label="Ngày họp", required=False, help_text="Để trống là không họp.")
    started_at = forms.TimeField(label="Bắt đầu", required=False, help_text="Ví dụ: 14:00")
    minutes = CountField(label="Thời lượng (phút)", most=_LONGEST_MINUTES, required=False)
    required = CountField(
        label="Phải dự",
        required=False,
        help_text="Không tính người được miễn hoặc sinh hoạt tạm thời nơi khác.",
    )
    present = CountField(label="Có mặt", required=False)
    excused = CountField(label="Vắng có lý do", required=False)
    unexcused = CountField(label="Vắng không lý do", required=False)
    self_score = ScoreField(label="Điểm tự chấm")
    upper_score = ScoreField(label="Điểm cấp trên chấm")
    theme: forms.ModelChoiceField[Theme] = forms.ModelChoiceField(
        label="Chuyên đề", queryset=meetings.themes(), required=False, empty_label="Không có"
    )
    reported_on = DayField(label="Ngày báo cáo", required=False)
    note = WordsField(
        label="Ghi chú",
        max_length=_LONGEST_NOTE,
        required=False,
        help_text="Không họp thì ghi vì sao.",
    )

    field_order = ["kind", "session", "held_on", "unit"]

    def clean_unit(self) -> Unit | None:
        return self.unit_in("unit")

    def clean_session(self) -> Period:
        try:
            return dates.parse_meeting_period(self.cleaned_data["session"])
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        empty = [name for name in _ATTENDANCE if said.get(name) is None]
        if 0 < len(empty) < len(_ATTENDANCE):
            for name in empty:
                self.add_error(name, "Hãy ghi đủ bốn số người, không có ai thì ghi 0.")
        return said

    def details(self) -> MeetingDetails:
        """Return what was filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return MeetingDetails(period=said.pop("session"), **said)


class CorrectMeetingForm(MeetingForm):
    """What should have been written, and why."""

    reason = reason_field()


class RemoveMeetingForm(RegisterForm):
    """Why a meeting does not belong in the register."""

    reason = reason_field("Vì sao bỏ?")


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """Return what a form about a meeting begins with."""
    names = ("kind", "held_on", "minutes", *_ATTENDANCE, "self_score", "upper_score")
    return {name: getattr(meeting, name) for name in (*names, "reported_on", "note")} | {
        "unit": reference_to(meeting.unit),
        "session": meetings.when_of(meeting),
        "started_at": f"{meeting.started_at:%H:%M}" if meeting.started_at else "",
        "theme": meeting.theme_id,
    }
