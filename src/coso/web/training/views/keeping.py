"""Courses written by hand: recorded, corrected, taken out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.organizations.enums import Tree
from coso.training import queries as training
from coso.training import services as keeping
from coso.training.models import Course
from coso.web.shared.adding import AddRecord
from coso.web.shared.fields import reference_to
from coso.web.shared.writing import RecordForm
from coso.web.training import forms


class RecordCourse(AddRecord):
    """A course of the unit in view."""

    permission = Permission.TRAINING_KEEP
    form_class = forms.CourseForm
    title = "Ghi lớp đào tạo, bồi dưỡng"
    submit_label = "Ghi lớp"
    intro = "Ghi lớp trước; học viên được thêm ở trang của lớp, hoặc nhập từ Excel."
    list_name = "training:list"
    detail_name = "training:detail"

    def get_initial(self) -> dict[str, Any]:
        unit = self.frame.unit
        is_party = unit is not None and unit.tree == Tree.PARTY
        return {"organizer": reference_to(unit)} if is_party else {}

    def write(self, form: forms.CourseForm, basis: Basis) -> Course:
        return keeping.record_course(details=form.details(), basis=basis, actor=self.actor)

    def words_for(self, written: Course) -> str:
        return f"lớp {written.code} năm {written.year}"


class OfCourse(RecordForm):
    """A form about one course."""

    permission = Permission.TRAINING_KEEP
    record: Course

    def records(self) -> QuerySet[Course]:
        return training.courses()

    def state(self) -> str:
        return training.state_of_course(self.record)

    def get_success_url(self) -> str:
        return f"{reverse('training:detail', args=[self.record.pk])}?{self.frame.place}"


class CorrectCourse(OfCourse):
    """What the register has wrong about a course."""

    form_class = forms.CorrectCourseForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: lớp {self.record.code} năm {self.record.year}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of_course(self.record)

    def write(self, form: forms.CorrectCourseForm, basis: Basis) -> Course:
        return keeping.correct_course(
            course=self.record, details=form.details(), basis=basis, actor=self.actor
        )

    def message(self, written: Course) -> str:
        return f"Đã sửa lớp {written.code} năm {written.year}; lý do ở trong nhật ký."


class RemoveCourse(OfCourse):
    """A course that does not belong in the register."""

    form_class = forms.RemoveForm
    submit_label = "Bỏ lớp"
    intro = "Chỉ bỏ được lớp chưa có học viên; nội dung đã ghi còn trong nhật ký."

    def get_title(self) -> str:
        return f"Bỏ khỏi sổ: lớp {self.record.code} năm {self.record.year}"

    def write(self, form: forms.RemoveForm, basis: Basis) -> Course:
        keeping.remove_course(course=self.record, basis=basis, actor=self.actor)
        return self.record

    def message(self, written: Course) -> str:
        return f"Đã bỏ lớp {written.code} năm {written.year} khỏi sổ."

    def get_success_url(self) -> str:
        return f"{reverse('training:list')}?{self.frame.place}"
