"""Taking back what merges wrote: records as they were, unless somebody changed them since.

The caller fills the temporary table `undo` (see `open_plan`). A record that was created goes, one
that was changed gets its values before. A record is kept as it is, with the reason in `kept`, if
it was changed since, if another record that stays refers to it or rests on it (see `resting`), or
if its values before do not fit beside what was written since. What a record consists of (the names
of a unit, its places) stays with it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from attrs import frozen
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composed, Identifier, Literal

from coso.core import db, resting

_PLAN: Final = """
CREATE TEMP TABLE undo (target text, record_id bigint, kind text, before jsonb, after uuid,
                        kept text NOT NULL DEFAULT '', needed_by text NOT NULL DEFAULT '',
                        PRIMARY KEY (target, record_id))
 ON COMMIT DROP
"""
_CHANGED: Final = """
UPDATE undo u SET kept = CASE WHEN t.id IS NULL THEN 'gone' ELSE 'changed' END
  FROM undo p LEFT JOIN {table} t ON t.id = p.record_id
 WHERE p.target = {target} AND u.target = p.target AND u.record_id = p.record_id
   AND (t.id IS NULL OR {digest} <> p.after)
"""
_REFERENCES: Final = """
SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
  FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
 WHERE c.contype = 'f' AND c.confrelid::regclass::text = ANY(%(tables)s)
 ORDER BY 3, 1, 2
"""
# A record that refers to one that was created, and stays with that reference.
_NEEDED: Final = """
UPDATE undo u SET kept = 'needed', needed_by = {noun}
 WHERE u.target = {parent} AND u.kind = 'CREATED' AND u.kept = '' AND EXISTS (
       SELECT FROM {child} t WHERE t.{column} = u.record_id AND NOT EXISTS (
              SELECT FROM undo o
               WHERE o.target = {child_name} AND o.record_id = t.id AND o.kept = ''
                 AND (o.kind = 'CREATED' OR o.before ? {column_name})))
"""
# What a record that was created and stays consists of.
_PARTS: Final = """
UPDATE undo u SET kept = 'part'
  FROM {child} t, undo o
 WHERE u.target = {child_name} AND u.kind = 'CREATED' AND u.kept = '' AND t.id = u.record_id
   AND o.target = {parent} AND o.record_id = t.{column}
   AND o.kind = 'CREATED' AND o.kept NOT IN ('', 'gone')
"""
_DELETE: Final = """
DELETE FROM {table} t USING undo u
 WHERE u.target = {target} AND u.kind = 'CREATED' AND u.kept = '' AND t.id = u.record_id
"""
_RESTORE: Final = """
UPDATE {table} t SET {setting}
  FROM (SELECT p.* FROM {table} c
          JOIN undo u ON u.target = {target} AND u.record_id = c.id
           AND u.kind = 'UPDATED' AND u.kept = '' AND (u.record_id = %(only)s OR %(only)s IS NULL)
         CROSS JOIN LATERAL jsonb_populate_record(c, u.before) p) p
 WHERE t.id = p.id
"""
_WAITING: Final = """
SELECT record_id FROM undo WHERE target = %(target)s AND kind = 'UPDATED' AND kept = ''
 ORDER BY record_id
"""
_COLLIDES: Final = """
UPDATE undo SET kept = 'collides'
 WHERE target = %(target)s AND kind = 'UPDATED' AND record_id = ANY(%(records)s::bigint[])
