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
_NEAREST: Final = """
WITH candidate AS MATERIALIZED ({named})
SELECT counted.candidates, hit.*
  FROM (SELECT count(*) AS candidates FROM candidate) counted LEFT JOIN ({hits}) hit ON true
 ORDER BY hit.tier
"""
_ROWS: Final = """
SELECT candidate.tier, found.* FROM candidate CROSS JOIN LATERAL ({rows} OFFSET 0) found
 LIMIT {limit}
"""
# Each key stands for its row, under the name of the table; only what is shown is read.
_KEYS: Final = """
SELECT reached.tier, found.*
  FROM (SELECT candidate.* FROM candidate
         CROSS JOIN LATERAL (WITH {table} ({key}) AS (SELECT candidate.key) {rows} OFFSET 0) found
         LIMIT {limit}) reached
  JOIN {table} found ON found.{key} = reached.key
"""
_RANKED: Final = """
SELECT found.* FROM ({keys}) keys (key) CROSS JOIN LATERAL ({rows} OFFSET 0) found
 ORDER BY tier, {order} LIMIT {limit}
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
    rows = within.select_related(None).filter(pk=RawSQL("candidate.key", ()))
    return _nearest(named, tiers, _ROWS, rows)


def nearest_by_key(
    named: QuerySet[_Row], tiers: Sequence[Q], within: QuerySet[_Row]
) -> Found[_Row]:
    """Return the same where the keys alone, and no other column, tell what lies within reach."""
    return _nearest(named, tiers, _KEYS, within.values("pk"))


def _nearest(
    named: QuerySet[_Row], tiers: Sequence[Q], hits: str, rows: QuerySet[Any, Any]
) -> Found[_Row]:
    parts = [
        named.order_by().filter(condition).annotate(tier=Value(tier)).values_list("pk", "tier")
        for tier, condition in enumerate(tiers)
    ]
    first, *others = (part[:_LOOKED_AT] for part in parts)
    names, asked = first.union(*others, all=True)[:_LOOKED_AT].query.sql_with_params()
    try:
        wanted, more = rows.order_by().query.sql_with_params()
    except EmptyResultSet:  # nothing is within reach at all
        return Found([], is_whole=True)
    table, key = named.model._meta.db_table, named.model._meta.pk.column
    shown = hits.format(rows=wanted, limit=SHOWN_AT_MOST + 1, table=table, key=key)
    statement = _NEAREST.format(named=_NAMED.format(named=names), hits=shown)
    answer: list[Any] = list(named.model._default_manager.raw(statement, (*asked, *more)))
    found = [row for row in answer if row.pk is not None]
    is_whole = answer[0].candidates < _LOOKED_AT and len(found) <= SHOWN_AT_MOST
    return Found(found[:SHOWN_AT_MOST], is_whole)


def nearest_among(
    keys: QuerySet[Any, Any], named: QuerySet[_Row], tiers: Sequence[Q], *order: str
) -> Found[_Row]:
    """Return the same of the few rows with some keys, in an order inside a tier."""
    candidates, asked = keys.query.sql_with_params()
    of_key = _ranked(named, tiers).order_by().select_related(None)
    try:
        rows, more = of_key.filter(pk=RawSQL("keys.key", ())).query.sql_with_params()
    except EmptyResultSet:  # nothing is within reach at all
        return first([])
    statement = _RANKED.format(
        keys=candidates, rows=rows, order=", ".join((*order, "id")), limit=SHOWN_AT_MOST + 1
    )
    return first(list(named.model._default_manager.raw(statement, (*asked, *more))))


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
