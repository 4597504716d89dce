"""Whatever is moved and closed, in whatever order: the trees stay trees, the sums stay sums."""

import contextlib
import datetime as dt
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coso.core.errors import DomainError
from coso.core.periods import Period, overlaps
from coso.core.types import SYSTEM
from coso.organizations import queries
from coso.organizations import services as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitPlacement
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db

DAYS = [dt.date(2020, 1, 1) + dt.timedelta(days=200 * step) for step in range(12)]
GROUPS = 4
SCHOOLS = 3
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "close"]),
        st.integers(0, GROUPS + SCHOOLS - 1),
        st.integers(0, GROUPS),
        st.sampled_from(DAYS),
    ),
    max_size=8,
)


def perform(step, units, root):
    action, which, where, on = step
    with contextlib.suppress(DomainError):
        if action == "move":
            target = [root, *units[:GROUPS]][where]
            organizations.move_unit(unit=units[which], new_parent=target, on=on, actor=SYSTEM)
        else:
            organizations.close_unit(unit=units[which], on=on, actor=SYSTEM)
    units[which].refresh_from_db()


def check_placements(units):
    rows = UnitPlacement.objects.filter(unit__in=units)
    for unit in units:
        periods = [Period.from_range(row.during) for row in rows if row.unit_id == unit.pk]
        assert overlaps(periods) == []


def check_day(day, root):
    placed = queries.units_on(Tree.AGENCY, day).values_list("pk", "parent_on")
    parents = dict(placed)
    assert len(parents) == len(placed)
    for unit in parents:
        seen = [unit]
        while parents[seen[-1]] is not None:
            seen.append(parents[seen[-1]])
            assert len(seen) == len(set(seen)), "a unit stands above itself"
            assert seen[-1] in parents, "the unit above does not exist"
        assert seen[-1] == root.pk
        chain = [
            ancestor.pk for ancestor in queries.ancestors_on(Unit(pk=unit, tree="AGENCY"), day)
        ]
        assert chain == seen[:0:-1]


def check_paths(units):
    for unit in Unit.objects.filter(pk__in=[unit.pk for unit in units]).select_related("parent"):
        above = f"{unit.parent.path}." if unit.parent else ""
        assert str(unit.path) == f"{above}{unit.pk}"


def check_overseers(day):
    alive = set(queries.units_on(None, day).values_list("pk", flat=True))
    overseers = queries.overseers_on(day)
    assert set(overseers) == alive
    assert set(overseers.values()) <= set(
        queries.units_on(Tree.PARTY, day).values_list("pk", flat=True)
    )
    periods = queries.overseer_periods()
    assert max(Counter(unit for unit, _, period in periods if period.contains(day)).values()) == 1


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_trees_stay_trees_on_every_day(district, steps):
    with transaction.atomic():
        commune = make.unit("COMMUNE", under=district.area)
        make.unit(
            "GRASSROOTS_COMMITTEE_ORG",
            under=district.party,
            host_area=commune,
            host_type="COMMUNE",
        )
        units = [make.unit("AGENCY_GROUP", under=district.agencies) for _ in range(GROUPS)]
        units += [
            make.unit("SCHOOL", under=units[place], host_area=commune) for place in range(SCHOOLS)
        ]
        for step in steps:
            perform(step, units, district.agencies)
        check_placements(units)
        check_paths(units)
        for day in (DAYS[0], DAYS[5], DAYS[-1]):
            check_day(day, district.agencies)
            check_overseers(day)
        transaction.set_rollback(True)
