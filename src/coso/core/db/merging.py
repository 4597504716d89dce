"""Upserts of whole queries, written down so that they can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen
from django.db.backends.utils import CursorWrapper
from psycopg import sql
from psycopg.sql import SQL, Composable, Composed, Identifier

from coso.core.db.statements import composed, rows, run

# So many new rows change how the next statements of the transaction should be planned.
_WORTH_ANALYZING: Final = 100


@frozen
class MergeResult:
    """What an upsert did: how many records are new, changed, and were found equal."""

    created: int
    updated: int
    unchanged: int


class Known(str):
    """A column in which a blank of the source says nothing: the value of the table stays."""

    __slots__ = ()


class Missing(str):
    """A column that is written only where the table has no value yet."""

    __slots__ = ()


class Initial(str):
    """A column that is written with a new row and left alone afterwards."""

    __slots__ = ()


class Derived(Initial):
    """A column that triggers fill once the row is there; no record's own."""

    __slots__ = ()


def open_log(cursor: CursorWrapper) -> None:
    """Start an empty `merge_log`, in which every later merge of the transaction writes.

    `merge_columns` says which columns of each table were written.
    """
    run(cursor, "DROP TABLE IF EXISTS merge_log, merge_columns")
    _ensure_log(cursor)


def merge(
    cursor: CursorWrapper,
    *,
    table: str,
    source: Composable | str,
    key: Sequence[str],
    values: Sequence[str] = (),
    origin: str | None = None,
) -> MergeResult:
    """Insert the rows of a query that a table lacks and update those that differ.

    `source` yields one row per `key`, and the `values`; a value that must not always be
    written is named as `Known`, `Missing` or `Initial`. `origin` names a source column with the
    number of the staging row; it goes to `merge_log` beside the record. The key may be the id
    itself, then taken beforehand from the sequence.
    """
    upsert = _Upsert(cursor, table, tuple(key), tuple(values))
    _ensure_log(cursor)
    upsert.note_columns()
    total = upsert.match(source, origin)
    if total == 0:
        return MergeResult(0, 0, 0)
    updated, created = upsert.update(), upsert.insert()
    return MergeResult(created, updated, total - created - updated)


