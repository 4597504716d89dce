"""Beginning a plan with what another one says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from coso.core.types import Actor
from coso.organizations.enums import Tree, UnitEvent
from coso.reorganizations.enums import Side
from coso.reorganizations.models import PlannedUnit, Reorganization, ReorganizationStep
from coso.reorganizations.services.drafting import MoveDetails, PlanDetails, draft_plan
from coso.reorganizations.services.stating import StepDetails, UnitDetails

_COPY: Final = " (bản sao)"
_LONGEST_NAME: Final = 200


@transaction.atomic
def copy_plan(*, plan: Reorganization, actor: Actor) -> Reorganization:
    """Draft a plan that says the same as another one, whatever became of that."""
    details = details_of(plan)
    details.name = f"{plan.name[: _LONGEST_NAME - len(_COPY)]}{_COPY}"
    return draft_plan(details=details, unit=plan.unit, actor=actor)


def details_of(plan: Reorganization) -> PlanDetails:
    """Return all that a plan says, as it would be drafted; what it founds is to be founded."""
    rows = list(plan.units.select_related("unit", "type").order_by("position"))
    units = {row.pk: _unit(row) for row in rows}
    for row in rows:
        if row.parent_id is not None:
            units[row.pk].parent = units[row.parent_id]
    steps = plan.steps.prefetch_related("parts").order_by("position")
    moves = plan.moves.order_by("pk").values_list("membership", "target")
    return PlanDetails(
        name=plan.name,
        effective_on=plan.effective_on,
        decision=plan.decision,
        decided_on=plan.decided_on,
        issuer=plan.issuer,
        units=list(units.values()),
        steps=[_step(step, units) for step in steps],
        moves=[MoveDetails(membership, units[target]) for membership, target in moves],
    )


def _unit(row: PlannedUnit) -> UnitDetails:
    return UnitDetails(
        tree=Tree(row.tree),
        unit=None if row.is_new else row.unit,
        is_older=row.is_older,
        name=row.name,
        code=row.code,
        type=row.type,
    )


def _step(step: ReorganizationStep, units: Mapping[int, UnitDetails]) -> StepDetails:
    parts = sorted(step.parts.all(), key=lambda part: part.pk)
    return StepDetails(
        event=UnitEvent(step.event),
        sources=tuple(units[part.unit_id] for part in parts if part.side == Side.SOURCE),
        targets=tuple(units[part.unit_id] for part in parts if part.side == Side.TARGET),
        reference=step.reference,
        decision=step.decision,
        decided_on=step.decided_on,
        issuer=step.issuer,
        expected_members=step.expected_members,
        keeps_positions=step.keeps_positions,
        note=step.note,
    )
