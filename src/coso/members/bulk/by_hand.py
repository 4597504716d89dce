"""One movement that somebody writes by hand, staged like a row of a list: the same rules apply."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from attrs import asdict, frozen
from django.db.backends.utils import CursorWrapper

from coso.core import db

STAGING: Final = "movement_by_hand"
_ORIGIN: Final = 1
_CREATE: Final = """
CREATE TEMP TABLE {staging} (
    origin bigint, row bigint, left_out boolean, full_name text, full_name_match text,
    full_name_search text, full_name_order text, born_on date, born_precision text, gender text,
    ethnicity text, joined_on date, movement text, happened_on date, unit_id bigint,
    to_unit_id bigint, branch text, place text, until_on date, years int, decision text,
    decided_on date, reason text
) ON COMMIT DROP
"""
_INSERT: Final = """
INSERT INTO {staging} (origin, row, left_out, full_name, full_name_match, full_name_search,
                       full_name_order, born_on, born_precision, gender, ethnicity, joined_on,
                       movement, happened_on, unit_id, to_unit_id, branch, place, until_on,
                       decision, decided_on, reason)
VALUES (%(origin)s, %(origin)s, false, %(full_name)s, %(match_name)s, %(search_name)s,
        %(order_key)s, %(born_on)s, %(born_precision)s, %(gender)s, %(ethnicity_id)s,
        %(joined_on)s, %(movement)s, %(happened_on)s, %(unit_id)s, %(to_unit_id)s, %(branch)s,
        %(place)s, %(until_on)s, %(decision)s, %(decided_on)s, %(reason)s)
"""
_OF_KNOWN_PERSON: Final = """
ALTER TABLE {staging} ADD person_id bigint, ADD person_is_new boolean DEFAULT false
"""
# Who stands in which organization.
STANDING: Final = """
SELECT m.person_id, h.unit_id AS place_id
  FROM members_membershipperiod h JOIN members_membership m ON m.id = h.membership_id
UNION ALL
SELECT person_id, unit_id FROM members_temporarystay
"""


@frozen(kw_only=True)
class Movement:
    """What happened to a member: a row of `movements`, with the ids that it names."""

    movement: str
    happened_on: dt.date
    unit_id: int | None
    branch: str = ""
    to_unit_id: int | None = None
    place: str = ""
    until_on: dt.date | None = None
    decision: str = ""
    decided_on: dt.date | None = None
    reason: str = ""


def stage(cursor: CursorWrapper, movement: Movement, person: dict[str, Any]) -> None:
    """Put a movement of somebody into a staging table of its own; `person` are the columns."""
    db.run(cursor, db.on("DROP TABLE IF EXISTS {staging}", STAGING))
    db.run(cursor, db.on(_CREATE, STAGING))
    joined_on = movement.happened_on if movement.movement == "ADMITTED" else None
    values = {**asdict(movement), **person, "origin": _ORIGIN, "joined_on": joined_on}
    db.run(cursor, db.on(_INSERT, STAGING), values)


def name_person(cursor: CursorWrapper, pk: int) -> None:
    """Say that the staged movement is of a person in the book."""
    db.run(cursor, db.on(_OF_KNOWN_PERSON, STAGING))
    db.run(cursor, db.on("UPDATE {staging} SET person_id = %(pk)s", STAGING), {"pk": pk})


def person_staged(cursor: CursorWrapper) -> int:
    """Return who the staged movement is of."""
    [(pk,)] = db.rows(cursor, db.on("SELECT person_id FROM {staging}", STAGING))
    return int(pk)
