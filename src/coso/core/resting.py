"""What rests on a record without referring to it, as a position in the Party on a membership.

Each register says so of its own rows, with `register`. Whoever takes a record away asks here what
would be left in the air.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Model, Q, QuerySet
from psycopg.sql import SQL, Composed, Literal

from coso.core import db

_ALL: Final = Q()
_OPEN: Final = """
DROP TABLE IF EXISTS resting;
CREATE TEMP TABLE resting (rule integer, child bigint, parent bigint) ON COMMIT DROP
"""
# Rows that the plan takes back as well are as they were before.
_NOTE: Final = """
INSERT INTO resting (rule, child, parent)
SELECT {rule}, p.child, p.parent
  FROM ({pairs}) p JOIN undo u ON u.target = {target} AND u.record_id = p.parent AND u.kept = ''
 WHERE NOT EXISTS (SELECT FROM undo o
                    WHERE o.target = {child} AND o.record_id = p.child AND o.kept = '')
"""
_KEEP: Final = """
UPDATE undo u SET kept = 'needed', needed_by = {noun}
  FROM resting r
 WHERE r.rule = {rule} AND u.target = {target} AND u.record_id = r.parent
   AND r.child = ANY({children}::bigint[])
"""
_BEREFT: Final = """
SELECT DISTINCT r.child FROM resting r
 WHERE r.rule = {rule} AND NOT EXISTS (SELECT FROM ({pairs}) p WHERE p.child = r.child)
"""


@frozen
class Rest:
    """That rows of `model` rest on the record of `parent` to which `path` leads.

    `noun` is what the rows are called before somebody who would take the record away.
    """

    parent: type[Model]
    model: type[Model]
    path: str
    noun: str
    rows: Q

    def dependents(self, record: Model) -> QuerySet[Model]:
        """Return the rows that rest on a record."""
        return self.model._default_manager.filter(self.rows, **{self.path: record})


_RESTS: Final[list[Rest]] = []


def register(parent: type[Model], model: type[Model], path: str, noun: str, rows: Q = _ALL) -> None:
    """Let rows of a register rest on a record of another, see `Rest`."""
    _RESTS.append(Rest(parent, model, path, noun, rows))


def on(parent: type[Model]) -> list[Rest]:
    """Return what may rest on the records of a register."""
    return [rest for rest in _RESTS if rest.parent is parent]


def note(cursor: CursorWrapper) -> None:
    """Note what rests on the records that the plan in `undo` takes back (see `undoing`)."""
    db.run(cursor, _OPEN)
    for rule, rest in enumerate(_RESTS):
        db.run(cursor, _about(cursor, _NOTE, rule, rest))


def bereft(cursor: CursorWrapper) -> dict[int, list[int]]:
    """Return which of the rows that were noted rest on nothing any more, by rule."""
    found = {
        rule: [child for (child,) in db.rows(cursor, _about(cursor, _BEREFT, rule, rest))]
        for rule, rest in enumerate(_RESTS)
    }
    return {rule: children for rule, children in found.items() if children}


def keep(cursor: CursorWrapper, bereft: dict[int, list[int]]) -> None:
    """Leave as they are the records on which these rows rested when they were noted."""
    for rule, children in bereft.items():
        db.run(cursor, _about(cursor, _KEEP, rule, _RESTS[rule], children))


def _about(
    cursor: CursorWrapper,
    statement: str,
    rule: int,
    rest: Rest,
    children: list[int] | None = None,
) -> Composed:
    return SQL(statement).format(
        rule=Literal(rule),
        pairs=_pairs(cursor, rest),
        target=Literal(rest.parent._meta.db_table),
        child=Literal(rest.model._meta.db_table),
        noun=Literal(rest.noun),
        children=Literal(children),
    )


def _pairs(cursor: CursorWrapper, rest: Rest) -> Composed:
    """Return the query of (child, parent)."""
    rows = rest.model._default_manager.filter(rest.rows, **{f"{rest.path}__isnull": False})
    pairs = rows.order_by().values_list(F("pk"), F(f"{rest.path}__pk"))
    text, parameters = pairs.query.sql_with_params()
    query = SQL(cursor.mogrify(text, parameters))
    return SQL("SELECT * FROM ({}) pairs (child, parent)").format(query)
