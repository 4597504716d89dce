"""What the unit of a row was called on a day, as expressions for queries of the registers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, DateField, F, Func, Value
from django.db.models.expressions import Combinable


class _NameOn(Func):
    """The name that a unit had on a day."""

    template = """(
        SELECT v.name FROM (VALUES (%(expressions)s)) AS asked (unit, day)
          JOIN organizations_unitversion v ON v.unit_id = asked.unit AND v.during @> asked.day
    )"""
    output_field: CharField[str, str] = CharField()


class _GrassrootsNameOn(Func):
    """The name of the grassroots organization that a unit was or belonged to on a day."""

    template = """(
        WITH RECURSIVE up AS (
            SELECT unit, day, 0 AS steps FROM (VALUES (%(expressions)s)) AS asked (unit, day)
            UNION ALL
            SELECT p.parent_id, up.day, up.steps + 1
              FROM up JOIN organizations_unitplacement p
                ON p.unit_id = up.unit AND p.during @> up.day
        )
        SELECT v.name
          FROM up
          JOIN organizations_unitversion v ON v.unit_id = up.unit AND v.during @> up.day
          JOIN organizations_unittype t ON t.code = v.type_id AND t.is_grassroots
         ORDER BY up.steps LIMIT 1
    )"""
    output_field: CharField[str, str] = CharField()


def name_on(unit: str, day: dt.date | Combinable) -> Any:
    """Return the name that the unit in a column of a row had on a day."""
    return _NameOn(F(unit), _as_day(day))


def grassroots_name_on(unit: str, day: dt.date | Combinable) -> Any:
    """Return the name of the grassroots organization of the unit on the day, null above it."""
    return _GrassrootsNameOn(F(unit), _as_day(day))


def _as_day(day: dt.date | Combinable) -> Combinable:
    return Value(day, output_field=DateField()) if isinstance(day, dt.date) else day
