"""Triggers that keep the state of today on `Unit` and refuse a cycle.

Each runs once per statement over the rows it changed, so that an import of a whole district
costs one pass. The functions they call are SQL of the first migrations.
"""

from __future__ import annotations

import pgtrigger

_CHANGED = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows"), ["new_rows"]),
    "update": (
        pgtrigger.Update,
        pgtrigger.Referencing(old="old_rows", new="new_rows"),
        ["old_rows", "new_rows"],
    ),
    "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows"), ["old_rows"]),
}


def _calls(name: str, function: str, events: tuple[str, ...]) -> list[pgtrigger.Trigger]:
    return [_call(f"{name}_{event}", function, event) for event in events]


def _call(name: str, function: str, event: str) -> pgtrigger.Trigger:
    operation, referencing, tables = _CHANGED[event]
    changed = " UNION ".join(f"SELECT unit_id FROM {table}" for table in tables)  # noqa: S608 — our own names
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=f"PERFORM {function}(ARRAY({changed})); RETURN NULL;",
    )


def refresh_today() -> list[pgtrigger.Trigger]:
    """Return the triggers that copy today's name, code and place onto the unit."""
    return _calls("today", "organizations_refresh_units", ("insert", "update", "delete"))


def refuse_cycle() -> list[pgtrigger.Trigger]:
    """Return the triggers that refuse a unit above itself on any day."""
    return _calls("cycle", "organizations_refuse_cycles", ("insert", "update"))
