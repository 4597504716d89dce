"""Members when organizations end: each goes to the successor, or where the list names them.

The caller fills two temporary tables: `reorganized_units` (unit_id, successor_id or null,
decision, keeps_positions) and `reorganized_members` (membership_id, unit_id).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composed, Literal

from coso.core import db
from coso.core.db import Initial

# Of every stay that lasts beyond the day: the part before it, and the part from it on. What
# began later was recorded in the old organization, and is brought to the new one.
_STAYS: Final = """
WITH bound AS (
    SELECT p.*, coalesce(n.unit_id, u.successor_id) AS goes_to,
           coalesce(u.decision, '') AS decision,
           lower(p.during) >= {day} AS is_later
      FROM members_membershipperiod p
      LEFT JOIN reorganized_units u ON u.unit_id = p.unit_id
      LEFT JOIN reorganized_members n ON n.membership_id = p.membership_id
     WHERE p.during && daterange({day}, NULL)
       AND (u.unit_id IS NOT NULL
            OR (n.unit_id IS NOT NULL AND p.during @> {day} AND p.unit_id <> n.unit_id))
)
SELECT id, membership_id, unit_id, standing, entry, entry_place, entry_decision,
       daterange(lower(during), {day}) AS during, 'REORGANIZED' AS leaving, '' AS leaving_place,
       decision AS leaving_decision, '' AS leaving_reason
  FROM bound WHERE goes_to IS NOT NULL AND is_later IS NOT TRUE
UNION ALL
SELECT nextval(pg_get_serial_sequence('members_membershipperiod', 'id')), membership_id, goes_to,
       standing, 'REORGANIZED', '', decision, daterange({day}, upper(during)), leaving,
       leaving_place, leaving_decision, leaving_reason
  FROM bound WHERE goes_to IS NOT NULL AND is_later IS NOT TRUE
UNION ALL
SELECT id, membership_id, goes_to, standing, entry, entry_place, entry_decision, during, leaving,
       leaving_place, leaving_decision, leaving_reason
  FROM bound WHERE goes_to IS NOT NULL AND is_later
"""
# Whom the list sends elsewhere gives up a position at home, or goes on with it there if it is kept.
_POSITIONS: Final = """
WITH named AS (
    SELECT m.person_id, s.unit_id, n.unit_id AS goes_to
      FROM reorganized_members n
      JOIN members_membership m ON m.id = n.membership_id
      JOIN members_membershipperiod s ON s.membership_id = m.id AND s.during @> {day}
), bound AS (
    SELECT p.*, CASE WHEN u.keeps_positions THEN coalesce(n.goes_to, u.successor_id) END AS goes_to,
           lower(p.during) >= {day} AS is_later
      FROM members_positionholding p
      LEFT JOIN reorganized_units u USING (unit_id)
      LEFT JOIN named n USING (person_id, unit_id)
     WHERE p.during && daterange({day}, NULL)
       AND (u.unit_id IS NOT NULL OR n.goes_to <> p.unit_id)
)
SELECT id, person_id, unit_id, position, daterange(lower(during), {day}) AS during, decision
  FROM bound WHERE is_later IS NOT TRUE
UNION ALL
SELECT nextval(pg_get_serial_sequence('members_positionholding', 'id')), person_id, goes_to,
       position, daterange({day}, upper(during)), decision
  FROM bound WHERE goes_to IS NOT NULL AND is_later IS NOT TRUE
UNION ALL
SELECT id, person_id, goes_to, position, during, decision
  FROM bound WHERE goes_to IS NOT NULL AND is_later
"""
_TEMPORARY: Final = """
WITH bound AS (
    SELECT s.*, u.successor_id AS goes_to, lower(s.during) >= {day} AS is_later
      FROM members_temporarystay s JOIN reorganized_units u USING (unit_id)
     WHERE s.during && daterange({day}, NULL)
)
SELECT id, person_id, unit_id, direction, place, daterange(lower(during), {day}) AS during
  FROM bound WHERE is_later IS NOT TRUE
UNION ALL
SELECT nextval(pg_get_serial_sequence('members_temporarystay', 'id')), person_id, goes_to,
       direction, place, daterange({day}, upper(during))
  FROM bound WHERE goes_to IS NOT NULL AND is_later IS NOT TRUE
UNION ALL
SELECT id, person_id, goes_to, direction, place, during
  FROM bound WHERE goes_to IS NOT NULL AND is_later
"""


def reorganize(cursor: CursorWrapper, day: dt.date) -> None:
    """Bring members, positions and temporary stays over to the successors on a day.

    A member whose organization ends without a successor, and whom no list names, stays as they
    are: the caller looks for them afterwards.
    """
    db.merge(
        cursor,
        table="members_positionholding",
        source=_on(_POSITIONS, day),
        key=("id",),
        values=(
            Initial("person_id"),
            "unit_id",
            Initial("position"),
            "during",
            Initial("decision"),
        ),
    )
    db.merge(
        cursor,
        table="members_membershipperiod",
        source=_on(_STAYS, day),
        key=("id",),
        values=(
            *(Initial("membership_id"), "unit_id", Initial("standing")),
            *map(Initial, ("entry", "entry_place", "entry_decision")),
            *("during", "leaving", "leaving_place", "leaving_decision", "leaving_reason"),
        ),
    )
    db.merge(
        cursor,
        table="members_temporarystay",
        source=_on(_TEMPORARY, day),
        key=("id",),
        values=("unit_id", "during", *map(Initial, ("person_id", "direction", "place"))),
    )


def _on(statement: str, day: dt.date) -> Composed:
    return SQL(statement).format(day=Literal(day))
