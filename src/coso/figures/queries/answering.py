"""Evaluating figures, one query for each fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from attrs import evolve, frozen

from coso.figures.catalogue import BY_FACT, FIGURES
from coso.figures.engine import (
    Fact,
    Figure,
    Session,
    fresh_store,
    parts_query,
    records_query,
    totals_query,
)
from coso.figures.passport import Passport
from coso.figures.queries.asking import Asked, FigureRequest, ask, figures_of
from coso.figures.queries.availability import Coverage
from coso.figures.queries.breaking import Buckets
from coso.figures.queries.values import NO_VALUE, FigureValue, Slice, text_of

CHILDREN: Final = "children"
_EVERYTHING: Final = 2**62
_RULES_OF: Final = {
    "members": "members",
    "balance": "members",
    "staff": "staff",
    "quotas": "staff",
    "evaluations": "ratings",
    "meetings": "meetings",
}
_REGIMES: Final = "SELECT starts, ends, name FROM regimes"
_RULE_SETS: Final = "SELECT starts, ends, subject, source FROM rule_sets"


def evaluate(request: FigureRequest) -> list[FigureValue]:
    """Return the figures of a request, in its order.

    Whether the reader may see them is the caller's question: the figures of a unit are shown
    as a whole or not at all.
    """
    figures = figures_of(request)
    asked = ask(request)
    coverage = Coverage.of(asked.store, asked.scope, asked.unit_tree)
    desk = _Desk.of(asked)
    reasons = {figure.id: coverage.reason(figure) for figure in figures}
    counted = [figure for figure in figures if not reasons[figure.id]]
    with asked.store.session(asked.scope) as session:
        totals = _totals(session, counted)
        parts = _parts(session, asked, counted, request.by) if request.by else {}
    return [
        _value(figure, reasons[figure.id], totals.get(figure.id), parts.get(figure.id, ()), desk)
        for figure in figures
    ]


def breakdowns(
    request: FigureRequest, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Slice, ...]]:
    """Return the parts of several figures, each pair a figure and the dimension it is cut by.

    Nothing where the register cannot answer for the day.
    """
    asked = ask(request)
    coverage = Coverage.of(asked.store, asked.scope, asked.unit_tree)
    figures: dict[str, list[Figure]] = {}
    for name, by in wanted:
        if not coverage.reason(FIGURES[name]):
            figures.setdefault(by, []).append(FIGURES[name])
    with asked.store.session(asked.scope) as session:
        return {
            (name, by): parts
            for by, cut in figures.items()
            for name, parts in _parts(session, asked, cut, by).items()
        }


def prepare() -> None:
    """Read the data and compile every figure, so that the first reader need not wait."""
    fresh_store()
    for fact, of_fact in BY_FACT.items():
        totals_query(fact, of_fact)
        if CHILDREN in of_fact[0].dimensions:
            totals_query(fact, of_fact, CHILDREN)


class Listing(NamedTuple):
    """A page of the records behind a figure: their ids, their model, how many there are."""

    ids: list[int]
    model: str
    total: int


def listing(
    request: FigureRequest, figure_id: str, offset: int = 0, limit: int | None = None
) -> Listing:
    """Return the ids of the records behind a figure, their model, and how many there are.

    Meetings that are missing have no record: their units are listed, once for each period.
    """
    rows, figure, total = listed(request, figure_id, offset, limit)
    return Listing([int(row[figure.fact.record]) for row in rows], figure.fact.model, total)


def listed(
    request: FigureRequest, figure_id: str, offset: int = 0, limit: int | None = None
) -> tuple[list[dict[str, Any]], Figure, int]:
    """Return the rows behind a figure with their details, the figure, and how many there are."""
    [figure] = figures_of(evolve(request, ids=(figure_id,)))
    asked = ask(request)
    if Coverage.of(asked.store, asked.scope, asked.unit_tree).reason(figure):
        return [], figure, 0
    page = f"LIMIT {_EVERYTHING if limit is None else int(limit)} OFFSET {int(offset)}"
    query = records_query(figure, BY_FACT[figure.fact], request.by or "", request.part)
    with asked.store.session(asked.scope) as session:
        [count] = session.rows(f"SELECT count(*) AS records FROM ({query})")
        rows = session.rows(f"{query} {page}")
    return rows, figure, int(count["records"])


def _facts_of(figures: list[Figure]) -> list[Fact]:
    return list(dict.fromkeys(figure.fact for figure in figures))


def _totals(session: Session, figures: list[Figure]) -> dict[str, tuple[int, int | None]]:
    totals: dict[str, tuple[int, int | None]] = {}
    for fact in _facts_of(figures):
        of_fact = BY_FACT[fact]
        [row] = session.totals(totals_query(fact, of_fact))
        for index, figure in enumerate(of_fact):
            base = row.get(f"base_{index}")
            totals[figure.id] = (int(row[f"value_{index}"]), None if base is None else int(base))
    return {figure.id: totals[figure.id] for figure in figures}


def _parts(
    session: Session, asked: Asked, figures: list[Figure], by: str
) -> dict[str, tuple[Slice, ...]]:
    parts: dict[str, tuple[Slice, ...]] = {}
    buckets = Buckets(asked)
    for fact in _facts_of([figure for figure in figures if by in figure.dimensions]):
        of_fact = BY_FACT[fact]
        wanted = [figure for figure in figures if figure.fact is fact]
        rows = session.totals(parts_query(fact, of_fact, by, wanted))
        for figure in wanted:
            parts[figure.id] = buckets.slices(figure, by, rows, of_fact.index(figure))
    return parts


def _value(
    figure: Figure,
    reason: str,
    total: tuple[int, int | None] | None,
    breakdown: tuple[Slice, ...],
    desk: _Desk,
) -> FigureValue:
    value, base = total if total is not None else (None, None)
    text = NO_VALUE if value is None else text_of(value, base)
    return FigureValue(
        id=figure.id,
        label=figure.label,
        value=value,
        base=base,
        text=text,
        definition=figure.definition,
        base_label=figure.base_label,
        reason=reason,
        passport=desk.passport(figure, text),
        breakdown=breakdown,
    )


@frozen
class _Desk:
    """What the passports of one answer share."""

    asked: Asked
    regime: str
    rule_sets: dict[str, str]

    @classmethod
    def of(cls, asked: Asked) -> _Desk:
        regimes = asked.in_force(_REGIMES)
        rule_sets = dict(asked.in_force(_RULE_SETS))
        return cls(asked, regimes[0][0] if regimes else "", rule_sets)

    def passport(self, figure: Figure, text: str) -> Passport:
        rule, scope = figure.available.partition(":")[0], self.asked.scope
        return Passport(
            label=figure.label,
            shown=text,
            definition=figure.definition,
            base=figure.base_label,
            unit=self.asked.unit_name,
            as_of=self.asked.request.as_of,
            since=getattr(scope, f"s_{figure.since}") if figure.since else None,
            year=scope.s_year if rule == "evaluations" else None,
            tree=self.asked.request.tree,
            regime=self.regime,
            rule_set=self.rule_sets.get(_RULES_OF.get(rule, ""), ""),
            sources=tuple(filter(None, (figure.fact.source, figure.also_from))),
            computed_at=self.asked.store.snapshot.computed_at,
        )
