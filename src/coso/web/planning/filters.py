"""Filters of the list of who is planned."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from coso.planning import queries as planning
from coso.planning.enums import Leaving
from coso.planning.models import PlanningCandidate

_STILL = "con"


class PlanFilter(django_filters.FilterSet):
    """Search by the person or the title; narrow by plan and by who was taken out."""

    tim = django_filters.CharFilter(label="Họ và tên", method="search")
    chuc_danh = django_filters.CharFilter(label="Chức danh quy hoạch", method="titled")
    giai_doan = django_filters.ModelChoiceFilter(
        label="Giai đoạn",
        field_name="position__cycle",
        queryset=lambda _request: planning.cycles(),
        empty_label="Tất cả",
    )
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng",
        method="left",
        choices=[(_STILL, "Chưa đưa ra khỏi quy hoạch"), *Leaving.choices],
        empty_label="Tất cả",
    )

    class Meta:
        model = PlanningCandidate
        fields: list[str] = []

    def search(
        self, queryset: QuerySet[PlanningCandidate], name: str, value: str
    ) -> QuerySet[PlanningCandidate]:
        return planning.matching(queryset, value)

    def titled(
        self, queryset: QuerySet[PlanningCandidate], name: str, value: str
    ) -> QuerySet[PlanningCandidate]:
        return planning.titled(queryset, value)

    def left(
        self, queryset: QuerySet[PlanningCandidate], name: str, value: str
    ) -> QuerySet[PlanningCandidate]:
        return queryset.filter(left_for="" if value == _STILL else value)
