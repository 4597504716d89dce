"""Filters of the lists of courses and of learners."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from coso.training import queries as training
from coso.training.enums import CourseKind, Result
from coso.training.models import Course, Enrollment


class CourseFilter(django_filters.FilterSet):
    """Search by code or name; narrow by year and by kind."""

    tim = django_filters.CharFilter(label="Mã, tên lớp", method="search")
    nam = django_filters.NumberFilter(label="Năm", field_name="year")
    loai = django_filters.ChoiceFilter(
        label="Loại hình", field_name="kind", choices=CourseKind.choices, empty_label="Tất cả"
    )

    class Meta:
        model = Course
        fields: list[str] = []

    def search(self, queryset: QuerySet[Course], name: str, value: str) -> QuerySet[Course]:
        return training.courses_matching(queryset, value)


class LearnerFilter(django_filters.FilterSet):
    """Search by the name of the learner; narrow by result, year and kind of the course."""

    tim = django_filters.CharFilter(label="Họ và tên", method="search")
    nam = django_filters.NumberFilter(label="Năm", field_name="course__year")
    loai = django_filters.ChoiceFilter(
        label="Loại hình",
        field_name="course__kind",
        choices=CourseKind.choices,
        empty_label="Tất cả",
    )
    ket_qua = django_filters.ChoiceFilter(
        label="Kết quả", field_name="result", choices=Result.choices, empty_label="Tất cả"
    )

    class Meta:
        model = Enrollment
        fields: list[str] = []

    def search(self, queryset: QuerySet[Enrollment], name: str, value: str) -> QuerySet[Enrollment]:
        return training.learners_matching(queryset, value)
