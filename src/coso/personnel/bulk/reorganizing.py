"""Posts and those who hold them when agencies end: they go over to the successor."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Literal

from coso.core import db
from coso.core.db import Initial

# Posts of agencies that end with a successor, and who holds them on the day.
_POSTS_PASSED_ON: Final = """
SELECT DISTINCT ON (u.successor_id, p.match_title)
       u.successor_id AS agency_id, p.title, p.match_title, p."group"
  FROM personnel_post p JOIN reorganized_units u ON u.unit_id = p.agency_id
 WHERE u.successor_id IS NOT NULL AND EXISTS (
       SELECT FROM personnel_assignment a
        WHERE a.post_id = p.id AND a.during && daterange({day}, NULL))
 ORDER BY u.successor_id, p.match_title, p.id
"""
_ASSIGNMENTS_PASSED_ON: Final = """
WITH bound AS (
    SELECT a.*, next.id AS goes_to, lower(a.during) >= {day} AS is_later
      FROM personnel_assignment a
      JOIN personnel_post p ON p.id = a.post_id
      JOIN reorganized_units u ON u.unit_id = p.agency_id
      JOIN personnel_post next
        ON next.agency_id = u.successor_id AND next.match_title = p.match_title
     WHERE a.during && daterange({day}, NULL)
)
SELECT id, person_id, post_id, category, is_primary, basis, rank_code, recruited_on,
       party_admitted_on, daterange(lower(during), {day}) AS during
  FROM bound WHERE is_later IS NOT TRUE
UNION ALL
SELECT nextval(pg_get_serial_sequence('personnel_assignment', 'id')), person_id, goes_to,
       category, is_primary, basis, rank_code, recruited_on, party_admitted_on,
       daterange({day}, upper(during))
  FROM bound WHERE is_later IS NOT TRUE
UNION ALL
SELECT id, person_id, goes_to, category, is_primary, basis, rank_code, recruited_on,
       party_admitted_on, during
  FROM bound WHERE is_later
"""


def reorganize(cursor: CursorWrapper, day: dt.date) -> None:
    """Bring those who hold posts of agencies that end over to the successors on a day.

    The caller fills `reorganized_units` (unit_id, successor_id or null).
    """
    db.merge(
        cursor,
        table="personnel_post",
        source=SQL(_POSTS_PASSED_ON).format(day=Literal(day)),
        key=("agency_id", "match_title"),
        values=(Initial("title"), Initial("group")),
    )
    facts = ("category", "is_primary", "basis", "rank_code", "recruited_on", "party_admitted_on")
    db.merge(
        cursor,
        table="personnel_assignment",
        source=SQL(_ASSIGNMENTS_PASSED_ON).format(day=Literal(day)),
        key=("id",),
        values=(Initial("person_id"), "post_id", *map(Initial, facts), "during"),
    )
