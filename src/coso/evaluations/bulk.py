"""Set-based checks and writing of yearly ratings."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding, Known, MergeResult

_REPEATED: Final = """
SELECT s.origin, 'full_name', 'duplicate_person', 'doubt',
       format('%s có hai dòng xếp loại năm %s. Hãy giữ một dòng.', s.full_name, s.year), ''
  FROM {staging} s
 WHERE NOT s.left_out AND EXISTS (
       SELECT FROM {staging} o WHERE o.person_id = s.person_id AND o.year = s.year
          AND o.origin <> s.origin AND NOT o.left_out)
 ORDER BY s.origin
"""

_RATINGS: Final = """
SELECT origin, person_id, year, agency_id, level, title, self_rating, rating, not_rated_reason
  FROM {staging} WHERE NOT left_out
"""


def check_ratings(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the people rated twice for a year, on every row concerned.

    The staging table holds `person_id`, `full_name`, `year`, `agency_id`, `level`, `title`,
    `self_rating`, `rating` and `not_rated_reason`.
    """
    return db.findings(cursor, db.on(_REPEATED, staging))


def merge_ratings(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the rating of each staged person for the year; what the list leaves blank stays."""
    return db.merge(
        cursor,
        table="evaluations_evaluation",
        source=db.on(_RATINGS, staging),
        key=("person_id", "year"),
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
