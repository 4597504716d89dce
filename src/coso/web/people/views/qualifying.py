"""Qualifications of a person, written by hand: added, corrected, taken back."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.people import queries as people_queries
from coso.people import services as people
from coso.people.models import Person, Qualification
from coso.web.people import forms
from coso.web.shared.confirming import Consequence
from coso.web.shared.people import OfPerson


class OfQualifications(OfPerson):
    """A form about what one person is trained in."""

    permissions = (Permission.MEMBERS_KEEP, Permission.STAFF_KEEP)

    def state(self) -> str:
        return people_queries.state_of_qualifications(self.record)


class AddQualification(OfQualifications):
    """One more qualification of a person."""

    form_class = forms.QualificationForm
    submit_label = "Thêm trình độ"
    intro = "Mỗi bằng cấp, chứng chỉ một dòng; trình độ cao nhất của mỗi thang do phần mềm tính."

    def get_title(self) -> str:
        return f"Thêm trình độ: {self.record}"

    def consequences(self, form: forms.QualificationForm) -> list[Consequence]:
        added = form.cleaned_data["level"]
        held = people_queries.qualifications_of(self.record).filter(level__kind=added.kind)
        highest = held.first()
        if highest is None or highest.level.rank < added.rank:
            return []
        return [Consequence(f"{added.get_kind_display()} cao nhất vẫn là {highest.level}.")]

    def write(self, form: forms.QualificationForm, basis: Basis) -> Qualification:
        return people.add_qualification(
            person=self.record,
            details=form.details(),
            unit_id=self.trail_unit_id(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Qualification) -> str:
        return f"Đã thêm trình độ {written} của {written.person}."


class OfOneQualification(OfQualifications):
    """A form about one qualification of the person of the address."""

    def named(self) -> QuerySet[Person]:
        return self.records().filter(
            pk=self.kwargs["pk"], qualifications=self.kwargs["qualification"]
        )

    @cached_property
    def held(self) -> Qualification:
        held = people_queries.qualifications_of(self.record)
        return held.get(pk=self.kwargs["qualification"])


class CorrectQualification(OfOneQualification):
    """What should have been written about a qualification."""

    form_class = forms.CorrectQualificationForm
    submit_label = "Sửa sổ"
    intro = "Chỉ sửa chỗ sổ ghi sai. Học thêm, lên bậc thì dùng “Thêm trình độ”: dòng cũ giữ lại."

    def get_title(self) -> str:
        return f"Sửa trình độ {self.held}: {self.record}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.held.level.kind}

    def get_initial(self) -> dict[str, Any]:
        details = people_queries.details_of_qualification(self.held)
        return {**details, "level": details["level_id"]}

    def write(self, form: forms.CorrectQualificationForm, basis: Basis) -> Qualification:
        return people.correct_qualification(
            qualification=self.held,
            details=form.details(),
            unit_id=self.trail_unit_id(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Qualification) -> str:
        return f"Đã sửa trình độ của {written.person}; lý do ở trong nhật ký."


class RemoveQualification(OfOneQualification):
    """A qualification that never was."""

    form_class = forms.RemoveQualificationForm
    submit_label = "Bỏ trình độ ghi nhầm"
    intro = "Chỉ khi sổ ghi nhầm: dòng này không còn trong hồ sơ, nội dung cũ ở lại trong nhật ký."

    def get_title(self) -> str:
        return f"Bỏ trình độ {self.held}: {self.record}"

    def write(self, form: forms.RemoveQualificationForm, basis: Basis) -> Qualification:
        return people.remove_qualification(
            qualification=self.held,
            unit_id=self.trail_unit_id(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Qualification) -> str:
        return f"Đã bỏ trình độ {written} của {written.person}; lý do ở trong nhật ký."
