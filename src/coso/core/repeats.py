"""Rows of a staging table that say the same thing twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier, Literal

from coso.core import db

_REPEATS: Final = """
WITH listed AS (
    SELECT s.*, first_value(origin) OVER same AS first_origin,
           first_value(row) OVER same AS first_row,
           count(*) OVER (PARTITION BY {key}) AS times,
           count(*) OVER (PARTITION BY {alike}) AS times_alike
      FROM {staging} s WHERE NOT left_out
    WINDOW same AS (PARTITION BY {key} ORDER BY origin)
)
SELECT origin, {field}, {kind}, 'doubt', {message},
       CASE WHEN times_alike < times THEN '' WHEN origin = first_origin THEN 'Giữ dòng này'
            ELSE format('Bỏ dòng này: trùng với dòng %s', first_row) END,
       CASE WHEN times_alike = times AND origin <> first_origin THEN 'drop' ELSE '' END
  FROM listed WHERE times > 1 ORDER BY origin
"""


def find_repeats(  # noqa: PLR0913 — a check has these parts
    cursor: CursorWrapper,
    staging: str,
    *,
    key: Sequence[str],
    field: str,
    kind: str,
    message: str,
    alike: Sequence[str] = (),
) -> list[db.Finding]:
    """Return the rows of a staging table whose `key` another row has, too.

    Of rows with the same `alike` columns the first may stay alone. `message` is an expression of
    the columns.
    """
    statement = SQL(_REPEATS).format(
        staging=Identifier(staging),
        key=SQL(", ").join(map(Identifier, key)),
        alike=SQL(", ").join(map(Identifier, (*key, *alike))),
        field=Literal(field),
        kind=Literal(kind),
        message=SQL(message),
    )
    return db.findings(cursor, statement)
