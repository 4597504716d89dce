"""Set-based checks and writing of plans, their titles and who is planned for them."""

from __future__ import annotations

from typing import Final

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db, repeats
from coso.core.db import Finding, Initial, MergeResult, Missing
from coso.organizations import bulk as organizations
from coso.planning import queries
from coso.planning.validators import names_within

# Who stands where, as a plan says it; for whoever asks who somebody is.
STANDING: Final = """
SELECT c.person_id, coalesce(p.unit_id, y.organization_id)
  FROM planning_planningcandidate c JOIN planning_planningposition p ON p.id = c.position_id
  JOIN planning_planningcycle y ON y.id = p.cycle_id
"""
_TITLES: Final = "SELECT DISTINCT title FROM {staging} WHERE title IS NOT NULL"
# The longest end of a title that is the name of one unit on the day.
_FIND_UNITS: Final = """
WITH found AS (
    SELECT s.title, s.decided_on, e.place, array_agg(DISTINCT v.unit_id) AS units
      FROM (SELECT DISTINCT title, decided_on FROM {staging}) s
      JOIN planning_title_ends e ON e.title = s.title
      JOIN organizations_unitversion v ON v.match_name = e.match AND v.during @> s.decided_on
      JOIN organizations_unit u ON u.id = v.unit_id AND u.tree IN ('AGENCY', 'PARTY')
     GROUP BY s.title, s.decided_on, e.place
), longest AS (
    SELECT DISTINCT ON (title, decided_on) * FROM found ORDER BY title, decided_on, place
)
UPDATE {staging} s SET unit_id = l.units[1]
  FROM longest l
 WHERE l.title = s.title AND l.decided_on = s.decided_on AND cardinality(l.units) = 1
"""
_FIND_ORGANIZATION: Final = "UPDATE {staging} s SET organization_id = {leading}"
_NO_PERIOD: Final = """
SELECT origin, 'title', 'missing_cycle', 'error',
       'Không rõ danh sách là quy hoạch của giai đoạn nào: hãy ghi vào tiêu đề hoặc tên trang '
       'tính, ví dụ “Quy hoạch 2021-2026”.', ''
  FROM {staging} WHERE first_year IS NULL AND NOT left_out ORDER BY origin
"""
_LEFT_BEFORE: Final = """
SELECT origin, 'removal', 'end_before_start', 'doubt',
       format('%s được đưa ra khỏi quy hoạch trước ngày quyết định %s: hãy sửa một trong hai.',
              full_name, to_char(decided_on, 'DD/MM/YYYY')), ''
  FROM {staging} WHERE leaves <= decided_on AND NOT left_out ORDER BY origin
"""
_IN_OTHER_DECISION: Final = """
SELECT s.origin, 'decided_on', 'planned_since_another_day', 'doubt',
       format('Sổ ghi %s trong quy hoạch “%s” theo quyết định số %s ngày %s: hãy sửa ngày quyết '
              'định, hoặc sửa trong sổ trước.', s.full_name, s.title, c.decision,
              to_char(c.decided_on, 'DD/MM/YYYY')), ''
  FROM {staging} s
  JOIN planning_planningcycle y ON y.organization_id = s.organization_id
   AND y.first_year = s.first_year AND y.last_year = s.last_year
  JOIN planning_planningposition p ON p.cycle_id = y.id AND p.match_title = s.match_title
  JOIN planning_planningcandidate c ON c.position_id = p.id AND c.person_id = s.person_id
   AND c.decided_on <> s.decided_on AND c.during && daterange(s.decided_on, s.leaves)
 WHERE NOT s.left_out AND coalesce(s.leaves > s.decided_on, true) ORDER BY s.origin
"""
_CYCLES: Final = """
SELECT min(origin) AS origin, organization_id, first_year, last_year
  FROM {staging} WHERE NOT left_out GROUP BY organization_id, first_year, last_year
"""
_POSITIONS: Final = """
SELECT DISTINCT ON (y.id, s.match_title) s.origin, y.id AS cycle_id, s.title, s.match_title,
       s.unit_id
  FROM {staging} s
  JOIN planning_planningcycle y ON y.organization_id = s.organization_id
   AND y.first_year = s.first_year AND y.last_year = s.last_year
 WHERE NOT s.left_out ORDER BY y.id, s.match_title, s.origin
"""
# A list that does not say so brings nobody back into the plan.
_CANDIDATES: Final = """
SELECT s.origin, p.id AS position_id, s.person_id, s.decision, s.decided_on,
       CASE WHEN s.left_for = '' THEN coalesce(c.left_for, '') ELSE s.left_for END AS left_for,
       CASE WHEN s.left_for = '' THEN c.left_on ELSE s.left_on END AS left_on,
       CASE WHEN s.left_for = '' THEN coalesce(c.left_precision, 'DAY')
            ELSE s.left_precision END AS left_precision,
       CASE WHEN s.left_for = '' THEN coalesce(c.during, daterange(s.decided_on, NULL))
            ELSE daterange(s.decided_on, s.leaves) END AS during
  FROM {staging} s
  JOIN planning_planningcycle y ON y.organization_id = s.organization_id
   AND y.first_year = s.first_year AND y.last_year = s.last_year
  JOIN planning_planningposition p ON p.cycle_id = y.id AND p.match_title = s.match_title
  LEFT JOIN planning_planningcandidate c ON c.position_id = p.id AND c.person_id = s.person_id
   AND c.decided_on = s.decided_on
 WHERE NOT s.left_out
"""
# The plans of a list, each on the days of its decisions.
_LISTED: Final = """
SELECT min(s.origin) AS origin, y.id, y.first_year, y.last_year, s.decided_on
  FROM {staging} s
  JOIN planning_planningcycle y ON y.organization_id = s.organization_id
   AND y.first_year = s.first_year AND y.last_year = s.last_year
 WHERE NOT s.left_out GROUP BY y.id, s.decided_on
"""
_TOO_MANY_TITLES: Final = """
SELECT p.origin, 'full_name', 'too_many_titles', 'warning',
       format('%s có %s chức danh quy hoạch %s–%s, quá %s chức danh.', w.full_name, count(*),
              p.first_year, p.last_year, r.value), ''
  FROM planned p JOIN people_person w ON w.id = p.person_id
  JOIN rules r ON r.name = 'max_per_person' AND r.during @> p.decided_on
 GROUP BY p.origin, p.id, p.first_year, p.last_year, p.decided_on, w.id, r.value
HAVING count(*) > r.value AND r.value > 0 ORDER BY 1, w.order_key
"""
# Of committee members and deputies there are several; how many, the plan does not say.
_TOO_MANY_PEOPLE: Final = """
SELECT p.origin, 'title', 'too_many_candidates', 'warning',
       format('Chức danh “%s” có %s người trong quy hoạch %s–%s, quá %s người.', p.title, count(*),
              p.first_year, p.last_year, r.value), ''
  FROM planned p
  JOIN rules r ON r.name = 'max_per_position' AND r.during @> p.decided_on
 WHERE unaccent(lower(p.title)) !~ '^(uy vien|pho) '
 GROUP BY p.origin, p.id, p.first_year, p.last_year, p.decided_on, p.position_id, p.title, r.value
HAVING count(*) > r.value AND r.value > 0 ORDER BY 1, p.title
"""


