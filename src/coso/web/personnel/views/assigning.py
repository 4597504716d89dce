"""Who holds which post, written by hand: given, left for another one, ended, set right."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from coso.access.enums import Permission
from coso.core.dates import format_date
from coso.core.writing import Basis
from coso.organizations.enums import Tree
from coso.personnel import queries as personnel
from coso.personnel import services as keeping
from coso.personnel.models import Assignment
from coso.web.personnel import forms
from coso.web.shared.confirming import Consequence
from coso.web.shared.fields import reference_to
from coso.web.shared.people import OfArrival, OfPerson, record_of
from coso.web.shared.writing import RecordForm


class EmployPerson(OfArrival):
    """The first post of somebody, in an agency of the unit in view or below it."""

    permission = Permission.STAFF_KEEP
    form_class = forms.EmployForm
    list_name = "personnel:list"
    title = "Ghi người mới vào sổ cán bộ"
    submit_label = "Ghi vào sổ"
    intro = (
        "Người đã có trong sổ (cùng họ tên, cùng đủ ngày sinh), như đảng viên, thì ghi cho chính "
        "người đó."
    )

    def get_initial(self) -> dict[str, Any]:
        is_agency = self.record.tree == Tree.AGENCY and not self.record.is_root
        return {"agency": reference_to(self.record)} if is_agency else {}

    def consequences(self, form: forms.EmployForm) -> list[Consequence]:
        return [self.who(form), begun(form)]

    def write(self, form: forms.EmployForm, basis: Basis) -> Assignment:
        return keeping.employ(
            person=form.person(), details=form.details(), basis=basis, actor=self.actor
        )

    def message(self, written: Assignment) -> str:
        self.arrived = written.person
        return f"Đã ghi {written.person} vào sổ cán bộ. Ghi nhầm thì sửa ngay trong hồ sơ này."


class AssignPerson(OfPerson):
    """One more post of somebody in the book."""

    permission = Permission.STAFF_KEEP
    form_class = forms.AssignForm
    submit_label = "Ghi phân công"
    intro = "Thêm một chức vụ. Rời chức vụ đang giữ để sang nơi khác thì dùng “Chuyển công tác”."

    def get_title(self) -> str:
        return f"Phân công: {self.record}"

    def state(self) -> str:
        return personnel.state_of(self.record)

    def get_initial(self) -> dict[str, Any]:
        held = personnel.assignments_of(self.record).filter(
            during__contains=self.frame.today, is_primary=True
        )
        return {"is_concurrent": held.exists()}

    def recorded(self) -> dict[str, Any]:
        return {}

    def write(self, form: forms.AssignForm, basis: Basis) -> Assignment:
        return keeping.assign(
            person=self.record, details=form.details(), basis=basis, actor=self.actor
        )

    def message(self, written: Assignment) -> str:
        return f"Đã ghi {written.person}: {written.post}, {written.post.agency}."


class OfAssignment(RecordForm):
    """A form about one assignment."""

    permission = Permission.STAFF_KEEP
    record: Assignment

    def records(self) -> QuerySet[Assignment]:
        return personnel.assignments()

    def state(self) -> str:
        return personnel.state_of(self.record.person)

    def recorded(self) -> dict[str, Any]:
        return {}

    @property
    def held(self) -> str:
        """The post, and where."""
        return f"{self.record.post}, {self.record.post.agency}"

    def get_success_url(self) -> str:
        return record_of(self.record.person, self.actor, self.frame.place, "personnel:list")


class Transfer(OfAssignment):
    """Another post, from the day on which this one is left."""

    form_class = forms.TransferForm
    submit_label = "Ghi chuyển công tác"
    intro = "Thôi chức vụ đang giữ và giữ chức vụ mới, cùng một ngày; quá trình cũ giữ nguyên."

    def get_title(self) -> str:
        return f"Chuyển công tác: {self.record.person}"

    def get_initial(self) -> dict[str, Any]:
        names = ("category", "rank_code", "recruited_on")
        return {name: getattr(self.record, name) for name in names}

    def consequences(self, form: forms.TransferForm) -> list[Consequence]:
        on = format_date(form.cleaned_data["on"])
        return [Consequence(f"Thôi giữ từ ngày {on}: {self.held}."), begun(form)]

    def write(self, form: forms.TransferForm, basis: Basis) -> Assignment:
        return keeping.transfer(
            assignment=self.record,
            details=form.details(is_primary=self.record.is_primary),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Assignment) -> str:
        return f"Đã ghi {written.person} chuyển sang {written.post.agency}."


class EndAssignment(OfAssignment):
    """The first day without the post."""

    form_class = forms.EndAssignmentForm
    submit_label = "Ghi thôi giữ"
    intro = "Thôi giữ chức, nghỉ hưu, thôi việc; sang nơi khác trong sổ thì dùng “Chuyển công tác”."

    def get_title(self) -> str:
        return f"{self.record.person} thôi giữ {self.held}"

    def write(self, form: forms.EndAssignmentForm, basis: Basis) -> Assignment:
        return keeping.end_assignment(
            assignment=self.record,
            on=form.cleaned_data["on"],
            ending=form.way,
            decision=form.cleaned_data["decision"],
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Assignment) -> str:
        return f"Đã ghi {written.person} thôi giữ {written.post}."


class CorrectAssignment(OfAssignment):
    """What should have been written about an assignment."""

    form_class = forms.CorrectAssignmentForm
    submit_label = "Sửa sổ"
    intro = (
        "Chỉ sửa chỗ sổ ghi sai ngay từ đầu. Thật sự đổi chức vụ, đối tượng từ một ngày thì dùng "
        "“Chuyển công tác”."
    )

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: {self.record.person}, {self.held}"

    def get_initial(self) -> dict[str, Any]:
        details = personnel.details_of(self.record)
        return {
            **details,
            "agency": reference_to(self.record.post.agency),
            "is_concurrent": not details["is_primary"],
        }

    def recorded(self) -> dict[str, Any]:
        return self.get_initial()

    def write(self, form: forms.CorrectAssignmentForm, basis: Basis) -> Assignment:
        return keeping.correct_assignment(
            assignment=self.record, details=form.details(), basis=basis, actor=self.actor
        )

    def message(self, written: Assignment) -> str:
        return f"Đã sửa sổ về công tác của {written.person}; lý do ở trong nhật ký."


class RemoveAssignment(OfAssignment):
    """An assignment that never was."""

    form_class = forms.RemoveForm
    submit_label = "Bỏ dòng ghi nhầm"
    intro = "Chỉ khi sổ ghi nhầm: dòng này không còn trong hồ sơ, nội dung cũ ở lại trong nhật ký."

    def get_title(self) -> str:
        return f"Bỏ dòng ghi nhầm: {self.record.person}, {self.held}"

    def write(self, form: forms.RemoveForm, basis: Basis) -> Assignment:
        return keeping.remove_assignment(assignment=self.record, basis=basis, actor=self.actor)

    def message(self, written: Assignment) -> str:
        return f"Đã bỏ {self.held} của {written.person}; lý do ở trong nhật ký."


def begun(form: forms.PostForm) -> Consequence:
    """Say which post is held from which day on."""
    said = form.cleaned_data
    on = format_date(said["on"])
    return Consequence(f"Từ ngày {on}: {said['title']}, {said['agency']}.")
