"""Writing a plan down: its units, its steps, who goes where by name."""

from __future__ import annotations

import datetime as dt

from attrs import Factory, define, frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core import text
from coso.core.dates import format_date
from coso.core.types import Actor
from coso.organizations.enums import Tree, UnitEvent
from coso.organizations.models import Unit, UnitType
from coso.reorganizations.enums import Side
from coso.reorganizations.models import (
    NamedMove,
    PlannedUnit,
    Reorganization,
    ReorganizationStep,
    StepUnit,
)


@define(kw_only=True, eq=False)
class UnitDetails:
    """A unit that a plan speaks of: a known one, or a new one with name and type.

    What is blank stays as it is. `parent` is another unit of the plan.
    """

    tree: Tree
    unit: Unit | None = None
    is_older: bool = False
    name: str = ""
    code: str = ""
    type: UnitType | None = None
    parent: UnitDetails | None = None


@frozen(kw_only=True)
class StepDetails:
    """One event: units of the plan that it takes, and those that it leaves."""

    event: UnitEvent
    sources: tuple[UnitDetails, ...] = ()
    targets: tuple[UnitDetails, ...] = ()
    reference: str = ""
    decision: str = ""
    decided_on: dt.date | None = None
    issuer: str = ""
    expected_members: int | None = None
    keeps_positions: bool = False
    note: str = ""


@frozen
class MoveDetails:
    """One member who goes to a unit of the plan by name."""

    membership_id: int
    target: UnitDetails


@define(kw_only=True)
class PlanDetails:
    """All that a plan says."""

    name: str
    effective_on: dt.date
    decision: str = ""
    decided_on: dt.date | None = None
    issuer: str = ""
    units: list[UnitDetails] = Factory(list)
    steps: list[StepDetails] = Factory(list)
    moves: list[MoveDetails] = Factory(list)


@transaction.atomic
def draft_plan(*, details: PlanDetails, unit: Unit, actor: Actor) -> Reorganization:
    """Write down a plan of a Party organization; nothing else changes."""
    plan = Reorganization.objects.create(
        name=text.normalize(details.name),
        effective_on=details.effective_on,
        decision=details.decision,
        decided_on=details.decided_on,
        issuer=details.issuer,
        unit=unit,
        drafted_by=actor.label,
    )
    planned = _write_units(plan, details)
    _write_steps(plan, details, planned)
    NamedMove.objects.bulk_create(
        NamedMove(plan=plan, membership_id=move.membership_id, target=planned[id(move.target)])
        for move in details.moves
    )
    audit.record(
        actor=actor,
        action="reorganization.drafted",
        subject=plan,
        unit_id=unit.pk,
        summary=f"Lập phương án “{plan.name}”, hiệu lực {format_date(plan.effective_on)}",
        values={"steps": len(details.steps), "moves": len(details.moves)},
    )
    return plan


def _write_units(plan: Reorganization, details: PlanDetails) -> dict[int, PlannedUnit]:
    planned = {
        id(unit): PlannedUnit(
            plan=plan,
            position=position,
            tree=unit.tree,
            unit=unit.unit,
            is_new=unit.unit is None,
            is_older=unit.is_older,
            name=text.normalize(unit.name),
            code=unit.code,
            type=unit.type,
        )
        for position, unit in enumerate(details.units, 1)
    }
    PlannedUnit.objects.bulk_create(planned.values())
    placed = [unit for unit in details.units if unit.parent is not None]
    for unit in placed:
        planned[id(unit)].parent = planned[id(unit.parent)]
    PlannedUnit.objects.bulk_update([planned[id(unit)] for unit in placed], ["parent"])
    return planned


def _write_steps(
    plan: Reorganization, details: PlanDetails, planned: dict[int, PlannedUnit]
) -> None:
    steps = ReorganizationStep.objects.bulk_create(
        ReorganizationStep(
            plan=plan,
            position=position,
            reference=step.reference,
            event=step.event,
            decision=step.decision,
            decided_on=step.decided_on,
            issuer=step.issuer,
            expected_members=step.expected_members,
            keeps_positions=step.keeps_positions,
            note=step.note,
        )
        for position, step in enumerate(details.steps, 1)
    )
    StepUnit.objects.bulk_create(
        StepUnit(step=written, unit=planned[id(unit)], side=side)
        for written, step in zip(steps, details.steps, strict=True)
        for side, units in ((Side.SOURCE, step.sources), (Side.TARGET, step.targets))
        for unit in units
    )
