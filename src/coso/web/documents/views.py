"""The register of documents, and one of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from coso.access.enums import Permission
from coso.documents import queries as documents
from coso.documents.models import Document
from coso.web.documents.filters import DocumentFilter
from coso.web.documents.tables import DocumentTable
from coso.web.shared.records import Fact, Group, day
from coso.web.shared.views import ListView, RecordView


class DocumentList(ListView):
    """The documents issued by the date: by units in view, and those from outside."""

    permission = Permission.DOCUMENTS_VIEW
    table_class = DocumentTable
    filterset_class = DocumentFilter
    title = "Văn bản, nghị quyết"
    unit_word = "văn bản"
    export_name = "van-ban"
    empty = {
        "title": "Chưa có văn bản nào đến ngày này",
        "text": "Chọn một ngày khác, hoặc nhập sổ văn bản.",
    }

    def rows(self) -> QuerySet[Document]:
        found = documents.issued_until(documents.documents(), self.as_of)
        within = self.units_in_view()
        return found if within is None else found.filter(issuer_id__in=within)


class DocumentRecord(RecordView):
    """A document of the register: number, issuer, date, what it is about."""

    permission = Permission.DOCUMENTS_VIEW
    template_name = "shared/detail.html"

    def records(self) -> QuerySet[Document]:
        return documents.documents()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.object
        facts = [
            Fact(label="Số, ký hiệu", value=document.number),
            Fact(label="Ngày ban hành", value=day(document.issued_on)),
            Fact(label="Cơ quan ban hành", value=document.issuer_name),
            Fact(label="Nhiệm kỳ", value=document.term_name),
            Fact(label="Nghị quyết chuyên đề", value="Có" if document.is_thematic else "Không"),
            Fact(label="Giai đoạn", value=_years(document)),
            Fact(label="Trích yếu", value=document.summary),
        ]
        return super().get_context_data(
            title=f"{document.get_type_display()} số {document.number}",
            kind=document.get_type_display(),
            groups=[Group("Văn bản", facts)],
            **kwargs,
        )


def _years(document: Document) -> str:
    if document.first_year is None:
        return ""
    if document.last_year in (None, document.first_year):
        return str(document.first_year)
    return f"{document.first_year}-{document.last_year}"
