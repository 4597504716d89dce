"""Forms of the register of visits."""

from __future__ import annotations

from typing import Any

from django import forms

from coso.access.enums import Permission
from coso.core import dates
from coso.core.periods import Period
from coso.meetings import queries as meetings
from coso.meetings.enums import MeetingKind
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.visits.models import Visit
from coso.visits.services import VisitDetails
from coso.web.shared.fields import ScoreField, UnitField, WordsField, reference_to
from coso.web.shared.forms import RegisterForm, day_field, reason_field

_LONGEST_PERIOD = 30
_LONGEST_TITLE = 120
_LONGEST_REMARK = 500


class VisitForm(RegisterForm):
    """Which team sat in where and when, and what it remarked."""

    unit = UnitField(label="Nơi dự", tree=Tree.PARTY, permission=Permission.VISITS_KEEP)
    visited_on = day_field("Ngày dự")
    team_number = forms.IntegerField(label="Tổ số", min_value=1, max_value=999)
    visitor_title = WordsField(
        label="Người dự",
        max_length=_LONGEST_TITLE,
        required=False,
        help_text="Ghi chức danh, không ghi họ tên, ví dụ: Tổ trưởng.",
    )
    meeting_kind = forms.ChoiceField(
        label="Loại sinh hoạt", choices=[("", "Chưa rõ"), *MeetingKind.choices], required=False
    )
    meeting_period = WordsField(
        label="Kỳ sinh hoạt",
        max_length=_LONGEST_PERIOD,
        required=False,
        help_text="Tháng hoặc quý, ví dụ 01/2023 hoặc Quý I/2023.",
    )
    score = ScoreField(label="Điểm chấm")
    remark = WordsField(
        label="Nhận xét về cuộc họp",
        max_length=_LONGEST_REMARK,
        required=False,
        help_text="Về cuộc họp và tổ chức, không về một người.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ["visited_on", "unit"]

    def clean_unit(self) -> Unit | None:
        return self.unit_in("unit")

    def clean_meeting_period(self) -> Period | None:
        said = self.cleaned_data["meeting_period"]
        try:
            return dates.parse_meeting_period(said) if said else None
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def details(self) -> VisitDetails:
        """Return what was filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return VisitDetails(**said)


class CorrectVisitForm(VisitForm):
    """What should have been written, and why."""

    reason = reason_field()


class RemoveVisitForm(RegisterForm):
    """Why a visit does not belong in the register."""

    reason = reason_field("Vì sao bỏ?")


def initial_of(visit: Visit) -> dict[str, Any]:
    """Return what a form about a visit begins with."""
    period = visit.meeting_period
    names = ("visited_on", "visitor_title", "meeting_kind", "score", "remark")
    return {name: getattr(visit, name) for name in names} | {
        "unit": reference_to(visit.unit),
        "team_number": visit.team.number,
        "meeting_period": meetings.period_name(period.lower, period.upper) if period else "",
    }
