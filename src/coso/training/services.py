"""Courses and their learners written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import asdict, frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected, saved
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people.models import Person
from coso.training import queries
from coso.training.enums import Result
from coso.training.models import Course, Enrollment
from coso.training.validators import course_code


class UnableToKeepTraining(DomainError):
    """A course, or somebody at a course, cannot have been so."""


@frozen(kw_only=True)
class CourseDetails:
    """What the register says of a course."""

    organizer: Unit
    code: str
    name: str
    kind: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    institution: str = ""
    decision: str = ""
    decided_on: dt.date | None = None
    learners_stated: int | None = None

    def columns(self) -> dict[str, Any]:
        """Return the columns of the course."""
        written = asdict(self, recurse=False)
        return written | {"code": course_code(self.code), "year": self.starts_on.year}


@frozen(kw_only=True)
class EnrollmentDetails:
    """What became of a learner, and where the learner stood then."""

    result: str
    grade: str = ""
    branch: Unit | None = None
    agency: Unit | None = None


@transaction.atomic
def record_course(*, details: CourseDetails, actor: Actor, basis: Basis = FRESH) -> Course:
    """Record a course.

    :raises UnableToKeepTraining: if it cannot be so, or the register has it already
    :raises ReasonMissing: if a rule warns and no reason is given
    """
    basis.check_reason(_checked(details))
    course = _saved_course(Course(**details.columns()))
    new = queries.course_in_words(course)
    _record(course, "course.recorded", {"new": new}, actor, basis)
    return course


@transaction.atomic
def correct_course(*, course: Course, details: CourseDetails, actor: Actor, basis: Basis) -> Course:
    """Correct what the register says of a course.

    :raises UnableToKeepTraining: as `record_course`
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the course is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    course = basis.locked(queries.courses(), course, queries.state_of_course)
    before = queries.course_in_words(course)
    _checked(details)
    for name, value in details.columns().items():
        setattr(course, name, value)
    values = corrected(before, queries.course_in_words(course))
    _saved_course(course)
    _record(course, "course.corrected", values, actor, basis)
    return course


@transaction.atomic
def remove_course(*, course: Course, actor: Actor, basis: Basis) -> None:
    """Take a course without learners out of the register; the trail keeps what was written.

    :raises UnableToKeepTraining: if somebody is enrolled
    :raises RecordChanged: if the course is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    course = basis.locked(queries.courses(), course, queries.state_of_course)
    learners = queries.enrolled_in(course).count()
    if learners:
        message = f"Lớp có {learners} học viên trong sổ nên chưa bỏ được. Hãy bỏ học viên trước."
        raise UnableToKeepTraining("course_has_learners", message)
    _record(course, "course.removed", {"old": queries.course_in_words(course)}, actor, basis)
    course.delete()


@transaction.atomic
def enroll(
    *,
    course: Course,
    person: Person,
    details: EnrollmentDetails,
    today: dt.date,
    actor: Actor,
    basis: Basis = FRESH,
) -> Enrollment:
    """Record that somebody was sent to a course, from where they stood on its first day.

    :raises UnableToKeepTraining: if it cannot be so, or the person is enrolled already
    :raises ReasonMissing: if a rule warns and no reason is given
    """
    _check_grade(details)
    branch, agency = queries.standing_on(person, course.starts_on)
    basis.check_reason(_warnings(course, details, today))
    enrollment = _saved_enrollment(
        Enrollment(
            course=course,
            person=person,
            branch=details.branch or branch,
            agency=details.agency or agency,
            result=details.result,
            grade=details.grade,
        )
    )
    new = queries.enrollment_in_words(enrollment)
    _record(enrollment, "enrollment.recorded", {"new": new}, actor, basis)
    return enrollment


@transaction.atomic
def correct_enrollment(
    *, enrollment: Enrollment, details: EnrollmentDetails, actor: Actor, basis: Basis
) -> Enrollment:
    """Correct what became of a learner, and where the learner stood then.

    :raises UnableToKeepTraining: if it cannot be so
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the enrollment is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    enrollment = basis.locked(queries.enrollments(), enrollment, queries.state_of_enrollment)
    before = queries.enrollment_in_words(enrollment)
    _check_grade(details)
    for name, value in asdict(details, recurse=False).items():
        setattr(enrollment, name, value)
    values = corrected(before, queries.enrollment_in_words(enrollment))
    enrollment.save()
    _record(enrollment, "enrollment.corrected", values, actor, basis)
    return enrollment


@transaction.atomic
def remove_enrollment(*, enrollment: Enrollment, actor: Actor, basis: Basis) -> None:
    """Take somebody out of the list of a course; the trail keeps what was written.

    :raises RecordChanged: if the enrollment is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    enrollment = basis.locked(queries.enrollments(), enrollment, queries.state_of_enrollment)
    old = queries.enrollment_in_words(enrollment)
    _record(enrollment, "enrollment.removed", {"old": old}, actor, basis)
    enrollment.delete()


def _checked(details: CourseDetails) -> list[str]:
    """Return what the rules warn of.

    :raises UnableToKeepTraining: if something cannot be
    """
    starts, ends, organizer = details.starts_on, details.ends_on, details.organizer
    if ends is not None and ends < starts:
        message = f"Lớp kết thúc ngày {format_date(ends)}, trước ngày mở {format_date(starts)}."
        raise UnableToKeepTraining("end_before_start", f"{message} Hãy sửa một trong hai ngày.")
    if organizations.version_on(organizer, starts) is None:
        message = f"{organizer} không có trong sổ vào ngày {format_date(starts)}."
        raise UnableToKeepTraining("unit_not_alive", f"{message} Hãy kiểm tra lại đơn vị và ngày.")
    decided = details.decided_on
    if decided is None or decided <= starts:
        return []
    return [f"Quyết định ngày {format_date(decided)}, sau ngày mở lớp {format_date(starts)}."]


def _check_grade(details: EnrollmentDetails) -> None:
    if details.grade and details.result != Result.COMPLETED:
        message = "Chỉ học viên hoàn thành mới có xếp loại. Hãy sửa kết quả, hoặc bỏ xếp loại."
        raise UnableToKeepTraining("graded_without_result", message)


def _warnings(course: Course, details: EnrollmentDetails, today: dt.date) -> list[str]:
    ended = course.ends_on
    if details.result != Result.STUDYING or ended is None or ended >= today:
        return []
    return [f"Lớp đã kết thúc ngày {format_date(ended)} mà học viên còn ghi là đang học."]


def _saved_course(course: Course) -> Course:
    message = f"Sổ đã có lớp mã {course.code} năm {course.year} của {course.organizer}."
    twin = UnableToKeepTraining("course_known", f"{message} Hãy ghi mã khác.")
    return saved(course, twin=twin)


def _saved_enrollment(enrollment: Enrollment) -> Enrollment:
    message = f"{enrollment.person} đã có trong danh sách của lớp. Hãy sửa dòng đã có."
    return saved(enrollment, twin=UnableToKeepTraining("learner_known", message))


def _record(
    subject: Course | Enrollment, action: str, values: dict[str, Any], actor: Actor, basis: Basis
) -> None:
    course = subject if isinstance(subject, Course) else subject.course
    who = "" if isinstance(subject, Course) else f"{subject.person}: "
    audit.record(
        actor=actor,
        action=action,
        subject=subject,
        unit_id=course.organizer_id,
        summary=f"{who}lớp {course.code} năm {course.year}",
        reason=basis.reason,
        values=values,
    )
