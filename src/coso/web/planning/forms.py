"""Forms of the register of planning."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from coso.planning.enums import Leaving
from coso.planning.models import PlanningCandidate
from coso.planning.services import CandidateDetails
from coso.planning.validators import Removal, read_years
from coso.web.shared.fields import PartialDateField, WordsField
from coso.web.shared.forms import RegisterForm, day_field, reason_field

_LONGEST_TITLE: Final = 200
_LONGEST_NUMBER: Final = 60
_LONGEST_YEARS: Final = 20


class CandidateForm(RegisterForm):
    """What somebody is planned for, since which decision, and that they were taken out."""

    years = WordsField(
        label="Giai đoạn quy hoạch", max_length=_LONGEST_YEARS, help_text="Ví dụ: 2026-2031"
    )
    title = WordsField(
        label="Chức danh quy hoạch",
        max_length=_LONGEST_TITLE,
        help_text="Ghi cả tên đơn vị, ví dụ: Chủ tịch UBND xã Bình Minh.",
    )
    decision = WordsField(
        label="Số quyết định", max_length=_LONGEST_NUMBER, help_text="Ví dụ: 557-QĐ/HU"
    )
    decided_on = day_field("Ngày quyết định")
    left_for = forms.ChoiceField(
        label="Đưa ra khỏi quy hoạch",
        choices=[("", "Chưa đưa ra"), *Leaving.choices],
        required=False,
    )
    left_on = PartialDateField(
        label="Đưa ra từ",
        required=False,
        help_text="Ngày/tháng/năm; chỉ biết tháng hoặc năm thì tính khi hết tháng, hết năm đó.",
    )

    def clean_years(self) -> tuple[int, int]:
        said = self.cleaned_data["years"]
        years = read_years(said)
        if years is None:
            message = f"Không đọc được giai đoạn “{said}”: hãy ghi hai năm, ví dụ 2026-2031."
            raise forms.ValidationError(message, code="invalid")
        return years

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        if bool(said.get("left_for")) != bool(said.get("left_on")) and "left_on" in said:
            self.add_error("left_on", "Hãy ghi cả lý do và thời điểm đưa ra, hoặc bỏ cả hai.")
        return said

    def details(self) -> CandidateDetails:
        """Return what was filled in."""
        said = self.cleaned_data
        first, last = said["years"]
        return CandidateDetails(
            first_year=first,
            last_year=last,
            title=said["title"],
            decision=said["decision"],
            decided_on=said["decided_on"],
            removal=Removal(said["left_for"], said["left_on"]) if said["left_for"] else None,
        )


class CorrectCandidateForm(CandidateForm):
    """What should have been written, and why."""

    reason = reason_field()


class RemoveCandidateForm(RegisterForm):
    """Why a row does not belong in the register."""

    reason = reason_field("Vì sao bỏ?")


def initial_of(candidate: PlanningCandidate) -> dict[str, Any]:
    """Return what a form about somebody in the plan begins with."""
    position = candidate.position
    written = ("decision", "decided_on", "left_for")
    return {name: getattr(candidate, name) for name in written} | {
        "years": position.cycle.name,
        "title": position.title,
        "left_on": "" if candidate.left is None else str(candidate.left),
    }
