"""Set-based checks and writing of a roster: who is a member where on the day of the list.

The staging table holds, beside the columns about people, `listed_on`, `unit_id` (the home
organization) and `organization_id` (the grassroots organization), `admitted_on`, `official_on`,
`official_by` (official on that day at the latest, where the day itself is not known),
`card_digest`, `card_cipher` (hexadecimal) and `card_tail`, `positions` ("SECRETARY@BRANCH,…",
the place being BRANCH, COMMITTEE or ROOT), `exempt_from`, `stay_from` and `stay_to`.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding, Initial, Known
from coso.members.bulk import periods
from coso.members.bulk.admitting import check_ages
from coso.people import bulk as people
from coso.people.bulk import Wording

# Where only the branch is named: the nearest unit above it that is a grassroots organization.
_FIND_ORGANIZATIONS: Final = """
WITH RECURSIVE up AS (
    SELECT DISTINCT unit_id, listed_on, unit_id AS at, 0 AS steps
      FROM {staging} WHERE organization_id IS NULL AND unit_id IS NOT NULL
    UNION ALL
    SELECT up.unit_id, up.listed_on, p.parent_id, up.steps + 1
      FROM up JOIN organizations_unitplacement p
        ON p.unit_id = up.at AND p.during @> up.listed_on
), found AS (
    SELECT DISTINCT ON (up.unit_id, up.listed_on) up.unit_id, up.listed_on, up.at
      FROM up
      JOIN organizations_unitversion v ON v.unit_id = up.at AND v.during @> up.listed_on
      JOIN organizations_unittype t ON t.code = v.type_id AND t.is_grassroots
     ORDER BY up.unit_id, up.listed_on, up.steps
)
UPDATE {staging} s SET organization_id = found.at
  FROM found
 WHERE s.organization_id IS NULL AND found.unit_id = s.unit_id AND found.listed_on = s.listed_on
"""

# Every row of who has several, and the other homes that a list of the same day gave them.
_STANDINGS: Final = """
WITH several AS (
    SELECT person_id, listed_on FROM {staging} GROUP BY person_id, listed_on HAVING count(*) > 1
), elsewhere AS (
    SELECT DISTINCT s.person_id, s.listed_on, p.unit_id
      FROM {staging} s
      JOIN members_membership m ON m.person_id = s.person_id
      JOIN members_membershipperiod p ON p.membership_id = m.id
       AND lower(p.during) = s.listed_on AND p.unit_id <> s.unit_id
     WHERE NOT EXISTS (SELECT FROM {staging} o WHERE o.person_id = s.person_id
                          AND o.listed_on = s.listed_on AND o.unit_id = p.unit_id)
)
SELECT s.person_id, s.listed_on AS day, s.origin, s.row, s.full_name,
       coalesce(s.unit_id::text, s.branch) AS place,
       coalesce(u.name, s.branch, ''), coalesce(above.name, ''), coalesce(s.note, ''),
       coalesce(u.name, s.branch, above.name, '')
  FROM {staging} s
  LEFT JOIN organizations_unit u ON u.id = s.unit_id
  LEFT JOIN organizations_unit above ON above.id = s.organization_id
 WHERE (s.person_id, s.listed_on) IN (
       SELECT person_id, listed_on FROM several UNION SELECT person_id, listed_on FROM elsewhere)
UNION ALL
SELECT e.person_id, e.listed_on, NULL, NULL, '', e.unit_id::text, u.name, '', '', u.name
  FROM elsewhere e JOIN organizations_unit u ON u.id = e.unit_id
 ORDER BY person_id, day, origin NULLS LAST, place
