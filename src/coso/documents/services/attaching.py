"""Files kept with a document: taken in, taken out, and what is left of them removed."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import itertools
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import IO, Final

from attrs import frozen
from django.db import connection, transaction

from coso.audit import services as audit
from coso.core import file_kinds, office_text, storage
from coso.core.errors import DomainError
from coso.core.file_kinds import FileKind
from coso.core.text import normalize
from coso.core.types import Actor
from coso.core.writing import Basis
from coso.documents import queries, validators
from coso.documents.enums import SecretMark
from coso.documents.models import Attachment, Document

_MEGABYTE: Final = 1 << 20
_LONGEST_STEM: Final = 150
# So long a file stays after the last document let go of it: a backup may be under way.
_KEPT: Final = dt.timedelta(days=1)
# Of paths, of shells, of Windows; and dots, lest a name seem to have two suffixes.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*.\u202a-\u202e\u2066-\u2069]+")
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('coso.attachments'))"


class UnableToAttachFile(DomainError):
    """The file cannot be kept with the document."""


@frozen
class Upload:
    """A file as it arrives; `size` is how long it was, even if less of it was kept."""

    name: str
    size: int
    file: IO[bytes]


@transaction.atomic
def attach_file(
    *, document: Document, upload: Upload, mark: SecretMark | None, largest: int, actor: Actor
) -> Attachment:
    """Keep a file with a document.

    `mark` is what whoever attaches says of the file, `largest` how many bytes are taken in.

    :raises UnableToAttachFile: if the file is secret, too large, of another kind than its name
        says or than is taken in, unreadable, or there already
    """
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    name = PurePath(upload.name.replace("\\", "/")).name
    _check_size(name, upload.size, largest)
    kind = _kind_of(name, upload.file)
    _check_mark(name, mark, kind, upload.file)
    digest = _digest(upload.file)
    if queries.attachments_of(document).filter(sha256=digest).exists():
        message = f"Văn bản đã có tệp với đúng nội dung của “{name}”. Hãy chọn tệp khác."
        raise UnableToAttachFile("file_attached", message)
    attachment = Attachment(
        document=document,
        name=_name_kept(name, kind),
        content_type=kind.content_type,
        size=upload.size,
        sha256=digest,
    )
    _hold_off_purging()
    upload.file.seek(0)
    storage.write(queries.path_of(attachment), storage.pieces(upload.file))
    attachment.save()
    _record(attachment, "attachment.added", actor, new=attachment.name)
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, actor: Actor, basis: Basis) -> None:
    """Take a file away from its document; its content goes a day later.

    :raises ReasonMissing: without a reason
    """
    basis.check_explained()
    _record(attachment, "attachment.removed", actor, reason=basis.reason, old=attachment.name)
    remove_from([attachment])


def remove_from(attachments: Iterable[Attachment]) -> None:
    """Remove rows; the day for which their contents stay begins now."""
    for attachment in attachments:
        with contextlib.suppress(FileNotFoundError):
            queries.path_of(attachment).touch()
        attachment.delete()


@transaction.atomic
def purge_files(*, now: dt.datetime) -> None:
    """Remove contents that belong to no document any more."""
    _hold_off_purging()
    known = set(queries.attachments().values_list("sha256", flat=True))
    for path in storage.folder(queries.ATTACHMENTS).glob("*/*"):
        changed_at = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
        if path.name not in known and changed_at < now - _KEPT:
            path.unlink()


def _hold_off_purging() -> None:
    """Wait for whoever attaches or purges: no content goes between its file and its row."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def _check_size(name: str, size: int, largest: int) -> None:
    if size == 0:
        raise UnableToAttachFile("file_empty", f"“{name}” là tệp rỗng: hãy chọn lại tệp.")
    if size > largest:
        message = f"“{name}” lớn hơn {largest // _MEGABYTE} MB, cỡ lớn nhất được nhận."
        raise UnableToAttachFile(
            "file_too_large", f"{message} Hãy quét lại ở độ phân giải thấp hơn, hoặc tách tệp."
        )


def _kind_of(name: str, file: IO[bytes]) -> FileKind:
    """Return the kind of the content, which the name must say, too."""
    kind, suffix = file_kinds.kind_of(file), PurePath(name).suffix.lower()
    if kind is None:
        taken = ", ".join(each.suffixes[0] for each in file_kinds.KINDS)
        message = f"“{name}” không phải loại tệp được nhận, có mật khẩu, hoặc có macro."
        raise UnableToAttachFile("file_kind", f"{message} Chỉ nhận nội dung thật là {taken}.")
    if suffix not in kind.suffixes:
        message = f"“{name}” mang đuôi “{suffix}” nhưng nội dung là {kind.label}."
        raise UnableToAttachFile(
            "file_misnamed", f"{message} Hãy đặt lại đuôi {kind.suffixes[0]} rồi chọn lại."
        )
    return kind


def _check_mark(name: str, mark: SecretMark | None, kind: FileKind, file: IO[bytes]) -> None:
    """Refuse what is said to be secret, or has a mark in its name or in what can be read of it."""
    if mark is not None:
        raise UnableToAttachFile("secret_file", validators.secret_refusal(mark))
    try:
        found = _mark_in(name, kind, file)
    except office_text.UnreadablePackage as error:
        message = f"“{name}” hỏng, hoặc giải nén ra quá lớn, nên không kiểm tra được."
        raise UnableToAttachFile(
            "file_unreadable", f"{message} Hãy mở và lưu lại tệp rồi đính kèm."
        ) from error
    if found is not None:
        message = f"Trong “{name}” có dấu “{found.label}”."
        raise UnableToAttachFile("secret_file", f"{message} {validators.secret_refusal(found)}")


def _mark_in(name: str, kind: FileKind, file: IO[bytes]) -> SecretMark | None:
    lines = office_text.lines(file) if kind.has_text else ()
    found = map(validators.secret_mark_in, itertools.chain([PurePath(name).stem], lines))
    return next(filter(None, found), None)


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _name_kept(name: str, kind: FileKind) -> str:
    """Return the name without signs that mean something to a system, and with one suffix."""
    stem = _UNSAFE.sub("-", normalize(PurePath(name).stem)).strip(" .-")
    return f"{stem[:_LONGEST_STEM] or 'tep'}{kind.suffixes[0]}"


def _record(
    attachment: Attachment, action: str, actor: Actor, *, reason: str = "", **names: str
) -> None:
    document = attachment.document
    words = {"attachment.added": "Đính kèm", "attachment.removed": "Bỏ tệp đính kèm"}
    audit.record(
        actor=actor,
        action=action,
        subject=document,
        unit_id=document.issuer_id,
        summary=f"{words[action]} “{attachment.name}”",
        reason=reason,
        values={key: {"Tệp": name, "SHA-256": attachment.sha256} for key, name in names.items()},
    )
