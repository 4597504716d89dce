"""Writing what lists say: new units, and a new period where a known unit has become another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl
from attrs import frozen
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db
from coso.core.db import Derived, Initial, Missing
from coso.core.periods import Period
from coso.organizations.bulk.known import Dated, Known
from coso.organizations.bulk.rows import Wanted, named

UNIT_SCHEMA: Final = {
    "id": pl.Int64,
    "origin": pl.Int64,
    "tree": pl.String,
    "founded_on": pl.Date,
    "founding_decision": pl.String,
    "closed_on": pl.Date,
    "recorded_from": pl.Date,
}
_DATED: Final = {"id": pl.Int64, "origin": pl.Int64, "unit_id": pl.Int64, "during": pl.String}
_TABLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "organizations_unitversion": {
        **dict.fromkeys(("name", "search_name", "match_name", "order_key"), pl.String),
        **dict.fromkeys(("level", "host_type", "decision", "type_id"), pl.String),
        **dict.fromkeys(("host_area_id", "host_agency_id"), pl.Int64),
    },
    "organizations_unitplacement": {"parent_id": pl.Int64, "decision": pl.String},
    "organizations_unitcode": {"tree": pl.String, "code": pl.String},
}
# Filled by the triggers once the dated rows are there.
STATE_OF_TODAY: Final = ("name", "search_name", "match_name", "order_key", "code", "path")
UNIT_SOURCE: Final = """
SELECT id, origin, tree, founded_on, coalesce(founding_decision, '') AS founding_decision,
       closed_on, recorded_from, false AS is_root, true AS is_active,
       '' AS name, '' AS search_name, '' AS match_name, '' AS order_key, '' AS code,
       ''::ltree AS path
  FROM unit_rows