"""
_CHECK_NOW: Final = "SET CONSTRAINTS ALL IMMEDIATE"
_CHECK_LATER: Final = "SET CONSTRAINTS ALL DEFERRED"

Columns = Mapping[str, Sequence[str]]


@frozen
class Link:
    """A column of a table that refers to a record of another."""

    child: str
    column: str
    parent: str


def open_plan(cursor: CursorWrapper) -> None:
    """Make the empty table `undo`: target, record_id, kind, before, after (a digest)."""
    db.run(cursor, "DROP TABLE IF EXISTS undo")
    db.run(cursor, _PLAN)


def take_back(
    cursor: CursorWrapper,
    written: Columns,
    settle: Callable[[], object] = lambda: None,
    parts: Iterable[Link] = (),
) -> None:
    """Carry the plan out; `written` names the columns that the digests cover, by table.

    `settle` brings what is derived from the records up to date before references are checked;
    `parts` says which records other records consist of.
    """
    db.run(cursor, "ANALYZE undo")
    for target, columns in written.items():
        db.run(cursor, _of(_CHANGED, target, digest=db.digest("t", columns)))
    parts = list(parts)
    _keep_what_is_needed(cursor, list(written), parts)
    while bereft := _carry_out(cursor, written, settle):
        resting.keep(cursor, bereft)
        _keep_what_is_needed(cursor, list(written), parts)
    db.run(cursor, _CHECK_NOW)
    db.run(cursor, _CHECK_LATER)


def _carry_out(
    cursor: CursorWrapper, written: Columns, settle: Callable[[], object]
) -> dict[int, list[int]]:
    """Return what would be left in the air: then nothing was done.

    Only the registers as they would be can tell: somebody may rest on what comes back, too.
    """
    resting.note(cursor)
    before = transaction.savepoint()
    db.run(cursor, _CHECK_LATER)
    for target in written:
        db.run(cursor, _of(_DELETE, target))
    for target, columns in written.items():
        _restore(cursor, target, columns)
    settle()
    bereft = resting.bereft(cursor)
    if bereft:
        transaction.savepoint_rollback(before)
    return bereft


def _keep_what_is_needed(
    cursor: CursorWrapper, tables: Sequence[str], parts: Iterable[Link]
) -> None:
    statements = [
        *(_over(_NEEDED, link) for link in _references(cursor, tables)),
        *(_over(_PARTS, link) for link in parts),
    ]
    while any(db.run(cursor, statement) for statement in statements):
        pass  # a record that is kept now needs those that it refers to


def _references(cursor: CursorWrapper, tables: Sequence[str]) -> list[Link]:
    links = [Link(*row) for row in db.rows(cursor, _REFERENCES, {"tables": tables})]
    return [link for link in links if (link.child, link.column) not in _derived()]


def _over(statement: str, link: Link) -> Composed:
    return SQL(statement).format(
        parent=Literal(link.parent),
        child=Identifier(link.child),
        child_name=Literal(link.child),
        column=Identifier(link.column),
        column_name=Literal(link.column),
        noun=Literal(_nouns().get(link.child, "")),
    )


@functools.cache
def _nouns() -> dict[str, str]:
    return {model._meta.db_table: str(model._meta.verbose_name) for model in apps.get_models()}


@functools.cache
def _derived() -> frozenset[tuple[str, str]]:
    """Return the references that follow from other records: nobody writes them."""
    return frozenset(
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.column and not field.editable
    )


def _restore(cursor: CursorWrapper, target: str, columns: Sequence[str]) -> None:
    """Give the changed records their values before; those that do not fit stay."""
    if _try(cursor, target, columns, None):
        return
    waiting = [row[0] for row in db.rows(cursor, _WAITING, {"target": target})]
    while True:  # one may make room for another
        left = [record for record in waiting if not _try(cursor, target, columns, record)]
        if len(left) in (0, len(waiting)):
            break
        waiting = left
    db.run(cursor, _COLLIDES, {"target": target, "records": left})


def _try(cursor: CursorWrapper, target: str, columns: Sequence[str], only: int | None) -> bool:
    setting = SQL(", ").join(SQL("{0} = p.{0}").format(Identifier(c)) for c in columns)
    try:
        with transaction.atomic():
            db.run(cursor, _of(_RESTORE, target, setting=setting), {"only": only})
    except IntegrityError:
        return False
    return True


def _of(statement: str, target: str, **parts: Composed) -> Composed:
    return SQL(statement).format(table=Identifier(target), target=Literal(target), **parts)
