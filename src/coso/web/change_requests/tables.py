"""The list of requests."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.web.change_requests import parts
from coso.web.shared.tables import ON_A_CARD, DateColumn, RecordTable


class RequestTable(RecordTable):
    """Requests: who asks, for what, from which day, and whether it was answered."""

    unit = tables.Column("Đơn vị", orderable=False)
    asked = tables.Column("Đề nghị", empty_values=(), orderable=False, attrs=ON_A_CARD)
    status = tables.Column("Tình trạng", orderable=False, attrs=ON_A_CARD)
    effective_on = DateColumn("Hiệu lực từ", orderable=False)
    proposed_on = DateColumn("Gửi ngày", orderable=False)
    proposed_by = tables.Column("Người gửi", orderable=False)

    class Meta(RecordTable.Meta):
        always = ("unit",)

    def render_unit(self, record: Any) -> SafeString:
        return self.link(reverse("change-requests:detail", args=[record.pk]), str(record.unit))

    def value_unit(self, record: Any) -> str:
        return str(record.unit)

    def render_asked(self, record: Any) -> str:
        return parts.kinds_in_words(record)

    def render_status(self, record: Any) -> str:
        context = {"status": parts.status(record), "answers": parts.answers_in_words(record)}
        return render_to_string("change_requests/_status.html", context)

    def value_status(self, record: Any) -> str:
        return parts.status(record).label

    def value_proposed_by(self, record: Any) -> str:
        return str(record.proposed_by)
