"""Visits written by hand: recorded, corrected, taken out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.dates import format_date
from coso.core.writing import Basis
from coso.visits import queries as visits
from coso.visits import services as keeping
from coso.visits.models import Visit
from coso.web.shared.adding import AddRecord
from coso.web.shared.writing import RecordForm
from coso.web.visits import forms


class RecordVisit(AddRecord):
    """A visit to an organization of the unit in view."""

    permission = Permission.VISITS_KEEP
    form_class = forms.VisitForm
    title = "Ghi lượt dự sinh hoạt"
    submit_label = "Ghi lượt dự"
    intro = "Mỗi người dự một lần là một lượt; tổ chưa có trong sổ thì được thêm."
    list_name = "visits:list"
    detail_name = "visits:detail"

    def write(self, form: forms.VisitForm, basis: Basis) -> Visit:
        return keeping.record_visit(
            details=form.details(), today=self.frame.today, basis=basis, actor=self.actor
        )

    def words_for(self, written: Visit) -> str:
        return f"lượt {_words(written)}"


class OfVisit(RecordForm):
    """A form about one visit."""

    permission = Permission.VISITS_KEEP
    record: Visit

    def records(self) -> QuerySet[Visit]:
        return visits.visits()

    def state(self) -> str:
        return visits.state_of(self.record)

    def get_success_url(self) -> str:
        return f"{reverse('visits:detail', args=[self.record.pk])}?{self.frame.place}"


class CorrectVisit(OfVisit):
    """What the register has wrong about a visit."""

    form_class = forms.CorrectVisitForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: {_words(self.record)}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of(self.record)

    def write(self, form: forms.CorrectVisitForm, basis: Basis) -> Visit:
        return keeping.correct_visit(
            visit=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Visit) -> str:
        return f"Đã sửa lượt {_words(written)}; lý do ở trong nhật ký."


class RemoveVisit(OfVisit):
    """A visit that does not belong in the register."""

    form_class = forms.RemoveVisitForm
    submit_label = "Bỏ lượt dự"
    intro = "Bỏ lượt ghi nhầm khỏi sổ và khỏi số liệu; nội dung đã ghi còn trong nhật ký."

    def get_title(self) -> str:
        return f"Bỏ khỏi sổ: {_words(self.record)}"

    def write(self, form: forms.RemoveVisitForm, basis: Basis) -> Visit:
        keeping.remove_visit(visit=self.record, basis=basis, actor=self.actor)
        return self.record

    def message(self, written: Visit) -> str:
        return f"Đã bỏ lượt {_words(written)} khỏi sổ."

    def get_success_url(self) -> str:
        return f"{reverse('visits:list')}?{self.frame.place}"


def _words(visit: Visit) -> str:
    return f"{visit.team} dự {visit.unit} ngày {format_date(visit.visited_on)}"
