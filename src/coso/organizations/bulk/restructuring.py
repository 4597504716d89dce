"""What a reorganization makes of units from a day on: founded, changed, moved, ended.

Everything goes through `db.merge`, so that it can be taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl
from attrs import frozen
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Literal

from coso.core import db
from coso.core.db import Derived, Initial
from coso.core.periods import Period
from coso.organizations.bulk.known import Dated, Known
from coso.organizations.bulk.rows import named
from coso.organizations.bulk.writing import (
    STATE_OF_TODAY,
    UNIT_SCHEMA,
    UNIT_SOURCE,
    Change,
    write_dated,
)
from coso.organizations.enums import Tree, UnitEvent

_UNKNOWN: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("level", "host_type", "decision"), ""),
    **dict.fromkeys(("host_area_id", "host_agency_id"), None),
}
_ENDED_TERMS: Final = """
SELECT t.id, daterange(lower(t.during), {day}) AS during
  FROM organizations_term t JOIN reorganized_units u ON u.unit_id = t.unit_id
 WHERE t.during @> {day} AND t.during @> {day} - 1
"""
# From the day on which it became the root, if another was before.
_FORMER_ROOT: Final = """
SELECT u.tree, u.id AS unit_id,
       daterange((SELECT max(upper(f.during)) FROM organizations_formerroot f
                   WHERE f.tree = u.tree), {day}) AS during
  FROM organizations_unit u WHERE u.id = {unit}
"""
_SUCCESSIONS: Final = """
SELECT predecessor_id, successor_id, "on", event, coalesce(decision, '') AS decision
  FROM succession_rows
"""


@frozen(kw_only=True)
class Fate:
    """What a unit is from a day on; `None` leaves it as it was.

    A new unit has a name and a type. One that is `older` was there before, outside the registers:
    it is written without a beginning.
    """

    unit: int
    tree: Tree
    is_new: bool = False
    is_older: bool = False
    ends: bool = False
    name: str | None = None
    type_code: str | None = None
    level: str | None = None
    host_type: str | None = None
    area: int | None = None
    agency: int | None = None
    parent: int | None = None
    code: str | None = None
    decision: str = ""

    @property
    def version(self) -> dict[str, Any]:
        """What is said of name, type and host."""
        told = {
            **(named(self.name) if self.name else {}),
            "type_id": self.type_code,
            "level": self.level,
            "host_type": self.host_type,
            "host_area_id": self.area,
            "host_agency_id": self.agency,
        }
        return {column: value for column, value in told.items() if value is not None}


@frozen
class Succession:
    """That a unit passes on to another what it was, or a part of it."""

    predecessor: int
    successor: int
    event: UnitEvent
    decision: str = ""


def restructure(
    cursor: CursorWrapper,
    known_trees: Mapping[Tree, Known],
    day: dt.date,
    fates: Sequence[Fate],
    successions: Iterable[Succession],
) -> None:
    """Write what becomes of units on a day, until the next change that is known of each."""
    _write_units(cursor, day, fates)
    for tree, known in known_trees.items():
        own = [fate for fate in fates if fate.tree == tree]
        write_dated(cursor, "organizations_unitversion", _versions(known, own))
        write_dated(cursor, "organizations_unitcode", _codes(known, own))
        write_dated(cursor, "organizations_unitplacement", _placements(known, own))
    _write_successions(cursor, day, successions)


def pass_on_root(cursor: CursorWrapper, day: dt.date, former: int, root: int) -> None:
    """Let the installation answer for another unit of a tree from a day on."""
    db.merge(
        cursor,
        table="organizations_formerroot",
        source=SQL(_FORMER_ROOT).format(unit=Literal(former), day=Literal(day)),
        key=("tree", "unit_id", "during"),
    )
    for unit, is_root in ((former, False), (root, True)):  # one root at a time
        db.merge(
            cursor,
            table="organizations_unit",
            source=SQL("SELECT {}::bigint AS id, {} AS is_root").format(
                Literal(unit), Literal(is_root)
            ),
            key=("id",),
            values=("is_root",),
        )


def end_terms(cursor: CursorWrapper, day: dt.date) -> None:
    """Let the terms of the units in `reorganized_units` end before a day."""
    db.merge(
        cursor,
        table="organizations_term",
        source=SQL(_ENDED_TERMS).format(day=Literal(day)),
        key=("id",),
        values=("during",),
    )


def _write_units(cursor: CursorWrapper, day: dt.date, fates: Sequence[Fate]) -> None:
    rows = [
        (
            *(fate.unit, None, str(fate.tree)),
            *(None if fate.is_older else day, "" if fate.is_older else fate.decision),
            *(day if fate.ends else None, None),
        )
        for fate in fates
        if fate.is_new or fate.ends
    ]
    db.copy_frame(cursor, "unit_rows", pl.DataFrame(rows, UNIT_SCHEMA, orient="row"))
    db.merge(
        cursor,
        table="organizations_unit",
        source=UNIT_SOURCE,
        key=("id",),
        values=(
            *map(Initial, ("tree", "founded_on", "founding_decision")),
            "closed_on",
            *map(Initial, ("recorded_from", "is_root")),
            *map(Derived, ("is_active", *STATE_OF_TODAY)),
        ),
    )


def _versions(known: Known, fates: Iterable[Fate]) -> Iterator[Change]:
    for fate in fates:
        said = fate.version
        if fate.is_new:
            said = {**_UNKNOWN, **said}
        yield from _changes(known, known.versions.get(fate.unit), fate, said)


def _codes(known: Known, fates: Iterable[Fate]) -> Iterator[Change]:
    for fate in fates:
        said = {"tree": str(known.tree), "code": fate.code} if fate.code else {}
        yield from _changes(known, known.codes.get(fate.unit), fate, said)


def _placements(known: Known, fates: Iterable[Fate]) -> Iterator[Change]:
    for fate in fates:
        said = {"parent_id": fate.parent} if fate.parent is not None else {}
        yield from _changes(known, known.placements.get(fate.unit), fate, said)


def _changes(
    known: Known, stored: Dated | None, fate: Fate, said: Mapping[str, Any]
) -> Iterator[Change]:
    """Yield the rows that end what was, and begin what is said."""
    if stored is None:
        if said and not fate.ends:
            start = None if fate.is_older else known.day
            yield Change(None, None, fate.unit, Period(start), {"decision": fate.decision, **said})
        return
    start = stored.period.start
    if fate.ends:
        yield Change(stored.id, None, fate.unit, Period(start, known.day), stored.values)
        return
    values = {**stored.values, **said}
    if values == stored.values:
        return
    if fate.decision and "decision" in values:
        values["decision"] = fate.decision
    if start == known.day:
        yield Change(stored.id, None, fate.unit, stored.period, values)
        return
    yield Change(stored.id, None, fate.unit, Period(start, known.day), stored.values)
    yield Change(None, None, fate.unit, Period(known.day, stored.period.end), values)


def _write_successions(
    cursor: CursorWrapper, day: dt.date, successions: Iterable[Succession]
) -> None:
    rows = [(s.predecessor, s.successor, day, str(s.event), s.decision) for s in successions]
    schema = {
        "predecessor_id": pl.Int64,
        "successor_id": pl.Int64,
        "on": pl.Date,
        "event": pl.String,
        "decision": pl.String,
    }
    db.copy_frame(cursor, "succession_rows", pl.DataFrame(rows, schema, orient="row"))
    db.merge(
        cursor,
        table="organizations_unitsuccession",
        source=_SUCCESSIONS,
        key=("predecessor_id", "successor_id", "on"),
        values=("event", "decision"),
    )
