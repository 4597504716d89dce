"""Filters of the list of staff."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from coso.people.enums import Gender
from coso.personnel import queries as personnel
from coso.personnel.enums import Category, PostGroup
from coso.personnel.models import Assignment


class StaffFilter(django_filters.FilterSet):
    """Search by name; narrow by category, kind of post, sex."""

    tim = django_filters.CharFilter(label="Họ tên", method="search")
    doi_tuong = django_filters.ChoiceFilter(
        label="Đối tượng", choices=Category.choices, field_name="category", empty_label="Tất cả"
    )
    nhom = django_filters.ChoiceFilter(
        label="Nhóm vị trí",
        choices=PostGroup.choices,
        field_name="post__group",
        empty_label="Tất cả",
    )
    gioi = django_filters.ChoiceFilter(
        label="Giới tính",
        choices=Gender.choices,
        field_name="person__gender",
        empty_label="Tất cả",
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    def search(self, queryset: QuerySet[Assignment], name: str, value: str) -> QuerySet[Assignment]:
        return personnel.matching(queryset, value)
