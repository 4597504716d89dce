"""What must be true of somebody who holds a post from a day on, in a list or written by hand."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding
from coso.rules import queries as rules

_DAYS: Final = """
SELECT DISTINCT listed_on FROM {staging} WHERE NOT left_out AND listed_on IS NOT NULL ORDER BY 1
"""
_TOO_YOUNG: Final = """
SELECT origin, CASE WHEN begun_on = recruited_on THEN 'recruited_on' ELSE 'born' END,
       'recruited_too_young', CASE WHEN begun_on < born_on THEN 'doubt' ELSE 'warning' END,
       format('Ngày %%s, %%s chưa đủ %%s tuổi. Kiểm tra lại ngày sinh, ngày bắt đầu làm việc.',
              to_char(begun_on, 'DD/MM/YYYY'), full_name, %(youngest)s::text), ''
  FROM (SELECT *, least(recruited_on, listed_on) AS begun_on FROM {staging}) s
 WHERE begun_on < born_on + make_interval(years => %(youngest)s)
   AND listed_on = %(day)s AND NOT left_out
 ORDER BY origin
"""
_DECEASED: Final = """
WITH deaths AS (
    SELECT m.person_id, upper(p.during) AS died_on
      FROM members_membershipperiod p JOIN members_membership m ON m.id = p.membership_id
     WHERE p.leaving = 'DECEASED'
    UNION
    SELECT person_id, upper(during) FROM personnel_assignment WHERE ending = 'DECEASED'
)
SELECT s.origin, 'full_name', 'assigned_after_death', 'doubt',
       format('Sổ ghi %s từ trần ngày %s. Hãy kiểm tra lại người và ngày.', s.full_name,
              to_char(min(d.died_on), 'DD/MM/YYYY')), ''
  FROM {staging} s JOIN deaths d ON d.person_id = s.person_id
 WHERE s.listed_on >= d.died_on AND NOT s.left_out
 GROUP BY s.origin, s.full_name ORDER BY s.origin
"""
# Two people on one post that leads the agency: in the list, or one of them in the book.
_TWO_HEADS: Final = """
WITH heads AS (
    SELECT * FROM {staging} WHERE is_head AND NOT left_out AND agency_id IS NOT NULL
), beside AS (
    SELECT h.origin, o.full_name
      FROM heads h JOIN heads o USING (agency_id, match_title, listed_on)
     WHERE o.person_id <> h.person_id
    UNION
    SELECT h.origin, w.full_name
      FROM heads h JOIN personnel_post p USING (agency_id, match_title)
      JOIN personnel_assignment a ON a.post_id = p.id AND a.during @> h.listed_on
      JOIN people_person w ON w.id = a.person_id
     WHERE NOT EXISTS (SELECT FROM {staging} s
                        WHERE s.person_id = a.person_id AND s.listed_on = h.listed_on)
)
SELECT h.origin, 'title', 'two_heads', 'warning',
       format('Ngày %s, %s có hai %s: %s và %s. Hãy kiểm tra lại.',
              to_char(h.listed_on, 'DD/MM/YYYY'), h.agency, h.title, h.full_name,
              string_agg(b.full_name, ', ' ORDER BY b.full_name)), ''
  FROM heads h JOIN beside b USING (origin)
 GROUP BY h.origin, h.agency, h.title, h.full_name, h.listed_on ORDER BY h.origin
"""
_OVER_QUOTA: Final = """
WITH agencies AS (
    SELECT agency_id, listed_on, min(agency) AS agency, min(origin) AS origin
      FROM {staging} WHERE NOT left_out AND agency_id IS NOT NULL GROUP BY agency_id, listed_on
), counted AS (
    SELECT g.*, q.year, q.quantity, count(*) AS present
      FROM agencies g
      JOIN personnel_headcountquota q
        ON q.agency_id = g.agency_id AND q.year = extract(year FROM g.listed_on)
      JOIN personnel_post p ON p.agency_id = g.agency_id
      JOIN personnel_assignment a
        ON a.post_id = p.id AND a.is_primary AND a.during @> g.listed_on
       AND a.category <> 'CONTRACT_WORKER'
     GROUP BY g.agency_id, g.listed_on, g.agency, g.origin, q.year, q.quantity
)
SELECT origin, 'agency', 'over_quota', 'warning',
       format('%s có mặt %s người ngày %s, biên chế giao năm %s là %s: vượt %s.', agency, present,
              to_char(listed_on, 'DD/MM/YYYY'), year, quantity, present - quantity), ''
  FROM counted WHERE present > quantity ORDER BY origin
"""


def check_standing(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return who is too young or has died, and posts at the head of an agency that two hold.

    The staging table holds `person_id`, `full_name`, `born_on`, `agency_id`, `agency`, `title`,
    `match_title`, `is_head`, `recruited_on` and `listed_on`, the day from which the post is held.
    """
    return [
        *_check_age(cursor, staging),
        *db.findings(cursor, db.on(_DECEASED, staging)),
        *db.findings(cursor, db.on(_TWO_HEADS, staging)),
    ]


def check_headcounts(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the agencies of the rows that have more staff now than the year's quota allows."""
    return db.findings(cursor, db.on(_OVER_QUOTA, staging))


def _check_age(cursor: CursorWrapper, staging: str) -> list[Finding]:
    youngest = {
        day: rules.parameter("staff", "min_recruitment_age", day)
        for (day,) in db.rows(cursor, db.on(_DAYS, staging))
    }
    return [
        finding
        for day, age in youngest.items()
        for finding in db.findings(
            cursor, db.on(_TOO_YOUNG, staging), {"day": day, "youngest": age}
        )
    ]
