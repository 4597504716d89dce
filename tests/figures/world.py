"""A small invented district with a history, and what a reader would count in it by hand."""

import datetime as dt
import random

from attrs import define, field

from coso.core.periods import Period
from coso.meetings.models import Meeting
from coso.members.models import MembershipPeriod
from coso.organizations import queries as organizations
from coso.organizations.models import Unit, UnitPlacement
from coso.personnel.models import Assignment
from tests.factories import organizations as make
from tests.factories import registers

BEGIN = dt.date(2021, 1, 1)
ROSTER = dt.date(2021, 3, 1)
REORGANIZED = dt.date(2022, 7, 1)
END = dt.date(2023, 6, 30)
LEAVING = ("TRANSFERRED_OUT", "DECEASED", "STRUCK_OFF", "EXPELLED")


@define
class World:
    """The units of a generated district by tree, and the dice that made them."""

    dice: random.Random
    roots: object
    committees: list = field(factory=list)
    branches: list = field(factory=list)
    communes: list = field(factory=list)
    villages: list = field(factory=list)
    agencies: list = field(factory=list)

    @property
    def units(self):
        return list(Unit.objects.order_by("pk"))

    @property
    def tops(self):
        """Units with others below, one or two of each kind."""
        roots = (self.roots.party, self.roots.area, self.roots.agencies)
        return [*roots, *self.committees[:2], self.communes[0], self.branches[0]]

    @property
    def days(self):
        """Days on both sides of everything that changes."""
        around = [REORGANIZED + dt.timedelta(days=days) for days in (-1, 0, 1)]
        return [ROSTER, *around, dt.date(2022, 12, 31), END]


def build(seed):
    """Write a district: three trees, a reorganization, members, staff, meetings, visits."""
    dice = random.Random(seed)  # noqa: S311 -- not a secret
    world = World(dice, make.roots())
    _units(world)
    _reorganize(world)
    _members(world)
    _staff(world)
    _meetings(world)
    _decisions(world)
    return world


