"""Rows of a fact as they stand in the unit in view, on the day that counts for them."""

from __future__ import annotations

from typing import Any, Final

import ibis
from ibis.expr.types import Table

from coso.figures.facts import ASKED, SCHEMAS


def table(name: str) -> Table:
    """Return a table of the snapshot, or of the question."""
    return ibis.table(SCHEMAS.get(name) or ASKED[name], name=name)


def scope() -> Table:
    """Return the one row that says which unit, which days, which tree."""
    return table("scope")


def in_view(root: str = "s_unit") -> Table:
    """Return the units that stand below the unit in view, with their days, and the scope."""
    return table({"s_unit": "inside", "s_party": "inside_party"}[root])


def stock(name: str, root: str = "s_unit", day: str = "s_day", tree_day: str = "s_tree_day") -> Any:
    """Return the rows in force on a day, by the tree of that day."""
    units, rows = in_view(root), table(name)
    rows = rows.join(units, rows.unit_id == units.below_id)
    return rows.filter(
        rows.below_from <= rows[tree_day],
        rows.below_to > rows[tree_day],
        rows.starts <= rows[day],
        rows.ends > rows[day],
    ).mutate(on_day=rows[day])


def events(rows: Table, day: str, root: str = "s_unit") -> Table:
    """Return rows by the tree of their own day, or by today's where that tree is asked for."""
    units = in_view(root)
    joined = rows.join(units, rows.unit_id == units.below_id)
    on = tree_day_of(joined, day)
    return joined.filter(joined.below_from <= on, joined.below_to > on).mutate(on_day=joined[day])


def tree_day_of(rows: Table, day: str) -> Any:
    """Return the day whose tree places an event."""
    return ibis.ifelse(rows.s_now, rows.s_today, rows[day])


def with_unit_state(rows: Table) -> Table:
    """Add what the unit of each row was on the day that counts: type, host type, level."""
    states = table("states").select(
        state_unit="unit_id",
        state_from="starts",
        state_to="ends",
        unit_type="type_code",
        unit_host_type="host_type",
    )
    return rows.left_join(
        states,
        [
            rows.unit_id == states.state_unit,
            states.state_from <= rows.on_day,
            states.state_to > rows.on_day,
        ],
    )


_MONTH: Final = 100
_LAST_OF_FEBRUARY: Final = 228
_LEAP_DAY: Final = 229
_MARCH: Final = 3


def age(rows: Table) -> Any:
    """Return the age in full years on the day that counts, as `core.dates.age_on` does."""
    today, born = _day_of_year(rows.on_day), _day_of_year(rows.born_on)
    ends_february = (today == _LAST_OF_FEBRUARY) & (
        (rows.on_day + ibis.interval(days=1)).month() == _MARCH
    )
    reached = ibis.ifelse(ends_february, _LEAP_DAY, today)
    return rows.on_day.year() - rows.born_on.year() - (reached < born).cast("int64")


def _day_of_year(day: Any) -> Any:
    return day.month() * _MONTH + day.day()


def with_age_band(rows: Table, subject: str) -> Table:
    """Add the age band of each person by the rules of the day in view."""
    asked = scope().select(band_day="s_day")
    bands = table("bands").filter(lambda row: row.subject == subject)
    bands = bands.join(asked, [bands.starts <= asked.band_day, bands.ends > asked.band_day]).select(
        "lower_age", "upper_age", "band"
    )
    aged = rows.mutate(age=age(rows))
    return aged.left_join(bands, [bands.lower_age <= aged.age, bands.upper_age >= aged.age])
