"""Learners written by hand: added to a course, corrected, taken out."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.people import queries as people
from coso.training import queries as training
from coso.training import services as keeping
from coso.training.models import Enrollment
from coso.web.shared.views import FramedView
from coso.web.shared.writing import RecordForm
from coso.web.training import forms
from coso.web.training.views.keeping import OfCourse

_SUGGESTED: Final = 10


class Enroll(OfCourse):
    """Somebody in the book, sent to a course."""

    form_class = forms.EnrollForm
    submit_label = "Thêm học viên"
    intro = (
        "Chi bộ, đơn vị công tác được lấy theo sổ vào ngày mở lớp; sai thì sửa ở trang học viên."
    )

    def get_title(self) -> str:
        return f"Thêm học viên: {self.record}"

    def recorded(self) -> dict[str, Any]:
        return {}

    def write(self, form: forms.EnrollForm, basis: Basis) -> Enrollment:
        return keeping.enroll(
            course=self.record,
            person=form.cleaned_data["person"],
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Enrollment) -> str:
        return f"Đã thêm {written.person} vào lớp {self.record.code}."


class OfLearner(RecordForm):
    """A form about one learner of a course."""

    permission = Permission.TRAINING_KEEP
    record: Enrollment

    def records(self) -> QuerySet[Enrollment]:
        return training.enrollments()

    def state(self) -> str:
        return training.state_of_enrollment(self.record)


class CorrectLearner(OfLearner):
    """What the register has wrong about a learner."""

    form_class = forms.CorrectLearnerForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: {self.record.person}, lớp {self.record.course.code}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of_learner(self.record)

    def write(self, form: forms.CorrectLearnerForm, basis: Basis) -> Enrollment:
        return keeping.correct_enrollment(
            enrollment=self.record, details=form.details(), basis=basis, actor=self.actor
        )

    def message(self, written: Enrollment) -> str:
        return f"Đã sửa dòng của {written.person}; lý do ở trong nhật ký."

    def get_success_url(self) -> str:
        return f"{reverse('training:learner', args=[self.record.pk])}?{self.frame.place}"


class RemoveLearner(OfLearner):
    """Somebody who was never sent to the course."""

    form_class = forms.RemoveForm
    submit_label = "Bỏ học viên"
    intro = (
        "Chỉ khi ghi nhầm người, nhầm lớp; người được cử mà không đi học thì sửa kết quả thành "
        "“Không tham gia”."
    )

    def get_title(self) -> str:
        return f"Bỏ khỏi lớp {self.record.course.code}: {self.record.person}"

    def write(self, form: forms.RemoveForm, basis: Basis) -> Enrollment:
        keeping.remove_enrollment(enrollment=self.record, basis=basis, actor=self.actor)
        return self.record

    def message(self, written: Enrollment) -> str:
        return f"Đã bỏ {written.person} khỏi lớp {written.course.code}."

    def get_success_url(self) -> str:
        course = reverse("training:detail", args=[self.record.course_id])
        return f"{course}?{self.frame.place}"


class PersonSuggestions(FramedView, TemplateView):
    """Some people within reach who are called like what is in the field, as a list of options."""

    permission = Permission.TRAINING_KEEP
    template_name = "training/person_suggest.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        words = asked.get(asked.get("muc", ""), "").strip()
        readable = forms.readable_people(self.actor)
        found = people.search(people.sought(words), readable).rows if words else ()
        options = [forms.described(person) for person in found[:_SUGGESTED]]
        return super().get_context_data(options=options, **kwargs)
