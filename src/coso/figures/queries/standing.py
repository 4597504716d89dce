"""Which units stand in another, and where the records of a day stand by the tree of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from coso.core import clock
from coso.figures.engine import Store, fresh_store

_UNITS_BELOW: Final = """
SELECT DISTINCT unit_id FROM closure
 WHERE ancestor_id = $unit AND starts <= $day AND ends > $day"""

_MEMBERS_BELOW: Final = """
SELECT DISTINCT m.id FROM memberships m JOIN closure c ON c.unit_id = m.unit_id
 WHERE c.ancestor_id = $unit AND c.starts <= $today AND c.ends > $today
   AND m.of_now AND m.starts <= $day AND m.ends > $day"""

# From its end on, a unit stands where the one does that it passed to: at no depth below it.
_STANDS: Final = """
SELECT c.unit_id, c.ancestor_id FROM closure c
 WHERE c.depth = 0 AND c.starts <= $today AND c.ends > $today AND c.ancestor_id <> c.unit_id
   AND list_contains($units, c.unit_id)"""

_HOMES: Final = """
SELECT id, any_value(unit_id) FROM memberships
 WHERE of_now AND list_contains($periods, id) GROUP BY id"""


def units_below(unit_id: int, day: dt.date) -> set[int]:
    """Return the units of every tree that stand in a unit on a day, those that ended before, too.

    They stand where their heir does, or where they stood last.
    """
    found = fresh_store().ask(_UNITS_BELOW, unit=unit_id, day=day)
    return {unit for (unit,) in found}


def members_below(unit_id: int, day: dt.date) -> set[int]:
    """Return the periods of the members of a day who stand in a unit today, followed one by one."""
    found = fresh_store().ask(_MEMBERS_BELOW, unit=unit_id, day=day, today=clock.today())
    return {period for (period,) in found}


def units_today(units: Collection[int]) -> dict[int, int]:
    """Return what stands for each unit today: its heir, else itself."""
    return _heirs(fresh_store(), units)


def homes_today(periods: Collection[int]) -> dict[int, int]:
    """Return the unit in which the member of each period stands today."""
    store = fresh_store()
    found = dict(store.ask(_HOMES, periods=[*periods])) if periods else {}
    heirs = _heirs(store, {*found.values()})
    return {period: heirs[unit] for period, unit in found.items()}


def _heirs(store: Store, units: Collection[int]) -> dict[int, int]:
    found = store.ask(_STANDS, units=[*units], today=clock.today()) if units else []
    return {unit: unit for unit in units} | dict(found)
