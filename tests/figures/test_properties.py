"""What must hold on every date and for every unit, over generated districts."""

import datetime as dt

import pytest
from django.db import transaction

from coso.core.dates import age_on
from coso.figures import queries as figures
from coso.figures import snapshot
from coso.figures.catalogue import FIGURES
from coso.figures.facts import parts
from coso.figures.queries import FigureRequest
from coso.members.models import MembershipPeriod
from tests.factories import registers
from tests.figures import world as worlds

pytestmark = pytest.mark.django_db

ADDITIVE = {figure.id for figure in FIGURES.values() if figure.additive}
PLANS = {name for name in FIGURES if name.startswith("planning.")}
BROKEN_DOWN = sorted({name for figure in FIGURES.values() for name in figure.dimensions})


@pytest.fixture(scope="module", params=[1, 2])
def world(request, django_db_setup, django_db_blocker):
    """Return a generated district, built once for all these tests and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build(request.param)
        transaction.set_rollback(True)


@pytest.fixture
def scratch(world):
    """Return the district to a test that changes it."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


def values(unit, day, ids=(), **more):
    request = FigureRequest(unit_id=unit.pk, as_of=day, ids=tuple(ids), **more)
    return {value.id: value for value in figures.evaluate(request)}


def test_people_may_stand_in_any_blocks(world, monkeypatch):
    asked = [(unit, day) for day in world.days for unit in world.dice.sample(world.units, 3)]

    def answers():
        found = [values(unit, day) for unit, day in asked]
        return [{name: (v.value, v.base, v.reason) for name, v in each.items()} for each in found]

    def listed():
        request = FigureRequest(unit_id=world.units[0].pk, as_of=world.days[-1])
        return [figures.listing(request, name) for name in FIGURES]

    in_one = answers(), listed()
    with monkeypatch.context() as patched:
        patched.setattr(parts, "_SMALLEST_BLOCK", 2)
        several = snapshot.rebuild()
        assert answers() == in_one[0]
        assert listed() == in_one[1]
    assert len(several.parts) > len(snapshot.rebuild().parts)


def test_members_staff_and_meetings_are_what_one_counts_by_hand(world):
    by_hand = worlds.ByHand()
    ids = ("member.total", "member.female", "member.official", "staff.total", "staff.contract")

    for day in world.days:
        for unit in world.dice.sample(world.units, 8):
            found = values(unit, day, (*ids, "meeting.regular.held"), since=dt.date(2022, 1, 1))
            members, staff = by_hand.members(unit.pk, day), by_hand.staff(unit.pk, day)
            contracts = [each for each in staff if each.category == "CONTRACT_WORKER"]
            counted = {
                "member.total": len(members),
                "member.female": sum(m.membership.person.gender == "FEMALE" for m in members),
                "member.official": sum(_is_official(m.membership, day) for m in members),
                "staff.total": len(staff) - len(contracts),
                "staff.contract": len(contracts),
            }
            if day >= dt.date(2022, 1, 1):
                held = by_hand.meetings(unit.pk, dt.date(2022, 1, 1), day)
                counted["meeting.regular.held"] = len(held)
            assert {key: found[key].value for key in counted} == counted, (unit, day)


def _is_official(membership, day):
    return membership.official_on is not None and membership.official_on <= day


def test_a_parent_is_the_sum_of_its_children_and_its_own(world):
    for day in (worlds.REORGANIZED, worlds.END):
        for unit in world.tops:
            for value in values(unit, day, by="children", since=worlds.BEGIN).values():
                if value.id in ADDITIVE and value.breakdown:
                    assert sum(part.value for part in value.breakdown) == value.value, value.id
                    assert sum(part.base or 0 for part in value.breakdown) == (value.base or 0)


def test_a_child_in_the_breakdown_is_the_figure_of_the_child(world):
    # Events are placed by the tree of their day: after the last move, by one tree.
    since = dt.date(2023, 2, 1)
    for root in (world.roots.party, world.roots.area, world.roots.agencies):
        parts = {}
        for value in values(root, worlds.END, by="children", since=since).values():
            # Plans count from their beginning, before the last move.
            if value.id in ADDITIVE - PLANS and value.value is not None:
                for part in value.breakdown:
                    parts.setdefault(part.unit_id, {})[value.id] = part.value
        for unit_id, shown in parts.items():
            if unit_id is not None:
                request = FigureRequest(unit_id, worlds.END, ids=tuple(shown), since=since)
                found = {value.id: value.value for value in figures.evaluate(request)}
                assert shown == found, unit_id


