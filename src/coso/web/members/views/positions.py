"""Party positions: begun, ended, corrected, taken back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.members import queries as members
from coso.members import services as keeping
from coso.members.enums import Position
from coso.members.models import PositionHolding
from coso.web.members import forms
from coso.web.members.views.base import OfMember
from coso.web.shared.fields import reference_to
from coso.web.shared.writing import RecordForm


class HoldPosition(OfMember):
    """A Party position from a day on."""

    form_class = forms.PositionForm
    submit_label = "Ghi chức vụ"
    intro = "Chức vụ ở chi bộ đang sinh hoạt, hoặc ở tổ chức đảng cấp trên của chi bộ."

    def get_title(self) -> str:
        return f"{self.record} giữ chức vụ đảng"

    def get_initial(self) -> dict[str, Any]:
        return {"unit": reference_to(members.home_on(self.record, self.frame.today))}

    def recorded(self) -> dict[str, Any]:
        return {}

    def write(self, form: forms.PositionForm, basis: Basis) -> PositionHolding:
        return keeping.hold_position(
            person=self.record,
            unit=form.cleaned_data["unit"],
            position=Position(form.cleaned_data["position"]),
            on=form.cleaned_data["on"],
            decision=form.cleaned_data["decision"],
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: PositionHolding) -> str:
        return f"Đã ghi {written.person} là {written.get_position_display()} của {written.unit}."


class OfPosition(RecordForm):
    """A page about a position that somebody holds or held."""

    permission = Permission.MEMBERS_KEEP
    record: PositionHolding

    def records(self) -> QuerySet[PositionHolding]:
        return members.positions()

    def state(self) -> str:
        return members.state_of(self.record.person)

    @property
    def named_position(self) -> str:
        return f"{self.record.get_position_display()} của {self.record.unit}"

    def get_success_url(self) -> str:
        return f"{reverse('people:detail', args=[self.record.person_id])}?{self.frame.place}"


class EndPosition(OfPosition):
    """The first day without a position."""

    form_class = forms.EndPositionForm
    submit_label = "Ghi thôi giữ"

    def get_title(self) -> str:
        return f"{self.record.person} thôi giữ {self.named_position}"

    def write(self, form: forms.EndPositionForm, basis: Basis) -> PositionHolding:
        return keeping.end_position(
            holding=self.record, on=form.cleaned_data["on"], basis=basis, actor=self.actor
        )

    def message(self, written: PositionHolding) -> str:
        return f"Đã ghi {written.person} thôi giữ {written.get_position_display()}."


class CorrectPosition(OfPosition):
    """When a position was held in truth."""

    form_class = forms.CorrectPositionForm
    submit_label = "Sửa sổ"
    intro = "Chỉ sửa chỗ sổ ghi sai. Thôi giữ chức vụ từ một ngày có mục riêng."

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: {self.record.person} giữ {self.named_position}"

    def get_initial(self) -> dict[str, Any]:
        return members.details_of_position(self.record)

    def write(self, form: forms.CorrectPositionForm, basis: Basis) -> PositionHolding:
        return keeping.correct_position(
            holding=self.record, details=form.details(), basis=basis, actor=self.actor
        )

    def message(self, written: PositionHolding) -> str:
        return f"Đã sửa chức vụ của {written.person}; lý do ở trong nhật ký."


class RemovePosition(OfPosition):
    """A position that was never held."""

    form_class = forms.TakeBackForm
    submit_label = "Bỏ chức vụ ghi nhầm"
    intro = "Chỉ khi sổ ghi nhầm: dòng này không còn trong hồ sơ, nội dung cũ ở lại trong nhật ký."

    def get_title(self) -> str:
        return f"Bỏ chức vụ ghi nhầm: {self.record.person}, {self.named_position}"

    def write(self, form: forms.TakeBackForm, basis: Basis) -> PositionHolding:
        return keeping.remove_position(holding=self.record, basis=basis, actor=self.actor)

    def message(self, written: PositionHolding) -> str:
        return f"Đã bỏ chức vụ ghi nhầm của {written.person}; lý do ở trong nhật ký."
