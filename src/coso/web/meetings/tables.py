"""The list of meetings."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.core.numbers import format_share
from coso.importing.sheets.meetings import MeetingRegister, ThemeRegister
from coso.meetings import queries as meetings
from coso.meetings.models import Meeting
from coso.organizations.queries import Place
from coso.web.shared.tables import (
    OFF_A_CARD,
    ON_A_CARD,
    DateColumn,
    PlacedTable,
    StandingTable,
    ordered,
)

_heading = MeetingRegister.heading


class MeetingTable(PlacedTable, StandingTable):
    """Meetings of branches, the latest period first."""

    name = tables.Column(_heading("session"), empty_values=(), order_by="period")
    unit = tables.Column(_heading("branch"))
    organization = tables.Column(
        _heading("organization"),
        empty_values=(),
        orderable=False,
        attrs=OFF_A_CARD,
    )
    held_on = DateColumn(_heading("held_on"), default="Không họp", attrs=ON_A_CARD)
    attendance = tables.Column("Có mặt / phải dự", empty_values=(), orderable=False)
    theme_code = tables.Column(
        _heading("theme_code"), accessor="theme__code", default="", orderable=False
    )
    theme = tables.Column(
        ThemeRegister.heading("title"), accessor="theme__title", default="", orderable=False
    )
    reported_on = DateColumn(_heading("reported_on"), default="")

    class Meta(StandingTable.Meta):
        always = ("name",)
        hidden_at_first = ("theme_code", "theme", "reported_on")

    def place_of(self, record: Meeting) -> Place:
        return record.unit_id, record.held_on or record.period.lower

    def render_unit(self, record: Meeting) -> str:
        return self.value_unit(record)

    def render_name(self, record: Meeting) -> SafeString:
        address = reverse("meetings:detail", args=[record.pk])
        return self.link(address, meetings.name_of(record))

    def value_name(self, record: Meeting) -> str:
        return meetings.name_of(record)

    def render_attendance(self, record: Meeting) -> str:
        if record.required is None or record.present is None:
            return ""
        return format_share(record.present, record.required)

    def order_unit(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "unit__order_key")
