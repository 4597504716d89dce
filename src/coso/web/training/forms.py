"""Forms of the register of courses."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import text
from coso.core.types import Actor
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person
from coso.training.enums import CourseKind, Grade, Result
from coso.training.models import Course, Enrollment
from coso.training.services import CourseDetails, EnrollmentDetails
from coso.web.shared.fields import (
    CountField,
    DayField,
    SuggestingInput,
    UnitField,
    WordsField,
    reference_to,
)
from coso.web.shared.forms import RegisterForm, day_field, decision_field, reason_field
from coso.web.shared.people import SEE_PEOPLE

_LONGEST_CODE = 20
_LONGEST_NAME = 300
_LONGEST_PLACE = 200
_LONGEST_PERSON = 160
_MOST_LEARNERS = 32_767


class CourseForm(RegisterForm):
    """What is held when, by whom and on which decision."""

    organizer = UnitField(
        label="Đơn vị mở lớp", tree=Tree.PARTY, permission=Permission.TRAINING_KEEP
    )
    code = WordsField(
        label="Mã lớp", max_length=_LONGEST_CODE, help_text="Ví dụ: L01; mỗi năm được dùng lại."
    )
    name = WordsField(label="Tên lớp", max_length=_LONGEST_NAME)
    kind = forms.ChoiceField(label="Loại hình", choices=[("", "Chọn"), *CourseKind.choices])
    institution = WordsField(
        label="Cơ sở đào tạo",
        max_length=_LONGEST_PLACE,
        required=False,
        help_text="Ví dụ: Trường Chính trị tỉnh",
    )
    starts_on = day_field("Từ ngày")
    ends_on = DayField(label="Đến ngày", required=False)
    decision = decision_field()
    decided_on = DayField(label="Ngày quyết định", required=False)
    learners_stated = CountField(
        label="Số học viên theo quyết định",
        most=_MOST_LEARNERS,
        required=False,
        help_text="Để đối chiếu với danh sách học viên.",
    )

    def clean_organizer(self) -> Unit | None:
        return self.unit_in("organizer")

    def details(self) -> CourseDetails:
        """Return what was filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return CourseDetails(**said)


class CorrectCourseForm(CourseForm):
    """What should have been written, and why."""

    reason = reason_field()


class RemoveForm(RegisterForm):
    """Why something does not belong in the register."""

    reason = reason_field("Vì sao bỏ?")


class PersonInput(SuggestingInput):
    """A text field that suggests people."""

    def address(self, name: str) -> str:
        return f"{reverse('training:suggest')}?{urlencode({'muc': name})}"


class LearnerForm(RegisterForm):
    """What became of a learner."""

    result = forms.ChoiceField(label="Kết quả", choices=[("", "Chọn"), *Result.choices])
    grade = forms.ChoiceField(
        label="Xếp loại",
        choices=[("", "Không có"), *Grade.choices],
        required=False,
        help_text="Chỉ của người hoàn thành.",
    )


class EnrollForm(LearnerForm):
    """Who was sent to a course."""

    person = WordsField(
        label="Học viên",
        max_length=_LONGEST_PERSON,
        help_text="Họ và tên như trong sổ, gõ để được gợi ý; trùng tên thì ghi kèm ngày sinh.",
        widget=PersonInput(),
    )

    field_order = ["person", "result", "grade"]

    def clean_person(self) -> Person:
        written = self.cleaned_data["person"]
        found = list(called(written, self.actor))
        if len(found) == 1:
            return found[0]
        if not found:
            message = (
                f"Không có “{written}” trong số người bạn được xem. Hãy ghi đúng họ tên, ngày sinh."
            )
            raise forms.ValidationError(message, code="person_unknown")
        shown = "; ".join(map(described, found))
        message = f"Có {len(found)} người như vậy: {shown}. Hãy ghi kèm ngày sinh như ở đây."
        raise forms.ValidationError(message, code="person_ambiguous")

    def details(self) -> EnrollmentDetails:
        """Return what was filled in of the result."""
        said = self.cleaned_data
        return EnrollmentDetails(result=said["result"], grade=said["grade"])


class CorrectLearnerForm(LearnerForm):
    """What should have been written about a learner, and why."""

    branch = UnitField(
        label="Chi bộ khi đi học",
        tree=Tree.PARTY,
        permission=Permission.TRAINING_KEEP,
        required=False,
    )
    agency = UnitField(
        label="Đơn vị công tác khi đi học",
        tree=Tree.AGENCY,
        permission=Permission.TRAINING_KEEP,
        required=False,
    )
    reason = reason_field()

    def clean_branch(self) -> Unit | None:
        return self.unit_in("branch")

    def clean_agency(self) -> Unit | None:
        return self.unit_in("agency")

    def details(self) -> EnrollmentDetails:
        """Return what was filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return EnrollmentDetails(**said)


def readable_people(reader: Actor) -> QuerySet[Person]:
    """Return the people whose records somebody may open."""
    found = people.people().none()
    for permission in SEE_PEOPLE:
        found |= scoping.visible(people.people(), reader, permission)
    return found


def called(written: str, reader: Actor) -> QuerySet[Person]:
    """Return the readable people of a name, born when it says, if it does."""
    wanted = people.sought(written)
    found = readable_people(reader).filter(match_name=text.match_key(wanted.name.rstrip(",")))
    if wanted.born is None:
        return found
    return found.filter(born_on=wanted.born.value, born_precision=wanted.born.precision)


def described(person: Person) -> str:
    """Return words by which the field finds a person again."""
    return ", ".join(filter(None, (person.full_name, str(person.born or ""))))


def initial_of_course(course: Course) -> dict[str, Any]:
    """Return what a form about a course begins with."""
    names = ("code", "name", "kind", "institution", "starts_on", "ends_on", "decision")
    more = ("decided_on", "learners_stated")
    written = {name: getattr(course, name) for name in (*names, *more)}
    return written | {"organizer": reference_to(course.organizer)}


def initial_of_learner(enrollment: Enrollment) -> dict[str, Any]:
    """Return what a form about a learner begins with."""
    return {
        "result": enrollment.result,
        "grade": enrollment.grade,
        "branch": reference_to(enrollment.branch),
        "agency": reference_to(enrollment.agency),
    }
