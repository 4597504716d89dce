"""The register of documents, and one of them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.core import file_kinds
from coso.core.numbers import format_bytes
from coso.documents import queries as documents
from coso.documents.models import Document
from coso.resolutions import queries as resolutions
from coso.web.documents.filters import DocumentFilter
from coso.web.documents.tables import DocumentTable
from coso.web.shared.records import Fact, Group
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, ListView, RecordView
from coso.web.shared.writing import Task
from coso.web.templatetags.drawing import Step


class DocumentList(ListView):
    """The documents issued by the date: by units in view, and those from outside."""

    permission = Permission.DOCUMENTS_VIEW
    trees = ALL_TREES
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
        return [*self._demands(), *super().actions(), *self._registering()]

    def _demands(self) -> list[Action]:
        """Return where it stands what resolutions demand."""
        if not scoping.has_permission(self.actor, Permission.RESOLUTIONS_VIEW):
            return []
        names = {"Chỉ tiêu": "resolutions:list", "Nhiệm vụ": "resolutions:items"}
        return [
            Action(label, f"{reverse(name)}?{self.frame.place}") for label, name in names.items()
        ]

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
            groups=[Group("Văn bản", facts), *self._files(document), *self._demanded(document)],
            tasks=[*(self._tasks(document) if self.is_kept else []), *self._adding(document)],
            trail=self._trail(document),
            **kwargs,
        )

    @cached_property
    def is_kept(self) -> bool:
        """Whether the reader keeps this document."""
        return scoping.can(self.actor, Permission.DOCUMENTS_KEEP, self.object)

    def _files(self, document: Document) -> list[Group]:
        files = [
            Fact(
                label=file_kinds.label_of(file.content_type),
                value=f"{file.name} ({format_bytes(file.size)})",
                url=self._address("documents:file", file.pk),
                steps=(Step("Bỏ", file.name, self._address("documents:remove-file", file.pk)),)
                if self.is_kept
                else (),
            )
            for file in documents.attachments_of(document)
        ]
        return [Group("Tệp đính kèm", files)] if files else []

    def _demanded(self, document: Document) -> list[Group]:
        """Return how much a thematic resolution demands, with where it stands."""
        if not self._demands(Permission.RESOLUTIONS_VIEW, document):
            return []
        targets, items = resolutions.numbers_of(document)
        pages = (
            ("Chỉ tiêu", "resolutions:list", targets),
            ("Nhiệm vụ", "resolutions:items", items),
        )
        facts = [
            Fact(
                label=label,
                value=str(number) if number else "",
                url=f"{reverse(name)}?{self.frame.place}&nghi_quyet={document.pk}",
            )
            for label, name, number in pages
        ]
        return [Group("Chỉ tiêu, nhiệm vụ", facts)]

    def _adding(self, document: Document) -> list[Task]:
        if not self._demands(Permission.RESOLUTIONS_KEEP, document):
            return []
        return [Task(url=self._address(name, document.pk), **words) for name, words in _MORE]

    def _demands(self, permission: Permission, document: Document) -> bool:
        """Tell whether the document is one that demands something, and the reader may do that."""
        issuer = document.issuer if resolutions.demands(document) else None
        return issuer is not None and scoping.reaches(self.actor, permission, issuer)

    def _address(self, name: str, pk: int) -> str:
        return f"{reverse(name, args=[pk])}?{self.frame.place}"

    def _tasks(self, document: Document) -> list[Task]:
        return [
            Task(url=self._address(name, document.pk), **words) for name, words in _TASKS.items()
        ]

    def _trail(self, document: Document) -> Any:
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, document)
        return audit.trail_of(document)[:50] if may_read else None


_TASKS: Final[dict[str, dict[str, str]]] = {
    "documents:attach": {
        "label": "Đính kèm tệp",
        "text": "Bản quét, bản Word của văn bản; không nhận tệp có dấu mật.",
        "icon": "upload",
    },
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
_MORE: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    (
        "resolutions:record",
        {
            "label": "Thêm chỉ tiêu",
            "text": "Nghị quyết đề ra mục tiêu gì, mốc từng năm, tính bằng số liệu nào.",
            "icon": "target",
        },
    ),
    (
        "resolutions:record-item",
        {
            "label": "Thêm nhiệm vụ",
            "text": "Việc giao cho một đơn vị, với thời hạn.",
            "icon": "checklist",
        },
    ),
)
