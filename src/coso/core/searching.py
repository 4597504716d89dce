"""Searching large registers: the nearest matches first, whatever the number of all others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, Final, Generic, TypeVar

from attrs import frozen
from django.core.exceptions import EmptyResultSet
from django.db.models import (
    Case,
    Func,
    IntegerField,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL

_Row = TypeVar("_Row", bound=Model)

# Nobody reads more of them; who searches is asked to write more.
SHOWN_AT_MOST: Final = 50
# So many names are held against the reach of whoever searches. Of the members of a country, who
# answers for one in two hundred finds as many among them as can be shown.
_LOOKED_AT: Final = 10_000
# The planner takes a common word for a rare one: names are gathered first, from indexes alone, and
# then looked up one by one until there are enough. Rows of one unit stand together in a table, so
# the names of a tier are mixed.
_NAMED: Final = """
SELECT key, min(tier) AS tier FROM ({named}) named (key, tier)
 GROUP BY key ORDER BY tier, hashint8(key)
"""
_KEYS: Final = "SELECT key FROM ({keys}) keys (key)"
_CHECKED: Final = """
WITH candidate AS MATERIALIZED ({candidates})
SELECT counted.candidates, hit.*
  FROM (SELECT count(*) AS candidates FROM candidate) counted
  LEFT JOIN LATERAL (
       SELECT {columns} FROM candidate CROSS JOIN LATERAL ({rows} OFFSET 0) found
        {order} LIMIT {limit}) hit ON true
"""


class SearchKey(Func):
    """What `text.search_key` makes of a column, as an index may hold it."""

    function = "coso_search_key"
    output_field = TextField()


@frozen
class Found(Generic[_Row]):
    """The nearest rows that were found; `is_whole`: there are no others."""

    rows: list[_Row]
    is_whole: bool


def nearest(named: QuerySet[_Row], tiers: Sequence[Q], within: QuerySet[_Row]) -> Found[_Row]:
    """Return the rows of the first tier that lie within reach, then of the next one, and so on.

    Words that half the register has cost no more than rare ones, as long as each tier has an
    index that also holds the key. Inside a tier the order is nobody's.
    """
    parts = [
        named.order_by().filter(condition).annotate(tier=Value(tier)).values_list("pk", "tier")
        for tier, condition in enumerate(tiers)
    ]
    first, *others = (part[:_LOOKED_AT] for part in parts)
    names, asked = first.union(*others, all=True)[:_LOOKED_AT].query.sql_with_params()
    rows, number = _checked(_NAMED.format(named=names), asked, within, "candidate.tier, found.*")
    is_whole = number < _LOOKED_AT and len(rows) <= SHOWN_AT_MOST
    return Found(rows[:SHOWN_AT_MOST], is_whole)


def nearest_among(
    keys: QuerySet[Any, Any], named: QuerySet[_Row], tiers: Sequence[Q], *order: str
) -> Found[_Row]:
    """Return the same of the few rows with some keys, in an order inside a tier."""
    candidates, asked = keys.query.sql_with_params()
    order_by = f"ORDER BY {', '.join(('tier', *order, 'id'))}"
    rows, _ = _checked(
        _KEYS.format(keys=candidates), asked, _ranked(named, tiers), "found.*", order_by
    )
    return first(rows)


def nearest_of_few(found: QuerySet[_Row], tiers: Sequence[Q], *order: str) -> Found[_Row]:
    """Return the same of a small register."""
    return first(_ranked(found, tiers).order_by("tier", *order, "pk"))


def first(rows: Sequence[Any] | QuerySet[Any]) -> Found[Any]:
    """Return as many of the rows as can be shown."""
    shown = list(rows[: SHOWN_AT_MOST + 1])
    return Found(shown[:SHOWN_AT_MOST], is_whole=len(shown) <= SHOWN_AT_MOST)


def holds_all(field: str, words: str) -> Q:
    """Return the condition that a text holds every word somewhere, accents and case apart."""
    return Q(*(Q(**{f"{field}__unaccent__icontains": word}) for word in words.split()))


def _ranked(found: QuerySet[_Row], tiers: Sequence[Q]) -> QuerySet[Any]:
    ranks = (When(condition, then=Value(tier)) for tier, condition in enumerate(tiers))
    rank = Case(*ranks, output_field=IntegerField())
    return found.filter(reduce(or_, tiers)).annotate(tier=rank)


def _checked(
    candidates: str, asked: Sequence[Any], rows: QuerySet[_Row], columns: str, order: str = ""
) -> tuple[list[_Row], int]:
    """Return those of the rows that are candidates, one more than is shown; and of how many."""
    of_key = rows.order_by().select_related(None).filter(pk=RawSQL("candidate.key", ()))
    try:
        wanted, more = of_key.query.sql_with_params()
    except EmptyResultSet:  # nothing is within reach at all
        return [], 0
    parts = {"candidates": candidates, "rows": wanted, "columns": columns, "order": order}
    statement = _CHECKED.format(limit=SHOWN_AT_MOST + 1, **parts)
    found: list[Any] = list(rows.model._default_manager.raw(statement, (*asked, *more)))
    return [row for row in found if row.pk is not None], found[0].candidates