"""
_WORDING: Final = Wording("hãy giữ một dòng, ở nơi đang sinh hoạt", "đồng chí đã chuyển về")

# Both days as they would stand in the book; a member stays official, since when is not known.
_OFFICIAL_EARLY: Final = """
WITH standing AS (
    SELECT s.origin, s.listed_on, coalesce(s.admitted_on, m.admitted_on) AS admitted,
           coalesce(s.official_on, m.official_on, least(s.official_by, m.official_by)) AS official
      FROM {staging} s LEFT JOIN members_membership m ON m.person_id = s.person_id
)
SELECT origin, 'official_on', 'official_before_admission', 'doubt',
       format('Ngày chính thức %s trước ngày vào Đảng %s: hãy kiểm tra hai ngày.',
              to_char(official, 'DD/MM/YYYY'), to_char(admitted, 'DD/MM/YYYY')),
       CASE WHEN admitted <= listed_on THEN 'không rõ ngày' ELSE '' END,
       CASE WHEN admitted <= listed_on THEN 'replace' ELSE '' END
  FROM standing WHERE official < admitted ORDER BY origin
"""

# Whoever joined later was no member on the day of the list; of an official one see above.
_ADMITTED_LATER: Final = """
SELECT origin, 'admitted_on', 'admitted_after_list', 'doubt',
       format('Ngày vào Đảng %s sau ngày lập danh sách %s: hãy kiểm tra hai ngày.',
              to_char(admitted_on, 'DD/MM/YYYY'), to_char(listed_on, 'DD/MM/YYYY')), ''
  FROM {staging}
 WHERE admitted_on > listed_on AND coalesce(official_on, official_by, admitted_on) >= admitted_on
 ORDER BY origin
"""

_CARDS: Final = """
SELECT s.origin, 'card', 'duplicate_card', 'doubt',
       format('Số thẻ của %s trùng với số thẻ của %s: hãy kiểm tra lại số thẻ.',
              s.full_name, min(o.full_name)), ''
  FROM {staging} s
  JOIN (SELECT card_digest, person_id, full_name FROM {staging}
        UNION ALL
        SELECT m.card_digest, m.person_id, p.full_name
          FROM members_membership m JOIN people_person p ON p.id = m.person_id
         WHERE m.card_digest IN (SELECT card_digest FROM {staging})) o
    ON o.card_digest = s.card_digest AND o.person_id <> s.person_id
 GROUP BY s.origin, s.full_name ORDER BY s.origin
"""

_SECRETARIES: Final = """
SELECT s.origin, 'positions_held', 'two_secretaries', 'warning',
       format('%s đã có bí thư khác trong danh sách này: không ghi chức vụ của %s.',
              u.name, s.full_name), ''
  FROM (SELECT *, row_number() OVER (PARTITION BY unit_id, listed_on ORDER BY origin) AS place
          FROM position_plan WHERE position = 'SECRETARY') s
  JOIN organizations_unit u ON u.id = s.unit_id
 WHERE s.place > 1 ORDER BY s.origin
"""

_MEMBERSHIPS: Final = """
SELECT DISTINCT ON (s.person_id) s.origin, s.person_id, s.admitted_on, s.official_on,
       CASE WHEN s.official_on IS NULL AND m.official_on IS NULL
            THEN least(s.official_by, m.official_by) END AS official_by,
       '' AS decision, '' AS official_decision, s.card_digest,
       CASE WHEN m.card_digest = s.card_digest THEN m.card_cipher
            ELSE decode(s.card_cipher, 'hex') END AS card_cipher,
       coalesce(s.card_tail, '') AS card_tail
  FROM {staging} s LEFT JOIN members_membership m ON m.person_id = s.person_id
 WHERE NOT s.left_out ORDER BY s.person_id, s.listed_on DESC, s.origin
"""

# An earlier list with the member in the same home: the stay only began earlier.
_EARLIER: Final = """
SELECT DISTINCT ON (p.id) s.origin, p.id, daterange(s.listed_on, upper(p.during)) AS during
  FROM {staging} s
  JOIN members_membership m ON m.person_id = s.person_id
  JOIN members_membershipperiod p ON p.membership_id = m.id AND p.unit_id = s.unit_id
   AND p.entry = 'ROSTER' AND lower(p.during) > s.listed_on
 WHERE NOT s.left_out AND NOT EXISTS (
       SELECT FROM members_membershipperiod x
        WHERE x.membership_id = m.id AND x.id <> p.id AND lower(x.during) < lower(p.during)
          AND (upper(x.during) IS NULL OR upper(x.during) > s.listed_on))
 ORDER BY p.id, s.listed_on
