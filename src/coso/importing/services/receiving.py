"""Workbooks come in: looked at from outside, kept, and put into the queue to be checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from pathlib import PurePath
from typing import Final

from attrs import frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core import jobs, storage
from coso.core.errors import DomainError
from coso.core.text import normalize
from coso.core.types import Actor
from coso.importing.enums import ImportStatus
from coso.importing.models import Import, ImportFile
from coso.importing.services import files
from coso.importing.services.workbooks import KINDS_OF_FILE, require_root

MEGABYTE: Final = 2**20
LARGEST_FILE: Final = 50 * MEGABYTE
FILES_AT_MOST: Final = 50
_NAME_LENGTH: Final = 200


class UnableToReceiveFile(DomainError):
    """An uploaded file cannot be taken in."""


@frozen
class Upload:
    """A file as it arrives."""

    name: str
    size: int
    chunks: Iterable[bytes]


@transaction.atomic
def receive_files(*, uploads: Sequence[Upload], actor: Actor) -> Import:
    """Keep uploaded workbooks and have them checked; the same files twice are one import.

    :raises UnableToReceiveFile: if a file is too large or no workbook by its name, or there is none
    :raises UnableToImport: if the installation has no root units yet
    """
    require_root()
    _require_acceptable(uploads)
    source = Import.objects.create(
        actor_id=actor.pk, actor_label=actor.label, status=ImportStatus.CHECKING
    )
    try:
        received = [_keep(source, upload) for upload in uploads]
    except BaseException:
        files.remove(source)
        raise
    same = _waiting_with(source, received)
    if same is not None:
        files.remove(source)
        source.delete()
        return same
    audit.record(
        actor=actor,
        action="importing.receive_files",
        subject=source,
        summary=f"Nhận {len(received)} tệp để nhập: {', '.join(file.name for file in received)}",
    )
    queue_check(source)
    return source


def free_name(name: str, taken: Set[str]) -> str:
    """Return the name of a file, with a number where it is taken."""
    path, number = PurePath(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name


def queue_check(source: Import) -> None:
    """Have the workbooks of an import checked (again), once; until then nothing is written."""
    source.status, source.message = ImportStatus.CHECKING, ""
    source.save(update_fields=["status", "message"])
    files.forget_progress(source)
    jobs.defer(
        "importing.check",
        lock=f"import-{source.pk}",
        queueing_lock=f"check-{source.pk}",
        import_id=source.pk,
    )


def _require_acceptable(uploads: Sequence[Upload]) -> None:
    if not uploads:
        raise UnableToReceiveFile("no_file", "Chưa chọn tệp nào: hãy chọn tệp Excel cần nhập.")
    if len(uploads) > FILES_AT_MOST:
        raise UnableToReceiveFile(
            "too_many_files",
            f"Một lần nhập nhận nhiều nhất {FILES_AT_MOST} tệp: hãy chia thành nhiều lần.",
        )
    for upload in uploads:
        require_workbook(upload)


def require_workbook(upload: Upload) -> None:
    """Refuse a file that is no workbook by its name, or too large.

    :raises UnableToReceiveFile: with what to do instead
    """
    name, suffix = PurePath(upload.name).name, PurePath(upload.name).suffix.lower()
    if suffix == ".xls":
        raise UnableToReceiveFile(
            "old_excel",
            f"“{name}” là tệp Excel kiểu cũ (.xls): hãy mở bằng Excel, chọn Lưu thành, kiểu Excel "
            "Workbook (.xlsx), rồi nhập tệp mới.",
        )
    if suffix not in KINDS_OF_FILE:
        raise UnableToReceiveFile(
            "not_a_workbook", f"“{name}” không phải tệp Excel: chỉ nhận tệp .xlsx hoặc .csv."
        )
    if upload.size > LARGEST_FILE:
        raise UnableToReceiveFile(
            "file_too_large",
            f"“{name}” lớn hơn {LARGEST_FILE // MEGABYTE} MB: hãy chia thành nhiều tệp.",
        )
    if upload.size == 0:
        raise UnableToReceiveFile("file_empty", f"“{name}” là tệp rỗng: hãy chọn lại tệp.")


def _keep(source: Import, upload: Upload) -> ImportFile:
    taken = source.files.values_list("name", flat=True)
    name = free_name(normalize(PurePath(upload.name).name)[-_NAME_LENGTH:], set(taken))
    file = ImportFile.objects.create(source=source, name=name, size=upload.size)
    stored = storage.write(files.path_of(file), upload.chunks)
    file.size, file.sha256 = stored.size, stored.sha256
    file.save(update_fields=["size", "sha256"])
    return file


def _waiting_with(source: Import, received: Sequence[ImportFile]) -> Import | None:
    """Return an import of the same files by the same person that waits already."""
    wanted = sorted(file.sha256 for file in received)
    others = Import.objects.filter(
        actor_id=source.actor_id, status__in=(ImportStatus.CHECKING, ImportStatus.READY)
    ).exclude(pk=source.pk)
    for other in others.prefetch_related("files").order_by("-pk"):
        if sorted(file.sha256 for file in other.files.all()) == wanted:
            return other
    return None
