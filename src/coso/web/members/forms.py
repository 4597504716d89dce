"""Forms of the register of members."""

from __future__ import annotations

from typing import Any

from django import forms

from coso.access.enums import Permission
from coso.members.enums import Leaving
from coso.members.services import MembershipDetails, Papers, PositionDetails
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.web.shared.fields import DayField, UnitField, WordsField
from coso.web.shared.forms import (
    IdentityForm,
    RegisterForm,
    day_field,
    decision_field,
    position_field,
    reason_field,
)

_LONGEST_NOTE = 200
# A move inside is a service of its own: it needs the branch that receives.
_LEAVINGS = [
    (way.value, way.label) for way in Leaving if way not in (Leaving.MOVED, Leaving.REORGANIZED)
]


def _branch_field(label: str) -> UnitField:
    return UnitField(label=label, tree=Tree.PARTY, permission=Permission.MEMBERS_KEEP)


def _note_field(label: str = "Ghi chú", **kwargs: Any) -> WordsField:
    return WordsField(label=label, max_length=_LONGEST_NOTE, required=False, **kwargs)


class PapersForm(RegisterForm):
    """A day and what the movement rests on; a form has the fields that it needs."""

    def papers(self) -> Papers:
        """Return the decision, place and note, as far as the form asks for them."""
        said = self.cleaned_data
        return Papers(
            decision=said.get("decision", ""),
            decided_on=said.get("decided_on"),
            place=said.get("place", ""),
            reason=said.get("note", ""),
        )


class AdmitForm(IdentityForm, PapersForm):
    """Somebody admitted in a branch."""

    unit = _branch_field("Chi bộ")
    on = day_field("Ngày kết nạp", help_text="Ngày lễ kết nạp, ghi là ngày vào Đảng.")
    decision = decision_field()
    decided_on = DayField(label="Ngày quyết định", required=False)

    field_order = ["full_name", "born", "gender", "ethnicity", "on", "unit"]

    def clean_unit(self) -> Unit | None:
        return self.unit_in("unit")


class ReceiveForm(IdentityForm, PapersForm):
    """A member who comes from elsewhere."""

    unit = _branch_field("Chi bộ tiếp nhận")
    on = day_field("Ngày tiếp nhận")
    place = _note_field("Chuyển đến từ", help_text="Ví dụ: Đảng bộ phường Hòa Bình")

    field_order = ["full_name", "born", "gender", "ethnicity", "on", "unit"]

    def clean_unit(self) -> Unit | None:
        return self.unit_in("unit")


class OfficialForm(PapersForm):
    """From which day a member is official."""

    on = day_field("Chính thức từ ngày", help_text="Đủ 12 tháng từ ngày kết nạp.")
    decision = decision_field()
    decided_on = DayField(label="Ngày quyết định", required=False)


class MoveForm(PapersForm):
    """Another branch from a day on."""

    on = day_field("Chuyển từ ngày", help_text="Ngày đầu tiên tính ở chi bộ mới.")
    to_unit = _branch_field("Chi bộ tiếp nhận")
    decision = decision_field()
    note = _note_field()

    def clean_to_unit(self) -> Unit | None:
        return self.unit_in("to_unit")


class EndForm(PapersForm):
    """How and from which day a member is no longer one here."""

    leaving = forms.ChoiceField(label="Vì", choices=[("", "Chọn"), *_LEAVINGS])
    on = day_field("Từ ngày", help_text="Ngày đầu tiên không còn tính; ngày trước đó vẫn tính.")
    place = _note_field("Nơi chuyển đến", help_text="Chỉ khi chuyển đi.")
    decision = decision_field()
    note = _note_field("Lý do, ghi chú")


class ExemptForm(PapersForm):
    """From which day a member is exempt."""

    on = day_field("Miễn từ ngày")
    decision = decision_field()
    note = _note_field("Lý do miễn", help_text="Ví dụ: tuổi cao. Không ghi bệnh.")


class ExemptionEndForm(RegisterForm):
    """The first day on which a member is no longer exempt."""

    until = DayField(
        label="Hết miễn từ ngày",
        required=False,
        help_text="Ngày đầu tiên sinh hoạt lại. Để trống: không thời hạn.",
    )
    decision = decision_field()


class StayForm(PapersForm):
    """A temporary stay elsewhere."""

    on = day_field("Đi từ ngày")
    until_on = DayField(label="Đến hết ngày", required=False)
    place = _note_field("Nơi đến")


class PositionForm(RegisterForm):
    """A Party position from a day on."""

    position = position_field("Chức vụ", "Chọn")
    unit = _branch_field("Tại tổ chức")
    on = day_field("Giữ từ ngày")
    decision = decision_field()

    field_order = ["on", "position", "unit"]

    def clean_unit(self) -> Unit | None:
        return self.unit_in("unit")


class EndPositionForm(RegisterForm):
    """The first day without a position."""

    on = day_field("Thôi giữ từ ngày")


class CorrectPositionForm(RegisterForm):
    """When a position was held in truth, by which decision, and why it is corrected."""

    on = day_field("Giữ từ ngày")
    until_on = DayField(label="Thôi giữ từ ngày", required=False, help_text="Còn giữ thì để trống.")
    decision = decision_field()
    reason = reason_field()

    def details(self) -> PositionDetails:
        """Return what was filled in."""
        said = self.cleaned_data
        return PositionDetails(on=said["on"], until_on=said["until_on"], decision=said["decision"])


class TakeBackForm(RegisterForm):
    """Why a movement never was."""

    reason = reason_field("Vì sao bỏ?")


class CorrectMembershipForm(RegisterForm):
    """What should have been written about a membership, and why."""

    admitted_on = DayField(label="Ngày vào Đảng", required=False, help_text="Ngày lễ kết nạp.")
    decision = decision_field()
    decided_on = DayField(label="Ngày quyết định kết nạp", required=False)
    official_on = DayField(label="Ngày chính thức", required=False)
    official_decision = decision_field()
    official_decided_on = DayField(label="Ngày quyết định công nhận", required=False)
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].label = "Số quyết định kết nạp"
        self.fields["official_decision"].label = "Số quyết định công nhận"

    def details(self) -> MembershipDetails:
        """Return what was filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return MembershipDetails(**said)