"""


def new_ids(cursor: CursorWrapper, table: str) -> Iterator[int]:
    """Yield ids for new rows of a table, from its sequence."""
    statement = (
        "SELECT nextval(pg_get_serial_sequence(%(table)s, 'id')) FROM generate_series(1, 200)"
    )
    while True:
        for (number,) in db.rows(cursor, statement, {"table": table}):
            yield int(number)


def write_units(cursor: CursorWrapper, known: Known, wanted: Sequence[Wanted]) -> None:
    """Write new units and the changes of known ones, with their history."""
    if not wanted:
        return
    _write_units(cursor, known, wanted)
    founded = _Founded.of(known, wanted)
    write_dated(cursor, "organizations_unitversion", _versions(known, wanted, founded))
    write_dated(cursor, "organizations_unitcode", _codes(known, wanted, founded))
    write_dated(cursor, "organizations_unitplacement", _placements(known, wanted, founded))


@frozen
class _Founded:
    """When the units of a list began: what the list says completes what was known."""

    days: Mapping[int, dt.date | None]
    known: Known

    @classmethod
    def of(cls, known: Known, wanted: Sequence[Wanted]) -> _Founded:
        days = {w.unit: known.founded_on(w.unit) or w.founded_on for w in wanted}
        return cls(days, known)

    def on(self, unit: int | None) -> dt.date | None:
        if unit is None:
            return None
        return self.days[unit] if unit in self.days else self.known.founded_on(unit)


@frozen
class Change:
    """A dated row to be written: a known one amended or cut, or a new one."""

    id: int | None
    origin: int | None
    unit: int
    period: Period
    values: Mapping[str, Any]


def _write_units(cursor: CursorWrapper, known: Known, wanted: Sequence[Wanted]) -> None:
    rows = [
        (w.unit, w.origin, str(known.tree), w.founded_on, w.decision, w.closed_on, day)
        for w, day in zip(wanted, _recorded_from(known, wanted), strict=True)
    ]
    db.copy_frame(cursor, "unit_rows", pl.DataFrame(rows, UNIT_SCHEMA, orient="row"))
    db.merge(
        cursor,
        table="organizations_unit",
        source=UNIT_SOURCE,
        key=("id",),
        values=(
            *(Initial("tree"), Missing("founded_on"), Missing("founding_decision")),
            *(Initial("closed_on"), "recorded_from", Initial("is_root"), Derived("is_active")),
            *map(Derived, STATE_OF_TODAY),
        ),
        origin="origin",
    )


def _recorded_from(known: Known, wanted: Sequence[Wanted]) -> list[dt.date | None]:
    """Return the day of the first list with each unit; a later list adds nothing to a kept tree."""
    is_kept = known.is_kept
    return [
        known.units[w.unit].recorded_from if is_kept and w.unit in known.units else w.day
        for w in wanted
    ]


def _versions(known: Known, wanted: Sequence[Wanted], founded: _Founded) -> Iterator[Change]:
    for w in wanted:
        said = {
            **named(w.name),
            "type_id": w.type_code,
            "level": w.level,
            "host_type": w.host_type,
            "host_area_id": w.area,
            "host_agency_id": w.agency,
            "decision": w.decision,
        }
        # The decision belongs to the founding; another spelling is not another name.
        yield from _changes(
            known.versions.get(w.unit),
            w,
            said,
            ("match_name", "type_id", "host_type", "host_area_id", "host_agency_id"),
            Period(founded.on(w.unit), w.closed_on),
        )


def _codes(known: Known, wanted: Sequence[Wanted], founded: _Founded) -> Iterator[Change]:
    for w in wanted:
        if w.code:
            said = {"tree": str(known.tree), "code": w.code}
            life = Period(founded.on(w.unit), w.closed_on)
            yield from _changes(known.codes.get(w.unit), w, said, ("code",), life)


def _placements(known: Known, wanted: Sequence[Wanted], founded: _Founded) -> Iterator[Change]:
    for w in wanted:
        if w.parent is not None:
            said = {"parent_id": w.parent, "decision": w.decision}
            days = [day for day in (founded.on(w.unit), founded.on(w.parent)) if day is not None]
            start = max(days, default=None)
            if start is None or w.closed_on is None or start < w.closed_on:
                life = Period(start, w.closed_on)
                yield from _changes(known.placements.get(w.unit), w, said, ("parent_id",), life)


def _changes(
    stored: Dated | None,
    wanted: Wanted,
    said: Mapping[str, Any],
    compared: Iterable[str],
    life: Period,
) -> Iterator[Change]:
    if stored is None:
        yield Change(None, wanted.origin, wanted.unit, life, said)
        return
    period = stored.period
    if period.start is None and life.start is not None and life.start <= wanted.day:
        period = Period(life.start, period.end)
    told = {name: value for name, value in said.items() if value not in (None, "")}
    if all(stored.values[name] == told.get(name, stored.values[name]) for name in compared):
        if period != stored.period:
            yield Change(stored.id, wanted.origin, wanted.unit, period, stored.values)
        return
    values = {**stored.values, **told}
    if period.start == wanted.day:
        yield Change(stored.id, wanted.origin, wanted.unit, period, values)
        return
    before = Period(period.start, wanted.day)
    yield Change(stored.id, wanted.origin, wanted.unit, before, stored.values)
    yield Change(None, wanted.origin, wanted.unit, Period(wanted.day, period.end), values)


def write_dated(cursor: CursorWrapper, table: str, changes: Iterable[Change]) -> None:
    """Write the dated rows of one table, known ones by their ids."""
    found = list(changes)
    if not found:
        return
    columns = _TABLES[table]
    ids = new_ids(cursor, table)
    rows = [
        (
            *(next(ids) if c.id is None else c.id, c.origin, c.unit, _range(c.period)),
            *(c.values[column] for column in columns),
        )
        for c in found
    ]
    db.copy_frame(cursor, "dated_rows", pl.DataFrame(rows, {**_DATED, **columns}, orient="row"))
    names = SQL(", ").join(map(Identifier, columns))
    db.merge(
        cursor,
        table=table,
        source=SQL(
            "SELECT id, origin, unit_id, during::daterange AS during, {} FROM dated_rows"
        ).format(names),
        key=("id",),
        values=(Initial("unit_id"), "during", *columns),
        origin="origin",
    )


def _range(period: Period) -> str:
    return f"[{period.start or ''},{period.end or ''})"
