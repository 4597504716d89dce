"""Writing the trail: one entry per change or reading, sealed in batches."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any, Final

import psycopg
from django.db import OperationalError, connection, models, transaction
from django.db.models import Max

from coso.audit import queries
from coso.audit.enums import DETAIL_ERASED, Stream
from coso.audit.models import AccessEntry, AuditDetail, AuditEntry, Seal
from coso.core.types import SYSTEM, Actor

_SALT_BYTES: Final = 16
_LABEL_LENGTH: Final = 200
_SUMMARY_LENGTH: Final = 500


@transaction.atomic
def record(  # noqa: PLR0913 — an entry has these facts, all of them named by the caller
    *,
    actor: Actor | None,
    action: str,
    subject: models.Model | None,
    unit_id: int | None = None,
    summary: str = "",
    reason: str = "",
    values: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one change to the trail, in the transaction of the change.

    `values` (say `{"old": …, "new": …}`) stand in a detail of their own, covered by a digest.
    """
    doer = actor or SYSTEM
    salt = secrets.token_hex(_SALT_BYTES)
    stored = None if values is None else queries.plain(values)
    entry = AuditEntry.objects.create(
        actor_id=doer.pk,
        actor_label=_cut(doer.label, _LABEL_LENGTH),
        action=action,
        object_type="" if subject is None else subject._meta.label_lower,
        object_id=None if subject is None else subject.pk,
        unit_id=unit_id,
        summary=_cut(summary),
        reason=_cut(reason),
        detail_digest="" if stored is None else queries.detail_digest(salt, stored),
    )
    if stored is not None:
        AuditDetail.objects.create(entry=entry, salt=salt, values=stored)
    # Robust: a change that is already committed must not turn into an error page.
    transaction.on_commit(partial(seal, Stream.CHANGES), robust=True)
    return entry


@transaction.atomic
def record_access(  # noqa: PLR0913 — an entry has these facts, all of them named by the caller
    *,
    actor: Actor | None,
    action: str,
    object_type: str,
    object_id: int | None = None,
    unit_id: int | None = None,
    summary: str = "",
    rows: int = 1,
) -> AccessEntry:
    """Write one reading of a record, or one export of a list, to the trail.

    The worker seals readings, every few seconds: nobody waits for a seal to see a page.
    """
    reader = actor or SYSTEM
    return AccessEntry.objects.create(
        actor_id=reader.pk,
        actor_label=_cut(reader.label, _LABEL_LENGTH),
        action=action,
        object_type=object_type,
        object_id=object_id,
        unit_id=unit_id,
        summary=_cut(summary),
        rows=rows,
    )


@transaction.atomic
def erase_detail(*, entry: AuditEntry, actor: Actor, reason: str) -> AuditEntry:
    """Erase the values of a change (Luật 91/2025/QH15, điều 14) and record who did it, and why.

    The entry itself and its digest stay, so the chain remains valid.
    """
    AuditDetail.objects.filter(entry=entry).delete()
    return record(
        actor=actor,
        action=DETAIL_ERASED,
        subject=entry,
        unit_id=entry.unit_id,
        summary=f"Xóa chi tiết của mục {entry.pk}",
        reason=reason,
    )


def seal(stream: Stream) -> Seal | None:
    """Seal the entries since the last seal; `None` if there are none or somebody is writing.

    Ids are handed out before transactions commit, so an entry with a lower id may appear after
    one with a higher id. Each writer holds a ROW EXCLUSIVE lock on the table from before it
    takes an id until its transaction ends; under the lock taken here every id handed out is
    therefore either visible or gone for good. The same lock keeps a second sealer out. It is
    never waited for: whoever writes now seals after its own commit.
    """
    try:
        with transaction.atomic():
            _lock(stream)
            return _extend(stream)
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            return None
        raise


def _lock(stream: Stream) -> None:
    table = connection.ops.quote_name(queries.MODELS[stream]._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE NOWAIT")


def _extend(stream: Stream) -> Seal | None:
    last = Seal.objects.filter(stream=stream).order_by("-pk").first()
    after, previous = (last.last_id, last.digest) if last else (None, queries.GENESIS)
    newest = queries.MODELS[stream]._default_manager.aggregate(newest=Max("pk"))["newest"]
    if newest is None or newest == after:
        return None
    link = queries.link(stream, after, newest, previous)
    return Seal.objects.create(
        stream=stream,
        first_id=link.first_id,
        last_id=link.last_id,
        entries=link.entries,
        previous=link.previous,
        digest=link.digest,
    )


def _cut(text: str, limit: int = _SUMMARY_LENGTH) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
