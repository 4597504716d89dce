"""The list of meetings."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.core.numbers import format_share
from coso.meetings import queries as meetings
from coso.meetings.models import Meeting
from coso.web.shared.tables import DateColumn, RecordTable, ordered


class MeetingTable(RecordTable):
    """Meetings of branches, the latest period first."""

    name = tables.Column("Cuộc sinh hoạt", empty_values=(), order_by="period")
    unit = tables.Column("Chi bộ", accessor="unit__name")
    held_on = DateColumn("Ngày họp", default="Không họp")
    attendance = tables.Column("Có mặt / phải dự", empty_values=(), orderable=False)
    theme = tables.Column("Chuyên đề", accessor="theme__title", default="", orderable=False)
    reported_on = DateColumn("Ngày báo cáo", default="")

    class Meta(RecordTable.Meta):
        always = ("name",)
        hidden_at_first = ("theme", "reported_on")

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
