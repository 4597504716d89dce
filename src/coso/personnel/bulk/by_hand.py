"""What somebody writes by hand, staged like a row of a list: the same checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core import db

STAGING: Final = "assignment_by_hand"
QUOTA_STAGING: Final = "quota_by_hand"
_ORIGIN: Final = 1
_ROW: Final = {
    "origin": pl.Int64,
    "row": pl.Int64,
    "left_out": pl.Boolean,
    "full_name": pl.String,
    "full_name_match": pl.String,
    "full_name_search": pl.String,
    "full_name_order": pl.String,
    "born_on": pl.Date,
    "born_precision": pl.String,
    "gender": pl.String,
    "ethnicity": pl.String,
    "joined_on": pl.Date,
    "agency_id": pl.Int64,
    "agency": pl.String,
    "title": pl.String,
    "match_title": pl.String,
    "is_head": pl.Boolean,
    "recruited_on": pl.Date,
    "listed_on": pl.Date,
}
_QUOTA: Final = {
    "origin": pl.Int64,
    "row": pl.Int64,
    "left_out": pl.Boolean,
    "agency_id": pl.Int64,
    "agency": pl.String,
    "year": pl.Int64,
    "quantity": pl.Int64,
    "listed_on": pl.Date,
}
_OF_KNOWN_PERSON: Final = {"person_id": pl.Int64, "person_is_new": pl.Boolean}
# Who stands in which agency.
STANDING: Final = """
SELECT a.person_id, p.agency_id AS place_id
  FROM personnel_assignment a JOIN personnel_post p ON p.id = a.post_id
"""


def stage(cursor: CursorWrapper, assignment: Mapping[str, Any], person: Mapping[str, Any]) -> None:
    """Put an assignment of somebody into a staging table of its own; `person` are the columns."""
    _copy(cursor, STAGING, {**assignment, **_named(person)}, _ROW)


def stage_known(
    cursor: CursorWrapper,
    assignment: Mapping[str, Any],
    person: Mapping[str, Any],
    person_id: int,
) -> None:
    """Put an assignment of a person in the book into such a table."""
    known = {"person_id": person_id, "person_is_new": False}
    row = {**assignment, **_named(person), **known}
    _copy(cursor, STAGING, row, {**_ROW, **_OF_KNOWN_PERSON})


def stage_quota(cursor: CursorWrapper, quota: Mapping[str, Any]) -> None:
    """Put a headcount of an agency into a staging table of its own."""
    _copy(cursor, QUOTA_STAGING, quota, _QUOTA)


def person_staged(cursor: CursorWrapper) -> int:
    """Return who the staged assignment is of."""
    [(pk,)] = db.rows(cursor, db.on("SELECT person_id FROM {staging}", STAGING))
    return int(pk)


def _named(person: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a person as a list calls them."""
    return {
        "full_name": person["full_name"],
        "full_name_match": person["match_name"],
        "full_name_search": person["search_name"],
        "full_name_order": person["order_key"],
        "born_on": person["born_on"],
        "born_precision": person["born_precision"],
        "gender": person["gender"],
        "ethnicity": person["ethnicity_id"],
    }


def _copy(
    cursor: CursorWrapper,
    staging: str,
    row: Mapping[str, Any],
    schema: Mapping[str, type[pl.DataType]],
) -> None:
    whole = {name: row.get(name) for name in schema}
    numbered = whole | {"origin": _ORIGIN, "row": _ORIGIN, "left_out": False}
    db.copy_frame(cursor, staging, pl.DataFrame([numbered], schema))
