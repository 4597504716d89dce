"""The list of visits."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.importing.sheets.visits import VisitRegister
from coso.organizations.queries import Place
from coso.visits.models import Visit
from coso.web.shared.tables import (
    OFF_A_CARD,
    ON_A_CARD,
    DateColumn,
    PlacedTable,
    StandingTable,
    ordered,
)

_heading = VisitRegister.heading


class VisitTable(PlacedTable, StandingTable):
    """Visits of attending teams, the latest first."""

    unit = tables.Column("Nơi dự")
    organization = tables.Column(
        _heading("organization"),
        empty_values=(),
        orderable=False,
        attrs=OFF_A_CARD,
    )
    visited_on = DateColumn(_heading("visited_on"))
    team = tables.Column(_heading("number"), accessor="team__number", attrs=ON_A_CARD)
    visitor_title = tables.Column(_heading("visitor_title"), default="", orderable=False)
    score = tables.Column(_heading("score"), default="")
    remark = tables.Column(_heading("remark"), default="", orderable=False)

    class Meta(StandingTable.Meta):
        always = ("unit",)
        hidden_at_first = ("remark",)

    def place_of(self, record: Visit) -> Place:
        return record.unit_id, record.visited_on

    def render_unit(self, record: Visit) -> SafeString:
        return self.link(reverse("visits:detail", args=[record.pk]), self.value_unit(record))

    def order_unit(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "unit__order_key")
