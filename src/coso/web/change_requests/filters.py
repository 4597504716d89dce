"""Filters of the list of requests."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.db.models import QuerySet

from coso.reorganizations import queries
from coso.reorganizations.enums import RequestStatus
from coso.reorganizations.models import ChangeRequest

TO_ANSWER: Final = "can-tra-loi"
_SENT: Final = "da-gui"


class RequestFilter(django_filters.FilterSet):
    """By the unit, by where a request stands, by what the reader has to do with it."""

    tim = django_filters.CharFilter(label="Đơn vị", method="search")
    phan = django_filters.ChoiceFilter(
        label="Phần của tôi",
        method="of_reader",
        choices=[(TO_ANSWER, "Cần tôi trả lời"), (_SENT, "Tôi đã gửi")],
        empty_label="Tất cả",
    )
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng", field_name="status", choices=RequestStatus.choices, empty_label="Tất cả"
    )

    class Meta:
        model = ChangeRequest
        fields: list[str] = []

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queries.matching(queryset, value)

    def of_reader(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        reader = self.request.user
        if value == TO_ANSWER:
            return queries.to_answer(queryset, reader)
        return queryset.filter(proposed_by=reader)
