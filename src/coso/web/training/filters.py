"""Filters of the lists of courses and of learners."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from coso.training import queries as training
from coso.training.enums import CourseKind, Result
from coso.training.models import Course, Enrollment


class _YearFilter(django_filters.FilterSet):
    """Narrow by a year in which there are courses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(str(year), str(year)) for year in training.years()]
        self.filters["nam"].extra["choices"] = years


def _year(field: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label="Năm", field_name=field, choices=[], empty_label="Tất cả"
    )


class CourseFilter(_YearFilter):
    """Search by code or name; narrow by year and by kind."""

    tim = django_filters.CharFilter(label="Mã, tên lớp", method="search")
    nam = _year("year")
    loai = django_filters.ChoiceFilter(
        label="Loại hình", field_name="kind", choices=CourseKind.choices, empty_label="Tất cả"
    )

    class Meta:
        model = Course
        fields: list[str] = []

    def search(self, queryset: QuerySet[Course], name: str, value: str) -> QuerySet[Course]:
        return training.courses_matching(queryset, value)


class LearnerFilter(_YearFilter):
    """Search by the name of the learner; narrow by result, year and kind of the course."""

    tim = django_filters.CharFilter(label="Họ và tên", method="search")
    nam = _year("course__year")
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
