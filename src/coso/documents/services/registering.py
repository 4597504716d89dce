"""Documents written into the register by hand, corrected and taken out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from attrs import frozen
from django.db import connection, transaction
from django.db.models import ProtectedError

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected, saved
from coso.documents import bulk, queries, validators
from coso.documents.enums import SecretMark
from coso.documents.models import Document
from coso.documents.services.attaching import remove_from
from coso.organizations.models import Unit


class UnableToKeepDocument(DomainError):
    """The document cannot be written so."""


@frozen(kw_only=True)
class DocumentDetails:
    """What the register says of a document; shared by forms and services.

    Without `type` it is the one that the number tells, without `term_name` that of the day.
    `mark` is what whoever writes says of the document; one with a mark is refused.
    """

    number: str
    issued_on: dt.date
    issuer_name: str
    issuer: Unit | None
    summary: str
    type: str = ""
    term_name: str = ""
    is_thematic: bool = False
    first_year: int | None = None
    last_year: int | None = None
    note: str = ""
    mark: SecretMark | None = None


@transaction.atomic
def register_document(
    *, details: DocumentDetails, today: dt.date, actor: Actor, basis: Basis = FRESH
) -> Document:
    """Write a document into the register.

    :raises UnableToKeepDocument: if it is there already, secret, or not yet issued
    :raises ReasonMissing: if the number or the term is doubtful, and no reason is given
    """
    document = _saved(Document(**_columns(details, today, basis)))
    values = {"new": queries.in_words(document)}
    _record(document, "document.registered", f"Ghi văn bản {document}", values, actor, basis)
    return document


@transaction.atomic
def correct_document(
    *, document: Document, details: DocumentDetails, today: dt.date, actor: Actor, basis: Basis
) -> Document:
    """Correct what the register says of a document.

    :raises UnableToKeepDocument: as `register_document`
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the document is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    before = queries.in_words(document)
    _check_correction(document, basis)
    for name, value in _columns(details, today, basis, apart=[document.pk]).items():
        setattr(document, name, value)
    values = corrected(before, queries.in_words(document))
    _saved(document)
    _record(document, "document.corrected", f"Sửa văn bản {document}", values, actor, basis)
    return document


@transaction.atomic
def remove_document(*, document: Document, actor: Actor, basis: Basis) -> None:
    """Take a document and its files out of the register; the trail keeps what was written.

    :raises UnableToKeepDocument: if other registers still say what it demands
    :raises RecordChanged: if the document is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    _check_correction(document, basis)
    files = list(queries.attachments_of(document))
    named = {"Tệp đính kèm": [file.name for file in files]} if files else {}
    values = {"old": {**queries.in_words(document), **named}}
    _record(document, "document.removed", f"Bỏ văn bản {document}", values, actor, basis)
    remove_from(files)
    try:
        document.delete()
    except ProtectedError as error:
        message = f"Trong sổ còn chỉ tiêu, nhiệm vụ của {document}."
        raise UnableToKeepDocument("document_in_use", f"{message} Hãy bỏ chúng trước.") from error


def _check_correction(document: Document, basis: Basis) -> None:
    basis.check_seen(queries.state_of(document))
    basis.check_explained()


def _columns(
    details: DocumentDetails, today: dt.date, basis: Basis, apart: Collection[int] = ()
) -> dict[str, Any]:
    """Return the columns of the document, with the term it is of."""
    _check(details, today)
    number = validators.parse_number(details.number)
    written = {
        "number": validators.format_number(number) if number else details.number,
        "sequence": number.seq if number else None,
        "organ": number.organ if number else "",
        "type": details.type or validators.type_told(number, details.summary).value,
        "issued_on": details.issued_on,
        "issuer_name": details.issuer_name,
        "issuer_id": None if details.issuer is None else details.issuer.pk,
        "summary": details.summary,
        "is_thematic": details.is_thematic,
        "first_year": details.first_year,
        "last_year": details.last_year,
        "note": details.note,
    }
    unread = () if number else (validators.unread_number_warning(details.number),)
    term, warnings = _checked_as_listed(written, details.term_name, apart)
    basis.check_reason([*unread, *warnings])
    return {**written, **term}


def _check(details: DocumentDetails, today: dt.date) -> None:
    mark = details.mark or validators.secret_mark_on(details.number, details.summary, details.note)
    if mark is not None:
        raise UnableToKeepDocument("secret_document", validators.secret_refusal(mark))
    if details.issued_on > today:
        message = (
            f"Ngày ban hành {format_date(details.issued_on)} sau hôm nay, {format_date(today)}."
        )
        raise UnableToKeepDocument("not_yet_issued", f"{message} Hãy ghi khi văn bản đã ban hành.")


def _checked_as_listed(
    written: dict[str, Any], term_name: str, apart: Collection[int]
) -> tuple[dict[str, Any], list[str]]:
    """Return the term, and what the checks of a list of documents have against this one."""
    years = validators.term_years(term_name)
    staged = {**written, "term_name": years or term_name, "term_years": years}
    with connection.cursor() as cursor:
        bulk.stage_document(cursor, staged)
        bulk.find_terms(cursor, bulk.STAGING)
        found = bulk.check_documents(cursor, bulk.STAGING, apart=apart)
        term_id, name = bulk.term_staged(cursor)
    return {"term_id": term_id, "term_name": name}, [finding.message for finding in found]


def _saved(document: Document) -> Document:
    message = f"Sổ đã có văn bản {document} của {document.issuer_name}."
    what_to_do = "Hãy mở văn bản ấy để sửa, hoặc kiểm tra lại số và ngày."
    return saved(document, twin=UnableToKeepDocument("document_known", f"{message} {what_to_do}"))


def _record(
    document: Document,
    action: str,
    summary: str,
    values: dict[str, Any],
    actor: Actor,
    basis: Basis,
) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=document,
        unit_id=document.issuer_id,
        summary=summary,
        reason=basis.reason,
        values=values,
    )