def test_buckets_add_up(world):
    for by in BROKEN_DOWN:
        for value in values(world.roots.party, worlds.END, by=by, since=worlds.BEGIN).values():
            if by in FIGURES[value.id].dimensions and value.value is not None:
                assert sum(part.value for part in value.breakdown) == value.value, (by, value.id)


def test_the_list_behind_a_figure_counts_to_it(world):
    summed = {figure.id for figure in FIGURES.values() if figure.measure.column}
    for unit in (world.roots.party, world.communes[1]):
        for value in values(unit, worlds.END, since=worlds.REORGANIZED).values():
            if value.id in summed or value.value is None:
                continue
            request = FigureRequest(unit_id=unit.pk, as_of=worlds.END, since=worlds.REORGANIZED)
            listing = figures.listing(request, value.id)
            assert len(listing.ids) == listing.total == value.value, value.id


def test_closing_is_opening_and_what_came_less_what_went(world):
    ids = ("member.opening", "member.in", "member.out", "member.closing", "member.total")
    spans = [
        (ROSTERED, worlds.REORGANIZED - dt.timedelta(days=1)),
        (worlds.REORGANIZED, worlds.REORGANIZED),
        (worlds.REORGANIZED, worlds.END),
        (ROSTERED, worlds.END),
    ]
    for tree in ("then", "now"):
        for since, until in spans:
            for unit in world.tops:
                found = values(unit, until, ids, since=since, tree=tree)
                came, went = found["member.in"].value, found["member.out"].value
                closing = found["member.opening"].value + came - went
                assert found["member.closing"].value == closing, (unit, since, until)
                assert found["member.total"].value == closing


ROSTERED = worlds.ROSTER + dt.timedelta(days=1)


def test_kinds_of_movement_add_up(world):
    for unit in world.tops:
        found = values(unit, worlds.END, since=ROSTERED)
        for total in ("member.in", "member.out"):
            kinds = [value for key, value in found.items() if key.startswith(f"{total}.")]
            assert sum(kind.value for kind in kinds) == found[total].value


def test_a_closed_period_is_the_same_after_a_later_move(scratch):
    world = scratch
    day, unit = dt.date(2022, 12, 31), world.committees[0]
    before = {key: value.text for key, value in values(unit, day, since=worlds.BEGIN).items()}

    worlds.move(world.branches[0], world.committees[1], dt.date(2023, 7, 1))

    after = {key: value.text for key, value in values(unit, day, since=worlds.BEGIN).items()}
    assert after == before


def test_age_bands_are_those_of_full_years(world):
    for day in (dt.date(2023, 2, 28), worlds.END):
        value = values(world.roots.party, day, ("member.total",), by="age_band")["member.total"]
        found = {part.key: part.value for part in value.breakdown}
        bands = {"18-30": (18, 30), "31-40": (31, 40), "41-50": (41, 50), "51-60": (51, 60)}
        stays = [
            stay
            for stay in MembershipPeriod.objects.select_related("membership__person")
            if stay.during.lower <= day and (stay.during.upper is None or day < stay.during.upper)
        ]
        ages = [age_on(stay.membership.person.born_on, day) for stay in stays]
        for key, (lower, upper) in bands.items():
            assert found.get(key, 0) == sum(lower <= age <= upper for age in ages)
        assert found.get("61+", 0) == sum(age >= 61 for age in ages)


def test_a_leap_day_birthday_ends_with_february(scratch):
    world = scratch
    branch = world.branches[0]
    registers.member(branch, worlds.ROSTER, born_on=dt.date(1992, 2, 29))
    before = values(world.roots.party, dt.date(2023, 2, 27), ("member.total",), by="age_band")
    after = values(world.roots.party, dt.date(2023, 2, 28), ("member.total",), by="age_band")

    def young(found):
        return {part.key: part.value for part in found["member.total"].breakdown}["18-30"]

    assert young(before) - young(after) >= 1
