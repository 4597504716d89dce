"""Quick entry: the ratings of everybody of one organization for one year on one page."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.errors import DomainError
from coso.core.numbers import format_integer
from coso.core.writing import Basis
from coso.evaluations import queries as evaluations
from coso.evaluations import services as keeping
from coso.evaluations.models import Evaluation
from coso.evaluations.queries import Subject
from coso.members.models import MembershipPeriod
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.personnel.models import Assignment
from coso.web.evaluations import forms
from coso.web.shared.views import PAGE_PARAMETER, ROWS_PER_PAGE
from coso.web.shared.writing import RecordForm


class RatingSheet(RecordForm):
    """A line for each of the subjects; only those that were changed are written, all at once."""

    permission = Permission.EVALUATIONS_KEEP
    form_class = forms.SheetForm
    template_name = "evaluations/rating_sheet.html"
    submit_label = "Ghi xếp loại"
    intro = (
        "Chọn mức ở những dòng cần ghi rồi bấm Ghi xếp loại; dòng để nguyên thì sổ giữ nguyên. Cấp "
        "xếp loại lấy theo nơi xếp loại."
    )
    tree: ClassVar[Tree] = Tree.PARTY
    words: ClassVar[str]
    subject_word: ClassVar[str] = "Họ và tên"
    page_name: ClassVar[str]
    record: Unit

    def records(self) -> QuerySet[Unit]:
        return organizations.units().filter(tree=self.tree)

    def rows(self) -> QuerySet[Any]:
        """Return whoever is rated, before rights are applied."""
        raise NotImplementedError

    def subject(self, row: Any) -> Subject:
        """Return who a row is."""
        raise NotImplementedError

    def allows(self, record: Unit) -> bool:
        if not forms.FIRST_YEAR <= self.year <= self.frame.today.year:
            raise Http404
        return True

    @property
    def year(self) -> int:
        return int(self.kwargs["year"])

    @cached_property
    def shown(self) -> Page[Any]:
        """Whoever stands on the page in view."""
        rows = scoping.visible(self.rows(), self.actor, self.permission)
        return Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get(PAGE_PARAMETER))

    @cached_property
    def kept(self) -> list[Evaluation]:
        """Ratings of the page that the writer may correct."""
        return list(scoping.visible(self._given(), self.actor, self.permission))

    @cached_property
    def elsewhere(self) -> list[Subject]:
        """Those who were rated where the writer rates nobody."""
        beyond = self._given().exclude(pk__in=[rating.pk for rating in self.kept])
        keys = {rating.subject.pk for rating in beyond}
        return [each for each in self._on_page if each.pk in keys]

    @cached_property
    def subjects(self) -> list[Subject]:
        """Those whom the writer rates."""
        return [each for each in self._on_page if each not in self.elsewhere]

    @cached_property
    def _on_page(self) -> list[Subject]:
        return [self.subject(row) for row in self.shown]

    def _given(self) -> QuerySet[Evaluation]:
        return evaluations.given_to(self._on_page, self.year)

    def state(self) -> str:
        return evaluations.state_of(self.kept)

    def get_title(self) -> str:
        return f"{self.words} năm {self.year}: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of_sheet(self.kept)

    def get_form_kwargs(self) -> dict[str, Any]:
        levels = evaluations.levels_of(self.year)
        return {**super().get_form_kwargs(), "subjects": self.subjects, "levels": levels}

    def write(self, form: forms.SheetForm, basis: Basis) -> list[Evaluation]:
        return keeping.give_ratings(
            subjects=self.subjects,
            year=self.year,
            given=form.given(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: list[Evaluation]) -> str:
        return f"Đã ghi {format_integer(len(written))} kết quả xếp loại năm {self.year}."

    def refused(self, form: forms.SheetForm, error: DomainError) -> HttpResponse:
        if not isinstance(error, keeping.RatingsRefused):
            return super().refused(form, error)
        form.refuse(error.lines)
        return self.form_invalid(form)

    def get_success_url(self) -> str:
        return f"{self._address(self.year)}&{PAGE_PARAMETER}={self.shown.number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit = f"{reverse('organizations:detail', args=[self.record.pk])}?{self.frame.place}"
        following = "" if self.year == self.frame.today.year else self._address(self.year + 1)
        of_sheet = {
            "cancel_url": unit,
            "page": self.shown,
            "elsewhere": self.elsewhere,
            "subject_word": self.subject_word,
            "year": self.year,
            "previous_url": self._address(self.year - 1),
            "following_url": following,
        }
        return super().get_context_data(**kwargs) | of_sheet

    def _address(self, year: int) -> str:
        kept = {"pk": self.record.pk, "year": year}
        return f"{reverse(self.page_name, kwargs=kept)}?{self.frame.place}"

    @property
    def day(self) -> dt.date:
        """The last day of the year, as far as it has come."""
        return min(evaluations.last_day(self.year), self.frame.today)


class MemberSheet(RatingSheet):
    """The members of an organization and of all below it."""

    words = "Xếp loại đảng viên"
    page_name = "evaluations:members"

    def rows(self) -> QuerySet[MembershipPeriod]:
        return evaluations.members_rated(self.record, self.day)

    def subject(self, row: MembershipPeriod) -> Subject:
        return evaluations.member_of(row)


class StaffSheet(RatingSheet):
    """The staff of an agency."""

    tree = Tree.AGENCY
    words = "Xếp loại cán bộ"
    page_name = "evaluations:staff"

    def rows(self) -> QuerySet[Assignment]:
        return evaluations.staff_rated(self.record, self.day)

    def subject(self, row: Assignment) -> Subject:
        return evaluations.employee_of(row)


class UnitSheet(RatingSheet):
    """The organizations directly below one."""

    words = "Xếp loại tổ chức trực thuộc"
    subject_word = "Tổ chức"
    page_name = "evaluations:units"

    def rows(self) -> QuerySet[Unit]:
        return evaluations.units_rated(self.record, self.day)

    def subject(self, row: Unit) -> Subject:
        return evaluations.unit_below(row, self.record)
