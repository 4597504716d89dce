"""What a transaction changed, kept so that all of it can be taken back later.

The merges of the transaction have written into `merge_log`; `undoing` carries out what `plan`
makes of the records kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composable, Identifier, Literal

from coso.core import db, undoing
from coso.core.undoing import Link


class ChangeKind(models.TextChoices):
    """What was done to a record."""

    CREATED = "CREATED", "Thêm"
    UPDATED = "UPDATED", "Cập nhật"


class KeptChange(models.Model):
    """Records of a table that one piece of work created or changed, at most a thousand.

    `before` are the values that it changed, none for what it created; `after` are the digests of
    those that it left, in the columns that the work names as written. Both stand in the order of
    `record_ids`. A row for each record would take as long to write as the records. A subclass
    adds `source`, the work.
    """

    table = models.CharField("sổ", max_length=60)
    kind = models.CharField("việc", max_length=7, choices=ChangeKind.choices)
    record_ids = ArrayField(models.BigIntegerField(), verbose_name="mã các hồ sơ")
    before = ArrayField(models.JSONField(), verbose_name="giá trị trước", null=True)
    after = ArrayField(models.UUIDField(), verbose_name="dấu sau khi ghi")

    class Meta:
        abstract = True


# Whom or what a record without a name of its own is about, the first that it has.
_OWNERS: Final = ("person", "membership", "unit", "post", "meeting")
_CHANGES: Final = "SELECT target, kind, count(*) FROM merge_log GROUP BY 1, 2 ORDER BY 1, 2"
_COLUMNS: Final = "SELECT target, array_agg(name ORDER BY name) FROM merge_columns GROUP BY target"
# New records have numbers one after another: about a thousand stand in a row.
_KEEP_CREATED: Final = """
INSERT INTO {changes} (source_id, "table", kind, record_ids, after)
SELECT {source}, {target}, 'CREATED', array_agg(t.id), array_agg({digest})
  FROM merge_log l JOIN {table} t ON t.id = l.record_id
 WHERE l.target = {target} AND l.kind = 'CREATED'
 GROUP BY t.id / 1000
"""
# Several steps may write one record: the values before the first, those after the last, and the
# columns that any of them wrote.
_KEEP_UPDATED: Final = """
WITH first AS (
    SELECT DISTINCT ON (l.record_id, b.key) l.record_id, b.key, b.value
      FROM merge_log l CROSS JOIN jsonb_each(l.before) b
     WHERE l.target = {target} AND l.record_id NOT IN (
           SELECT record_id FROM merge_log WHERE target = {target} AND kind = 'CREATED')
     ORDER BY l.record_id, b.key, l.id
), changed AS (
    SELECT record_id, jsonb_object_agg(key, value) AS before FROM first GROUP BY record_id
)
INSERT INTO {changes} (source_id, "table", kind, record_ids, before, after)
SELECT {source}, {target}, 'UPDATED', array_agg(t.id), array_agg(c.before), array_agg({digest})
  FROM changed c JOIN {table} t ON t.id = c.record_id
 GROUP BY t.id / 1000
"""
_KEEP: Final = {ChangeKind.CREATED: _KEEP_CREATED, ChangeKind.UPDATED: _KEEP_UPDATED}
_PLAN: Final = """
INSERT INTO undo (target, record_id, kind, before, after)
SELECT c."table", each.record_id, c.kind, each.before, each.after
  FROM {changes} c
 CROSS JOIN LATERAL unnest(c.record_ids, c.before, c.after) each (record_id, before, after)
 WHERE c.source_id = {source}
"""
_STAYED: Final = """
SELECT target, record_id, kept, needed_by FROM undo
 WHERE kept NOT IN ('', 'gone', 'part') ORDER BY 1, 3, 2
"""
_REASONS: Final = {
    "changed": "đã được sửa sau đó",
    "needed": "hồ sơ khác đang dựa vào",
    "collides": "giá trị cũ trùng với điều ghi sau này",
}


@frozen
class KeptRecord:
    """A record that undo left as it is: what it is called, and why (see `undoing`).

    `needed_by` says what the records are that need it.
    """

    table: str
    record_id: int
    label: str
    reason: str
    needed_by: str = ""

    @property
    def reason_label(self) -> str:
        """Why it was kept, in words."""
        reason = _REASONS[self.reason]
        return f"{reason}: {self.needed_by}" if self.needed_by else reason


def changes(cursor: CursorWrapper) -> list[tuple[str, ChangeKind, int]]:
    """Return what the transaction did so far: table, kind, number of records."""
    found = db.rows(cursor, _CHANGES)
    return [(target, ChangeKind(kind), number) for target, kind, number in found]


def keep(
    cursor: CursorWrapper, source: models.Model, model: type[models.Model]
) -> dict[str, list[str]]:
    """Keep which records the transaction changed, as rows of `model` that belong to `source`.

    Return the columns written, by table, which `plan` will need.
    """
    columns: dict[str, list[str]] = dict(db.rows(cursor, _COLUMNS))
    written: dict[str, list[str]] = {}
    for target, kind, _number in changes(cursor):
        written[target] = columns[target]
        parts: dict[str, Composable] = {
            "changes": Identifier(model._meta.db_table),
            "source": Literal(source.pk),
            "target": Literal(target),
            "digest": db.digest("t", columns[target]),
            "table": Identifier(target),
        }
        db.run(cursor, SQL(_KEEP[kind]).format(**parts))
    return written


def take_back(
    cursor: CursorWrapper,
    source: models.Model,
    model: type[models.Model],
    written: Mapping[str, Sequence[str]],
    settle: Callable[[], object],
    details: Collection[str] = (),
) -> tuple[KeptRecord, ...]:
    """Take back what was kept for `source`; return the records that had to stay as they are.

    `settle` brings what is derived from the records up to date. Rows of tables of `details` stay
    with the record that they are about.
    """
    undoing.open_plan(cursor)
    parts = {"changes": Identifier(model._meta.db_table), "source": Literal(source.pk)}
    db.run(cursor, SQL(_PLAN).format(**parts))
    undoing.take_back(cursor, written, settle, _details(details))
    return tuple(_labelled(db.rows(cursor, _STAYED)))


def _details(tables: Collection[str]) -> Iterator[Link]:
    """Return, for each table of details, the column of what they are about."""
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        owner = next((fields[name] for name in _OWNERS if name in fields), None)
        if model._meta.db_table in tables and isinstance(owner, models.ForeignKey):
            parent = owner.remote_field.model._meta.db_table
            yield Link(model._meta.db_table, owner.attname, parent)


def _labelled(stayed: list[tuple[str, int, str, str]]) -> Iterator[KeptRecord]:
    models_of = {model._meta.db_table: model for model in apps.get_models()}
    for target in dict.fromkeys(row[0] for row in stayed):
        model = models_of[target]
        reasons = {record: reason for of, record, *reason in stayed if of == target}
        for found in model._default_manager.filter(pk__in=reasons).order_by("pk"):
            name = str(model._meta.verbose_name)
            yield KeptRecord(target, found.pk, f"{name}: {_name(found)}", *reasons[found.pk])


def _name(record: models.Model) -> str:
    """Return how people call a record; a period is called after whom it is about."""
    if type(record).__str__ is not models.Model.__str__:
        return str(record)
    owner = next(
        (
            getattr(record, name)
            for name in _OWNERS
            if getattr(record, f"{name}_id", None) is not None
        ),
        None,
    )
    return str(record.pk if owner is None else owner)
