"""The list of plans."""

from __future__ import annotations

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from coso.core import jobs
from coso.reorganizations.models import Reorganization
from coso.web.reorganizations import parts
from coso.web.shared.tables import ON_A_CARD, DateColumn, RecordTable

_NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class PlanTable(RecordTable):
    """Plans with their day, what they rest on, where they stand."""

    name = tables.Column("Phương án", orderable=False)
    effective_on = DateColumn("Ngày hiệu lực", orderable=False)
    status = tables.Column("Tình trạng", orderable=False, attrs=ON_A_CARD)
    step_count = tables.Column("Số bước", orderable=False, attrs=_NUMBER)
    decision = tables.Column("Số văn bản", orderable=False, default="")
    drafted_by = tables.Column("Người lập", orderable=False)
    applied_by = tables.Column("Người thực hiện", orderable=False, default="")

    class Meta(RecordTable.Meta):
        always = ("name",)
        hidden_at_first = ("drafted_by", "applied_by")

    def render_name(self, record: Reorganization, value: str) -> SafeString:
        return self.link(reverse("reorganizations:detail", args=[record.pk]), value)

    def value_name(self, value: str) -> str:
        return value

    @cached_property
    def has_worker(self) -> bool:
        """Tell whether somebody does what plans wait for; asked once for all of them."""
        return jobs.state().has_worker

    def render_status(self, record: Reorganization) -> str:
        status = parts.status(record, has_worker=not record.work or self.has_worker)
        context = {"status": status, "message": record.message}
        return render_to_string("reorganizations/_status.html", context)

    def value_status(self, record: Reorganization) -> str:
        return record.get_status_display()