def find_places(cursor: CursorWrapper, staging: str) -> None:
    """Fill `organization_id`, who holds the plan, and `unit_id` of a title where it is certain."""
    titles = [title for (title,) in db.rows(cursor, db.on(_TITLES, staging))]
    ends = [
        (title, place, match) for title in titles for place, match in enumerate(names_within(title))
    ]
    schema = {"title": pl.String, "place": pl.Int64, "match": pl.String}
    db.copy_frame(cursor, "planning_title_ends", pl.DataFrame(ends, schema, orient="row"))
    db.run(cursor, db.on(_FIND_UNITS, staging))
    leading = organizations.root_on("s.decided_on")
    find = SQL(_FIND_ORGANIZATION).format(staging=Identifier(staging), leading=leading)
    db.run(cursor, find)


def check_candidates(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the rows without a period, those that stand twice, and those that cannot be so.

    The staging table holds the columns of a cycle, of a position and of a candidate, `leaves`
    (the first day without doubt out of the plan), and `full_name`.
    """
    repeated = repeats.find_repeats(
        cursor,
        staging,
        key=("organization_id", "first_year", "last_year", "match_title", "person_id"),
        alike=("decision", "decided_on", "left_for", "left_on"),
        field="full_name",
        kind="duplicate_row",
        message="format('%s có hai dòng cho chức danh “%s”. Hãy giữ một dòng.', full_name, title)",
    )
    checks = (_NO_PERIOD, _LEFT_BEFORE, _IN_OTHER_DECISION)
    found = (each for check in checks for each in db.findings(cursor, db.on(check, staging)))
    return [*found, *repeated]


def merge_candidates(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the plans, their titles, and who is planned; a blank note says nothing of leaving."""
    db.merge(
        cursor,
        table="planning_planningcycle",
        source=db.on(_CYCLES, staging),
        key=("organization_id", "first_year", "last_year"),
        origin="origin",
    )
    db.merge(
        cursor,
        table="planning_planningposition",
        source=db.on(_POSITIONS, staging),
        key=("cycle_id", "match_title"),
        values=(Initial("title"), Missing("unit_id")),
        origin="origin",
    )
    return db.merge(
        cursor,
        table="planning_planningcandidate",
        source=db.on(_CANDIDATES, staging),
        key=("position_id", "person_id", "decided_on"),
        values=("decision", "left_for", "left_on", "left_precision", "during"),
        origin="origin",
    )


def check_rules(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return what the rules warn of in the plans of a list, once they are written."""
    checks = (_TOO_MANY_TITLES, _TOO_MANY_PEOPLE, queries.SHARES_BELOW)
    listed = db.on(_LISTED, staging)
    return [
        found
        for check in checks
        for found in db.findings(cursor, SQL(queries.PLANNED + check).format(listed=listed))
    ]