"""

# A home that the book has already on that day needs nothing.
_OPENS: Final = """
SELECT s.origin, m.id AS membership_id, s.listed_on AS day, s.unit_id,
       CASE WHEN EXISTS (SELECT FROM members_membershipperiod p
                          WHERE p.membership_id = m.id AND p.during @> s.listed_on)
            THEN 'MOVED' ELSE 'ROSTER' END AS entry,
       '' AS place, '' AS decision
  FROM {staging} s JOIN members_membership m ON m.person_id = s.person_id
 WHERE NOT s.left_out AND NOT EXISTS (
       SELECT FROM members_membershipperiod p
        WHERE p.membership_id = m.id AND p.during @> s.listed_on AND p.unit_id = s.unit_id)
"""

_NO_ENDS: Final = """
SELECT NULL::bigint AS origin, NULL::bigint AS membership_id, NULL::date AS day,
       '' AS leaving, '' AS place, '' AS decision, '' AS reason WHERE false
"""

_POSITIONS: Final = """
SELECT DISTINCT ON (s.person_id, held.unit_id, held.position, s.listed_on)
       s.origin, s.person_id, s.full_name, held.unit_id, held.position, s.listed_on
  FROM {staging} s
  CROSS JOIN LATERAL string_to_table(s.positions, ',') item
  CROSS JOIN LATERAL (
       SELECT split_part(item, '@', 1) AS position,
              CASE split_part(item, '@', 2) WHEN 'BRANCH' THEN s.unit_id
                   WHEN 'COMMITTEE' THEN coalesce(s.organization_id, s.unit_id)
                   ELSE (SELECT id FROM organizations_unit WHERE tree = 'PARTY' AND is_root)
              END AS unit_id) held
 WHERE NOT s.left_out AND s.unit_id IS NOT NULL
 ORDER BY s.person_id, held.unit_id, held.position, s.listed_on, s.origin
"""

# What nobody in the book holds on the day already; one secretary a unit.
_NEW_POSITIONS: Final = """
SELECT n.origin, n.person_id, n.unit_id, n.position, n.listed_on, '' AS decision,
       daterange(n.listed_on, (
           SELECT min(lower(h.during)) FROM members_positionholding h
            WHERE h.unit_id = n.unit_id AND h.position = n.position
              AND (h.person_id = n.person_id OR n.position = 'SECRETARY')
              AND lower(h.during) > n.listed_on)) AS during
  FROM (SELECT *, row_number() OVER (PARTITION BY unit_id, position, listed_on
                                     ORDER BY origin) AS place FROM position_plan) n
 WHERE (n.position <> 'SECRETARY' OR n.place = 1) AND NOT EXISTS (
       SELECT FROM members_positionholding h
        WHERE h.unit_id = n.unit_id AND h.position = n.position AND h.during @> n.listed_on
          AND (h.person_id = n.person_id
               OR n.position = 'SECRETARY' AND lower(h.during) >= n.listed_on))
"""

_RELIEVED: Final = """
SELECT n.origin, h.id, daterange(lower(h.during), n.listed_on) AS during
  FROM position_new n
  JOIN members_positionholding h ON h.unit_id = n.unit_id AND h.position = 'SECRETARY'
   AND h.during @> n.listed_on AND h.person_id <> n.person_id
 WHERE n.position = 'SECRETARY'
"""

_EXEMPTIONS: Final = """
SELECT DISTINCT ON (m.id) s.origin, m.id AS membership_id, daterange(s.exempt_from, NULL) AS during,
       '' AS decision, '' AS reason
  FROM {staging} s JOIN members_membership m ON m.person_id = s.person_id
 WHERE NOT s.left_out AND s.exempt_from IS NOT NULL AND NOT EXISTS (
       SELECT FROM members_exemption e
        WHERE e.membership_id = m.id AND e.during && daterange(s.exempt_from, NULL))
 ORDER BY m.id, s.exempt_from, s.origin
