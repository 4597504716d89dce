"""What units were called on the days of the rows that stand in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from attrs import frozen
from django.db import connection

_NAMES: Final = """
    WITH RECURSIVE up AS (
        SELECT DISTINCT unit, day, unit AS at, 0 AS steps
          FROM unnest(%(units)s::bigint[], %(days)s::date[]) AS asked (unit, day)
        UNION ALL
        SELECT up.unit, up.day, p.parent_id, up.steps + 1
          FROM up JOIN organizations_unitplacement p ON p.unit_id = up.at AND p.during @> up.day
    )
    SELECT up.unit, up.day, min(v.name) FILTER (WHERE up.steps = 0),
           (array_agg(v.name ORDER BY up.steps) FILTER (WHERE t.is_grassroots))[1]
      FROM up
      JOIN organizations_unitversion v ON v.unit_id = up.at AND v.during @> up.day
      JOIN organizations_unittype t ON t.code = v.type_id
     GROUP BY up.unit, up.day
"""

Place = tuple[int, dt.date]


@frozen
class UnitNames:
    """The name of a unit, and of the grassroots organization that it is or belongs to."""

    name: str = ""
    grassroots: str = ""


def names_on(places: Iterable[Place]) -> dict[Place, UnitNames]:
    """Return the names of units, each on a day; a unit that did not exist that day is missing."""
    asked = list(places)
    with connection.cursor() as cursor:
        cursor.execute(
            _NAMES, {"units": [unit for unit, _ in asked], "days": [day for _, day in asked]}
        )
        return {
            (unit, day): UnitNames(name or "", grassroots or "")
            for unit, day, name, grassroots in cursor.fetchall()
        }
