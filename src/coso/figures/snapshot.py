"""The columns of one state of the data, written as files and swapped in whole.

A state is named after the trail, to which every service adds an entry. When the trail has moved
on, the next reader looks which rows of the registers are others; only the parts that are made of
such rows are read and built again. So a note says of each state which folders hold its parts and
when it was read.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import itertools
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from django.conf import settings
from django.db import connection, transaction

from coso.figures import facts

_KEPT: Final = 2
# Two builders keep up with what one reader reads.
_BUILT_AT_ONCE: Final = 2
_NOTE: Final = ".json"
_UNCOMMITTED: Final = re.compile(r"-x\d+-\d+-\w*\.json$")
# Entries may be committed in another order than they were numbered in; the count of the last
# ones sees a late one. What a transaction has written and not committed is nobody else's to
# read: its states have names of their own, that change with every write.
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
    """Where the parts of a state of the data lie, and when it was read."""

    parts: tuple[Path, ...]
    watermark: str
    computed_at: dt.datetime


def ensure_fresh() -> Snapshot:
    """Return the snapshot of the data as they are now, reading them where there is none yet."""
    return _of(_watermark()) or rebuild(unless_there=True)


def rebuild(*, unless_there: bool = False) -> Snapshot:
    """Read the registers again, even where the trail shows no change.

    :param unless_there: take the snapshot that another process has just built
    """
    with _only_builder(), _one_state(), connection.cursor() as cursor:
        watermark = _watermark()
        there = _of(watermark) if unless_there else None
        if there is None:
            there = _read(cursor, watermark)
            _remove_old(there)
    return there


@contextlib.contextmanager
def passing() -> Iterator[None]:
    """Leave nothing of what is read inside a transaction that will be taken back."""
    with _only_builder():
        before = set(_notes(uncommitted=True))
    try:
        yield
    finally:
        with _only_builder():
            _forget(set(_notes(uncommitted=True)) - before)


def _read(cursor: Any, watermark: str) -> Snapshot:
    cursor.execute("SELECT now()")
    read_at = cursor.fetchone()[0]
    parts = _parts(cursor)
    note = _home() / f"{watermark}{_NOTE}"
    draft = note.with_suffix(".part")
    about = {"parts": [part.name for part in parts], "read_at": read_at.isoformat()}
    draft.write_text(json.dumps(about))
    draft.replace(note)
    return Snapshot(parts, watermark, read_at)


def _parts(cursor: Any) -> tuple[Path, ...]:
    """Return the folders of the state of the data, built where they are not there yet.

    While some pieces are built, the next one is read: the database and the engine work apart.
    """
    folders: list[Path] = []
    begun: list[Future[None]] = []
    with ThreadPoolExecutor(_BUILT_AT_ONCE) as builders:
        for piece in facts.pieces(cursor):
            units = folders[0] if folders else None
            folder = _folder(piece, units)
            folders.append(folder)
            if not folder.exists():
                contents = facts.read(cursor, piece.registers)
                _wait(begun[:-_BUILT_AT_ONCE])  # what is held at a time is bounded
                begun.append(builders.submit(_build, piece, contents, units, folder, begun[:1]))
        _wait(begun)
    return tuple(folders)


def _wait(building: Iterable[Future[None]]) -> None:
    for each in building:
        each.result()


def _folder(piece: facts.Piece, units: Path | None) -> Path:
    part = piece.part
    read_too = units.name if units is not None and part.reads else ""
    digest = hashlib.sha256(f"{_LAYOUT} {piece.stamp} {read_too}".encode()).hexdigest()[:32]
    return _home() / f"{part.name}-{digest}"


def _build(
    piece: facts.Piece,
    contents: Mapping[str, str],
    units: Path | None,
    folder: Path,
    before: Iterable[Future[None]],
) -> None:
    _wait(before)  # the units come first, and others read them
    draft = folder.with_suffix(".part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    facts.build(piece, contents, units, draft)
    draft.rename(folder)


def _of(watermark: str) -> Snapshot | None:
    try:
        about = json.loads((_home() / f"{watermark}{_NOTE}").read_text())
    except FileNotFoundError:
        return None
    parts = tuple(_home() / name for name in about["parts"])
    read_at = dt.datetime.fromisoformat(about["read_at"])
    return Snapshot(parts, watermark, read_at) if all(p.exists() for p in parts) else None


def _notes(*, uncommitted: bool) -> list[Path]:
    """Return the notes on states that were committed, or on those that were not, newest first."""
    notes = [note for note in _home().glob(f"*{_NOTE}") if _is_uncommitted(note) == uncommitted]
    return sorted(notes, key=lambda note: note.stat().st_mtime, reverse=True)


def _is_uncommitted(note: Path) -> bool:
    return _UNCOMMITTED.search(note.name) is not None


def _remove_old(kept: Snapshot) -> None:
    """Remove what is older of the same sort: a transaction takes nothing from other readers."""
    note = _home() / f"{kept.watermark}{_NOTE}"
    _forget(_notes(uncommitted=_is_uncommitted(note))[_KEPT:])


def _forget(gone: Iterable[Path]) -> None:
    """Remove notes, and the parts of which no other note speaks."""
    for note in gone:
        note.unlink(missing_ok=True)
    notes = [json.loads(note.read_text()) for note in _home().glob(f"*{_NOTE}")]
    # A note of an older release may speak of none.
    kept = set(itertools.chain.from_iterable(note.get("parts", ()) for note in notes))
    for folder in _home().iterdir():
        if folder.is_dir() and folder.name not in kept:
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
        cursor.execute(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
            # What belongs to a block is looked up, instead of reading whole tables for each.
            "SET LOCAL random_page_cost = 1.1; SET LOCAL max_parallel_workers_per_gather = 0"
        )
        yield