def _units(world):
    dice, roots = world.dice, world.roots
    for number in range(3):
        commune = make.unit("COMMUNE", f"Xã {number}", under=roots.area)
        world.communes.append(commune)
        for index in range(2):
            name = f"Thôn {number}.{index}"
            world.villages.append(make.unit("VILLAGE", name, under=commune))
        committee = make.unit(
            "GRASSROOTS_COMMITTEE_ORG",
            f"Đảng bộ xã {number}",
            under=roots.party,
            code=f"DB{number}",
            host_area=commune,
            host_type="COMMUNE",
        )
        world.committees.append(committee)
        authority = make.unit(
            "COMMUNE_AUTHORITY", f"UBND xã {number}", under=roots.agencies, host_area=commune
        )
        world.agencies.append(authority)
    for number, village in enumerate(world.villages):
        host = {"host_area": village, "host_type": "VILLAGE"} if dice.random() < 0.7 else {}
        under = world.committees[number // 2]
        world.branches.append(make.unit("BRANCH", f"Chi bộ thôn {number}", under=under, **host))
    for number in range(3):
        agency = make.unit(
            "STATE_AGENCY",
            f"Phòng {number}",
            under=roots.agencies,
            level="DISTRICT",
            host_area=roots.area if dice.random() < 0.5 else dice.choice(world.communes),
        )
        world.agencies.append(agency)
        host = {"host_agency": agency} if number else {}
        under = roots.party if number else dice.choice(world.committees)
        kind = "GRASSROOTS_BRANCH" if number else "BRANCH"
        world.branches.append(make.unit(kind, f"Chi bộ phòng {number}", under=under, **host))


def move(unit, parent, day):
    """Place a unit elsewhere from a day on."""
    placement = UnitPlacement.objects.filter(unit=unit).order_by("-during").first()
    placement.during = Period(placement.during.lower, day).to_range()
    placement.save()
    UnitPlacement.objects.create(unit=unit, parent=parent, during=Period(day).to_range())


def _reorganize(world):
    dice = world.dice
    for branch in dice.sample(world.branches, 3):
        move(branch, dice.choice([*world.committees, world.roots.party]), REORGANIZED)
    move(dice.choice(world.villages), dice.choice(world.communes), REORGANIZED)
    move(world.committees[2], world.committees[0], dt.date(2023, 1, 1))


def _members(world):
    dice = world.dice
    homes = [*world.branches, world.committees[0]]
    for number in range(50):
        official = None if dice.random() < 0.2 else BEGIN + dt.timedelta(days=dice.randint(0, 900))
        born = dt.date(dice.randint(1940, 2003), dice.randint(1, 12), dice.randint(1, 28))
        facts = {"gender": dice.choice(("MALE", "FEMALE", "")), "born_on": born}
        since, entry = ROSTER, "ROSTER"
        if number % 5 == 0:
            since, entry = _some_day(dice, ROSTER), "ADMITTED"
        _life(dice, homes, since, entry, official, facts)


def _life(dice, homes, since, entry, official, facts):
    """Write a member with up to two moves, who may leave in the end."""
    home = dice.choice(homes)
    days = sorted({_some_day(dice, since) for _ in range(dice.choice((0, 0, 1, 2)))} - {since})
    ends = [*days, None]
    final = dice.choice(LEAVING) if days and dice.random() < 0.4 else ""
    last = days[-1] if final else None
    membership = registers.member(
        home, since, ends[0], entry=entry, leaving=_leaving(ends[0], last, final),
        official_on=official, **facts,
    )  # fmt: skip
    for start, end in zip(days, ends[1:], strict=True):
        if start != last:
            registers.stay(
                membership, dice.choice(homes), start, end, leaving=_leaving(end, last, final)
            )


def _leaving(end, last, final):
    return "" if end is None else final if end == last else "MOVED"


def _some_day(dice, after):
    return after + dt.timedelta(days=dice.randint(1, max((END - after).days, 1)))


def _staff(world):
    dice = world.dice
    for _ in range(40):
        assignment = registers.employee(
            dice.choice(world.agencies),
            category=dice.choice(("CADRE", "CIVIL_SERVANT", "PUBLIC_EMPLOYEE", "CONTRACT_WORKER")),
            group=dice.choice(("MANAGING", "OFFICE", "PROFESSIONAL")),
            since=ROSTER if dice.random() < 0.7 else _some_day(dice, ROSTER),
        )
        rank = dice.randint(0, 6)
        code = "UNIVERSITY" if rank == 4 else f"LEVEL_{rank}"
        registers.qualified(assignment.person, "PROFESSIONAL", code, rank, ROSTER)
    registers.qualified(assignment.person, "PROFESSIONAL", "UNIVERSITY", 4, END)


def _meetings(world):
    dice = world.dice
    for branch in world.branches:
        for month in range(18):
            year, number = 2022 + month // 12, month % 12 + 1
            if dice.random() < 0.9:
                held = dt.date(year, number, 5) + dt.timedelta(days=dice.choice((0, 3, 30)))
                registers.meeting(
                    branch, year, number, held, required=10, present=9, excused=1, unexcused=0,
                    reported_on=held + dt.timedelta(days=dice.choice((2, 15))),
                )  # fmt: skip
        registers.visit(branch, _some_day(dice, BEGIN), world.roots.party)
        held = registers.course(
            dice.choice([world.roots.party, *world.committees]), _some_day(dice, BEGIN)
        )
        for result in ("COMPLETED", "FAILED", "ABSENT"):
            registers.learner(held, branch, result)
        registers.planned(
            world.roots.party, f"Bí thư {branch}", _some_day(dice, BEGIN), unit=branch
        )
    registers.visit(world.committees[0], _some_day(dice, BEGIN), world.roots.party)


def _decisions(world):
    dice = world.dice
    for _ in range(20):
        registers.decision(
            dice.choice(world.agencies),
            _some_day(dice, BEGIN),
            dice.choice(("APPOINT", "TRANSFER", "REAPPOINT")),
            term_months=dice.choice((None, 6, 12)),
        )


class ByHand:
    """The figures again, counted one record after the other from the registers."""

    def __init__(self):
        self.parents = [
            (placement.unit_id, placement.parent_id, Period.from_range(placement.during))
            for placement in UnitPlacement.objects.all()
        ]
        self.trees = dict(Unit.objects.values_list("pk", "tree"))
        self.area = organizations.area_periods()
        self.agency = organizations.agency_periods()
        self.overseers = organizations.overseer_periods()

    def chain(self, unit, day):
        """Return a unit and all above it on a day."""
        above = [unit]
        while True:
            parents = [
                p for u, p, during in self.parents if u == above[-1] and during.contains(day)
            ]
            if not parents:
                return above
            above += parents

    def stands_in(self, unit, view, day):
        """Tell whether a unit stands in the unit in view on a day, across trees."""
        target, tree = unit, self.trees[view]
        if self.trees[unit] != tree:
            source = {"AREA": self.area, "AGENCY": self.agency, "PARTY": self.overseers}[tree]
            found = [v for u, v, during in source if u == unit and during.contains(day)]
            if not found:
                return False
            target = found[0]
        return view in self.chain(target, day)

    def members(self, view, day):
        """Return the stays in force in a unit on a day."""
        return [
            stay
            for stay in MembershipPeriod.objects.select_related("membership__person")
            if Period.from_range(stay.during).contains(day)
            and self.stands_in(stay.unit_id, view, day)
        ]

    def staff(self, view, day):
        """Return the primary assignments in force in a unit on a day."""
        return [
            each
            for each in Assignment.objects.select_related("post")
            if Period.from_range(each.during).contains(day)
            and each.is_primary
            and self.stands_in(each.post.agency_id, view, day)
        ]

    def meetings(self, view, since, day):
        """Return the meetings of the periods from a day on that were held by another."""
        return [
            meeting
            for meeting in Meeting.objects.exclude(held_on=None)
            if meeting.period.lower >= since
            and meeting.held_on <= day
            and self.stands_in(meeting.unit_id, view, meeting.held_on)
        ]
