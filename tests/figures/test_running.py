"""An answer serves every question that asks the same of the data."""

import datetime as dt

import pytest
from attrs import evolve

from coso.figures.catalogue import BY_FACT, FIGURES
from coso.figures.engine import numbers_query
from coso.figures.engine.running import Scope

SCOPE = Scope(
    s_unit=1,
    s_party=1,
    s_day=dt.date(2023, 6, 30),
    s_tree_day=dt.date(2023, 6, 30),
    s_since=dt.date(2023, 1, 1),
    s_term_since=dt.date(2020, 10, 1),
    s_opening=dt.date(2022, 12, 31),
    s_opening_tree_day=dt.date(2022, 12, 31),
    s_year=2022,
    s_term=1,
    s_term_starts=dt.date(2020, 10, 1),
    s_term_ends=dt.date(2025, 10, 1),
    s_now=False,
    s_today=dt.date(2026, 11, 27),
)


def asked(figure, scope):
    """Return what the query of a figure asks of a scope."""
    fact = FIGURES[figure].fact
    return scope.of(numbers_query(fact, BY_FACT[fact]))


@pytest.mark.parametrize(
    ("figure", "change", "is_the_same"),
    [
        ("rating.member.good", {"s_day": dt.date(2023, 7, 1)}, True),
        ("rating.member.good", {"s_year": 2021}, False),
        ("rating.member.good", {"s_unit": 2}, False),
        ("rating.member.good", {"s_now": True}, False),
        ("member.total", {"s_year": 2021}, True),
        ("member.total", {"s_day": dt.date(2023, 7, 1)}, False),
        ("member.total", {"s_tree_day": dt.date(2025, 7, 1)}, False),
        ("org.direct", {"s_party": 2}, False),
    ],
)
def test_only_what_a_query_asks_for_makes_it_another_question(figure, change, is_the_same):
    other = evolve(SCOPE, **change)

    assert (asked(figure, other) == asked(figure, SCOPE)) is is_the_same
