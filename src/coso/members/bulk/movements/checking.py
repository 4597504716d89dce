"""Finding whom a movement is about, and telling which cannot have happened."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db, repeats
from coso.core.db import Finding
from coso.members.bulk.movements.kinds import on

# Same name, in the branch that the row names, and a date of birth that may be the same.
_FIND_BY_HOME: Final = """
WITH found AS (
    SELECT s.origin, min(p.id) AS id
      FROM {staging} s
      JOIN people_person p ON p.match_name = s.full_name_match
      JOIN members_membership m ON m.person_id = p.id
      JOIN members_membershipperiod h ON h.membership_id = m.id AND h.unit_id = s.unit_id
       AND (h.during @> s.happened_on OR upper(h.during) = s.happened_on)
     WHERE s.person_is_new AND s.movement <> ALL({opening}) AND s.movement <> 'STAY_IN'
       AND (s.born_on IS NULL OR p.born_on IS NULL
            OR (s.born_precision <> 'DAY' OR p.born_precision <> 'DAY')
               AND date_part('year', s.born_on) = date_part('year', p.born_on))
     GROUP BY s.origin HAVING count(DISTINCT p.id) = 1
)
UPDATE {staging} s SET person_id = found.id, person_is_new = false
  FROM found WHERE found.origin = s.origin
RETURNING s.origin, 'full_name', 'linked_person', 'info',
    format('Coi %s là đảng viên cùng tên đang ở %s: ngày sinh ghi không đủ.',
           s.full_name, s.branch), ''
"""

# Nobody of that name is or was a member where the row says, not even by an earlier row.
_WITHOUT_MEMBER: Final = """
SELECT s.origin, 'full_name',
       CASE WHEN s.person_is_new THEN 'unknown_person' ELSE 'not_a_member' END, 'doubt',
       CASE WHEN s.person_is_new
            THEN format('Không có đảng viên %s sinh %s trong sổ: hãy kiểm tra họ tên, ngày sinh.',
                        s.full_name, to_char(s.born_on, 'DD/MM/YYYY'))
            ELSE format('%s không phải đảng viên của đảng bộ này vào ngày %s: hãy kiểm tra ngày '
                        'và nơi sinh hoạt.', s.full_name, to_char(s.happened_on, 'DD/MM/YYYY'))
       END, ''
  FROM {staging} s
 WHERE s.movement = ANY({needing})
   AND NOT EXISTS (
       SELECT FROM members_membership m
         JOIN members_membershipperiod h ON h.membership_id = m.id
        WHERE m.person_id = s.person_id
          AND (h.during @> s.happened_on OR upper(h.during) = s.happened_on))
   AND NOT EXISTS (
       SELECT FROM {staging} o
        WHERE o.person_id = s.person_id AND o.movement = ANY({opening})
          AND o.happened_on <= s.happened_on AND o.origin <> s.origin AND NOT o.left_out)
 ORDER BY s.origin
"""

# Whoever is a member somewhere cannot come again before having left.
_ALREADY_MEMBER: Final = """
SELECT s.origin, 'full_name', 'already_member', 'doubt',
       format('%s đã sinh hoạt ở %s vào ngày %s: hãy kiểm tra hình thức và ngày.', s.full_name,
              min(u.name), to_char(s.happened_on, 'DD/MM/YYYY')), ''
  FROM {staging} s
  JOIN members_membership m ON m.person_id = s.person_id
  JOIN members_membershipperiod h ON h.membership_id = m.id AND h.during @> s.happened_on
  JOIN organizations_unit u ON u.id = h.unit_id
 WHERE s.movement = ANY({opening})
   AND NOT (lower(h.during) = s.happened_on AND h.unit_id = s.unit_id)
   AND NOT EXISTS (
       SELECT FROM {staging} o
        WHERE o.person_id = s.person_id AND o.movement = ANY({ending}) AND NOT o.left_out
          AND (lower(h.during) IS NULL OR o.happened_on > lower(h.during))
          AND o.happened_on <= s.happened_on)
 GROUP BY s.origin, s.full_name, s.happened_on ORDER BY s.origin
"""

# Two arrivals without a departure between them: one of the rows is of somebody else.
_ARRIVES_TWICE: Final = """
WITH arrivals AS (
    SELECT origin, person_id, full_name, happened_on FROM {staging} WHERE movement = ANY({opening})
), departures AS (
    SELECT person_id, happened_on AS day FROM {staging} WHERE movement = ANY({ending})
    UNION
    SELECT m.person_id, upper(h.during) FROM members_membership m
      JOIN members_membershipperiod h ON h.membership_id = m.id
)
SELECT s.origin, 'full_name', 'already_member', 'doubt',
       format('%s có hai dòng vào đảng bộ, ngày %s và ngày %s, mà không có dòng ra ở giữa: hãy '
              'kiểm tra có phải hai người cùng tên.', s.full_name,
              to_char(min(least(s.happened_on, o.happened_on)), 'DD/MM/YYYY'),
              to_char(max(greatest(s.happened_on, o.happened_on)), 'DD/MM/YYYY')), ''
  FROM arrivals s
  JOIN arrivals o ON o.person_id = s.person_id AND o.happened_on <> s.happened_on
 WHERE NOT EXISTS (
       SELECT FROM departures d
        WHERE d.person_id = s.person_id AND d.day > least(s.happened_on, o.happened_on)
          AND d.day <= greatest(s.happened_on, o.happened_on))
 GROUP BY s.origin, s.full_name ORDER BY s.origin
