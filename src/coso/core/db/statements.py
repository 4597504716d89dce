"""Running statements of safe parts, and frames into temporary tables."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import polars as pl
from attrs import frozen
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composable, Composed, Identifier

Severity = Literal["error", "doubt", "warning", "info"]
Remedy = Literal["", "replace", "clear", "drop"]

# Big enough for few round trips, small enough that a million rows stay far from memory limits.
_COPIED_AT_ONCE: Final = 50_000
_MANY_ROWS: Final = """
SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL default_statistics_target = 10
"""
# Two pieces of set-based work at once would check against rows that the other has not written.
_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtext('coso.registers'))"
# Longer than a list of a district takes, shorter than anybody waits for a page.
_BESIDE: Final = """
SET LOCAL lock_timeout = '15s';
SELECT pg_advisory_xact_lock_shared(hashtext('coso.registers'));
SET LOCAL lock_timeout TO DEFAULT
"""
_COLUMN_TYPES: Final[Mapping[type[pl.DataType], str]] = {
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Time: "time",
    pl.Int8: "smallint",
    pl.Int16: "smallint",
    pl.Int32: "integer",
    pl.UInt32: "bigint",
    pl.Int64: "bigint",
    pl.Float64: "double precision",
    pl.Decimal: "numeric",
}


@frozen
class Finding:
    """What a set-based check found in a row of a staging table.

    `origin` is the number of the row, `field` the column concerned. A row with an error or a
    doubt is left out of what is written. `suggestion` is what the user reads; `remedy` is how it
    is carried out once somebody accepts it: put the suggestion in place of the cell, empty the
    cell, leave the row out. Without a remedy there is no safe suggestion.
    """

    origin: int
    field: str
    kind: str
    severity: Severity
    message: str
    suggestion: str = ""
    remedy: Remedy = ""


def copy_frame(cursor: CursorWrapper, table: str, frame: pl.DataFrame) -> None:
    """Create a temporary table with the columns and rows of a frame (gone with the transaction).

    Text columns become text, so that an empty text and a missing value stay different.
    """
    name = Identifier(table)
    columns = SQL(", ").join(
        SQL("{} {}").format(Identifier(column), SQL(_column_type(dtype)))
        for column, dtype in frame.schema.items()
    )
    run(cursor, SQL("DROP TABLE IF EXISTS {}").format(name))
    run(cursor, SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(name, columns))
    statement = SQL("COPY {} FROM STDIN WITH (FORMAT csv)").format(name)
    with cursor.copy(statement) as copying:
        for part in frame.iter_slices(_COPIED_AT_ONCE):
            buffer = io.BytesIO()
            part.write_csv(buffer, include_header=False)
            copying.write(buffer.getvalue())
    run(cursor, SQL("ANALYZE {}").format(name))


def work_alone(cursor: CursorWrapper) -> None:
    """Keep other work on the registers waiting until the transaction ends."""
    run(cursor, _ALONE)


def work_beside(cursor: CursorWrapper) -> None:
    """Let others write by hand as well, but no set-based work, until the transaction ends.

    :raises OperationalError: if set-based work does not end for long
    """
    run(cursor, _BESIDE)


def expect_many_rows(cursor: CursorWrapper) -> None:
    """Let the rest of the transaction sort in memory, plan from small samples, compile nothing."""
    run(cursor, _MANY_ROWS)


def on(statement: str, staging: str) -> Composed:
    """Return a statement with the name of its staging table in the place of `{staging}`."""
    return SQL(statement).format(staging=Identifier(staging))


def materialize(cursor: CursorWrapper, name: str, query: Composable | str) -> None:
    """Keep the rows of a query in a temporary table of that name, replacing one before."""
    run(cursor, SQL("DROP TABLE IF EXISTS {}").format(Identifier(name)))
    run(
        cursor,
        SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS {}").format(Identifier(name), composed(query)),
    )
    run(cursor, SQL("ANALYZE {}").format(Identifier(name)))


def run(
    cursor: CursorWrapper, statement: Composable | str, parameters: Mapping[str, Any] | None = None
) -> int:
    """Execute a statement made of safe parts and return how many rows it touched."""
    cursor.execute(_text(cursor, statement), parameters)
    return int(cursor.rowcount)


def rows(
    cursor: CursorWrapper, statement: Composable | str, parameters: Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """Execute a query made of safe parts and return its rows."""
    run(cursor, statement, parameters)
    return list(cursor.fetchall())


def findings(
    cursor: CursorWrapper, statement: Composable | str, parameters: Mapping[str, Any] | None = None
) -> list[Finding]:
    """Execute a query of (origin, field, kind, severity, message, suggestion[, remedy])."""
    return [Finding(*row) for row in rows(cursor, statement, parameters)]


def leave_out(cursor: CursorWrapper, staging: str, origins: Iterable[int]) -> None:
    """Mark rows of a staging table as left out of what is written."""
    marked = list(origins)
    if marked:
        # Of the column's own type, or each row is compared with all of them.
        statement = "UPDATE {staging} SET left_out = true WHERE origin = ANY(%(origins)s::bigint[])"
        run(cursor, on(statement, staging), {"origins": marked})


def compact(cursor: CursorWrapper, staging: str) -> None:
    """Write a staging table anew: every later reader would also read what updates left behind."""
    # An expression in place of the bare column is what makes the server write all rows.
    rewrite = "ALTER TABLE {staging} ALTER left_out TYPE boolean USING left_out IS TRUE"
    run(cursor, on(rewrite, staging))
    run(cursor, on("ANALYZE {staging}", staging))


def _column_type(dtype: pl.DataType) -> str:
    return _COLUMN_TYPES.get(type(dtype), "text")


def composed(statement: Composable | str) -> Composable:
    """Return a statement as one that others can be made of."""
    return SQL(statement) if isinstance(statement, str) else statement


def _text(cursor: CursorWrapper, statement: Composable | str) -> str:
    return statement if isinstance(statement, str) else statement.as_string(cursor.cursor)
