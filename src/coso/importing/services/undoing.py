"""Taking a whole import back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from attrs import asdict, frozen
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Now

from coso.accounts.models import User
from coso.audit import services as audit
from coso.core import db, jobs, undoing
from coso.core.dates import format_date
from coso.core.errors import DomainError, reason_of
from coso.core.types import Actor
from coso.importing.enums import ImportStatus
from coso.importing.models import Import
from coso.importing.services import files
from coso.importing.services.workbooks import LOCK
from coso.organizations import services as organizations

UNDO_DAYS: Final = 30
_REASONS: Final = {
    "changed": "đã được sửa sau khi nhập",
    "needed": "hồ sơ khác đang dựa vào",
    "collides": "giá trị cũ trùng với điều ghi sau này",
}

_FILL: Final = """
INSERT INTO undo (target, record_id, kind, before, after)
SELECT c."table", each.record_id, c.kind, each.before, each.after
  FROM importing_importchange c
 CROSS JOIN LATERAL unnest(c.record_ids, c.before, c.after) each (record_id, before, after)
 WHERE c.source_id = %(source)s
"""
_COUNTS: Final = """
SELECT count(*) FILTER (WHERE kind = 'CREATED' AND kept = ''),
       count(*) FILTER (WHERE kind = 'UPDATED' AND kept = '') FROM undo
"""
_KEPT: Final = """
SELECT target, record_id, kept FROM undo WHERE kept NOT IN ('', 'gone') ORDER BY 1, 3, 2
"""


class UnableToUndoImport(DomainError):
    """The import cannot be taken back (any more)."""


@frozen
class KeptRecord:
    """A record that undo left as it is: what it is called, and why it was kept."""

    table: str
    record_id: int
    label: str
    reason: str

    @property
    def reason_label(self) -> str:
        """Why it was kept, in words."""
        return _REASONS[self.reason]


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
    """Take an import back whose turn has come."""
    source = Import.objects.get(pk=import_id)
    if source.status == ImportStatus.UNDOING:
        _undo(source, User.objects.get(pk=actor_id))


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
        db.run(cursor, LOCK)
        db.expect_many_rows(cursor)
        undoing.open_plan(cursor)
        db.run(cursor, _FILL, {"source": source.pk})
        undoing.take_back(cursor, source.report["written"])
        organizations.refresh_overseers()
        [(removed, restored)] = db.rows(cursor, _COUNTS)
        report = UndoReport(source.pk, removed, restored, tuple(_labelled(db.rows(cursor, _KEPT))))
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


def _labelled(kept: list[tuple[str, int, str]]) -> Iterator[KeptRecord]:
    models_of = {model._meta.db_table: model for model in apps.get_models()}
    for target in dict.fromkeys(row[0] for row in kept):
        model = models_of[target]
        records = {record: reason for of, record, reason in kept if of == target}
        for found in _found(model, list(records)):
            name = str(model._meta.verbose_name)
            yield KeptRecord(target, found.pk, f"{name}: {_name(found)}", records[found.pk])


def _found(model: type[models.Model], ids: list[int]) -> list[models.Model]:
    return list(model._default_manager.filter(pk__in=ids).order_by("pk"))


def _name(record: models.Model) -> str:
    """Return how people call a record; a period is called after whom it is about."""
    if type(record).__str__ is not models.Model.__str__:
        return str(record)
    owner = next(
        (
            getattr(record, name)
            for name in ("person", "membership", "unit", "post", "meeting")
            if getattr(record, f"{name}_id", None) is not None
        ),
        None,
    )
    return str(record.pk if owner is None else owner)
