"""Filters of the lists of ratings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from coso.evaluations import queries as evaluations
from coso.evaluations.models import Evaluation
from coso.organizations.enums import Level


class RatingFilter(django_filters.FilterSet):
    """Search by whoever is rated; narrow by year and by what the rating is."""

    tim = django_filters.CharFilter(label="Tên", method="search")
    nam = django_filters.ChoiceFilter(
        label="Năm", field_name="year", empty_label="Tất cả", choices=[]
    )
    muc = django_filters.ChoiceFilter(
        label="Kết quả",
        choices=evaluations.OUTCOMES,
        method="narrow_outcome",
        empty_label="Tất cả",
    )

    class Meta:
        model = Evaluation
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = evaluations.years()
        self.filters["nam"].extra["choices"] = [(str(year), str(year)) for year in years]

    def search(self, queryset: QuerySet[Evaluation], name: str, value: str) -> QuerySet[Evaluation]:
        return evaluations.people_matching(queryset, value)

    def narrow_outcome(
        self, queryset: QuerySet[Evaluation], name: str, value: str
    ) -> QuerySet[Evaluation]:
        return evaluations.with_outcome(queryset, value)


class StaffRatingFilter(RatingFilter):
    """Narrow by the level at which the rating was given, too."""

    cap = django_filters.ChoiceFilter(
        label="Cấp xếp loại", field_name="level", choices=Level.choices, empty_label="Tất cả"
    )


class UnitRatingFilter(RatingFilter):
    """Search by the organization."""

    def search(self, queryset: QuerySet[Evaluation], name: str, value: str) -> QuerySet[Evaluation]:
        return evaluations.units_matching(queryset, value)
