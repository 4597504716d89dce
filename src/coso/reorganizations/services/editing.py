"""Changing a plan by hand, step by step, until it is carried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from attrs import frozen
from django.db import transaction
from django.db.models import F

from coso.audit import services as audit
from coso.core import text
from coso.core.dates import format_date
from coso.core.numbers import format_integer
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis
from coso.reorganizations import queries
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import (
    NamedMove,
    RemovedStep,
    Reorganization,
    ReorganizationStep,
)
from coso.reorganizations.services.opening import UnableToReorganize, locked
from coso.reorganizations.services.repeating import require_new
from coso.reorganizations.services.restoring import keep_step, put_back
from coso.reorganizations.services.stating import (
    BEYOND,
    StepDetails,
    UnitDetails,
    forget,
    shift,
    tidy,
    units_of,
    write_parts,
    write_steps,
    write_units,
)


@frozen(kw_only=True)
class Heading:
    """What a plan is called, from when it takes effect, on what it rests."""

    name: str
    effective_on: dt.date
    decision: str = ""
    decided_on: dt.date | None = None
    issuer: str = ""


@transaction.atomic
def change_plan(
    *, plan: Reorganization, heading: Heading, actor: Actor, basis: Basis = FRESH
) -> Reorganization:
    """Give a plan another name, day or legal basis.

    :raises UnableToReorganize: if it was carried out already
    :raises RecordChanged: if it is not what the actor saw
    """
    plan = _opened(plan, basis)
    plan.name = text.normalize(heading.name)
    plan.effective_on, plan.decision = heading.effective_on, heading.decision
    plan.decided_on, plan.issuer = heading.decided_on, heading.issuer
    plan.save(update_fields=["name", "effective_on", "decision", "decided_on", "issuer"])
    _record(plan, actor, f"hiệu lực {format_date(plan.effective_on)}")
    return plan


@transaction.atomic
def add_steps(
    *, plan: Reorganization, steps: Sequence[StepDetails], actor: Actor, basis: Basis = FRESH
) -> list[ReorganizationStep]:
    """Add steps after those that a plan has.

    :raises UnableToReorganize: if it was carried out already
    :raises StepIsThere: if it has one of them already
    :raises RecordChanged: if it is not what the actor saw
    """
    plan = _opened(plan, basis)
    require_new(plan, steps)
    written = write_steps(plan, steps, write_units(plan, units_of(steps)))
    _record(plan, actor, f"thêm {_called(written)}")
    return written


@transaction.atomic
def change_step(
    *, step: ReorganizationStep, details: StepDetails, actor: Actor, basis: Basis = FRESH
) -> ReorganizationStep:
    """Let a step say something else, in its place.

    :raises UnableToReorganize: if the plan was carried out already, or something rests on a unit
        that the step does not found any more
    :raises RecordChanged: if the plan is not what the actor saw
    """
    plan = _opened(step.plan, basis)
    step = _present(plan, step)
    forget(step)
    for field, value in details.stored.items():
        setattr(step, field, value)
    step.save()
    write_parts([(step, details)], write_units(plan, units_of([details])))
    tidy(plan)
    _record(plan, actor, f"sửa {_called([step])}")
    return step


@transaction.atomic
def remove_step(*, step: ReorganizationStep, actor: Actor, basis: Basis = FRESH) -> Reorganization:
    """Take a step out of its plan, with what it says of its units; it can be put back.

    :raises UnableToReorganize: if the plan was carried out already, or something rests on a unit
        that the step founds
    :raises RecordChanged: if the plan is not what the actor saw
    """
    plan = _opened(step.plan, basis)
    step = _present(plan, step)
    removed = _called([step])
    keep_step(step, actor)
    forget(step)
    step.delete()
    tidy(plan)
    shift(plan, step.position + 1, -1)
    _record(plan, actor, f"bỏ {removed}")
    return plan


@transaction.atomic
def restore_step(*, removed: RemovedStep, actor: Actor, basis: Basis = FRESH) -> ReorganizationStep:
    """Put a step back that was taken out: in its place, with what it said of its units.

    :raises UnableToReorganize: if the plan was carried out already, the step was put back, a unit
        of it is not founded any more, or something else is said of one now
    :raises RecordChanged: if the plan is not what the actor saw
    """
    plan = _opened(removed.plan, basis)
    if not plan.removed_steps.filter(pk=removed.pk).exists():
        message = "Bước này đã được lấy lại. Hãy mở lại trang phương án."
        raise UnableToReorganize("step_restored", message)
    step = put_back(plan, removed)
    removed.delete()
    _record(plan, actor, f"lấy lại {_called([step])}")
    return step


@transaction.atomic
def move_step(*, step: ReorganizationStep, places: int, actor: Actor) -> ReorganizationStep:
    """Let a step stand some places later in its plan, or earlier (less than nothing).

    :raises UnableToReorganize: if the plan was carried out already
    """
    plan = _opened(step.plan, FRESH)
    step = _present(plan, step)
    order = list(plan.steps.order_by("position").values_list("pk", flat=True))
    order.remove(step.pk)
    order.insert(max(step.position - 1 + places, 0), step.pk)
    plan.steps.update(position=F("position") + BEYOND)
    moved = [ReorganizationStep(pk=pk, position=place) for place, pk in enumerate(order, 1)]
    ReorganizationStep.objects.bulk_update(moved, ["position"])
    step.refresh_from_db()
    _record(plan, actor, f"xếp lại {_called([step])}")
    return step


@transaction.atomic
def send_members(
    *,
    plan: Reorganization,
    targets: Mapping[int, UnitDetails | None],
    actor: Actor,
    basis: Basis = FRESH,
) -> int:
    """Let members go to units of the plan by name; of whom there is no target nothing is said.

    :raises UnableToReorganize: if the plan was carried out already
    :raises RecordChanged: if it is not what the actor saw
    """
    plan = _opened(plan, basis)
    plan.moves.filter(membership__in=targets).delete()
    told = {id(unit): unit for unit in targets.values() if unit is not None}
    rows = write_units(plan, list(told.values()))
    NamedMove.objects.bulk_create(
        NamedMove(plan=plan, membership_id=membership, target=rows[id(unit)])
        for membership, unit in targets.items()
        if unit is not None
    )
    tidy(plan)
    number = format_integer(len(targets))
    _record(plan, actor, f"{number} đảng viên chuyển theo danh sách")
    return len(targets)


def _opened(plan: Reorganization, basis: Basis) -> Reorganization:
    """Return a plan to be written; one that waits for its day becomes a draft again."""
    plan = locked(plan)
    basis.check_seen(queries.state_of(plan))
    if plan.status == PlanStatus.SCHEDULED:
        plan.status, plan.message = PlanStatus.DRAFT, ""
        plan.save(update_fields=["status", "message"])
    return plan


def _present(plan: Reorganization, step: ReorganizationStep) -> ReorganizationStep:
    found: ReorganizationStep | None = plan.steps.filter(pk=step.pk).first()
    if found is None:
        message = "Bước này đã bị bỏ khỏi phương án. Hãy mở lại trang phương án."
        raise UnableToReorganize("step_gone", message)
    found.plan = plan
    return found


def _called(steps: Sequence[ReorganizationStep]) -> str:
    named = [f"bước {step.position} ({step.get_event_display()})" for step in steps]
    return named[0] if len(named) == 1 else f"{format_integer(len(named))} bước từ {named[0]}"


def _record(plan: Reorganization, actor: Actor, what: str) -> None:
    audit.record(
        actor=actor,
        action="reorganization.edited",
        subject=plan,
        unit_id=plan.unit_id,
        summary=f"Sửa phương án “{plan.name}”: {what}",
    )
