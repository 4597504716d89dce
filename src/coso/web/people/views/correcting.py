"""What the register has wrong about who somebody is, corrected with a reason."""

from __future__ import annotations

from typing import Any

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.people import queries as people_queries
from coso.people import services as people
from coso.people.models import Person
from coso.web.people import forms
from coso.web.shared.people import OfPerson


class CorrectPerson(OfPerson):
    """How somebody should have been written."""

    permissions = (Permission.MEMBERS_KEEP, Permission.STAFF_KEEP)
    form_class = forms.CorrectPersonForm
    submit_label = "Sửa sổ"
    intro = "Sửa chữ viết sai của họ tên, ngày sinh, giới tính, dân tộc; mọi sổ đổi theo."

    def get_title(self) -> str:
        return f"Sửa họ tên, ngày sinh: {self.record}"

    def state(self) -> str:
        return people_queries.state_of(self.record)

    def get_initial(self) -> dict[str, Any]:
        person = self.record
        return {
            "full_name": person.full_name,
            "born": "" if person.born is None else str(person.born),
            "gender": person.gender,
            "ethnicity": person.ethnicity_id,
        }

    def write(self, form: forms.CorrectPersonForm, basis: Basis) -> Person:
        return people.correct_person(
            person=self.record,
            details=form.person(),
            unit_id=self.trail_unit_id(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Person) -> str:
        return f"Đã sửa nhận biết của {written}; lý do ở trong nhật ký."
