"""Filters of the list of units."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit


class UnitFilter(django_filters.FilterSet):
    """Search by name or code, narrow by type."""

    tim = django_filters.CharFilter(label="Tên hoặc mã", method="search")
    loai = django_filters.ChoiceFilter(
        label="Loại", field_name="type_on", empty_label="Mọi loại", choices=[]
    )

    class Meta:
        model = Unit
        fields: list[str] = []

    def __init__(self, *args: Any, tree: Tree = Tree.PARTY, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["loai"].extra["choices"] = [
            (kind.code, kind.name) for kind in organizations.types_of(tree)
        ]

    def search(self, queryset: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        return organizations.matching(queryset, value)
