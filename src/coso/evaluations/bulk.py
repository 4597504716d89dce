"""Set-based checks and writing of yearly ratings."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db, repeats
from coso.core.db import Finding, Known, MergeResult

_RATINGS: Final = """
SELECT origin, person_id, year, agency_id, level, title, self_rating, rating, not_rated_reason
  FROM {staging} WHERE NOT left_out
"""


def check_ratings(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the people rated twice for a year, on every row concerned.

    The staging table holds `row`, `person_id`, `full_name`, `year`, `agency_id`, `level`, `title`,
    `self_rating`, `rating` and `not_rated_reason`.
    """
    return repeats.find_repeats(
        cursor,
        staging,
        key=("person_id", "year"),
        alike=("rating", "not_rated_reason"),
        field="full_name",
        kind="duplicate_person",
        message="format('%s có hai dòng xếp loại năm %s. Hãy giữ một dòng.', full_name, year)",
    )


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
