"""Filters of the list of plans, and of the steps of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from coso.core import text
from coso.organizations.enums import UnitEvent
from coso.reorganizations import queries
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization, ReorganizationStep
from coso.reorganizations.services import Problem


class PlanFilter(django_filters.FilterSet):
    """By where a plan stands."""

    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng", field_name="status", choices=PlanStatus.choices, empty_label="Tất cả"
    )

    class Meta:
        model = Reorganization
        fields: list[str] = []


class StepFilter(django_filters.FilterSet):
    """By what happens, by a unit that it happens to, by whether anything stands against it.

    `problems` are those of the plan that its reader may see; without any there is no such filter.
    """

    hinh_thuc = django_filters.ChoiceFilter(
        label="Hình thức", field_name="event", choices=UnitEvent.choices, empty_label="Tất cả"
    )
    ten = django_filters.CharFilter(label="Tên đơn vị", method="narrow_units")
    vuong = django_filters.BooleanFilter(
        label="Chỉ bước có vướng mắc", method="narrow_problems", widget=forms.CheckboxInput
    )

    class Meta:
        model = ReorganizationStep
        fields: list[str] = []

    def __init__(
        self, *args: Any, plan: Reorganization, problems: Sequence[Problem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.problems = plan, problems
        if not problems:
            del self.filters["vuong"]

    def narrow_units(
        self, queryset: QuerySet[ReorganizationStep], name: str, value: str
    ) -> QuerySet[ReorganizationStep]:
        wanted = text.search_key(text.normalize(value))
        return queries.steps_about(
            queryset, self.plan, lambda each: wanted in text.search_key(each)
        )

    def narrow_problems(
        self, queryset: QuerySet[ReorganizationStep], name: str, value: bool
    ) -> QuerySet[ReorganizationStep]:
        if not value:
            return queryset
        numbers = {number for problem in self.problems for number in problem.steps}
        return queryset.filter(position__in=numbers)
