"""Meetings written by hand: recorded, corrected, taken out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.meetings import queries as meetings
from coso.meetings import services as keeping
from coso.meetings.models import Meeting
from coso.web.meetings import forms
from coso.web.shared.adding import AddRecord
from coso.web.shared.fields import reference_to
from coso.web.shared.writing import RecordForm


class RecordMeeting(AddRecord):
    """A meeting of the branch in view, or of one below the unit in view."""

    permission = Permission.MEETINGS_KEEP
    form_class = forms.MeetingForm
    title = "Ghi cuộc sinh hoạt chi bộ"
    submit_label = "Ghi cuộc sinh hoạt"
    intro = "Mỗi chi bộ, mỗi kỳ một lần; kỳ không họp cũng ghi, để trống ngày họp."
    list_name = "meetings:list"
    detail_name = "meetings:detail"

    def get_initial(self) -> dict[str, Any]:
        unit, today = self.record, self.frame.today
        is_branch = unit.type is not None and unit.type.is_branch
        return {"session": f"{today:%m/%Y}", "unit": reference_to(unit) if is_branch else ""}

    def write(self, form: forms.MeetingForm, basis: Basis) -> Meeting:
        return keeping.record_meeting(
            details=form.details(), today=self.frame.today, basis=basis, actor=self.actor
        )

    def words_for(self, written: Meeting) -> str:
        return f"sinh hoạt {meetings.name_of(written).lower()} của {written.unit}"


class OfMeeting(RecordForm):
    """A form about one meeting."""

    permission = Permission.MEETINGS_KEEP
    record: Meeting

    def records(self) -> QuerySet[Meeting]:
        return meetings.meetings()

    def state(self) -> str:
        return meetings.state_of(self.record)

    def words(self) -> str:
        """Return which meeting it is."""
        return f"{meetings.name_of(self.record).lower()}, {self.record.unit}"

    def get_success_url(self) -> str:
        return f"{reverse('meetings:detail', args=[self.record.pk])}?{self.frame.place}"


class CorrectMeeting(OfMeeting):
    """What the register has wrong about a meeting."""

    form_class = forms.CorrectMeetingForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: {self.words()}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of(self.record)

    def write(self, form: forms.CorrectMeetingForm, basis: Basis) -> Meeting:
        return keeping.correct_meeting(
            meeting=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Meeting) -> str:
        return f"Đã sửa sinh hoạt {self.words()}; lý do ở trong nhật ký."


class RemoveMeeting(OfMeeting):
    """A meeting that does not belong in the register."""

    form_class = forms.RemoveMeetingForm
    submit_label = "Bỏ cuộc sinh hoạt"
    intro = "Bỏ cuộc ghi nhầm khỏi sổ và khỏi số liệu; nội dung đã ghi còn trong nhật ký."

    def get_title(self) -> str:
        return f"Bỏ khỏi sổ: {self.words()}"

    def write(self, form: forms.RemoveMeetingForm, basis: Basis) -> Meeting:
        keeping.remove_meeting(meeting=self.record, basis=basis, actor=self.actor)
        return self.record

    def message(self, written: Meeting) -> str:
        return f"Đã bỏ sinh hoạt {self.words()} khỏi sổ."

    def get_success_url(self) -> str:
        return f"{reverse('meetings:list')}?{self.frame.place}"
