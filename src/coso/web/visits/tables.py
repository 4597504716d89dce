"""The list of visits."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.importing.sheets.visits import VisitRegister
from coso.visits.models import Visit
from coso.web.shared.tables import DateColumn, RecordTable, ordered

_heading = VisitRegister.heading


class VisitTable(RecordTable):
    """Visits of attending teams, the latest first."""

    unit = tables.Column("Nơi dự", accessor="unit_name_on")
    organization = tables.Column(
        _heading("organization"), accessor="organization_name_on", orderable=False, default=""
    )
    visited_on = DateColumn(_heading("visited_on"))
    team = tables.Column(_heading("number"), accessor="team__number")
    visitor_title = tables.Column(_heading("visitor_title"), default="", orderable=False)
    score = tables.Column(_heading("score"), default="")
    remark = tables.Column(_heading("remark"), default="", orderable=False)

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
