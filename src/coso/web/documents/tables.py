"""The register of documents."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.documents.models import Document
from coso.web.shared.tables import DateColumn, RecordTable


class DocumentTable(RecordTable):
    """Documents, the latest first."""

    number = tables.Column("Số, ký hiệu", order_by=("sequence", "number"))
    issued_on = DateColumn("Ngày ban hành")
    type = tables.Column("Loại", accessor="get_type_display", order_by="type")
    issuer_name = tables.Column("Cơ quan ban hành", orderable=False)
    summary = tables.Column("Trích yếu", orderable=False)
    term_name = tables.Column("Nhiệm kỳ", default="")

    class Meta(RecordTable.Meta):
        always = ("number",)
        hidden_at_first = ("term_name",)

    def render_number(self, record: Document, value: str) -> SafeString:
        return self.link(reverse("documents:detail", args=[record.pk]), value)

    def value_number(self, value: str) -> str:
        return value
