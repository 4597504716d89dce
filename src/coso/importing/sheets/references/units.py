"""Which unit a row names, resolved in the staging table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final

import polars as pl
from attrs import frozen
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composable, Identifier, Literal

from coso.core import db
from coso.core.db import Finding
from coso.core.text import match_key, nearest, normalize
from coso.importing.sheets.references.people import STANDING
from coso.organizations.enums import Tree
from coso.organizations.models import UnitVersion

_KIND_OF_UNIT: Final = re.compile(r"^(?:chi bộ|đảng bộ|cb|đb)[ .]+")


def first_named(
    tree: Tree, asked: Sequence[tuple[Sequence[str], dt.date | None]]
) -> list[int | None]:
    """Return, for names and the day they are read on, the unit that has the first known one."""
    keys = {name: match_key(name) for names, _ in asked for name in names}
    versions = UnitVersion.objects.filter(
        unit__tree=tree, unit__is_root=False, match_name__in=set(keys.values())
    )
    known: dict[str, list[tuple[int, Any]]] = {}
    for key, unit, during in versions.values_list("match_name", "unit", "during"):
        known.setdefault(key, []).append((unit, during))
    return [
        next((u for name in names for u, during in known.get(keys[name], ()) if on in during), None)
        for names, on in asked
    ]


@frozen
class UnitReference:
    """Where a staging table names a unit: `name` is the column of the shown name.

    `name` with `_match` is its key; `into` the column to fill with the id; `day` the column
    of the day on which the unit must exist; `within` a column with the id of a unit above.
    """

    tree: Tree
    name: str
    into: str
    day: str
    within: str | None = None
    kind: str = "unknown_unit"


def forget_units(cursor: CursorWrapper) -> None:
    """Drop what is remembered of the trees, because units were written since."""
    db.run(cursor, "DROP TABLE IF EXISTS unit_names")


def resolve_units(cursor: CursorWrapper, staging: str, reference: UnitReference) -> list[Finding]:
    """Fill the column of a unit's id; return the rows whose name is unknown or not unique."""
    _remember_units(cursor)
    parts = _parts(staging, reference)
    db.run(
        cursor,
        SQL("ALTER TABLE {staging} ADD COLUMN IF NOT EXISTS {into} bigint").format(**parts),
    )
    db.materialize(cursor, "unit_candidates", SQL(_CANDIDATES).format(**parts))
    db.run(cursor, SQL(_RESOLVE).format(**parts))
    db.materialize(cursor, "unit_unresolved", SQL(_UNRESOLVED).format(**parts))
    db.copy_frame(cursor, "unit_near", _near_names(cursor, SQL(_ALIKE).format(**parts)))
    return db.findings(cursor, SQL(_COMPLAINTS).format(**parts))


def resolve_by_person(cursor: CursorWrapper, staging: str, reference: UnitReference) -> set[int]:
    """Fill the id of a unit where its name means several, or was given later: the person's own.

    The staging table has `person_id`. Returned are the rows that are resolved by this.
    """
    parts = _parts(staging, reference)
    found = db.rows(cursor, SQL(_RESOLVE_BY_PERSON).format(standing=SQL(STANDING), **parts))
    return {origin for (origin,) in found}


def _near_names(cursor: CursorWrapper, alike: Composable) -> pl.DataFrame:
    """Return the one name of which each unknown name is a slip of the pen, or the short form."""
    near = [
        (match, day, within, found[0])
        for match, day, within, written, names in db.rows(cursor, alike)
        if len(found := nearest(written, names) or _alike_in_short(written, names)) == 1
    ]
    return pl.DataFrame(near, _NEAR, orient="row")


def _alike_in_short(written: str, names: Sequence[str]) -> list[str]:
    """Return the names that are the same but for “Chi bộ”: Bản Cà, CB Bản Cà."""
    return [name for name in names if _short(name) == _short(written)]


def _short(name: str) -> str:
    return match_key(_KIND_OF_UNIT.sub("", normalize(name).lower()))


def _remember_units(cursor: CursorWrapper) -> None:
    if db.rows(cursor, "SELECT to_regclass('pg_temp.unit_names') IS NULL")[0][0]:
        db.materialize(cursor, "unit_names", _NAMES)


def _parts(staging: str, reference: UnitReference) -> dict[str, Composable]:
    within = reference.within
    return {
        "staging": Identifier(staging),
        "name": Identifier(reference.name),
        "match": Identifier(f"{reference.name}_match"),
        "into": Identifier(reference.into),
        "day": Identifier(reference.day),
        # What is equal is found by hashing; what is null on both sides is not.
        "within": SQL("0")
        if within is None
        else SQL("coalesce(s.{}, 0)").format(Identifier(within)),
        "tree": Literal(str(reference.tree)),
        "field": Literal(reference.name),
        "kind": Literal(reference.kind),
    }


