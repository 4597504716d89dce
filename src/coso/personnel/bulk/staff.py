"""Set-based checks and writing of posts, and of who holds them from the day of a list on."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding, Initial, Known, MergeResult
from coso.people import bulk as people
from coso.people.bulk import Wording
from coso.personnel.bulk.standing import check_standing

# Every row of who has several, and the other posts that a list of the same day gave them.
_STANDINGS: Final = """
WITH several AS (
    SELECT person_id, listed_on FROM {staging} GROUP BY person_id, listed_on HAVING count(*) > 1
), elsewhere AS (
    SELECT DISTINCT s.person_id, s.listed_on, p.agency_id, p.title
      FROM {staging} s
      JOIN personnel_assignment a
        ON a.person_id = s.person_id AND a.is_primary AND lower(a.during) = s.listed_on
      JOIN personnel_post p ON p.id = a.post_id AND p.agency_id IS DISTINCT FROM s.agency_id
     WHERE NOT EXISTS (SELECT FROM {staging} o WHERE o.person_id = s.person_id
                          AND o.listed_on = s.listed_on AND o.agency_id = p.agency_id)
)
SELECT s.person_id, s.listed_on AS day, s.origin, s.row, s.full_name,
       concat_ws('/', coalesce(s.agency_id::text, s.agency), s.match_title) AS place,
       coalesce(u.name, s.agency, ''), '', coalesce(s.note, ''), coalesce(u.name, s.agency, '')
  FROM {staging} s LEFT JOIN organizations_unit u ON u.id = s.agency_id
 WHERE (s.person_id, s.listed_on) IN (
       SELECT person_id, listed_on FROM several UNION SELECT person_id, listed_on FROM elsewhere)
UNION ALL
SELECT e.person_id, e.listed_on, NULL, NULL, '', e.agency_id::text, u.name, '', '',
       concat_ws(', ', u.name, nullif(e.title, ''))
  FROM elsewhere e JOIN organizations_unit u ON u.id = e.agency_id
 ORDER BY person_id, day, origin NULLS LAST, place
"""
_WORDING: Final = Wording("hãy giữ một vị trí chính, ở nơi có biên chế", "biên chế ở")

# A list without posts or categories says nothing about them: whoever is still in the agency has
# the post and the category of the book.
_RECALL: Final = """
UPDATE {staging} s SET title = p.title, match_title = p.match_title,
       category = coalesce(s.category, a.category), is_known = s.category IS NULL
  FROM personnel_assignment a JOIN personnel_post p ON p.id = a.post_id
 WHERE a.person_id = s.person_id AND a.is_primary AND a.during @> s.listed_on
   AND p.agency_id = s.agency_id AND s.match_title IN ('', p.match_title)
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

_ASSIGNMENTS: Final = "personnel_assignment"


def recall_posts(cursor: CursorWrapper, staging: str) -> None:
    """Fill in the title and the category that a list leaves blank but the book knows.

    The staging table holds the columns that `check_staff` names, and `is_known`.
    """
    db.run(cursor, db.on(_RECALL, staging))


def check_staff(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the rows that give one person a second primary post, on every row concerned.

    Then those that `check_standing` knows. The staging table holds its columns, and `post_group`,
    `category`, `rank_code`, `party_admitted_on` and `note`.
    """
    repeated = people.check_repeated(cursor, db.on(_STANDINGS, staging), _WORDING)
    return [*repeated, *check_standing(cursor, staging)]


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
    return MergeResult(opened.created, continued.updated + ended.updated, continued.unchanged)
