"""Filters of the log of imports, of doubtful rows, of the work list."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from coso.importing import queries
from coso.importing.enums import PROBLEM_LABELS, ImportStatus
from coso.importing.models import Import, ImportProblem

_ANY = "Tất cả"
# Between a file and its sheet in a parameter; neither name may hold it.
_BETWEEN = "/"


class ImportFilter(django_filters.FilterSet):
    """By where an import stands."""

    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng", field_name="status", choices=ImportStatus.choices, empty_label=_ANY
    )

    class Meta:
        model = Import
        fields: list[str] = []


class DoubtFilter(django_filters.FilterSet):
    """By sheet, by what is wrong, by whether somebody has decided."""

    noi = django_filters.ChoiceFilter(label="Ở", method="narrow_sheet", empty_label="Mọi tệp")
    loai = django_filters.ChoiceFilter(label="Vấn đề", field_name="kind", empty_label=_ANY)
    quyet_dinh = django_filters.ChoiceFilter(
        label="Quyết định",
        choices=[("chua", "Chưa quyết định"), ("roi", "Đã quyết định")],
        method="narrow_decided",
        empty_label=_ANY,
    )

    class Meta:
        model = ImportProblem
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = queries.kinds_and_sheets(self.queryset)
        self.filters["loai"].extra["choices"] = _kinds(kind for kind, *_place in found)
        places = {f"{file}{_BETWEEN}{sheet}": (file, sheet) for _kind, file, sheet in found}
        self.filters["noi"].extra["choices"] = [
            (value, " › ".join(filter(None, place))) for value, place in places.items()
        ]

    def narrow_sheet(
        self, queryset: QuerySet[ImportProblem], name: str, value: str
    ) -> QuerySet[ImportProblem]:
        file, _, sheet = value.partition(_BETWEEN)
        return queryset.filter(file=file, sheet=sheet)

    def narrow_decided(
        self, queryset: QuerySet[ImportProblem], name: str, value: str
    ) -> QuerySet[ImportProblem]:
        return queries.decided(queryset) if value == "roi" else queries.open_ones(queryset)


class WorkFilter(django_filters.FilterSet):
    """By import and by what is wrong."""

    lan = django_filters.ChoiceFilter(label="Lần nhập", field_name="source", empty_label=_ANY)
    loai = django_filters.ChoiceFilter(label="Vấn đề", field_name="kind", empty_label=_ANY)

    class Meta:
        model = ImportProblem
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = queries.kinds_and_sources(self.queryset)
        self.filters["loai"].extra["choices"] = _kinds(kind for kind, _source in found)
        sources = sorted({source for _kind, source in found}, reverse=True)
        self.filters["lan"].extra["choices"] = [(each, f"Lần nhập {each}") for each in sources]


def _kinds(found: Any) -> list[tuple[str, str]]:
    named = {kind: PROBLEM_LABELS.get(kind, "Điểm khác") for kind in found}
    return sorted(named.items(), key=lambda choice: choice[1])
