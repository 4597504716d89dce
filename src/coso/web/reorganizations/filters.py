"""Filters of the list of plans."""

from __future__ import annotations

import django_filters

from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization


class PlanFilter(django_filters.FilterSet):
    """By where a plan stands."""

    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng", field_name="status", choices=PlanStatus.choices, empty_label="Tất cả"
    )

    class Meta:
        model = Reorganization
        fields: list[str] = []
