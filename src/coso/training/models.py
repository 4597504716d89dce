"""Courses, and who was sent to them with which result."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

from coso.access import scoping
from coso.access.enums import Permission
from coso.organizations.models import Unit
from coso.people.models import Person
from coso.training.enums import CourseKind, Grade, Result


class Course(models.Model):
    """A course (lớp đào tạo, bồi dưỡng) to which a committee sent people.

    Codes begin anew with a year. `learners_stated` is how many the list of courses says, which
    may differ from how many are enrolled.
    """

    organizer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="courses")
    year = models.PositiveSmallIntegerField("năm mở lớp")
    code = models.CharField("mã lớp", max_length=20)
    name = models.CharField("tên lớp", max_length=300)
    kind = models.CharField("loại hình", max_length=16, choices=CourseKind.choices)
    institution = models.CharField("cơ sở đào tạo", max_length=200, blank=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    decision = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    learners_stated = models.PositiveSmallIntegerField(
        "số học viên theo danh mục", null=True, blank=True
    )

    class Meta:
        verbose_name = "lớp đào tạo, bồi dưỡng"
        constraints = [
            models.UniqueConstraint(fields=["organizer", "year", "code"], name="course_identity"),
            models.CheckConstraint(name="course_year", condition=Q(starts_on__year=F("year"))),
            models.CheckConstraint(
                name="course_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]
        indexes = [models.Index(fields=["-starts_on", "code", "id"], name="course_list_order")]

    def __str__(self) -> str:
        return self.name


class Enrollment(models.Model):
    """One attendance (lượt học viên): a person at a course, once.

    `branch` and `agency` are where the person stood then and never follow later moves.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrollments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrollments")
    branch = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="learners", null=True, blank=True
    )
    agency = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="learners_employed", null=True, blank=True
    )
    result = models.CharField("kết quả", max_length=9, choices=Result.choices)
    grade = models.CharField("xếp loại", max_length=11, choices=Grade.choices, blank=True)

    class Meta:
        verbose_name = "học viên"
        constraints = [
            models.UniqueConstraint(fields=["course", "person"], name="enrollment_once"),
            models.CheckConstraint(
                name="enrollment_grade_of_completed",
                condition=Q(grade="") | Q(result=Result.COMPLETED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.course}"


# Whoever holds the course keeps its list; those of the branch and the agency read their own.
_READ: Final = (Permission.TRAINING_VIEW, Permission.LISTS_EXPORT)

scoping.register_reach(Course, "organizer__path")
scoping.register_reach_through(Course, Enrollment, "course", permissions=_READ)
scoping.register_reach(Enrollment, "course__organizer__path")
scoping.register_reach(Enrollment, "branch__path", permissions=_READ)
scoping.register_reach(Enrollment, "agency__overseer__path", permissions=_READ)
