"""Forms of the register of decisions on personnel."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms

from coso.access import scoping
from coso.access.enums import Permission
from coso.appointments import queries as appointments
from coso.appointments.enums import DecisionKind
from coso.appointments.models import Decision
from coso.appointments.services import DecisionDetails
from coso.appointments.validators import UNLIMITED, Term, read_term
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.web.shared.fields import UnitField, WordsField, reference_to
from coso.web.shared.forms import RegisterForm, day_field, reason_field

_LONGEST_POST: Final = 300
_LONGEST_NUMBER: Final = 60
_LONGEST_ISSUER: Final = 200
_LONGEST_TERM: Final = 40
_LONGEST_NOTE: Final = 500
_WRITTEN: Final = (
    *("kind", "number", "decided_on", "effective_on", "old_post", "new_post", "issuer", "note"),
)


def _unit_field(label: str, permission: Permission, help_text: str) -> UnitField:
    return UnitField(
        label=label, tree=Tree.AGENCY, permission=permission, required=False, help_text=help_text
    )


class DecisionForm(RegisterForm):
    """What a decision on a person says."""

    kind = forms.ChoiceField(label="Hình thức", choices=[("", "Chọn"), *DecisionKind.choices])
    number = WordsField(
        label="Số quyết định", max_length=_LONGEST_NUMBER, help_text="Ví dụ: 1651/QĐ-UBND"
    )
    decided_on = day_field("Ngày quyết định")
    effective_on = day_field(
        "Ngày hiệu lực", required=False, help_text="Để trống thì lấy ngày quyết định."
    )
    issuer = WordsField(label="Cơ quan ban hành", max_length=_LONGEST_ISSUER, required=False)
    old_post = WordsField(
        label="Chức vụ, đơn vị cũ",
        max_length=_LONGEST_POST,
        required=False,
        help_text="Ghi như trong quyết định, ví dụ: Giáo viên, Trường Tiểu học Bình Minh.",
    )
    old_unit = _unit_field(
        "Đơn vị cũ trong sổ", Permission.UNITS_VIEW, "Mã hoặc tên; ngoài sổ thì để trống."
    )
    new_post = WordsField(
        label="Chức vụ, đơn vị mới",
        max_length=_LONGEST_POST,
        required=False,
        help_text="Cho thôi giữ chức vụ, từ chức, miễn nhiệm thì để trống.",
    )
    new_unit = _unit_field(
        "Đơn vị mới trong sổ", Permission.APPOINTMENTS_KEEP, "Mã hoặc tên; ngoài sổ thì để trống."
    )
    term = WordsField(
        label="Thời hạn",
        max_length=_LONGEST_TERM,
        required=False,
        help_text="5 năm, 36 tháng hoặc “đến khi nghỉ hưu”; không có thời hạn thì để trống.",
    )
    note = WordsField(label="Ghi chú", max_length=_LONGEST_NOTE, required=False)

    @property
    def day(self) -> dt.date:
        said = self.cleaned_data
        return said.get("effective_on") or said.get("decided_on") or self.today

    def clean_old_unit(self) -> Unit | None:
        return self.unit_in("old_unit")

    def clean_new_unit(self) -> Unit | None:
        unit = self.unit_in("new_unit")
        if unit is None and not self._keeps_without():
            message = (
                "Hãy chọn đơn vị mới trong sổ, hoặc đơn vị cũ mà bạn được ghi sổ; chỉ người ghi sổ "
                "của cả cấp ủy được để trống cả hai."
            )
            raise forms.ValidationError(message, code="unit_missing")
        return unit

    def clean_term(self) -> Term:
        said = self.cleaned_data["term"]
        try:
            return read_term(said) if said else UNLIMITED
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def details(self) -> DecisionDetails:
        """Return what was filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return DecisionDetails(**said | {"effective_on": self.day})

    def _keeps_without(self) -> bool:
        """Tell whether the writer keeps what leads to no unit of the books."""
        keep, left = Permission.APPOINTMENTS_KEEP, self.cleaned_data.get("old_unit")
        if left is not None and scoping.reaches(self.actor, keep, left):
            return True
        return scoping.covers_everything(self.actor, keep)


class CorrectDecisionForm(DecisionForm):
    """What should have been written, and why; a unit that is left alone stays."""

    reason = reason_field()

    def __init__(self, *args: Any, record: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record

    def clean_old_unit(self) -> Unit | None:
        return super().clean_old_unit() if "old_unit" in self.changed_data else self.record.old_unit

    def clean_new_unit(self) -> Unit | None:
        return super().clean_new_unit() if "new_unit" in self.changed_data else self.record.new_unit


class RemoveDecisionForm(RegisterForm):
    """Why a decision does not belong in the register."""

    reason = reason_field("Vì sao bỏ?")


def initial_of(decision: Decision) -> dict[str, Any]:
    """Return what a form about a decision begins with."""
    return {name: getattr(decision, name) for name in _WRITTEN} | {
        "old_unit": reference_to(decision.old_unit),
        "new_unit": reference_to(decision.new_unit),
        "term": str(appointments.term_of(decision)),
    }
