"""People in the plan written by hand: recorded, taken out of the plan, corrected."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.people.models import Person
from coso.planning import queries as planning
from coso.planning import services as keeping
from coso.planning.models import PlanningCandidate
from coso.web.planning import forms
from coso.web.shared.people import OfPerson
from coso.web.shared.writing import RecordForm


class RecordCandidate(OfPerson):
    """Somebody in the books who is planned for a title."""

    permission = Permission.PLANNING_KEEP
    form_class = forms.CandidateForm
    submit_label = "Đưa vào quy hoạch"
    intro = "Mỗi chức danh là một lượt; giai đoạn, chức danh chưa có trong sổ thì được thêm."
    added_id: int | None = None

    def allows(self, record: Person) -> bool:
        return super().allows(record) and scoping.covers_everything(self.actor, self.permission)

    def get_title(self) -> str:
        return f"Đưa vào quy hoạch: {self.record}"

    def recorded(self) -> dict[str, Any]:
        return {}

    def write(self, form: forms.CandidateForm, basis: Basis) -> PlanningCandidate:
        return keeping.record_candidate(
            person=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: PlanningCandidate) -> str:
        self.added_id = written.pk
        return f"Đã ghi {written.person} vào quy hoạch {written.position.cycle}."

    def get_success_url(self) -> str:
        if self.added_id is None:
            return super().get_success_url()
        return f"{reverse('planning:detail', args=[self.added_id])}?{self.frame.place}"


class OfCandidate(RecordForm):
    """A form about one person in the plan."""

    permission = Permission.PLANNING_KEEP
    record: PlanningCandidate

    def records(self) -> QuerySet[PlanningCandidate]:
        return planning.candidates()

    def state(self) -> str:
        return planning.state_of(self.record)

    def get_success_url(self) -> str:
        return f"{reverse('planning:detail', args=[self.record.pk])}?{self.frame.place}"


class CorrectCandidate(OfCandidate):
    """That somebody was taken out of the plan, or what the register has wrong."""

    form_class = forms.CorrectCandidateForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Đưa ra khỏi quy hoạch, sửa chỗ ghi sai: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of(self.record)

    def write(self, form: forms.CorrectCandidateForm, basis: Basis) -> PlanningCandidate:
        return keeping.correct_candidate(
            candidate=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: PlanningCandidate) -> str:
        return f"Đã sửa quy hoạch của {written.person}; lý do ở trong nhật ký."


class RemoveCandidate(OfCandidate):
    """A row that does not belong in the register."""

    form_class = forms.RemoveCandidateForm
    submit_label = "Bỏ khỏi sổ"
    intro = (
        "Chỉ bỏ lượt ghi nhầm; người được đưa ra khỏi quy hoạch thì ghi lý do và thời điểm ở mục "
        "sửa. Nội dung đã ghi còn trong nhật ký."
    )

    def get_title(self) -> str:
        return f"Bỏ khỏi sổ: {self.record}"

    def write(self, form: forms.RemoveCandidateForm, basis: Basis) -> PlanningCandidate:
        keeping.remove_candidate(candidate=self.record, basis=basis, actor=self.actor)
        return self.record

    def message(self, written: PlanningCandidate) -> str:
        return f"Đã bỏ lượt quy hoạch của {written.person} khỏi sổ."

    def get_success_url(self) -> str:
        name = "list" if self.request.method == "POST" else "detail"
        keys = [] if name == "list" else [self.record.pk]
        return f"{reverse(f'planning:{name}', args=keys)}?{self.frame.place}"
