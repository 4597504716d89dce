"""Taking a whole import back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from attrs import frozen
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Now

from coso.audit import services as audit
from coso.core import db, undoing
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.importing.enums import ImportStatus
from coso.importing.models import Import
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
SELECT "table", record_id, kind, before, after FROM importing_importchange
 WHERE source_id = %(source)s
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


def undo_until(source: Import) -> dt.date | None:
    """Return the last day on which an import can be taken back."""
    applied = source.applied_at
    return None if applied is None else applied.date() + dt.timedelta(days=UNDO_DAYS)


@transaction.atomic
def undo_import(*, import_id: int, actor: Actor, on: dt.date) -> UndoReport:
    """Take a whole import back: what it created goes, what it changed is as before.

    Records that were changed since, or that others need, stay and are listed.

    :raises UnableToUndoImport: if there is no such import, if it was not applied or taken back
        already, or if it was applied more than 30 days ago
    """
    with connection.cursor() as cursor:
        db.run(cursor, LOCK)
        source = _undoable(import_id, on)
        undoing.open_plan(cursor)
        db.run(cursor, _FILL, {"source": source.pk})
        undoing.take_back(cursor, source.report["written"])
        organizations.refresh_overseers()
        [(removed, restored)] = db.rows(cursor, _COUNTS)
        kept = tuple(_labelled(db.rows(cursor, _KEPT)))
    source.status, source.undone_at = ImportStatus.UNDONE, Now()
    source.save(update_fields=["status", "undone_at"])
    audit.record(
        actor=actor,
        action="importing.undo_import",
        subject=source,
        summary=f"Hoàn tác lần nhập {source.pk}: bỏ {removed}, trả lại {restored}, giữ {len(kept)}",
    )
    return UndoReport(source.pk, removed, restored, kept)


def _undoable(import_id: int, on: dt.date) -> Import:
    source = Import.objects.select_for_update().filter(pk=import_id).first()
    if source is None:
        raise UnableToUndoImport(
            "import_unknown",
            f"Không có lần nhập số {import_id}: hãy xem lại số trong nhật ký nhập.",
        )
    if source.status != ImportStatus.APPLIED:
        raise UnableToUndoImport(
            "import_not_applied",
            f"Lần nhập {import_id}: {source.get_status_display().lower()}, nên không có "
            "gì để hoàn tác.",
        )
    until = undo_until(source)
    if until is not None and on > until:
        raise UnableToUndoImport(
            "undo_too_late",
            f"Lần nhập {import_id} chỉ hoàn tác được đến {format_date(until)}: hãy sửa từng hồ sơ.",
        )
    return source


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