"""

_STAYS: Final = """
SELECT DISTINCT ON (s.person_id) s.origin, s.person_id, 'OUT' AS direction, s.unit_id,
       daterange(s.stay_from, s.stay_to) AS during, 'Nơi khác' AS place
  FROM {staging} s
 WHERE NOT s.left_out AND s.stay_from IS NOT NULL AND NOT EXISTS (
       SELECT FROM members_temporarystay t
        WHERE t.person_id = s.person_id AND t.during && daterange(s.stay_from, s.stay_to))
 ORDER BY s.person_id, s.stay_from, s.origin
"""


def find_organizations(cursor: CursorWrapper, staging: str) -> None:
    """Fill the grassroots organization of the rows that name only a branch."""
    db.run(cursor, db.on(_FIND_ORGANIZATIONS, staging))


def check_roster(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the rows of people with two homes, impossible dates or another's card."""
    repeated = people.check_repeated(cursor, db.on(_STANDINGS, staging), _WORDING)
    ages = check_ages(cursor, staging, field="admitted_on", day="listed_on")
    checks = (_OFFICIAL_EARLY, _ADMITTED_LATER, _CARDS)
    found = [f for check in checks for f in db.findings(cursor, db.on(check, staging))]
    return [*repeated, *ages, *found]


def merge_roster(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Write memberships, homes, positions, exemptions and stays; the people exist already."""
    _merge_memberships(cursor, staging)
    _merge_homes(cursor, staging)
    findings = _merge_positions(cursor, staging)
    _merge_exemptions(cursor, staging)
    _merge_stays(cursor, staging)
    return findings


def _merge_memberships(cursor: CursorWrapper, staging: str) -> None:
    cards = map(Known, ("card_digest", "card_cipher", "card_tail"))
    db.merge(
        cursor,
        table="members_membership",
        source=db.on(_MEMBERSHIPS, staging),
        key=("person_id",),
        values=(
            Known("admitted_on"),
            Known("official_on"),
            "official_by",
            *cards,
            Initial("decision"),
            Initial("official_decision"),
        ),
        origin="origin",
    )


def _merge_homes(cursor: CursorWrapper, staging: str) -> None:
    db.merge(
        cursor,
        table="members_membershipperiod",
        source=db.on(_EARLIER, staging),
        key=("id",),
        values=("during",),
        origin="origin",
    )
    db.materialize(cursor, "period_opens", db.on(_OPENS, staging))
    db.materialize(cursor, "period_ends", _NO_ENDS)
    periods.settle(cursor)


def _merge_positions(cursor: CursorWrapper, staging: str) -> list[Finding]:
    db.materialize(cursor, "position_plan", db.on(_POSITIONS, staging))
    db.materialize(cursor, "position_new", _NEW_POSITIONS)
    db.merge(
        cursor,
        table="members_positionholding",
        source=_RELIEVED,
        key=("id",),
        values=("during",),
        origin="origin",
    )
    db.merge(
        cursor,
        table="members_positionholding",
        source="SELECT * FROM position_new",
        key=("person_id", "unit_id", "position", "during"),
        values=(Initial("decision"),),
        origin="origin",
    )
    return db.findings(cursor, _SECRETARIES)


def _merge_exemptions(cursor: CursorWrapper, staging: str) -> None:
    db.merge(
        cursor,
        table="members_exemption",
        source=db.on(_EXEMPTIONS, staging),
        key=("membership_id", "during"),
        values=(Initial("decision"), Initial("reason")),
        origin="origin",
    )


def _merge_stays(cursor: CursorWrapper, staging: str) -> None:
    db.merge(
        cursor,
        table="members_temporarystay",
        source=db.on(_STAYS, staging),
        key=("person_id", "during"),
        values=(Initial("direction"), Initial("unit_id"), Initial("place")),
        origin="origin",
    )
