"""Filters of the lists of targets and of work items."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from coso.resolutions import queries as resolutions
from coso.resolutions.enums import ItemState
from coso.resolutions.models import Target, WorkItem


class _OfResolutions(django_filters.FilterSet):
    """Narrow by resolution."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = resolutions.resolutions()
        choices = [(str(each.pk), f"{each.number}, {each.issued_on.year}") for each in found]
        self.filters["nghi_quyet"].extra["choices"] = choices


def _resolution() -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label="Nghị quyết", field_name="resolution", choices=[], empty_label="Tất cả"
    )


class TargetFilter(_OfResolutions):
    """Search by code, text or host; narrow by resolution."""

    tim = django_filters.CharFilter(label="Mã, chỉ tiêu, đơn vị", method="search")
    nghi_quyet = _resolution()

    class Meta:
        model = Target
        fields: list[str] = []

    def search(self, queryset: QuerySet[Target], name: str, value: str) -> QuerySet[Target]:
        return resolutions.targets_matching(queryset, value)


class WorkItemFilter(_OfResolutions):
    """Search by code, text or unit; narrow by resolution, state, and last day."""

    tim = django_filters.CharFilter(label="Mã, nhiệm vụ, đơn vị", method="search")
    nghi_quyet = _resolution()
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng", field_name="state", choices=ItemState.choices, empty_label="Tất cả"
    )
    han = django_filters.ChoiceFilter(
        label="Thời hạn", field_name="due_on__year", choices=[], empty_label="Tất cả"
    )

    class Meta:
        model = WorkItem
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(str(year), f"Năm {year}") for year in resolutions.years_due()]
        self.filters["han"].extra["choices"] = years

    def search(self, queryset: QuerySet[WorkItem], name: str, value: str) -> QuerySet[WorkItem]:
        return resolutions.items_matching(queryset, value)
