"""Set-based checks and writing of posts, assignments and headcount quotas."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding, Initial, Known, MergeResult

_REPEATED: Final = """
SELECT s.origin, 'full_name', 'duplicate_person', 'doubt',
       format('%s có hai dòng trong danh sách: %s và %s. Hãy giữ một vị trí chính.',
              s.full_name, min(concat_ws(', ', s.title, s.agency)),
              min(concat_ws(', ', o.title, o.agency))), ''
  FROM {staging} s
  JOIN {staging} o ON o.person_id = s.person_id AND o.origin <> s.origin AND NOT o.left_out
 WHERE NOT s.left_out
 GROUP BY s.origin, s.full_name ORDER BY s.origin
"""

_ELSEWHERE: Final = """
SELECT s.origin, 'full_name', 'duplicate_person', 'doubt',
       format('%s đã có trong danh sách cùng ngày của %s (%s). Hãy kiểm tra nơi công tác chính.',
              s.full_name, u.name, p.title), ''
  FROM {staging} s
  JOIN personnel_assignment a
    ON a.person_id = s.person_id AND a.is_primary AND lower(a.during) = s.listed_on
  JOIN personnel_post p ON p.id = a.post_id AND p.agency_id IS DISTINCT FROM s.agency_id
  JOIN organizations_unit u ON u.id = p.agency_id
 WHERE NOT s.left_out ORDER BY s.origin
"""

# The assignment that a row continues: the primary one of the day, else one on the same post.
_PLACED: Final = """
SELECT s.*, p.id AS post_id, held.id AS held_id, lower(held.during) AS held_from,
       upper(held.during) AS held_to, coming.starts AS next_from,
       coalesce(held.post_id = p.id AND held.category = s.category
                OR lower(held.during) = s.listed_on, false) AS continues
  FROM {staging} s
  JOIN personnel_post p ON p.agency_id = s.agency_id AND p.match_title = s.match_title
  LEFT JOIN LATERAL (
        SELECT * FROM personnel_assignment a
         WHERE a.person_id = s.person_id AND a.during @> s.listed_on
           AND (a.is_primary OR a.post_id = p.id)
         ORDER BY a.is_primary DESC LIMIT 1) held ON true
  LEFT JOIN LATERAL (
        SELECT min(lower(a.during)) AS starts FROM personnel_assignment a
         WHERE a.person_id = s.person_id AND lower(a.during) > s.listed_on
           AND (a.is_primary OR a.post_id = p.id)) coming ON true
 WHERE NOT s.left_out
"""

_POSTS: Final = """
SELECT DISTINCT ON (agency_id, match_title) origin, agency_id, match_title, title,
       post_group AS "group"
  FROM {staging} WHERE NOT left_out ORDER BY agency_id, match_title, origin
"""

_CONTINUED: Final = """
SELECT origin, held_id AS id, post_id, category, true AS is_primary, rank_code, recruited_on,
       party_admitted_on
  FROM {staging} WHERE continues
"""

_ENDED: Final = """
SELECT held_id AS id, daterange(held_from, listed_on) AS during
  FROM {staging} WHERE held_id IS NOT NULL AND NOT continues
"""

_OPENED: Final = """
SELECT origin, person_id, post_id, daterange(listed_on, least(held_to, next_from)) AS during,
       category, true AS is_primary, 'ROSTER' AS basis, rank_code, recruited_on,
       party_admitted_on
  FROM {staging} WHERE NOT continues
"""

_QUOTAS: Final = "SELECT origin, agency_id, year, quantity FROM {staging} WHERE NOT left_out"

_REPEATED_QUOTAS: Final = """
SELECT s.origin, 'agency', 'duplicate_row', 'doubt',
       format('%s có hai dòng biên chế năm %s. Hãy giữ một dòng.', s.agency, s.year), ''
  FROM {staging} s
 WHERE NOT s.left_out AND EXISTS (
       SELECT FROM {staging} o WHERE o.agency_id = s.agency_id AND o.year = s.year
          AND o.origin <> s.origin AND NOT o.left_out)
 ORDER BY s.origin
"""

_IMPOSSIBLE_QUOTAS: Final = """
SELECT origin, 'quantity', 'impossible_number', 'doubt',
       format('Không thể giao “%s” biên chế: hãy kiểm tra lại số.', quantity), ''
  FROM {staging} WHERE quantity NOT BETWEEN 0 AND 100000 AND NOT left_out ORDER BY origin
