"""Set-based checks and writing of yearly ratings; those written by hand are a list, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composed, Identifier

from coso.core import db, repeats
from coso.core.db import Finding, Known, MergeResult

# The column of whoever is rated, and under which name a list has them.
Subject = Literal["person_id", "unit_id"]
_NAMED: Final[dict[Subject, str]] = {"person_id": "full_name", "unit_id": "unit"}

_RATINGS: Final = """
SELECT origin, {subject}, capacity, year, agency_id, level, title, self_rating, rating,
       not_rated_reason
  FROM {staging} WHERE NOT left_out
"""
# The level at which a rating was given: as the list says, else as it is written already, else
# that of the place.
_FIND_LEVELS: Final = """
UPDATE {staging} s SET level = coalesce(
       nullif(s.level, ''),
       (SELECT e.level FROM evaluations_evaluation e
         WHERE e.{subject} = s.{subject} AND e.year = s.year AND e.capacity = s.capacity),
       (SELECT coalesce(nullif(v.level, ''), nullif(t.level, ''))
          FROM organizations_unitversion v JOIN organizations_unittype t ON t.code = v.type_id
         WHERE v.unit_id = s.agency_id AND v.during @> s.last_day),
       (SELECT v.level FROM organizations_unitversion v
          JOIN organizations_unit u ON u.id = v.unit_id AND u.is_root AND u.tree = 'PARTY'
         WHERE v.during @> s.last_day))
"""

STAGING: Final = "ratings_by_hand"
_STAGED: Final = {
    "origin": pl.Int64,
    "left_out": pl.Boolean,
    "person_id": pl.Int64,
    "unit_id": pl.Int64,
    "capacity": pl.String,
    "full_name": pl.String,
    "year": pl.Int64,
    "first_day": pl.Date,
    "last_day": pl.Date,
    "agency_id": pl.Int64,
    "rating": pl.String,
    "is_known": pl.Boolean,
}
_UNKNOWN_LEVEL: Final = """
SELECT s.origin, 'result', 'unknown_value', 'error',
       format('Quy định của năm %s không có mức xếp loại này. Hãy chọn mức khác.', s.year), ''
  FROM {staging} s
  JOIN rules_ruleset r ON r.subject = 'ratings' AND r.during @> make_date(s.year::int, 12, 31)
  JOIN rules_ruleparameter p ON p.rule_set_id = r.id AND p.name = 'levels'
 WHERE NOT s.left_out AND s.rating <> '' AND NOT p.value ? s.rating ORDER BY s.origin
"""
_NOT_THERE: Final = """
SELECT s.origin, 'agency', 'not_there', 'error',
       format('%s không ở đơn vị này trong năm %s. Hãy kiểm tra lại năm.', s.full_name, s.year), ''
  FROM {staging} s WHERE NOT s.is_known AND NOT CASE s.capacity
       WHEN 'MEMBER' THEN EXISTS (
            SELECT FROM members_membershipperiod h
              JOIN members_membership m ON m.id = h.membership_id
             WHERE m.person_id = s.person_id AND h.unit_id = s.agency_id
               AND h.during && daterange(s.first_day, s.last_day, '[]'))
       WHEN 'EMPLOYEE' THEN EXISTS (
            SELECT FROM personnel_assignment a JOIN personnel_post p ON p.id = a.post_id
             WHERE a.person_id = s.person_id AND p.agency_id = s.agency_id
               AND a.during && daterange(s.first_day, s.last_day, '[]'))
       ELSE EXISTS (
            SELECT FROM organizations_unitversion v
             WHERE v.unit_id = s.unit_id
               AND v.during && daterange(s.first_day, s.last_day, '[]')) END
 ORDER BY s.origin
"""
_NOT_RATED_YET: Final = """
SELECT s.origin, 'result', 'not_rated', 'warning',
       CASE WHEN e.id IS NOT NULL
            THEN format('%s được miễn công tác và sinh hoạt nên không xếp loại.', s.full_name)
            ELSE format('%s vào Đảng ngày %s, đến cuối năm %s chưa đủ %s tháng nên không xếp loại.',
                        s.full_name, to_char(m.admitted_on, 'DD/MM/YYYY'), s.year, p.value) END, ''
  FROM {staging} s JOIN members_membership m ON m.person_id = s.person_id
  LEFT JOIN members_exemption e ON e.membership_id = m.id AND e.during @> s.last_day
  LEFT JOIN rules_ruleset r ON r.subject = 'ratings' AND r.during @> s.last_day
  LEFT JOIN rules_ruleparameter p ON p.rule_set_id = r.id AND p.name = 'min_member_months'
 WHERE s.capacity = 'MEMBER' AND s.rating <> ''
   AND (e.id IS NOT NULL
        OR m.admitted_on > s.last_day - make_interval(months => (p.value)::int))
 ORDER BY s.origin
"""


def stage_ratings(cursor: CursorWrapper, ratings: Iterable[Mapping[str, Any]]) -> None:
    """Put ratings written by hand into a staging table of their own, like rows of a list."""
    rows = [{name: each.get(name) for name in _STAGED} | {"left_out": False} for each in ratings]
    db.copy_frame(cursor, STAGING, pl.DataFrame(rows, _STAGED))


def check_by_hand(cursor: CursorWrapper) -> list[Finding]:
    """Return what the rules of the year have against the ratings written by hand.

    Where somebody was is asked only of new ratings: lists bring some of people who had gone.
    """
    return [
        *check_levels(cursor, STAGING),
        *db.findings(cursor, db.on(_NOT_THERE, STAGING)),
        *check_not_rated(cursor, STAGING),
    ]


def check_levels(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the ratings at a level that the rules of the year do not know."""
    return db.findings(cursor, db.on(_UNKNOWN_LEVEL, staging))


def check_not_rated(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the members who have a rating although the rules of the year give them none."""
    return db.findings(cursor, db.on(_NOT_RATED_YET, staging))


def find_levels(cursor: CursorWrapper, staging: str, subject: Subject) -> None:
    """Fill `level` where a list does not say at which level a rating was given."""
    db.run(cursor, _about(_FIND_LEVELS, staging, subject))


def check_ratings(cursor: CursorWrapper, staging: str, subject: Subject) -> list[Finding]:
    """Return who is rated twice for a year, and the levels that the year does not know.

    The staging table holds `row`, the key of the subject with its name, `capacity`, `year`,
    `last_day`, `agency_id`, `level`, `title`, `self_rating`, `rating` and `not_rated_reason`.
    """
    named = _NAMED[subject]
    repeated = repeats.find_repeats(
        cursor,
        staging,
        key=(subject, "year"),
        alike=("rating", "not_rated_reason"),
        field=named,
        kind="duplicate_person" if subject == "person_id" else "duplicate_row",
        message=f"format('%s có hai dòng xếp loại năm %s. Hãy giữ một dòng.', {named}, year)",
    )
    return [*repeated, *check_levels(cursor, staging)]


def merge_ratings(cursor: CursorWrapper, staging: str, subject: Subject) -> MergeResult:
    """Write the rating of each staged subject for the year; what the list leaves blank stays."""
    return db.merge(
        cursor,
        table="evaluations_evaluation",
        source=_about(_RATINGS, staging, subject),
        key=(subject, "year", "capacity"),
        values=(
            Known("agency_id"),
            "level",
            Known("title"),
            Known("self_rating"),
            "rating",
            "not_rated_reason",
        ),
        origin="origin",
    )


def _about(statement: str, staging: str, subject: Subject) -> Composed:
    return SQL(statement).format(staging=Identifier(staging), subject=Identifier(subject))