@frozen
class _Upsert:
    """The steps of one merge; the matched rows wait in the temporary table `merge_source`."""

    cursor: CursorWrapper
    table: str
    key: tuple[str, ...]
    values: tuple[str, ...]

    def note_columns(self) -> None:
        """Remember which columns of the table are written."""
        columns = [*self._without_id(), *(c for c in self.values if not isinstance(c, Derived))]
        run(
            self.cursor,
            "INSERT INTO merge_columns (target, name)"
            " SELECT %(table)s, unnest(%(columns)s::text[]) ON CONFLICT DO NOTHING",
            {"table": self.table, "columns": list(map(str, columns))},
        )

    def match(self, source: Composable | str, origin: str | None) -> int:
        """Find the record of each source row; a row without one gets the next id."""
        run(self.cursor, "DROP TABLE IF EXISTS merge_source")
        number = SQL("NULL::bigint") if origin is None else SQL("s.{}").format(Identifier(origin))
        total = run(
            self.cursor,
            SQL(
                "CREATE TEMP TABLE merge_source ON COMMIT DROP AS"
                " SELECT q.*, q.merge_found IS NULL AS merge_new,"
                " coalesce(q.merge_found, {next_id}) AS merge_id"
                " FROM (SELECT s.*, t.id AS merge_found, {number} AS merge_origin"
                " FROM ({source}) s LEFT JOIN {table} t ON {same}"
                " ORDER BY merge_origin, {order}) q"
            ).format(
                next_id=self._next_id(),
                number=number,
                source=composed(source),
                table=Identifier(self.table),
                same=self._same_key(),
                order=_columns("s", self.key),
            ),
        )
        run(self.cursor, "ANALYZE merge_source")
        return total

    def update(self) -> int:
        """Write down the values before, then change the rows that differ."""
        columns = [column for column in self.values if not isinstance(column, Initial)]
        if not columns:
            return 0
        wanted = [self._wanted(column) for column in columns]
        matched = SQL(
            " FROM {table} t JOIN merge_source s ON s.merge_id = t.id AND NOT s.merge_new"
            " WHERE ROW({old}) IS DISTINCT FROM ROW({new})"
        ).format(
            table=Identifier(self.table), old=_columns("t", columns), new=SQL(", ").join(wanted)
        )
        before = SQL(", ").join(
            SQL("{}, t.{}").format(sql.Literal(column), Identifier(column)) for column in columns
        )
        changed = run(
            self.cursor,
            SQL(
                "INSERT INTO merge_log (target, record_id, kind, before, origin)"
                " SELECT {target}, t.id, 'UPDATED', jsonb_build_object({before}), s.merge_origin"
                "{matched} ORDER BY t.id"
            ).format(target=sql.Literal(self.table), before=before, matched=matched),
        )
        if changed:
            self._write(columns, wanted)
        return changed

    def insert(self) -> int:
        """Add the rows that were not found."""
        columns = ("id", *self._without_id(), *self.values)
        names = SQL(", ").join(map(Identifier, columns))
        added = SQL(", ").join([SQL("merge_id"), *map(Identifier, columns[1:])])
        inserted = run(
            self.cursor,
            SQL(
                "INSERT INTO {table} ({names}) SELECT {added} FROM merge_source"
                " WHERE merge_new ORDER BY merge_id"
            ).format(table=Identifier(self.table), names=names, added=added),
        )
        run(
            self.cursor,
            SQL(
                "INSERT INTO merge_log (target, record_id, kind, origin)"
                " SELECT {}, merge_id, 'CREATED', merge_origin FROM merge_source"
                " WHERE merge_new ORDER BY merge_id"
            ).format(sql.Literal(self.table)),
        )
        if inserted >= _WORTH_ANALYZING:
            run(self.cursor, SQL("ANALYZE {}").format(Identifier(self.table)))
        return inserted

    def _write(self, columns: Sequence[str], wanted: Sequence[Composable]) -> None:
        setting = SQL(", ").join(
            SQL("{} = {}").format(Identifier(column), want)
            for column, want in zip(columns, wanted, strict=True)
        )
        run(
            self.cursor,
            SQL(
                "UPDATE {table} t SET {setting} FROM merge_source s"
                " WHERE s.merge_id = t.id AND NOT s.merge_new"
                " AND ROW({old}) IS DISTINCT FROM ROW({new})"
            ).format(
                table=Identifier(self.table),
                setting=setting,
                old=_columns("t", columns),
                new=SQL(", ").join(wanted),
            ),
        )

    def _wanted(self, column: str) -> Composable:
        name = Identifier(column)
        if isinstance(column, Known):
            return SQL("CASE WHEN {} THEN t.{} ELSE s.{} END").format(
                _blank("s", column), name, name
            )
        if isinstance(column, Missing):
            return SQL("CASE WHEN {} AND NOT {} THEN s.{} ELSE t.{} END").format(
                _blank("t", column), _blank("s", column), name, name
            )
        return SQL("s.{}").format(name)

    def _same_key(self) -> Composable:
        # “=” is what an index answers; the other comparison only where a key may be null.
        required = self._required()
        return SQL(" AND ").join(
            SQL("t.{0} {1} s.{0}").format(
                Identifier(column), SQL("=" if column in required else "IS NOT DISTINCT FROM")
            )
            for column in self.key
        )

    def _required(self) -> set[str]:
        query = (
            "SELECT attname FROM pg_attribute WHERE attrelid = %(table)s::regclass AND attnotnull"
        )
        return {name for (name,) in rows(self.cursor, query, {"table": self.table})}

    def _next_id(self) -> Composable:
        if "id" in self.key:
            return SQL("q.id")
        # A query of its own is answered once, not for each row.
        return SQL("nextval((SELECT pg_get_serial_sequence({}, 'id')::regclass))").format(
            sql.Literal(self.table)
        )

    def _without_id(self) -> tuple[str, ...]:
        return tuple(column for column in self.key if column != "id")


def digest(alias: str, columns: Iterable[str]) -> Composed:
    """Return the expression that tells whether a record still has the values of some columns."""
    return SQL("md5(ROW({})::text)::uuid").format(_columns(alias, list(columns)))


def _ensure_log(cursor: CursorWrapper) -> None:
    run(
        cursor,
        "CREATE TEMP TABLE IF NOT EXISTS merge_log ("
        "id bigint GENERATED ALWAYS AS IDENTITY, target text, record_id bigint,"
        " kind text, before jsonb, origin bigint) ON COMMIT DROP;"
        "CREATE TEMP TABLE IF NOT EXISTS merge_columns ("
        "target text, name text, PRIMARY KEY (target, name)) ON COMMIT DROP",
    )


def _columns(alias: str, names: Sequence[str]) -> Composed:
    return SQL(", ").join(SQL("{}.{}").format(SQL(alias), Identifier(name)) for name in names)


def _blank(alias: str, column: str) -> Composed:
    return SQL("coalesce({}.{}::text, '') = ''").format(SQL(alias), Identifier(column))
