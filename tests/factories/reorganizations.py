"""Plans of reorganization in few words, on a small district."""

import datetime as dt

from attrs import evolve, frozen

from coso.core.types import SYSTEM
from coso.organizations import services as organizations
from coso.organizations.enums import Tree, UnitEvent
from coso.organizations.models import Unit, UnitType
from coso.reorganizations import services
from coso.reorganizations.services import MoveDetails, PlanDetails, StepDetails, UnitDetails
from tests.factories import organizations as make
from tests.factories.keeping import kept

DAY = dt.date(2024, 7, 1)
TODAY = dt.date(2024, 8, 1)
YEARS_AGO = dt.date(2021, 1, 1)
_COMMUNES = ("Đảng bộ xã Tân Sơn", "Đảng bộ xã Cao Kỳ")
_BRANCHES = ("Chi bộ Bản Mới", "Chi bộ Bản Cũ", "Chi bộ Nà Lạn")


@frozen
class District:
    """A district with two communes, `first` with two branches, `second` with one."""

    root: Unit
    first: Unit
    second: Unit
    one: Unit
    two: Unit
    three: Unit


def district():
    """Set up the district of the sample with its regime before 2025."""
    make.seeds()
    _place_district()
    units = {unit.name: unit for unit in Unit.objects.filter(tree=Tree.PARTY)}
    root = next(unit for unit in units.values() if unit.is_root)
    return District(root, *(units[name] for name in (*_COMMUNES, *_BRANCHES)))


@kept(*make.PLACED)
def _place_district():
    root = make.roots().party
    first, second = (
        make.unit("GRASSROOTS_COMMITTEE_ORG", name, under=root, code=f"06.{number}")
        for number, name in enumerate(_COMMUNES, start=1)
    )
    for name, above, code in zip(
        _BRANCHES, (first, first, second), ("06.1.1", "06.1.2", "06.2.1"), strict=True
    ):
        make.unit("BRANCH", name, under=above, code=code)
    organizations.refresh_overseers()


class Planning:
    """A plan in the making: each unit is spoken of once."""

    def __init__(self, on=DAY, name="Sắp xếp năm 2024"):
        self.details = PlanDetails(name=name, effective_on=on, decision="01-QĐ/HU")

    def of(self, unit, **after):
        """Return a known unit of the plan, with what it is after."""
        found = next((u for u in self.details.units if u.unit == unit), None)
        if found is None:
            found = UnitDetails(tree=Tree(unit.tree), unit=unit)
            self.details.units.append(found)
        for name, value in after.items():
            setattr(found, name, self.of(value) if name == "parent" else value)
        return found

    def new(self, kind, name, under=None, code=""):
        """Return a new unit of the plan."""
        kind = UnitType.objects.get(pk=kind)
        unit = UnitDetails(tree=Tree(kind.tree), type=kind, name=name, code=code)
        unit.parent = self.of(under) if isinstance(under, Unit) else under
        self.details.units.append(unit)
        return unit

    def step(self, event, sources=(), targets=(), **more):
        """Add a step; known units may be given as they are."""
        self.details.steps.append(
            StepDetails(
                event=UnitEvent(event),
                sources=tuple(map(self._planned, sources)),
                targets=tuple(map(self._planned, targets)),
                **more,
            )
        )
        return self

    def move(self, membership, target):
        """Let a member go somewhere by name."""
        self.details.moves.append(MoveDetails(membership.pk, self._planned(target)))
        return self

    def drafted(self):
        """Write the plan down."""
        root = Unit.objects.get(tree=Tree.PARTY, is_root=True)
        return services.draft_plan(details=self.details, unit=root, actor=SYSTEM)

    def by_hand(self):
        """Write the plan down step by step."""
        root = Unit.objects.get(tree=Tree.PARTY, is_root=True)
        said = self.details
        empty = evolve(said, units=[], steps=[], moves=[])
        plan = services.draft_plan(details=empty, unit=root, actor=SYSTEM)
        for step in said.steps:
            services.add_steps(plan=plan, steps=[step], actor=SYSTEM)
            for unit in said.units:
                if unit.unit is None:
                    unit.planned = plan.units.filter(is_new=True, name=unit.name).first()
        for move in said.moves:
            services.send_members(
                plan=plan, targets={move.membership_id: move.target}, actor=SYSTEM
            )
        return plan

    def rehearsed(self):
        """Write the plan down and try it."""
        return services.rehearse(plan=self.drafted())

    def applied(self, on=TODAY):
        """Write the plan down and carry it out."""
        plan, _ = services.apply_plan(plan=self.drafted(), actor=SYSTEM, on=on)
        return plan

    def _planned(self, unit):
        return self.of(unit) if isinstance(unit, Unit) else unit


def said_by(plan):
    """Return what a plan says, without keys: its units, steps and who goes where by name."""
    steps = []
    for step in plan.steps.order_by("position"):
        parts = [(p.side, _called(p.unit)) for p in step.parts.order_by("pk")]
        basis = (step.decision, step.decided_on, step.issuer)
        steps.append((step.event, parts, basis, step.expected_members, step.keeps_positions))
    return {
        "units": sorted(map(_statement, plan.units.all())),
        "steps": steps,
        "moves": sorted((move.membership_id, _called(move.target)) for move in plan.moves.all()),
    }


def _called(planned):
    return f"mới: {planned.name}" if planned.unit is None else f"{planned.unit_id}"


def _statement(planned):
    parent = "" if planned.parent is None else _called(planned.parent)
    said = (planned.tree, planned.name, planned.code, planned.type_id or "", parent)
    return (_called(planned), planned.is_new, planned.is_older, *said)
