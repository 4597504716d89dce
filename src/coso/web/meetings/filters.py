"""Filters of the lists of meetings."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from coso.meetings import queries as meetings
from coso.meetings.enums import MeetingKind
from coso.meetings.models import Meeting


class MeetingFilter(django_filters.FilterSet):
    """Search by branch; narrow by kind and by what became of the meeting."""

    tim = django_filters.CharFilter(label="Tên chi bộ", method="search")
    loai = django_filters.ChoiceFilter(
        label="Loại", field_name="kind", choices=MeetingKind.choices, empty_label="Tất cả"
    )
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=meetings.OUTCOMES,
        method="narrow_outcome",
        empty_label="Tất cả",
    )

    class Meta:
        model = Meeting
        fields: list[str] = []

    def search(self, queryset: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        return meetings.matching(queryset, value)

    def narrow_outcome(
        self, queryset: QuerySet[Meeting], name: str, value: str
    ) -> QuerySet[Meeting]:
        return meetings.with_outcome(queryset, value)
