"""The list of visits."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.visits.models import Visit
from coso.web.shared.tables import DateColumn, RecordTable, ordered


class VisitTable(RecordTable):
    """Visits of attending teams, the latest first."""

    unit = tables.Column("Nơi dự", accessor="unit__name")
    visited_on = DateColumn("Ngày dự")
    team = tables.Column("Tổ", accessor="team", order_by="team__number")
    visitor_title = tables.Column("Người dự", default="", orderable=False)
    score = tables.Column("Điểm chấm", default="")
    remark = tables.Column("Nhận xét về cuộc họp", default="", orderable=False)

    class Meta(RecordTable.Meta):
        always = ("unit",)
        hidden_at_first = ("remark",)

    def render_unit(self, record: Visit, value: str) -> SafeString:
        return self.link(reverse("visits:detail", args=[record.pk]), value)

    def value_unit(self, value: str) -> str:
        return value

    def order_unit(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "unit__order_key")
