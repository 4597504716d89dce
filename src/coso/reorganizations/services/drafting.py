"""What a plan says, and drafting one as a whole."""

from __future__ import annotations

import datetime as dt

from attrs import Factory, define, frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core import text
from coso.core.dates import format_date
from coso.core.types import Actor
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.reorganizations.models import NamedMove, Reorganization
from coso.reorganizations.services.opening import UnableToReorganize
from coso.reorganizations.services.stating import (
    StepDetails,
    UnitDetails,
    write_steps,
    write_units,
)


@frozen
class MoveDetails:
    """One member who goes to a unit of the plan by name."""

    membership_id: int
    target: UnitDetails


@define(kw_only=True)
class PlanDetails:
    """All that a plan says; `units` in the order in which it brings them up."""

    name: str
    effective_on: dt.date
    decision: str = ""
    decided_on: dt.date | None = None
    issuer: str = ""
    units: list[UnitDetails] = Factory(list)
    steps: list[StepDetails] = Factory(list)
    moves: list[MoveDetails] = Factory(list)


def office_on(day: dt.date) -> Unit:
    """Return the Party organization whose plan one of a day is: the root of that day.

    :raises UnableToReorganize: if there is none
    """
    root: Unit | None = organizations.root_on(Tree.PARTY, day)
    if root is None:
        message = f"Chưa có tổ chức gốc vào ngày {format_date(day)}. Hãy xem lại ngày hiệu lực."
        raise UnableToReorganize("no_root", message)
    return root


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
    planned = write_units(plan, details.units)
    write_steps(plan, details.steps, planned)
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
