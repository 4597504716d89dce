"""Filters of the trail."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from coso.audit import queries as audit
from coso.audit.enums import Stream
from coso.audit.models import AccessEntry, AuditEntry
from coso.core import clock
from coso.core.errors import DomainError
from coso.organizations import queries as organizations
from coso.web.shared.filters import DayFilter


class UnitField(forms.CharField):
    """A unit by its code or its full name."""

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            return organizations.find_unit(written, clock.today())
        except DomainError as error:
            raise forms.ValidationError(str(error), code=error.code) from error


class UnitFilter(django_filters.Filter):
    """Narrow to a unit and what stands below it."""

    field_class = UnitField


class TrailFilter(django_filters.FilterSet):
    """By whom, what, where and when."""

    ai = django_filters.CharFilter(
        label="Người thực hiện", field_name="actor_label", lookup_expr="icontains"
    )
    viec = django_filters.ChoiceFilter(label="Việc", field_name="action", empty_label="Tất cả")
    tai = UnitFilter(label="Đơn vị (mã hoặc tên)", method="narrow_unit")
    tu = DayFilter(label="Từ ngày", field_name="at__date", lookup_expr="gte")
    den = DayFilter(label="Đến ngày", field_name="at__date", lookup_expr="lte")
    ho_so = django_filters.CharFilter(method="narrow_record", widget=forms.HiddenInput())

    stream: Stream

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["viec"].extra["choices"] = audit.actions(self.stream)

    def narrow_unit(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        below = organizations.subtree_ids_on(value, clock.today())
        return queryset.filter(unit_id__in=below)

    def narrow_record(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Narrow to one record, written as `people.person-12` in links of record pages."""
        kind, _, number = value.rpartition("-")
        if not number.isdecimal():
            return queryset.none()
        return queryset.filter(object_type=kind, object_id=int(number))


class ChangeFilter(TrailFilter):
    """Filters of the book of changes."""

    stream = Stream.CHANGES

    class Meta:
        model = AuditEntry
        fields: list[str] = []


class ReadingFilter(TrailFilter):
    """Filters of the book of readings."""

    stream = Stream.ACCESS

    class Meta:
        model = AccessEntry
        fields: list[str] = []
