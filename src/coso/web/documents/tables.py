"""The register of documents."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.documents.models import Document
from coso.importing.sheets.documents import DocumentRegister
from coso.web.shared.tables import DateColumn, StandingTable

_heading = DocumentRegister.heading


class DocumentTable(StandingTable):
    """Documents, the latest first."""

    number = tables.Column(_heading("number"), order_by=("sequence", "number"))
    issued_on = DateColumn(_heading("issued_on"))
    type = tables.Column(_heading("type_name"), accessor="get_type_display", order_by="type")
    thematic = tables.Column(
        _heading("thematic"), accessor="is_thematic", order_by="is_thematic", default=""
    )
    issuer_name = tables.Column(_heading("issuer_name"), orderable=False)
    summary = tables.Column(_heading("summary"), orderable=False)
    term_name = tables.Column(_heading("term_name"), default="")

    class Meta(StandingTable.Meta):
        always = ("number",)
        hidden_at_first = ("thematic", "term_name")

    def unit_of(self, record: Document) -> int | None:
        return record.issuer_id

    def render_number(self, record: Document, value: str) -> SafeString:
        return self.link(reverse("documents:detail", args=[record.pk]), value)

    def value_number(self, value: str) -> str:
        return value

    def render_thematic(self, value: bool) -> str:
        return "Chuyên đề" if value else ""
