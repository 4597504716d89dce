"""Files kept with a document: taken in, given out, taken away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from coso.access.enums import Permission
from coso.audit import services as audit
from coso.core.errors import DomainError
from coso.core.writing import Basis
from coso.documents import queries as documents
from coso.documents import services as keeping
from coso.documents.models import Attachment
from coso.web.documents import forms
from coso.web.documents.views.writing import OfDocument
from coso.web.shared.views import RecordView, attachment
from coso.web.shared.writing import RecordForm


class AttachFile(OfDocument):
    """Another file of a document."""

    form_class = forms.AttachFileForm
    submit_label = "Đính kèm tệp"
    intro = "Bản quét, bản Word của chính văn bản hoặc phụ lục của nó."

    def get_title(self) -> str:
        return f"Đính kèm tệp: {self.record}"

    def state(self) -> str:
        return ""

    def write(self, form: forms.AttachFileForm, basis: Basis) -> Attachment:
        return keeping.attach_file(
            document=self.record,
            upload=form.upload(),
            mark=forms.mark_said(form.cleaned_data["mark"]),
            largest=settings.LARGEST_ATTACHMENT,
            actor=self.actor,
        )

    def refused(self, form: forms.AttachFileForm, error: DomainError) -> HttpResponse:
        if not isinstance(error, keeping.UnableToAttachFile):
            return super().refused(form, error)
        form.add_error("file", str(error))
        return self.form_invalid(form)

    def message(self, written: Attachment) -> str:
        return f"Đã đính kèm “{written}”."


class RemoveFile(RecordForm):
    """A file that does not belong to its document."""

    permission = Permission.DOCUMENTS_KEEP
    form_class = forms.RemoveFileForm
    submit_label = "Bỏ tệp"
    intro = "Bỏ tệp khỏi văn bản và khỏi máy chủ; tên tệp và lý do còn trong nhật ký."
    record: Attachment

    def records(self) -> QuerySet[Attachment]:
        return documents.attachments()

    def get_title(self) -> str:
        return f"Bỏ tệp đính kèm: {self.record}"

    def write(self, form: forms.RemoveFileForm, basis: Basis) -> Attachment:
        keeping.remove_attachment(attachment=self.record, basis=basis, actor=self.actor)
        return self.record

    def message(self, written: Attachment) -> str:
        return f"Đã bỏ tệp “{written}”."

    def get_success_url(self) -> str:
        document = self.record.document_id
        return f"{reverse('documents:detail', args=[document])}?{self.frame.place}"


class TakeFile(RecordView):
    """A file, to be kept and never shown by the browser; the trail says who took it."""

    permission = Permission.DOCUMENTS_VIEW

    def records(self) -> QuerySet[Attachment]:
        return documents.attachments()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept: Attachment = self.get_object()
        path = documents.path_of(kept)
        if not path.is_file():
            raise Http404
        audit.record_access(
            actor=self.actor,
            action="attachment.taken",
            object_type=kept.document._meta.label_lower,
            object_id=kept.document_id,
            unit_id=kept.document.issuer_id,
            summary=f"Lấy tệp “{kept}” của văn bản {kept.document}",
        )
        answer = attachment(path.read_bytes(), kept.name, kept.content_type)
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "no-store"
        return answer
