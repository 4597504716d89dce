"""Who led the installation on a day, for set-based statements."""

from __future__ import annotations

from typing import Final, LiteralString

from psycopg.sql import SQL, Composed

_ROOT_ON: Final = """coalesce(
    (SELECT f.unit_id FROM organizations_formerroot f
      WHERE f.tree = 'PARTY' AND f.during @> {day}),
    (SELECT u.id FROM organizations_unit u WHERE u.tree = 'PARTY' AND u.is_root))"""


def root_on(day: LiteralString) -> Composed:
    """Return the SQL of the id of the committee that led the installation on a day.

    :param day: the column that holds the day
    """
    return SQL(_ROOT_ON).format(day=SQL(day))
