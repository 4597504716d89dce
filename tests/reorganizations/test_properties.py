"""Any sequence of plans keeps the trees whole, everybody somewhere, and the past as it was."""

import datetime as dt
import random

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from coso.core.types import SYSTEM
from coso.members.models import MembershipPeriod
from coso.organizations import queries
from coso.organizations import services as organizations
from coso.organizations.enums import Tree
from coso.reorganizations import services
from tests.factories import organizations as make
from tests.factories import registers
from tests.factories.dumps import registers as all_records
from tests.factories.reorganizations import DAY, YEARS_AGO, Planning, district, said_by

TODAY = dt.date(2024, 12, 31)


def branches_on(day):
    kinds = ("BRANCH", "GRASSROOTS_BRANCH")
    return [u for u in queries.units_on(Tree.PARTY, day) if u.type_on in kinds]


def committees_on(day):
    return [u for u in queries.units_on(Tree.PARTY, day) if u.type_on == "GRASSROOTS_COMMITTEE_ORG"]


def merge(plan, day, chance):
    source, target = chance.sample(branches_on(day), 2)
    plan.step("MERGE_INTO", [source], [target])


def consolidate(plan, day, chance):
    new = plan.new("GRASSROOTS_COMMITTEE_ORG", f"Đảng bộ mới {day}", queries.root(Tree.PARTY))
    plan.step("CONSOLIDATE", chance.sample(committees_on(day), 2), [new])


def transfer(plan, day, chance):
    branch, above = chance.choice(branches_on(day)), chance.choice(committees_on(day))
    plan.of(branch, parent=above)
    plan.step("TRANSFER_UNIT", [branch], [branch])


def dissolve(plan, day, chance):
    branch, *others = chance.sample(branches_on(day), len(branches_on(day)))
    plan.step("DISSOLVE", [branch])
    for stay in MembershipPeriod.objects.on(day).filter(unit=branch):
        plan.move(stay.membership, chance.choice(others))


def rename(plan, day, chance):
    branch = chance.choice(branches_on(day))
    plan.of(branch, name=f"Chi bộ tên mới {day}")
    plan.step("RENAME", [branch], [branch])


EVENTS = (merge, consolidate, transfer, dissolve, rename)


def homes_on(day):
    return dict(
        MembershipPeriod.objects.on(day).order_by("membership").values_list("membership", "unit")
    )


def tree_on(day):
    return {u.pk: (u.name_on, u.parent_on) for u in queries.units_on(Tree.PARTY, day)}


def without_plans():
    return {t: rows for t, rows in all_records().items() if not t.startswith("reorganizations_")}


class Sequences(TestCase):
    """A case each, because hypothesis opens the transaction of each example through it."""

    @settings(max_examples=4)
    @given(st.integers(0, 10**6), st.lists(st.sampled_from(EVENTS), min_size=1, max_size=3))
    def test_plans(self, seed, events):
        chance = random.Random(seed)  # noqa: S311
        place = district()
        make.unit("GRASSROOTS_BRANCH", "Chi bộ Bệnh viện", under=place.root)
        organizations.refresh_overseers()
        for branch in branches_on(YEARS_AGO):
            for _ in range(chance.randint(0, 3)):
                registers.member(branch, YEARS_AGO)
        everybody = set(homes_on(YEARS_AGO))
        past, done = {}, []
        for number, event in enumerate(events, 1):
            day = dt.date(2024, number, 1)
            past[day - dt.timedelta(days=1)] = (homes_on(day), tree_on(day))
            plan = Planning(on=day, name=f"Phương án {number}")
            try:
                event(plan, day, chance)
            except ValueError:  # too few units are left to choose from
                continue
            drafted = plan.drafted()
            before = without_plans()
            rehearsal = services.rehearse(plan=drafted)
            assert without_plans() == before
            if rehearsal.is_blocked:
                drafted.delete()  # it may speak of a unit that an earlier plan founded
                continue
            done.append((services.apply_plan(plan=drafted, actor=SYSTEM, on=TODAY)[0], before))

            assert queries.findings() == []
            assert set(homes_on(day)) == everybody
            assert set(homes_on(TODAY)) == everybody
            assert {*homes_on(day).values()} <= {u.pk for u in branches_on(day)}
            for closed, (homes, tree) in past.items():
                assert (homes_on(closed), tree_on(closed)) == (homes, tree)
        for plan, state in reversed(done):
            services.undo_plan(plan=plan, actor=SYSTEM)
            assert without_plans() == state
            plan.delete()


def told_of(plan):
    """Return what a rehearsal tells, without keys."""
    found = services.rehearse(plan=plan)
    units = [(unit.name, unit.before, unit.after) for unit in found.units]
    return found.problems, found.flows, units


class ByHand(TestCase):
    """The same."""

    @settings(max_examples=6)
    @given(st.integers(0, 10**6), st.lists(st.sampled_from(EVENTS), min_size=1, unique=True))
    def test_steps(self, seed, events):
        chance = random.Random(seed)  # noqa: S311
        place = district()
        for branch in (place.one, place.two):
            registers.member(branch, YEARS_AGO)
        planning = Planning()
        for event in events:
            event(planning, DAY, chance)
        drafted = planning.drafted()

        by_hand = planning.by_hand()

        assert said_by(by_hand) == said_by(drafted)
        assert said_by(services.copy_plan(plan=by_hand, actor=SYSTEM)) == said_by(drafted)
        assert told_of(by_hand) == told_of(drafted)
        services.send_members(
            plan=by_hand,
            targets=dict.fromkeys(move.membership_id for move in by_hand.moves.all()),
            actor=SYSTEM,
        )
        for step in by_hand.steps.order_by("-position"):
            services.remove_step(step=step, actor=SYSTEM)
        assert by_hand.units.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_plan_killed_in_the_middle_leaves_nothing():
    place = district()
    registers.member(place.two, YEARS_AGO)
    plan = Planning().step("MERGE_INTO", [place.two], [place.one]).drafted()
    before = all_records()

    with pytest.raises(RuntimeError), _dying_at_the_trail():
        services.apply_plan(plan=plan, actor=SYSTEM, on=TODAY)

    assert all_records() == before


def _dying_at_the_trail():
    def die(execute, sql, params, many, context):
        if "audit_auditentry" in sql and sql.lstrip().upper().startswith("INSERT"):
            raise RuntimeError("killed")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(die)
