"""Rows of a fact as they stand in the unit in view, on the day that counts for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import ibis
from ibis.expr.types import Table

from coso.figures.facts import BANDED, SCHEMAS, SCOPE


def table(name: str) -> Table:
    """Return a table of the snapshot."""
    return ibis.table(SCHEMAS[name], name=name)


def asked(name: str) -> Any:
    """Return what is asked for, as a constant of the query: the unit, a day, which tree."""
    return _CONSTANTS[name]()


def _constant(name: str, kind: str) -> Any:
    """Return the function without parameters in whose place a session puts a constant."""

    def value() -> Any:
        """Be replaced by the constant."""

    return ibis.udf.scalar.builtin(value, name=name, signature=((), kind))


_CONSTANTS: Final = {name: _constant(name, kind) for name, kind in SCOPE.items()}


def in_view(root: str = "s_unit") -> Table:
    """Return the units that stand below the unit in view (or its Party's), with their days."""
    units = table("closure")
    return units.filter(units.ancestor_id == asked(root)).select(
        "child_id", "depth", below_id="unit_id", below_from="starts", below_to="ends"
    )


def stock(name: str, root: str = "s_unit", day: str = "s_day", tree_day: str = "s_tree_day") -> Any:
    """Return the rows in force on a day, by the tree of that day."""
    units, rows = in_view(root), table(name)
    rows = rows.join(units, rows.unit_id == units.below_id)
    return rows.filter(
        rows.below_from <= asked(tree_day),
        rows.below_to > asked(tree_day),
        rows.starts <= asked(day),
        rows.ends > asked(day),
    ).mutate(on_day=asked(day), birthdays_until=birthday(asked(day)))


def events(rows: Table, day: str, root: str = "s_unit") -> Table:
    """Return rows by the tree of their own day, or by today's where that tree is asked for."""
    units = in_view(root)
    joined = rows.join(units, rows.unit_id == units.below_id)
    on = tree_day_of(joined, day)
    return joined.filter(joined.below_from <= on, joined.below_to > on).mutate(on_day=joined[day])


def tree_day_of(rows: Table, day: str) -> Any:
    """Return the day whose tree places an event."""
    return ibis.ifelse(asked("s_now"), asked("s_today"), rows[day])


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


def first_of(rows: Table, keys: Sequence[str], order: Sequence[Any]) -> Table:
    """Return the first row, in an order, of those with the same keys."""
    # Up to the row itself: Spark numbers rows in no other frame.
    so_far = ibis.cumulative_window(group_by=keys, order_by=order)
    ranked = rows.mutate(turn=ibis.row_number().over(so_far))
    return ranked.filter(ranked.turn == 0)


_YEAR: Final = 10_000
_MONTH: Final = 100
_LAST_OF_FEBRUARY: Final = 228
_MARCH: Final = 3


def age_band_of(rows: Table, subject: str) -> Any:
    """Return the age band of each person on the day that counts, by the rules of the day in view.

    Ages are full years, as `core.dates.age_on` counts them.
    """
    return _BAND_OF[subject](asked("s_day"), rows.born_ymd, rows.birthdays_until)


def birthday(day: Any) -> Any:
    """Return the last day of birth, as 20230630, of who is another year old by a day.

    Who was born on a leap day ends any February a year older.
    """
    today = day.year() * _YEAR + day.month() * _MONTH + day.day()
    ends_february = (today % _YEAR == _LAST_OF_FEBRUARY) & (
        (day + ibis.interval(days=1)).month() == _MARCH
    )
    return today + ends_february.cast("int64")


def _band_of(subject: str) -> Any:
    """Return the function that a store defines by the rules of its snapshot."""

    def band(_day: Any, _born_ymd: Any, _until: Any) -> Any:
        """Be replaced by cases of days of birth."""

    signature = (("date", "int64", "int64"), "string")
    return ibis.udf.scalar.builtin(band, name=f"band_of_{subject}", signature=signature)


_BAND_OF: Final = {subject: _band_of(subject) for subject in BANDED}
