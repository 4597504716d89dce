"""Forms of the register of documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import file_kinds
from coso.documents import queries as documents
from coso.documents.enums import DocumentType, SecretMark
from coso.documents.models import Document
from coso.documents.services import DocumentDetails, Upload
from coso.organizations.models import Unit
from coso.web.shared.fields import WordsField
from coso.web.shared.forms import RegisterForm, day_field, reason_field

_LONGEST = {"number": 60, "issuer_name": 200, "summary": 1000, "term_name": 20, "note": 300}
_NO_MARK = "NONE"
_TAKEN = [suffix for kind in file_kinds.KINDS for suffix in kind.suffixes]
_MARKS = [("", "Chọn"), (_NO_MARK, "Không có dấu mật"), *SecretMark.choices]


def mark_field(help_text: str = "") -> forms.ChoiceField:
    """Return the field in which the writer says that there is no mark of secrecy."""
    return forms.ChoiceField(
        label="Dấu chỉ mức độ mật",
        choices=_MARKS,
        help_text=f"Văn bản Mật, Tối mật, Tuyệt mật không được đưa vào phần mềm này. {help_text}",
    )


def mark_said(said: str) -> SecretMark | None:
    """Return the mark that the writer says is there."""
    return SecretMark(said) if said in SecretMark.values else None


class DetailsForm(RegisterForm):
    """What the register says of a document."""

    number = WordsField(
        label="Số, ký hiệu", max_length=_LONGEST["number"], help_text="Ví dụ: 03-NQ/ĐU"
    )
    issued_on = day_field("Ngày ban hành")
    type = forms.ChoiceField(
        label="Loại văn bản",
        choices=[("", "Theo ký hiệu"), *DocumentType.choices],
        required=False,
    )
    issuer_name = WordsField(
        label="Cơ quan ban hành",
        max_length=_LONGEST["issuer_name"],
        help_text="Ghi như trên văn bản, ví dụ: Đảng ủy xã Bình Minh",
    )
    summary = WordsField(
        label="Trích yếu",
        max_length=_LONGEST["summary"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_thematic = forms.BooleanField(label="Là nghị quyết chuyên đề", required=False)
    years = WordsField(
        label="Giai đoạn",
        max_length=_LONGEST["term_name"],
        required=False,
        help_text="Ví dụ: 2021-2025",
    )
    term_name = WordsField(
        label="Nhiệm kỳ",
        max_length=_LONGEST["term_name"],
        required=False,
        help_text="Ví dụ: 2020-2025. Để trống thì hiểu theo ngày ban hành.",
    )
    note = WordsField(label="Ghi chú", max_length=_LONGEST["note"], required=False)

    issuer: Unit | None = None

    def clean_issuer_name(self) -> str:
        """Return the name as the register spells it, and remember the unit that it means."""
        said: str = self.cleaned_data["issuer_name"]
        name = documents.stored_issuer_names([said])[said]
        self.issuer = documents.issuer_named(name)
        if not self._is_kept(self.issuer):
            message = f"“{name}” không phải cơ quan trong phạm vi bạn được ghi sổ văn bản."
            raise forms.ValidationError(f"{message} Hãy kiểm tra lại tên.", code="out_of_reach")
        return name

    def clean_years(self) -> str:
        said: str = self.cleaned_data["years"]
        if said and documents.years_named(said)[0] is None:
            message = "Không đọc được giai đoạn: hãy ghi năm hoặc hai năm, ví dụ 2021-2025."
            raise forms.ValidationError(message, code="invalid")
        return said

    def details(self) -> DocumentDetails:
        """Return what was filled in."""
        said = dict(self.cleaned_data)
        said.pop("reason", None)
        first, last = documents.years_named(said.pop("years"))
        return DocumentDetails(
            issuer=self.issuer,
            first_year=first,
            last_year=last,
            mark=mark_said(said.pop("mark", "")),
            **said,
        )

    def _is_kept(self, issuer: Unit | None) -> bool:
        """Tell whether the writer keeps documents there; those from outside are the root's."""
        if issuer is None:
            return scoping.covers_everything(self.actor, Permission.DOCUMENTS_KEEP)
        return scoping.reaches(self.actor, Permission.DOCUMENTS_KEEP, issuer)


class RegisterDocumentForm(DetailsForm):
    """A new document."""

    mark = mark_field()


class CorrectDocumentForm(DetailsForm):
    """What should have been written, and why."""

    reason = reason_field()


class RemoveDocumentForm(RegisterForm):
    """Why a document does not belong in the register."""

    reason = reason_field("Vì sao bỏ?")


class AttachFileForm(RegisterForm):
    """A file to keep with a document, and that nothing secret is in it."""

    file = forms.FileField(
        label="Tệp",
        allow_empty_file=True,  # the service says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ",".join(_TAKEN)}),
    )
    mark = mark_field(
        "Phần mềm đọc chữ trong Word, Excel, OpenDocument để tìm dấu mật; PDF và ảnh thì không đọc "
        "được, bạn phải tự kiểm tra."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        largest = settings.LARGEST_ATTACHMENT >> 20
        taken = ", ".join(kind.suffixes[0] for kind in file_kinds.KINDS)
        self.fields["file"].help_text = f"{taken}; không quá {largest} MB."

    def upload(self) -> Upload:
        """Return the file that was chosen."""
        file = self.cleaned_data["file"]
        return Upload(file.name, file.size, file.file)


class RemoveFileForm(RegisterForm):
    """Why a file does not belong to its document."""

    reason = reason_field("Vì sao bỏ?")


def initial_of(document: Document) -> dict[str, Any]:
    """Return what a form about a document begins with."""
    names = ("number", "issued_on", "type", "issuer_name", "summary", "is_thematic", "term_name")
    said = {name: getattr(document, name) for name in (*names, "note")}
    return {**said, "years": documents.years_of(document)}
