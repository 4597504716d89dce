"""The columns of one state of the data, written as files and swapped in whole.

A snapshot is named after the state that it was read from: the trail, to which every service
adds an entry. When the trail has moved on, the next reader builds the next snapshot.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from django.conf import settings
from django.db import connection, transaction

from coso.figures import facts

_KEPT: Final = 2
_ABOUT: Final = "about.json"
_UNCOMMITTED: Final = re.compile(r"-x\d+-\d+-\w*$")
# Entries may be committed in another order than they were numbered in; the count of the last
# ones sees a late one. What a transaction has written and not committed is nobody else's to
# read: its snapshots have names of their own, that change with every write.
_WATERMARK: Final = """
SELECT current_database(),
       -- the moment too: a database made anew counts from one again
       last.id || '-' || coalesce(to_hex((extract(epoch FROM last.at) * 1000000)::bigint), ''),
       (SELECT count(*) FROM audit_auditentry WHERE id > last.id - 1000),
       CASE WHEN pg_current_xact_id_if_assigned() IS NOT NULL
            THEN '-x' || pg_current_xact_id() || '-' || (
                 SELECT sum(pg_stat_get_xact_tuples_inserted(oid)
                          + pg_stat_get_xact_tuples_updated(oid)
                          + pg_stat_get_xact_tuples_deleted(oid))
                   FROM pg_class WHERE relkind = 'r') || '-' END
  FROM (SELECT coalesce(max(id), 0) AS id, max(at) AS at FROM audit_auditentry) last"""


@frozen
class Snapshot:
    """Where the files of a state of the data lie, and when they were read."""

    folder: Path
    watermark: str
    computed_at: dt.datetime


def ensure_fresh() -> Snapshot:
    """Return the snapshot of the data as they are now, building it where there is none yet."""
    return _of(_watermark()) or rebuild(unless_there=True)


def rebuild(*, unless_there: bool = False) -> Snapshot:
    """Read the registers again, even where the trail shows no change.

    :param unless_there: take the snapshot that another process has just built
    """
    with _only_builder(), _one_state(), connection.cursor() as cursor:
        watermark = _watermark()
        there = _of(watermark) if unless_there else None
        if there is None:
            there = _build(cursor, watermark)
            _remove_old(there)
    return there


def forget_uncommitted() -> None:
    """Remove the snapshots of transactions: whoever asked inside one knows that it is over."""
    for folder in _home().iterdir():
        if folder.is_dir() and _is_uncommitted(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def _build(cursor: Any, watermark: str) -> Snapshot:
    target = _home() / watermark
    draft = _home() / f"{watermark}.part"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    cursor.execute("SELECT now()")
    computed_at = cursor.fetchone()[0]
    facts.build(cursor, draft)
    (draft / _ABOUT).write_text(json.dumps({"computed_at": computed_at.isoformat()}))
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    return Snapshot(target, watermark, computed_at)


def _is_uncommitted(watermark: str) -> bool:
    return _UNCOMMITTED.search(watermark) is not None


def _of(watermark: str) -> Snapshot | None:
    folder = _home() / watermark
    try:
        about = json.loads((folder / _ABOUT).read_text())
    except FileNotFoundError:
        return None
    return Snapshot(folder, watermark, dt.datetime.fromisoformat(about["computed_at"]))


def _remove_old(kept: Snapshot) -> None:
    """Remove what is older of the same sort: a transaction takes nothing from other readers."""
    sort = _is_uncommitted(kept.watermark)
    others = [
        folder
        for folder in _home().iterdir()
        if folder.is_dir() and folder != kept.folder and _is_uncommitted(folder.name) == sort
    ]
    others.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in others[_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def _watermark() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_WATERMARK)
        database, last, recent, uncommitted = cursor.fetchone()
    committed = f"{database}-{_LAYOUT}-{last}-{recent}"
    return f"{committed}{uncommitted}{_savepoint()}" if uncommitted else committed


def _savepoint() -> str:
    return next(filter(None, reversed(connection.savepoint_ids)), "")


def _layout() -> str:
    """Return a short digest of what is exported, so that new code never reads old columns."""
    sources = sorted((Path(__file__).parent / "facts").glob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:8]


_LAYOUT: Final = _layout()


def _home() -> Path:
    return Path(settings.COSO_HOME) / "snapshots"


@contextlib.contextmanager
def _only_builder() -> Iterator[None]:
    _home().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (_home() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _one_state() -> Iterator[None]:
    """Read all registers as of one moment, where the transaction is ours to begin."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
