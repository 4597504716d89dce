"""Filters of the lists of decisions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from coso.appointments import queries as appointments
from coso.appointments.enums import DecisionKind
from coso.appointments.models import Decision
from coso.web.shared.filters import DayFilter


class TermFilter(django_filters.FilterSet):
    """Search by the person; narrow by what is decided, and by whom."""

    tim = django_filters.CharFilter(label="Họ và tên", method="search")
    hinh_thuc = django_filters.ChoiceFilter(
        label="Hình thức", field_name="kind", choices=DecisionKind.choices, empty_label="Tất cả"
    )
    ban_hanh = django_filters.ChoiceFilter(
        label="Cơ quan ban hành", field_name="issuer", choices=[], empty_label="Tất cả"
    )

    class Meta:
        model = Decision
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuers = appointments.issuers()
        self.filters["ban_hanh"].extra["choices"] = [(issuer, issuer) for issuer in issuers]

    def search(self, queryset: QuerySet[Decision], name: str, value: str) -> QuerySet[Decision]:
        return appointments.matching(queryset, value)


class DecisionFilter(TermFilter):
    """Narrow by the day of the decision, too."""

    tu = DayFilter(label="Quyết định từ ngày", field_name="decided_on", lookup_expr="gte")
    den = DayFilter(label="Đến ngày", field_name="decided_on", lookup_expr="lte")