"""

_HEADCOUNTS: Final = """
WITH counted AS (
    SELECT s.origin, s.agency, s.present, s.contracts,
           count(a.id) FILTER (WHERE a.category <> 'CONTRACT_WORKER') AS staff,
           count(a.id) FILTER (WHERE a.category = 'CONTRACT_WORKER') AS contracted
      FROM {staging} s
      LEFT JOIN personnel_post p ON p.agency_id = s.agency_id
      LEFT JOIN personnel_assignment a
        ON a.post_id = p.id AND a.is_primary AND a.during @> s.listed_on
     WHERE NOT s.left_out
     GROUP BY s.origin, s.agency, s.present, s.contracts)
SELECT origin, 'present', 'headcount_differs', 'warning',
       format('%s ghi có mặt %s người, danh sách cán bộ có %s. Hãy đối chiếu hai bảng.',
              agency, present, staff), ''
  FROM counted WHERE present <> staff
UNION ALL
SELECT origin, 'contracts', 'headcount_differs', 'warning',
       format('%s ghi %s hợp đồng lao động, danh sách cán bộ có %s. Hãy đối chiếu hai bảng.',
              agency, contracts, contracted), ''
  FROM counted WHERE contracts <> contracted
 ORDER BY 1
"""

_ASSIGNMENTS: Final = "personnel_assignment"


def check_staff(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the rows that give one person a second primary post, on every row concerned.

    The staging table holds `person_id`, `full_name`, `agency_id`, `agency`, `title`,
    `match_title`, `post_group`, `category`, `rank_code`, `recruited_on`, `party_admitted_on`
    and `listed_on`.
    """
    return [
        *db.findings(cursor, db.on(_REPEATED, staging)),
        *db.findings(cursor, db.on(_ELSEWHERE, staging)),
    ]


def merge_staff(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write posts and who holds them from the day of the list on; return the assignments.

    The same post in the same category goes on; another one ends the earlier assignment on the
    day of the list. A list of the same day corrects the assignment that began on it. What the
    list leaves blank stays as it was, and a post already known keeps its name and group.
    """
    db.merge(
        cursor,
        table="personnel_post",
        source=db.on(_POSTS, staging),
        key=("agency_id", "match_title"),
        values=(Initial("title"), Initial("group")),
        origin="origin",
    )
    placed = f"{staging}_placed"
    db.materialize(cursor, placed, db.on(_PLACED, staging))
    return _merge_assignments(cursor, placed)


def _merge_assignments(cursor: CursorWrapper, placed: str) -> MergeResult:
    details = (Known("rank_code"), Known("recruited_on"), Known("party_admitted_on"))
    continued = db.merge(
        cursor,
        table=_ASSIGNMENTS,
        source=db.on(_CONTINUED, placed),
        key=("id",),
        values=("post_id", "category", "is_primary", *details),
        origin="origin",
    )
    # Before the new ones open: nobody has two primary posts on a day.
    ended = db.merge(
        cursor, table=_ASSIGNMENTS, source=db.on(_ENDED, placed), key=("id",), values=("during",)
    )
    opened = db.merge(
        cursor,
        table=_ASSIGNMENTS,
        source=db.on(_OPENED, placed),
        key=("person_id", "post_id", "during"),
        values=("category", "is_primary", "basis", *details),
        origin="origin",
    )
    return MergeResult(opened.created, [*continued.updated, *ended.updated], continued.unchanged)


def check_quotas(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the agencies that stand twice in the table of headcounts, and impossible numbers.

    The staging table holds `agency_id`, `agency`, `year`, `quantity`, `present`,
    `contracts` and `listed_on`.
    """
    checks = (_REPEATED_QUOTAS, _IMPOSSIBLE_QUOTAS)
    return [found for check in checks for found in db.findings(cursor, db.on(check, staging))]


def compare_headcounts(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the counts of the table that differ from the register; they are never written."""
    return db.findings(cursor, db.on(_HEADCOUNTS, staging))


def merge_quotas(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the headcount given to each agency for the year."""
    return db.merge(
        cursor,
        table="personnel_headcountquota",
        source=db.on(_QUOTAS, staging),
        key=("agency_id", "year"),
        values=("quantity",),
        origin="origin",
    )
