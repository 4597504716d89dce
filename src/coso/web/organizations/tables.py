"""The list of units."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.organizations.models import Unit
from coso.web.shared.tables import DateColumn, RecordTable, ordered


class UnitTable(RecordTable):
    """Units as of a date: what they were called, what they were, where they stood."""

    name = tables.Column("Tên", accessor="name_on")
    code = tables.Column("Mã", accessor="code_on", default="")
    type = tables.Column("Loại", accessor="type_name_on", order_by="type_on")
    parent = tables.Column(
        "Cấp trên trực tiếp", accessor="parent_name_on", default="", orderable=False
    )
    founded_on = DateColumn("Ngày thành lập", default="")

    class Meta(RecordTable.Meta):
        always = ("name",)

    def render_name(self, record: Unit, value: str) -> SafeString:
        return self.link(reverse("organizations:detail", args=[record.pk]), value)

    def value_name(self, value: str) -> str:
        return value

    def order_name(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "order_key_on")
