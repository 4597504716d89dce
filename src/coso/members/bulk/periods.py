"""Home organizations over time: arrivals and departures laid into what is already known.

The callers fill two temporary tables. `period_opens` (origin, membership_id, day, unit_id,
entry, place, decision): from that day on the member is at home there. `period_ends` (origin,
membership_id, day, leaving, place, decision, reason): from that day on no longer.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Initial

# A stay ends with the first departure after its start, at the latest where the next one begins.
_PLAN: Final = """
WITH concerned AS (
    SELECT membership_id FROM period_opens UNION SELECT membership_id FROM period_ends
), stays AS (
    SELECT p.id, p.membership_id, p.unit_id, lower(p.during) AS starts, upper(p.during) AS ends,
           p.entry, p.entry_place, p.entry_decision, p.leaving, p.leaving_place,
           p.leaving_decision, p.leaving_reason, NULL::bigint AS origin
      FROM members_membershipperiod p JOIN concerned USING (membership_id)
    UNION ALL
    SELECT NULL, o.membership_id, o.unit_id, o.day, NULL, o.entry, o.place, o.decision,
           '', '', '', '', o.origin
      FROM period_opens o
     WHERE NOT EXISTS (SELECT FROM members_membershipperiod p
                        WHERE p.membership_id = o.membership_id AND lower(p.during) = o.day)
), lined_up AS (
    SELECT *, lead(starts) OVER line AS next_start, lead(origin) OVER line AS next_origin
      FROM stays WINDOW line AS (PARTITION BY membership_id ORDER BY starts NULLS FIRST)
), ended AS (
    SELECT s.*, least(s.ends, e.day, s.next_start) AS last_end, e.day AS end_day,
           e.leaving AS end_leaving, e.place AS end_place, e.decision AS end_decision,
           e.reason AS end_reason, e.origin AS end_origin
      FROM lined_up s
      LEFT JOIN LATERAL (
           SELECT * FROM period_ends e
            WHERE e.membership_id = s.membership_id
              AND (s.starts IS NULL OR e.day > s.starts)
              AND (s.next_start IS NULL OR e.day <= s.next_start)
            ORDER BY e.day, e.origin LIMIT 1) e ON true
)
SELECT coalesce(id, nextval((
           SELECT pg_get_serial_sequence('members_membershipperiod', 'id')::regclass))) AS id,
       coalesce(origin, end_origin, next_origin) AS origin,
       membership_id, unit_id, daterange(starts, last_end) AS during, 'HOME' AS standing,
       entry, entry_place, entry_decision,
       CASE WHEN last_end IS NULL THEN '' WHEN end_day = last_end THEN end_leaving
            WHEN ends = last_end THEN leaving ELSE 'MOVED' END AS leaving,
       CASE WHEN end_day = last_end THEN end_place
            WHEN ends = last_end THEN leaving_place ELSE '' END AS leaving_place,
       CASE WHEN end_day = last_end THEN end_decision
            WHEN ends = last_end THEN leaving_decision ELSE '' END AS leaving_decision,
       CASE WHEN end_day = last_end THEN end_reason
            WHEN ends = last_end THEN leaving_reason ELSE '' END AS leaving_reason
  FROM ended
"""

_INITIAL: Final = (
    "membership_id",
    "unit_id",
    "standing",
    "entry",
    "entry_place",
    "entry_decision",
)
_ENDING: Final = ("during", "leaving", "leaving_place", "leaving_decision", "leaving_reason")


def settle(cursor: CursorWrapper) -> None:
    """Lay the arrivals and departures into the stays of the members concerned."""
    db.run(cursor, "CREATE INDEX ON period_ends (membership_id)")
    db.materialize(cursor, "period_plan", _PLAN)
    db.merge(
        cursor,
        table="members_membershipperiod",
        source="SELECT * FROM period_plan",
        key=("id",),
        values=(*map(Initial, _INITIAL), *_ENDING),
        origin="origin",
    )
