"""Rows of a staging table that say the same thing twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier, Literal

from coso.core import db

# How a finding names another row, until the reader is told where that row stands.
ROW_NAMED: Final = re.compile("\ue000([0-9]+)\ue001")

_REPEATS: Final = """
WITH listed AS (
    SELECT s.*, first_value(origin) OVER same AS first_origin,
           count(*) OVER (PARTITION BY {key}) AS times,
           count(*) OVER (PARTITION BY {alike}) AS times_alike
      FROM {staging} s WHERE NOT left_out
    WINDOW same AS (PARTITION BY {key} ORDER BY origin)
)
SELECT origin, {field}, {kind}, 'doubt', {message},
       CASE WHEN times_alike < times THEN '' WHEN origin = first_origin THEN 'Giữ dòng này'
            ELSE format(E'Bỏ dòng này: trùng với \\uE000%s\\uE001', first_origin) END,
       CASE WHEN times_alike = times AND origin <> first_origin THEN 'drop' ELSE '' END
  FROM listed WHERE times > 1 ORDER BY origin
"""


def row_named(origin: int) -> str:
    """Return how a finding names another row of the import."""
    return f"\ue000{origin}\ue001"


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
