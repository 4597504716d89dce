"""Taking a whole import back."""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import asdict, frozen
from django.db import connection, transaction
from django.db.models.functions import Now

from coso.accounts.models import User
from coso.audit import services as audit
from coso.core import db, jobs, keeping
from coso.core.dates import format_date
from coso.core.errors import DomainError, reason_of
from coso.core.keeping import KeptRecord
from coso.core.types import Actor
from coso.importing.enums import RECORD_LABELS, ImportStatus
from coso.importing.models import Import, ImportChange
from coso.importing.services import files
from coso.organizations import services as organizations

UNDO_DAYS: Final = 30

_COUNTS: Final = """
SELECT count(*) FILTER (WHERE kind = 'CREATED' AND kept = ''),
       count(*) FILTER (WHERE kind = 'UPDATED' AND kept = '') FROM undo
"""


class UnableToUndoImport(DomainError):
    """The import cannot be taken back (any more)."""


@frozen
class UndoReport:
    """What was taken back of an import, and what was kept."""

    import_id: int
    removed: int
    restored: int
    kept: tuple[KeptRecord, ...]


def undone(source: Import) -> UndoReport | None:
    """Return what was taken back of an import, and what was kept."""
    kept = source.report.get("undone")
    if kept is None:
        return None
    return UndoReport(**{**kept, "kept": tuple(KeptRecord(**record) for record in kept["kept"])})


def undo_until(source: Import) -> dt.date | None:
    """Return the last day on which an import can be taken back."""
    applied = source.applied_at
    return None if applied is None else applied.date() + dt.timedelta(days=UNDO_DAYS)


@transaction.atomic
def request_undo(*, source: Import, actor: Actor, on: dt.date) -> Import:
    """Have a whole import taken back by a job; asked twice, it is taken back once.

    :raises UnableToUndoImport: if it was not applied, or more than 30 days ago
    """
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status in (ImportStatus.UNDOING, ImportStatus.UNDONE):
        return source
    _require_undoable(source, on)
    source.status, source.message = ImportStatus.UNDOING, ""
    source.save(update_fields=["status", "message"])
    files.forget_progress(source)
    audit.record(
        actor=actor,
        action="importing.request_undo",
        subject=source,
        summary=f"Yêu cầu hoàn tác lần nhập {source.pk}",
    )
    jobs.defer("importing.undo", lock=f"import-{source.pk}", import_id=source.pk, actor_id=actor.pk)
    return source


def undo_requested(*, import_id: int, actor_id: int) -> None:
    """Take an import back whose turn has come; nobody needs its workbooks any more."""
    source = Import.objects.get(pk=import_id)
    if source.status == ImportStatus.UNDOING:
        _undo(source, User.objects.get(pk=actor_id))
        files.remove(source)


@transaction.atomic
def fail_undo(*, import_id: int, error: Exception, **_arguments: object) -> None:
    """Say that taking an import back was interrupted for good: it stands as it was."""
    Import.objects.filter(pk=import_id, status=ImportStatus.UNDOING).update(
        status=ImportStatus.APPLIED, message=f"Chưa hoàn tác gì. {reason_of(error)}"[:500]
    )


@transaction.atomic
def undo_import(*, import_id: int, actor: Actor, on: dt.date) -> UndoReport:
    """Take a whole import back: what it created goes, what it changed is as before.

    Records that were changed since, or that others need, stay and are listed.

    :raises UnableToUndoImport: if there is no such import, if it was not applied or taken back
        already, or if it was applied more than 30 days ago
    """
    source = Import.objects.select_for_update().filter(pk=import_id).first()
    if source is None:
        raise UnableToUndoImport(
            "import_unknown",
            f"Không có lần nhập số {import_id}: hãy xem lại số trong nhật ký nhập.",
        )
    _require_undoable(source, on)
    return _undo(source, actor)


@transaction.atomic
def _undo(source: Import, actor: Actor) -> UndoReport:
    with connection.cursor() as cursor:
        db.work_alone(cursor)
        db.expect_many_rows(cursor)
        written, settle = source.report["written"], organizations.refresh_overseers
        details = written.keys() - RECORD_LABELS.keys()
        kept = keeping.take_back(cursor, source, ImportChange, written, settle, details)
        [(removed, restored)] = db.rows(cursor, _COUNTS)
        report = UndoReport(source.pk, removed, restored, kept)
    source.report["undone"] = asdict(report)
    source.status, source.undone_at = ImportStatus.UNDONE, Now()
    source.save(update_fields=["report", "status", "undone_at"])
    audit.record(
        actor=actor,
        action="importing.undo_import",
        subject=source,
        summary=f"Hoàn tác lần nhập {source.pk}: bỏ {removed}, trả lại {restored}, "
        f"giữ {len(report.kept)}",
    )
    return report


def _require_undoable(source: Import, on: dt.date) -> None:
    if source.status != ImportStatus.APPLIED:
        raise UnableToUndoImport(
            "import_not_applied",
            f"Lần nhập {source.pk}: {source.get_status_display().lower()}, nên không có gì để "
            "hoàn tác.",
        )
    until = undo_until(source)
    if until is not None and on > until:
        raise UnableToUndoImport(
            "undo_too_late",
            f"Lần nhập {source.pk} chỉ hoàn tác được đến {format_date(until)}: hãy sửa từng hồ sơ.",
        )
