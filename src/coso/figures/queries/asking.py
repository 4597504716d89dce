"""What is asked for, and the scope that it means."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

from attrs import frozen

from coso.core import clock
from coso.core.errors import DomainError
from coso.figures.catalogue import FIGURES
from coso.figures.engine import Figure, Scope, Store, fresh_store

ONE_DAY: Final = dt.timedelta(days=1)


class UnknownFigure(DomainError):
    """No figure has this name."""


class DimensionNotAllowed(DomainError):
    """A figure cannot be broken down this way."""


class UnitNotInRegister(DomainError):
    """The unit in view is not in the registers."""


@frozen
class FigureRequest:
    """Which figures, of which unit, for which day and period.

    :ivar ids: names of figures; none means all
    :ivar since: the first day of a figure over a period; by default the start of the year,
        for visits the start of the term in force
    :ivar year: the year of ratings; by default the last year that had ended by the day
    :ivar tree: “then”: units as placed on the day of each record; “now”: as placed today
    :ivar by: the dimension to break down by
    :ivar part: the key of one bucket of `by`, whose records alone are listed; the empty key is
        that of the records without one
    """

    unit_id: int
    as_of: dt.date
    ids: tuple[str, ...] = ()
    since: dt.date | None = None
    year: int | None = None
    tree: Literal["then", "now"] = "then"
    by: str | None = None
    part: str | None = None


@frozen
class Asked:
    """A request, the snapshot that answers it and what the two together mean."""

    request: FigureRequest
    store: Store
    scope: Scope
    unit_tree: str
    unit_name: str

    def in_force(self, query: str) -> list[tuple[Any, ...]]:
        """Return what holds on the day in view of a table that begins with starts and ends."""
        day = self.request.as_of
        return [row[2:] for row in self.store.know(query) if row[0] <= day < row[1]]


def figures_of(request: FigureRequest) -> list[Figure]:
    """Return the figures that a request names.

    :raises UnknownFigure: if there is no such figure
    :raises DimensionNotAllowed: if a figure that is named cannot be broken down as asked
    """
    if not request.ids:
        return list(FIGURES.values())
    figures = [_figure(name) for name in request.ids]
    for figure in figures:
        if request.by and request.by not in figure.dimensions:
            raise DimensionNotAllowed(
                "figure.dimension",
                f"Không phân tổ được “{figure.label}” theo “{request.by}”: hãy chọn một trong "
                f"các cách {', '.join(figure.dimensions) or '(không có)'}.",
                figure=figure.id,
                dimensions=list(figure.dimensions),
            )
    return figures


def _figure(name: str) -> Figure:
    if name not in FIGURES:
        raise UnknownFigure(
            "figure.unknown",
            f"Không có số liệu “{name}”: hãy xem danh sách tên bằng lệnh coso figures.",
            figure=name,
        )
    return FIGURES[name]


_PLACE: Final = """
SELECT l.tree, l.name,
       CASE WHEN l.tree = 'PARTY' THEN l.unit_id ELSE
           (SELECT any_value(party_id) FROM seats s
             WHERE s.unit_id = l.unit_id AND s.starts <= $tree_day AND s.ends > $tree_day) END,
       (SELECT any_value(t.starts) FROM terms t JOIN roots r ON r.unit_id = t.unit_id
         WHERE r.tree = 'PARTY' AND t.starts <= $day AND t.ends > $day)
  FROM labels l
 WHERE l.unit_id = $unit AND l.starts <= $tree_day AND l.ends > $tree_day"""

_TERM: Final = """
SELECT t.id, t.starts, t.ends FROM closure c JOIN terms t ON t.unit_id = c.ancestor_id
 WHERE c.unit_id = $party AND c.depth >= 0 AND c.starts <= $day AND c.ends > $day
   AND t.starts <= $day AND t.ends > $day
 ORDER BY c.depth LIMIT 1"""


def ask(request: FigureRequest) -> Asked:
    """Return what a request means on the data as they are now.

    :raises UnitNotInRegister: if the unit is not in the registers
    """
    store = fresh_store()
    tree_day = clock.today() if request.tree == "now" else request.as_of
    found = store.know(_PLACE, unit=request.unit_id, day=request.as_of, tree_day=tree_day)
    if not found:
        raise UnitNotInRegister(
            "figure.unit",
            "Không tìm thấy đơn vị trong sổ: hãy chọn một đơn vị khác.",
            unit_id=request.unit_id,
        )
    tree, name, party_id, term_starts = found[0]
    return Asked(request, store, _scope(request, store, party_id, term_starts), tree, name)


def _scope(
    request: FigureRequest, store: Store, party_id: int | None, term_starts: dt.date | None
) -> Scope:
    today = clock.today()
    now = request.tree == "now"
    since = request.since or dt.date(request.as_of.year, 1, 1)
    opening = since - ONE_DAY
    term = _term(store, party_id, request.as_of)
    return Scope(
        s_unit=request.unit_id,
        s_party=party_id,
        s_day=request.as_of,
        s_tree_day=today if now else request.as_of,
        s_since=since,
        s_term_since=request.since or term_starts,
        s_opening=opening,
        s_opening_tree_day=today if now else opening,
        s_year=request.year or request.as_of.year - 1,
        s_term=term[0],
        s_term_starts=term[1],
        s_term_ends=term[2],
        s_now=now,
        s_today=today,
    )


def _term(store: Store, party_id: int | None, day: dt.date) -> tuple[Any, Any, Any]:
    found = [] if party_id is None else store.know(_TERM, party=party_id, day=day)
    return (found[0][0], found[0][1], found[0][2]) if found else (None, None, None)
