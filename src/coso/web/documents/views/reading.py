"""The register of documents, and one of them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.documents import queries as documents
from coso.documents.models import Document
from coso.web.documents.filters import DocumentFilter
from coso.web.documents.tables import DocumentTable
from coso.web.shared.records import Fact, Group
from coso.web.shared.views import Action, ListView, RecordView
from coso.web.shared.writing import Task


class DocumentList(ListView):
    """The documents issued by the date: by units in view, and those from outside."""

    permission = Permission.DOCUMENTS_VIEW
    table_class = DocumentTable
    filterset_class = DocumentFilter
    title = "Văn bản, nghị quyết"
    unit_word = "văn bản"
    export_name = "van-ban"
    empty = {
        "fills": "documents",
        "title": "Chưa có văn bản nào đến ngày này",
        "text": "Chọn một ngày khác, hoặc nhập sổ văn bản.",
    }

    def actions(self) -> list[Action]:
        return [*super().actions(), *self._registering()]

    def _registering(self) -> list[Action]:
        """Return how a document comes into the register by hand."""
        if not scoping.reaches(self.actor, Permission.DOCUMENTS_KEEP, self.unit):
            return []
        address = f"{reverse('documents:register')}?{self.frame.place}"
        return [Action("Thêm văn bản", address, "plus", is_primary=True)]

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
        document: Document = self.object
        said = documents.in_words(document)
        facts = [Fact(label=label, value=value) for label, value in said.items() if label != "Loại"]
        return super().get_context_data(
            title=f"{document.get_type_display()} số {document.number}",
            kind=document.get_type_display(),
            groups=[Group("Văn bản", facts)],
            tasks=self._tasks(document),
            trail=self._trail(document),
            **kwargs,
        )

    def _tasks(self, document: Document) -> list[Task]:
        if not scoping.can(self.actor, Permission.DOCUMENTS_KEEP, document):
            return []
        return [
            Task(url=f"{reverse(name, args=[document.pk])}?{self.frame.place}", **words)
            for name, words in _TASKS.items()
        ]

    def _trail(self, document: Document) -> Any:
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, document)
        return audit.trail_of(document)[:50] if may_read else None


_TASKS: Final[dict[str, dict[str, str]]] = {
    "documents:correct": {
        "label": "Sửa chỗ ghi sai",
        "text": "Sổ ghi nhầm số, ngày, trích yếu…: sửa tại chỗ, kèm lý do.",
        "icon": "edit",
    },
    "documents:remove": {
        "label": "Bỏ văn bản khỏi sổ",
        "text": "Văn bản ghi nhầm, ghi hai lần: bỏ khỏi sổ, kèm lý do.",
        "icon": "trash",
    },
}
