"""Ratings given one by one, corrected and taken back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.evaluations import queries as evaluations
from coso.evaluations import services as keeping
from coso.evaluations.enums import Capacity
from coso.evaluations.models import Evaluation
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person
from coso.web.evaluations import forms
from coso.web.shared.people import record_of
from coso.web.shared.writing import RecordForm


class GiveRating(RecordForm):
    """The rating of whoever the address names, for a year."""

    permission = Permission.EVALUATIONS_KEEP
    submit_label = "Ghi xếp loại"
    intro = "Năm đã có kết quả thì ghi lại là sửa: phần mềm hỏi lý do."

    def get_title(self) -> str:
        return f"Ghi xếp loại: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return {"year": evaluations.year_rated_on(self.frame.today)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "record": self.record}

    def write(self, form: Any, basis: Basis) -> Evaluation:
        (written,) = keeping.give_ratings(
            subjects=[form.subject],
            year=form.cleaned_data["year"],
            given={form.subject.pk: form.given()},
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )
        return written

    def message(self, written: Evaluation) -> str:
        return f"Đã ghi xếp loại năm {written.year} của {written.subject}."


class RatePerson(GiveRating):
    """The rating of a person."""

    form_class = forms.RatePersonForm
    record: Person

    def records(self) -> QuerySet[Person]:
        return people.people()

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        is_employee = evaluations.employee_rated(self.record, initial["year"]) is not None
        return {**initial, "capacity": Capacity.EMPLOYEE if is_employee else Capacity.MEMBER}

    def get_success_url(self) -> str:
        return f"{reverse('people:detail', args=[self.record.pk])}?{self.frame.place}"


class RateUnit(GiveRating):
    """The rating of a Party organization."""

    form_class = forms.RateUnitForm
    record: Unit

    def records(self) -> QuerySet[Unit]:
        return organizations.units().filter(tree=Tree.PARTY)

    def get_success_url(self) -> str:
        return f"{reverse('organizations:detail', args=[self.record.pk])}?{self.frame.place}"


class OfRating(RecordForm):
    """A form about one rating."""

    permission = Permission.EVALUATIONS_KEEP
    record: Evaluation

    def records(self) -> QuerySet[Evaluation]:
        return evaluations.evaluations()

    def state(self) -> str:
        return evaluations.state_of([self.record])

    def get_success_url(self) -> str:
        return f"{reverse('evaluations:detail', args=[self.record.pk])}?{self.frame.place}"


class CorrectRating(OfRating):
    """What the register has wrong about a rating."""

    form_class = forms.CorrectRatingForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa xếp loại: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of(self.record)

    def write(self, form: forms.CorrectRatingForm, basis: Basis) -> Evaluation:
        subject = evaluations.subject_of(self.record)
        (written,) = keeping.give_ratings(
            subjects=[subject],
            year=self.record.year,
            given={subject.pk: form.given()},
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )
        return written

    def message(self, written: Evaluation) -> str:
        return f"Đã sửa xếp loại năm {written.year} của {written.subject}."


class RemoveRating(OfRating):
    """A rating that does not belong in the register."""

    form_class = forms.RemoveRatingForm
    submit_label = "Bỏ xếp loại"
    intro = "Bỏ kết quả ghi nhầm khỏi sổ và khỏi số liệu; nội dung đã ghi còn trong nhật ký."
    is_removed = False

    def get_title(self) -> str:
        return f"Bỏ kết quả xếp loại: {self.record}"

    def write(self, form: forms.RemoveRatingForm, basis: Basis) -> Evaluation:
        keeping.remove_rating(rating=self.record, basis=basis, actor=self.actor)
        self.is_removed = True
        return self.record

    def message(self, written: Evaluation) -> str:
        return f"Đã bỏ xếp loại năm {written.year} của {written.subject}."

    def get_success_url(self) -> str:
        if not self.is_removed:
            return super().get_success_url()
        person, place = self.record.person, self.frame.place
        if person is not None:
            return record_of(person, self.actor, place, "evaluations:list")
        return f"{reverse('organizations:detail', args=[self.record.unit_id])}?{place}"
