"""Filters of the list of visits."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from coso.visits import queries as visits
from coso.visits.models import Visit


class VisitFilter(django_filters.FilterSet):
    """Search by the organization visited; narrow by team."""

    tim = django_filters.CharFilter(label="Nơi dự", method="search")
    to = django_filters.ModelChoiceFilter(
        label="Tổ",
        field_name="team",
        queryset=lambda _request: visits.teams(),
        empty_label="Tất cả",
    )

    class Meta:
        model = Visit
        fields: list[str] = []

    def search(self, queryset: QuerySet[Visit], name: str, value: str) -> QuerySet[Visit]:
        return visits.matching(queryset, value)
