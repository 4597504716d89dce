"""Decisions written by hand: recorded, corrected, taken out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.appointments import queries as appointments
from coso.appointments import services as keeping
from coso.appointments.models import Decision
from coso.core.writing import Basis
from coso.web.appointments import forms
from coso.web.shared.fields import reference_to
from coso.web.shared.people import OfPerson
from coso.web.shared.writing import RecordForm


class RecordDecision(OfPerson):
    """A decision on somebody in the books."""

    permission = Permission.APPOINTMENTS_KEEP
    form_class = forms.DecisionForm
    submit_label = "Ghi quyết định"
    intro = (
        "Sổ quyết định không tự đổi sổ cán bộ: việc giữ chức vụ được ghi ở mục Phân công, Chuyển "
        "công tác, Thôi giữ trên trang của người ấy."
    )
    added_id: int | None = None

    def get_title(self) -> str:
        return f"Ghi quyết định cán bộ: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        held = appointments.assignment_of(self.record, self.frame.today)
        agency = None if held is None else held.post.agency
        return {"old_post": appointments.post_held(held), "old_unit": reference_to(agency)}

    def recorded(self) -> dict[str, Any]:
        return {}

    def write(self, form: forms.DecisionForm, basis: Basis) -> Decision:
        return keeping.record_decision(
            person=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Decision) -> str:
        self.added_id = written.pk
        return f"Đã ghi quyết định số {written.number} của {written.person}."

    def get_success_url(self) -> str:
        if self.added_id is None:
            return super().get_success_url()
        return f"{reverse('appointments:detail', args=[self.added_id])}?{self.frame.place}"


class OfDecision(RecordForm):
    """A form about one decision."""

    permission = Permission.APPOINTMENTS_KEEP
    record: Decision

    def records(self) -> QuerySet[Decision]:
        return appointments.decisions()

    def state(self) -> str:
        return appointments.state_of(self.record)

    def get_success_url(self) -> str:
        return f"{reverse('appointments:detail', args=[self.record.pk])}?{self.frame.place}"


class CorrectDecision(OfDecision):
    """What the register has wrong about a decision."""

    form_class = forms.CorrectDecisionForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of(self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "record": self.record}

    def write(self, form: forms.CorrectDecisionForm, basis: Basis) -> Decision:
        return keeping.correct_decision(
            decision=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Decision) -> str:
        return f"Đã sửa quyết định số {written.number}; lý do ở trong nhật ký."


class RemoveDecision(OfDecision):
    """A decision that does not belong in the register."""

    form_class = forms.RemoveDecisionForm
    submit_label = "Bỏ quyết định"
    intro = "Bỏ quyết định ghi nhầm khỏi sổ và khỏi số liệu; nội dung đã ghi còn trong nhật ký."

    def get_title(self) -> str:
        return f"Bỏ khỏi sổ: {self.record}"

    def write(self, form: forms.RemoveDecisionForm, basis: Basis) -> Decision:
        keeping.remove_decision(decision=self.record, basis=basis, actor=self.actor)
        return self.record

    def message(self, written: Decision) -> str:
        return f"Đã bỏ quyết định số {written.number} của {written.person} khỏi sổ."

    def get_success_url(self) -> str:
        name = "list" if self.request.method == "POST" else "detail"
        keys = [] if name == "list" else [self.record.pk]
        return f"{reverse(f'appointments:{name}', args=keys)}?{self.frame.place}"
