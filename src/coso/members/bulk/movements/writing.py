"""Writing movements into the history of the members."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding, Initial, Missing
from coso.members.bulk import periods
from coso.members.bulk.movements.kinds import on

_ADMITTED: Final = """
SELECT DISTINCT ON (person_id) origin, person_id,
       CASE WHEN movement = 'ADMITTED' THEN happened_on END AS admitted_on,
       CASE WHEN movement = 'ADMITTED' THEN decision ELSE '' END AS decision,
       CASE WHEN movement = 'ADMITTED' THEN decided_on END AS decided_on,
       '' AS official_decision, '' AS card_tail
  FROM {staging} WHERE movement = ANY({opening}) AND NOT left_out
 ORDER BY person_id, happened_on, origin
"""

_OFFICIAL: Final = """
SELECT DISTINCT ON (s.person_id) s.origin, m.id, s.happened_on AS official_on,
       NULL::date AS official_by, s.decision AS official_decision,
       s.decided_on AS official_decided_on
  FROM {staging} s JOIN members_membership m ON m.person_id = s.person_id
 WHERE s.movement = 'OFFICIAL' AND NOT s.left_out
   AND (m.official_by IS NULL OR m.official_by >= s.happened_on)
 ORDER BY s.person_id, s.happened_on, s.origin
"""

_OFFICIAL_DIFFERS: Final = """
SELECT s.origin, 'happened_on', 'official_differs', 'warning',
       format('Sổ đã ghi %s chính thức %s %s: không sửa.', s.full_name,
              CASE WHEN m.official_on IS NULL THEN 'chậm nhất' ELSE 'từ' END,
              to_char(coalesce(m.official_on, m.official_by), 'DD/MM/YYYY')), ''
  FROM {staging} s JOIN members_membership m ON m.person_id = s.person_id
 WHERE s.movement = 'OFFICIAL' AND NOT s.left_out
   AND (m.official_on <> s.happened_on OR m.official_by < s.happened_on)
 ORDER BY s.origin
"""

_OPENS: Final = """
SELECT s.origin, m.id AS membership_id, s.happened_on AS day,
       CASE WHEN s.movement = 'MOVED' THEN s.to_unit_id ELSE s.unit_id END AS unit_id,
       s.movement AS entry, CASE WHEN s.movement = 'MOVED' THEN '' ELSE s.place END AS place,
       s.decision
  FROM {staging} s JOIN members_membership m ON m.person_id = s.person_id
 WHERE NOT s.left_out AND (s.movement = ANY({opening}) OR s.movement = 'MOVED')
"""

_ENDS: Final = """
SELECT s.origin, m.id AS membership_id, s.happened_on AS day, s.movement AS leaving,
       CASE WHEN s.movement = 'MOVED' THEN '' ELSE s.place END AS place, s.decision, s.reason
  FROM {staging} s JOIN members_membership m ON m.person_id = s.person_id
 WHERE NOT s.left_out AND s.movement = ANY({ending})
"""

_HOME_DIFFERS: Final = """
SELECT s.origin, 'branch', 'home_differs', 'warning',
       format('Sổ ghi %s sinh hoạt ở %s, dòng này ghi %s: đã theo sổ.', s.full_name, u.name,
              s.branch), ''
  FROM {staging} s
  JOIN members_membership m ON m.person_id = s.person_id
  JOIN members_membershipperiod h ON h.membership_id = m.id
   AND upper(h.during) = s.happened_on AND h.unit_id <> s.unit_id
  JOIN organizations_unit u ON u.id = h.unit_id
 WHERE NOT s.left_out AND s.movement = ANY({ending}) ORDER BY s.origin
"""

# Whoever leaves a branch gives up what they held there, and above it unless the new home is
# below that unit too.
_GIVEN_UP: Final = """
WITH RECURSIVE leaving AS (
    SELECT origin, person_id, happened_on,
           CASE WHEN movement = 'MOVED' THEN to_unit_id END AS at
      FROM {staging} WHERE NOT left_out AND movement = ANY({ending})
), above AS (
    SELECT origin, happened_on, at FROM leaving WHERE at IS NOT NULL
    UNION
    SELECT a.origin, a.happened_on, p.parent_id
      FROM above a JOIN organizations_unitplacement p
        ON p.unit_id = a.at AND p.during @> a.happened_on
)
SELECT DISTINCT ON (h.id) l.origin, h.id, daterange(lower(h.during), l.happened_on) AS during
  FROM leaving l
  JOIN members_positionholding h ON h.person_id = l.person_id AND h.during @> l.happened_on
   AND lower(h.during) < l.happened_on
 WHERE NOT EXISTS (SELECT FROM above a WHERE a.origin = l.origin AND a.at = h.unit_id)
 ORDER BY h.id, l.happened_on