"""

# Nobody has two homes on a day: the stay that began with one row would be empty.
_TWO_HOMES: Final = """
WITH arrivals AS (
    SELECT origin, person_id, full_name, happened_on, movement FROM {staging}
     WHERE movement = ANY({opening}) OR movement = 'MOVED'
)
SELECT DISTINCT s.origin, 'full_name', 'duplicate_person', 'doubt',
       format('%s đến hai nơi trong cùng ngày %s: hãy giữ một dòng, ở nơi đang sinh hoạt.',
              s.full_name, to_char(s.happened_on, 'DD/MM/YYYY')), ''
  FROM arrivals s
  JOIN arrivals o ON o.person_id = s.person_id AND o.happened_on = s.happened_on
   AND o.movement <> s.movement
 ORDER BY s.origin
"""

# The day of leaving is the first one not counted: nobody can leave on the day of coming.
_LEAVES_ON_ARRIVAL: Final = """
WITH stays AS (
    SELECT m.person_id, lower(h.during) AS starts, upper(h.during) AS ends
      FROM members_membership m JOIN members_membershipperiod h ON h.membership_id = m.id
    UNION ALL
    SELECT person_id, happened_on, NULL FROM {staging} WHERE movement = ANY({opening})
)
SELECT s.origin, 'happened_on', 'left_on_arrival', 'doubt',
       format('%s vào và ra trong cùng ngày %s: hãy kiểm tra hai ngày; ngày ra là ngày đầu không '
              'còn tính.', s.full_name, to_char(s.happened_on, 'DD/MM/YYYY')), ''
  FROM {staging} s
 WHERE s.movement = ANY({ending})
   AND EXISTS (SELECT FROM stays t WHERE t.person_id = s.person_id AND t.starts = s.happened_on)
   AND NOT EXISTS (
       SELECT FROM stays t
        WHERE t.person_id = s.person_id AND (t.starts IS NULL OR t.starts < s.happened_on)
          AND (t.ends IS NULL OR t.ends >= s.happened_on))
 ORDER BY s.origin
"""

_OVERLAPPING_STAYS: Final = """
SELECT s.origin, 'happened_on', 'overlapping_stay', 'doubt',
       format('%s đã sinh hoạt tạm thời từ %s đến %s: hãy kiểm tra ngày.', s.full_name,
              to_char(lower(o.during), 'DD/MM/YYYY'), to_char(upper(o.during) - 1, 'DD/MM/YYYY')),
       ''
  FROM {staging} s
  JOIN (SELECT NULL::bigint AS origin, person_id, during FROM members_temporarystay
        UNION ALL
        SELECT origin, person_id, daterange(happened_on, until_on + 1) FROM {staging}
         WHERE movement IN ('STAY_IN', 'STAY_OUT')
           AND (until_on IS NULL OR until_on >= happened_on)) o
    ON o.person_id = s.person_id AND o.during && daterange(s.happened_on, s.until_on + 1)
   AND o.origin IS DISTINCT FROM s.origin
   AND o.during <> daterange(s.happened_on, s.until_on + 1)
 WHERE s.movement IN ('STAY_IN', 'STAY_OUT')
   AND (s.until_on IS NULL OR s.until_on >= s.happened_on)
 ORDER BY s.origin
"""

_UNTIL_EARLY: Final = """
SELECT origin, 'until_on', 'end_before_start', 'doubt',
       format('Tạm thời đến ngày %s, trước ngày bắt đầu %s: hãy kiểm tra hai ngày.',
              to_char(until_on, 'DD/MM/YYYY'), to_char(happened_on, 'DD/MM/YYYY')), ''
  FROM {staging} WHERE until_on < happened_on ORDER BY origin
"""


def find_by_home(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Find members by name and branch where the date of birth is incomplete."""
    return db.findings(cursor, on(_FIND_BY_HOME, staging))


def check_movements(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the movements that cannot have happened to a member as they are written."""
    repeated = repeats.find_repeats(
        cursor,
        staging,
        key=("person_id", "movement", "happened_on", "years"),
        alike=("unit_id", "to_unit_id"),
        field="full_name",
        kind="duplicate_row",
        message="format('%s có hai dòng cho cùng một biến động. Hãy giữ một dòng.', full_name)",
    )
    checks = (
        _WITHOUT_MEMBER,
        _ALREADY_MEMBER,
        _ARRIVES_TWICE,
        _TWO_HOMES,
        _LEAVES_ON_ARRIVAL,
        _UNTIL_EARLY,
        _OVERLAPPING_STAYS,
    )
    return repeated + [f for check in checks for f in db.findings(cursor, on(check, staging))]