# What each unit is called, when, below each unit above it (itself too), and in the whole tree (0).
_NAMES: Final = """
WITH RECURSIVE up AS (
    SELECT id AS unit_id, id AS within, daterange(NULL, closed_on) AS during
      FROM organizations_unit
    UNION ALL
    SELECT up.unit_id, p.parent_id, up.during * p.during
      FROM up JOIN organizations_unitplacement p
        ON p.unit_id = up.within AND p.during && up.during
), below AS (
    SELECT * FROM up
    UNION ALL
    SELECT id, 0, daterange(NULL, closed_on) FROM organizations_unit
)
SELECT u.tree, b.within, v.unit_id, v.name, v.match_name, v.search_name,
       b.during * v.during AS during
  FROM below b
  JOIN organizations_unit u ON u.id = b.unit_id
  JOIN organizations_unitversion v ON v.unit_id = b.unit_id AND v.during && b.during
"""

_CANDIDATES: Final = """
SELECT a.match, a.day, a.within, array_agg(DISTINCT n.unit_id) AS units
  FROM (SELECT DISTINCT s.{match} AS match, s.{day} AS day, {within} AS within
          FROM {staging} s WHERE s.{match} IS NOT NULL) a
  JOIN unit_names n ON n.tree = {tree} AND n.within = a.within AND n.match_name = a.match
   AND n.during @> a.day
 GROUP BY a.match, a.day, a.within
"""

_RESOLVE: Final = """
UPDATE {staging} s SET {into} = c.units[1]
  FROM unit_candidates c
 WHERE c.match = s.{match} AND c.day = s.{day} AND c.within = {within}
   AND cardinality(c.units) = 1
"""

_RESOLVE_BY_PERSON: Final = """
UPDATE {staging} s SET {into} = f.unit_id
  FROM (SELECT s.origin, min(t.place_id) AS unit_id
          FROM {staging} s
          JOIN ({standing}) t ON t.person_id = s.person_id
          JOIN organizations_unit u ON u.id = t.place_id AND u.tree = {tree}
          JOIN organizations_unitversion v ON v.unit_id = u.id AND v.match_name = s.{match}
         WHERE s.{into} IS NULL AND s.{day} IS NOT NULL
         GROUP BY s.origin HAVING count(DISTINCT t.place_id) = 1) f
 WHERE f.origin = s.origin
RETURNING s.origin
"""

_UNRESOLVED: Final = """
SELECT s.origin, s.{name} AS name, s.{match} AS match, s.{day} AS day, {within} AS within,
       cardinality(c.units) AS number
  FROM {staging} s
  LEFT JOIN unit_candidates c
    ON c.match = s.{match} AND c.day = s.{day} AND c.within = {within}
 WHERE s.{match} IS NOT NULL AND s.{day} IS NOT NULL AND s.{into} IS NULL
"""

# The names of the day that look like an unknown one; which is near enough is not for SQL to say.
_ALIKE: Final = """
SELECT a.match, a.day, a.within, a.name, array_agg(DISTINCT n.name)
  FROM (SELECT match, day, within, min(name) AS name
          FROM unit_unresolved WHERE number IS NULL GROUP BY match, day, within) a
  JOIN unit_names n ON n.tree = {tree} AND n.within = a.within AND n.during @> a.day
   AND similarity(n.search_name, unaccent(lower(a.name))) > 0.4
 GROUP BY a.match, a.day, a.within, a.name
"""

_COMPLAINTS: Final = """
SELECT r.origin, {field}, CASE WHEN r.number IS NULL THEN {kind} ELSE 'ambiguous_unit' END, 'doubt',
       CASE WHEN r.number IS NULL
            THEN format('Không có “%s”%s vào ngày %s: hãy sửa tên, hoặc nhập đơn vị này trước.',
                        r.name, coalesce(' trong ' || above.name, ''),
                        to_char(r.day, 'DD/MM/YYYY'))
            ELSE format('Có %s đơn vị cùng tên “%s”: hãy ghi rõ thuộc đơn vị nào.', r.number,
                        r.name) END,
       coalesce(n.near, ''), CASE WHEN n.near IS NULL THEN '' ELSE 'replace' END
  FROM unit_unresolved r
  LEFT JOIN organizations_unit above ON above.id = r.within
  LEFT JOIN unit_near n
    ON n.match = r.match AND n.day = r.day AND n.within = r.within
 ORDER BY r.origin
"""
_NEAR: Final = {"match": pl.String, "day": pl.Date, "within": pl.Int64, "near": pl.String}