"""

_EXEMPTED: Final = """
SELECT DISTINCT ON (m.id) s.origin, m.id AS membership_id, daterange(s.happened_on, NULL) AS during,
       s.decision, s.reason
  FROM {staging} s JOIN members_membership m ON m.person_id = s.person_id
 WHERE NOT s.left_out AND s.movement = 'EXEMPTED' AND NOT EXISTS (
       SELECT FROM members_exemption e
        WHERE e.membership_id = m.id AND e.during && daterange(s.happened_on, NULL)
          AND lower(e.during) IS DISTINCT FROM s.happened_on)
 ORDER BY m.id, s.happened_on, s.origin
"""

_STAYS: Final = """
SELECT s.origin, s.person_id, CASE s.movement WHEN 'STAY_IN' THEN 'IN' ELSE 'OUT' END AS direction,
       s.unit_id, daterange(s.happened_on, s.until_on + 1) AS during, s.place
  FROM {staging} s
 WHERE NOT s.left_out AND s.movement IN ('STAY_IN', 'STAY_OUT')
"""

_BADGES: Final = """
SELECT DISTINCT ON (person_id, years) origin, person_id, years, happened_on AS awarded_on,
       decision, decided_on
  FROM {staging} WHERE NOT left_out AND movement = 'BADGE'
 ORDER BY person_id, years, happened_on, origin
"""


def merge_movements(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Write the movements into the history of the members; the people exist already."""
    _merge_memberships(cursor, staging)
    db.materialize(cursor, "period_opens", on(_OPENS, staging))
    db.materialize(cursor, "period_ends", on(_ENDS, staging))
    periods.settle(cursor)
    _merge_given_up(cursor, staging)
    _merge_exemptions(cursor, staging)
    _merge_stays(cursor, staging)
    _merge_badges(cursor, staging)
    differing = (_OFFICIAL_DIFFERS, _HOME_DIFFERS)
    return [found for check in differing for found in db.findings(cursor, on(check, staging))]


def _merge_memberships(cursor: CursorWrapper, staging: str) -> None:
    facts = map(Missing, ("admitted_on", "decision", "decided_on"))
    db.merge(
        cursor,
        table="members_membership",
        source=on(_ADMITTED, staging),
        key=("person_id",),
        values=(*facts, Initial("official_decision"), Initial("card_tail")),
        origin="origin",
    )
    db.merge(
        cursor,
        table="members_membership",
        source=on(_OFFICIAL, staging),
        key=("id",),
        values=(
            "official_by",
            *map(Missing, ("official_on", "official_decision", "official_decided_on")),
        ),
        origin="origin",
    )


def _merge_given_up(cursor: CursorWrapper, staging: str) -> None:
    db.merge(
        cursor,
        table="members_positionholding",
        source=on(_GIVEN_UP, staging),
        key=("id",),
        values=("during",),
        origin="origin",
    )


def _merge_exemptions(cursor: CursorWrapper, staging: str) -> None:
    db.merge(
        cursor,
        table="members_exemption",
        source=on(_EXEMPTED, staging),
        key=("membership_id", "during"),
        values=(Missing("decision"), Missing("reason")),
        origin="origin",
    )


def _merge_stays(cursor: CursorWrapper, staging: str) -> None:
    db.merge(
        cursor,
        table="members_temporarystay",
        source=on(_STAYS, staging),
        key=("person_id", "during"),
        values=(Initial("direction"), Initial("unit_id"), Missing("place")),
        origin="origin",
    )


def _merge_badges(cursor: CursorWrapper, staging: str) -> None:
    db.merge(
        cursor,
        table="members_badge",
        source=on(_BADGES, staging),
        key=("person_id", "years"),
        values=("awarded_on", Missing("decision"), Missing("decided_on")),
        origin="origin",
    )
