"""Documents written by hand: put into the register, corrected, taken out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.documents import queries as documents
from coso.documents import services as keeping
from coso.documents.models import Document
from coso.web.documents import forms
from coso.web.shared.adding import AddRecord
from coso.web.shared.writing import RecordForm


class RegisterDocument(AddRecord):
    """A new document of the unit in view, or of one below it."""

    permission = Permission.DOCUMENTS_KEEP
    form_class = forms.RegisterDocumentForm
    title = "Thêm văn bản"
    submit_label = "Ghi văn bản"
    list_name = "documents:list"
    detail_name = "documents:detail"

    def get_initial(self) -> dict[str, Any]:
        return {"issuer_name": documents.committee_of(self.record.name)}

    def write(self, form: forms.RegisterDocumentForm, basis: Basis) -> Document:
        return keeping.register_document(
            details=form.details(), today=self.frame.today, basis=basis, actor=self.actor
        )

    def words_for(self, written: Document) -> str:
        return f"văn bản {written} vào sổ"


class OfDocument(RecordForm):
    """A form about one document."""

    permission = Permission.DOCUMENTS_KEEP
    record: Document

    def records(self) -> QuerySet[Document]:
        return documents.documents()

    def state(self) -> str:
        return documents.state_of(self.record)

    def get_success_url(self) -> str:
        return f"{reverse('documents:detail', args=[self.record.pk])}?{self.frame.place}"


class CorrectDocument(OfDocument):
    """What the register has wrong about a document."""

    form_class = forms.CorrectDocumentForm
    submit_label = "Sửa sổ"
    intro = "Sửa cho đúng với văn bản đã ban hành. Văn bản thay thế là một văn bản khác: thêm mới."

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of(self.record)

    def write(self, form: forms.CorrectDocumentForm, basis: Basis) -> Document:
        return keeping.correct_document(
            document=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Document) -> str:
        return f"Đã sửa văn bản {written}; lý do ở trong nhật ký."


class RemoveDocument(OfDocument):
    """A document that does not belong in the register."""

    form_class = forms.RemoveDocumentForm
    submit_label = "Bỏ văn bản"
    intro = "Bỏ văn bản ghi nhầm khỏi sổ và khỏi số liệu; nội dung đã ghi còn trong nhật ký."
    is_removed = False

    def get_title(self) -> str:
        return f"Bỏ văn bản khỏi sổ: {self.record}"

    def write(self, form: forms.RemoveDocumentForm, basis: Basis) -> Document:
        keeping.remove_document(document=self.record, basis=basis, actor=self.actor)
        self.is_removed = True
        return self.record

    def message(self, written: Document) -> str:
        return f"Đã bỏ văn bản {written} khỏi sổ; nội dung và lý do ở trong nhật ký."

    def get_success_url(self) -> str:
        if self.is_removed:
            return f"{reverse('documents:list')}?{self.frame.place}"
        return super().get_success_url()
