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
    key_of,
    mark_of,
    numbers_query,
    records_query,
)
from coso.figures.passport import Passport
from coso.figures.queries.asking import Asked, FigureRequest, ask, figures_of
from coso.figures.queries.availability import Coverage
from coso.figures.queries.breaking import Buckets, Number
from coso.figures.queries.values import NO_VALUE, FigureValue, Slice, text_of

Cut = tuple[str, str]
CHILDREN: Final = "children"
WHOLE: Final = ""
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
    by = request.by or WHOLE
    cuts = [(figure.id, by) for figure in figures_of(request) if by in figure.dimensions]
    values, parts = evaluate_with_parts(request, cuts)
    return [evolve(value, breakdown=parts.get((value.id, by), ())) for value in values]


def evaluate_with_parts(
    request: FigureRequest, cuts: Iterable[Cut]
) -> tuple[list[FigureValue], dict[Cut, tuple[Slice, ...]]]:
    """Return the figures of a request, and the parts of some of them: one query for each fact.

    :param cuts: figures of the request, each with a dimension it is cut by; there are no parts
        where the register cannot answer for the day
    """
    figures = figures_of(request)
    asked = ask(request)
    coverage = Coverage.of(asked.store, asked.scope, asked.unit_tree)
    desk = _Desk.of(asked)
    reasons = {figure.id: coverage.reason(figure) for figure in figures}
    cuts = [cut for cut in cuts if not reasons[cut[0]]]
    session = asked.store.session(asked.scope)
    counted = _counted(session, [each for each in figures if not reasons[each.id]], cuts)
    buckets = Buckets(asked)
    return (
        [
            _value(each, reasons[each.id], counted.get((each.id, WHOLE), {}), desk)
            for each in figures
        ],
        {(name, by): buckets.slices(FIGURES[name], by, counted[name, by]) for name, by in cuts},
    )


def prepare() -> None:
    """Read the data and compile every figure, so that the first reader need not wait."""
    fresh_store()
    compile_figures()


def compile_figures() -> None:
    """Compile every figure, so that who counts them first need not wait."""
    for fact, of_fact in BY_FACT.items():
        numbers_query(fact, of_fact)
        if CHILDREN in of_fact[0].dimensions:
            numbers_query(fact, of_fact, cuts=(CHILDREN,))


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
    session = asked.store.session(asked.scope)
    [count] = session.rows(f"SELECT count(*) AS records FROM ({query})")
    rows = session.rows(f"{query} {page}")
    return rows, figure, int(count["records"])


def _facts_of(figures: list[Figure]) -> list[Fact]:
    return list(dict.fromkeys(figure.fact for figure in figures))


def _counted(
    session: Session, figures: list[Figure], cuts: list[Cut]
) -> dict[Cut, dict[Any, Number]]:
    """Return the numbers of each figure: of the whole, and of each bucket of its cuts."""
    counted: dict[Cut, dict[Any, Number]] = {}
    for fact in _facts_of(figures):
        of_fact = BY_FACT[fact]
        wanted = [figure for figure in figures if figure.fact is fact]
        of_wanted = [cut for cut in cuts if FIGURES[cut[0]].fact is fact]
        ways = sorted({by for _, by in of_wanted})
        # Without cuts all are counted, so that the answer serves whoever asks for another.
        rows = session.totals(numbers_query(fact, of_fact, wanted if ways else (), ways))
        of_cut = {by: _rows_of(rows, by, ways) for by in (WHOLE, *ways)}
        for name, by in (*((figure.id, WHOLE) for figure in wanted), *of_wanted):
            counted[name, by] = _added_up(of_cut[by], FIGURES[name], by)
    return counted


def _rows_of(rows: list[dict[str, Any]], by: str, ways: list[str]) -> list[dict[str, Any]]:
    """Return the rows of one cut among several, or of the whole."""
    if not ways:
        return rows
    mark = mark_of(by, ways)
    return [row for row in rows if row["cut"] == mark]


def _added_up(rows: list[dict[str, Any]], figure: Figure, by: str) -> dict[Any, Number]:
    """Return the number of each bucket of a cut; that of the whole has no key."""
    index = BY_FACT[figure.fact].index(figure)
    found: dict[Any, list[Number]] = {} if by else {None: []}
    for row in rows:
        found.setdefault(_key(row, by), []).append(Number.of(row, index))
    return {key: Number.sum_of(figure, numbers) for key, numbers in found.items()}


def _key(cell: dict[str, Any], by: str) -> Any:
    key = cell[key_of(by)] if by else None
    return int(key) if by == CHILDREN and key is not None else key


def _value(figure: Figure, reason: str, counted: dict[Any, Number], desk: _Desk) -> FigureValue:
    value, base = counted.get(None, (None, None))
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
