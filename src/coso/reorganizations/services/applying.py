"""Carrying a plan out for good: at once, or on its day by itself."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Now

from coso.audit import services as audit
from coso.core import db, keeping
from coso.core.dates import format_date
from coso.core.errors import DomainError, reason_of
from coso.core.types import SYSTEM, Actor
from coso.core.writing import FRESH, Basis
from coso.organizations import services as organizations
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import PlannedUnit, Reorganization, ReorganizationChange
from coso.reorganizations.services.opening import UnableToReorganize, locked
from coso.reorganizations.services.outlook import Outlook
from coso.reorganizations.services.rehearsing import Rehearsal, rehearse, try_out


@transaction.atomic
def apply_plan(
    *, plan: Reorganization, actor: Actor, on: dt.date, basis: Basis = FRESH
) -> tuple[Reorganization, Rehearsal]:
    """Carry out a plan whose day has come.

    :raises UnableToReorganize: if it was carried out already, its day is still to come, or an
        error stands against it
    :raises RecordChanged: if the plan or what it touches is not what the actor saw
    :raises ReasonMissing: if there are warnings, and somebody who saw them gives no reason
    """
    plan = locked(plan)
    if plan.effective_on > on:
        raise UnableToReorganize(
            "plan_in_future",
            f"Phương án có hiệu lực từ {format_date(plan.effective_on)}. Hãy đặt chờ đến ngày đó.",
        )
    with connection.cursor() as cursor:
        db.work_alone(cursor)
        db.expect_many_rows(cursor)
        organizations.lock_trees()
        db.open_log(cursor)
        outlook, rehearsal = try_out(cursor, plan)
        _require_clear(rehearsal, basis, actor)
        _keep(cursor, plan, outlook, actor)
    audit.record(
        actor=actor,
        action="reorganization.applied",
        subject=plan,
        unit_id=plan.unit_id,
        summary=f"Thực hiện phương án “{plan.name}” từ {format_date(plan.effective_on)}",
        reason=basis.reason,
        values={
            "steps": len(outlook.steps),
            "members": rehearsal.members_after,
            "warnings": rehearsal.warnings,
        },
    )
    return plan, rehearsal


@transaction.atomic
def schedule_plan(
    *, plan: Reorganization, actor: Actor, on: dt.date, basis: Basis = FRESH
) -> tuple[Reorganization, Rehearsal]:
    """Let a plan take effect on its day by itself; until then it can be changed or stopped.

    :raises UnableToReorganize: if it was carried out already, its day has come, or an error
        stands against it as the registers are now
    :raises RecordChanged: if the plan or what it touches is not what the actor saw
    :raises ReasonMissing: if there are warnings, and somebody who saw them gives no reason
    """
    plan = locked(plan)
    if plan.effective_on <= on:
        message = f"Ngày hiệu lực {format_date(plan.effective_on)} đã đến. Hãy thực hiện ngay."
        raise UnableToReorganize("plan_due", message)
    rehearsal = rehearse(plan=plan)
    _require_clear(rehearsal, basis, actor)
    action = "reorganization.scheduled"
    plan = _set_status(plan, PlanStatus.SCHEDULED, actor, action, "Đặt chờ", basis.reason)
    return plan, rehearsal


@transaction.atomic
def unschedule_plan(*, plan: Reorganization, actor: Actor) -> Reorganization:
    """Take a scheduled plan back to a draft.

    :raises UnableToReorganize: if it was carried out already
    """
    plan = locked(plan)
    return _set_status(plan, PlanStatus.DRAFT, actor, "reorganization.unscheduled", "Dừng chờ")


@transaction.atomic
def discard_plan(*, plan: Reorganization, actor: Actor) -> None:
    """Throw a draft away; the trail keeps that there was one.

    :raises UnableToReorganize: if it is not a draft any more
    """
    plan = locked(plan)
    if plan.status != PlanStatus.DRAFT:
        message = f"Phương án “{plan.name}” đang chờ đến ngày hiệu lực. Hãy dừng chờ rồi bỏ."
        raise UnableToReorganize("plan_scheduled", message)
    audit.record(
        actor=actor,
        action="reorganization.discarded",
        subject=plan,
        unit_id=plan.unit_id,
        summary=f"Bỏ phương án “{plan.name}”, hiệu lực {format_date(plan.effective_on)}",
    )
    plan.delete()


def apply_due_plans(*, on: dt.date) -> int:
    """Carry out the scheduled plans whose day has come; return how many.

    One that cannot be carried out stays, with the reason, and is tried again the next day.
    """
    due = Reorganization.objects.filter(status=PlanStatus.SCHEDULED, effective_on__lte=on, work="")
    done = 0
    for plan in due.order_by("effective_on", "pk"):
        try:
            apply_plan(plan=plan, actor=SYSTEM, on=on)
            done += 1
        except DomainError as error:
            Reorganization.objects.filter(pk=plan.pk).update(message=reason_of(error)[:500])
    return done


def _set_status(
    plan: Reorganization,
    status: PlanStatus,
    actor: Actor,
    action: str,
    doing: str,
    reason: str = "",
) -> Reorganization:
    plan.status, plan.message = status, ""
    plan.save(update_fields=["status", "message"])
    audit.record(
        actor=actor,
        action=action,
        subject=plan,
        unit_id=plan.unit_id,
        summary=f"{doing} phương án “{plan.name}”, hiệu lực {format_date(plan.effective_on)}",
        reason=reason,
    )
    return plan


def _keep(cursor: CursorWrapper, plan: Reorganization, outlook: Outlook, actor: Actor) -> None:
    plan.written = keeping.keep(cursor, plan, ReorganizationChange)
    plan.status, plan.message = PlanStatus.APPLIED, ""
    plan.applied_by, plan.applied_at = actor.label, Now()
    plan.save(update_fields=["written", "status", "message", "applied_by", "applied_at"])
    plan.refresh_from_db()
    founded = [unit for unit in outlook.planned.values() if unit.is_new]
    for unit in founded:
        unit.unit_id = outlook.ids[unit.pk]
    PlannedUnit.objects.bulk_update(founded, ["unit"])


def _require_clear(rehearsal: Rehearsal, basis: Basis, actor: Actor) -> None:
    """Let a plan pass that was seen as it is, and that nothing stands against unexplained.

    The installation itself (a timer, the command line) gives no reasons.
    """
    basis.check_seen(rehearsal.state)
    if rehearsal.is_blocked:
        raise _blocked(rehearsal)
    if actor.pk is not None:
        basis.check_reason(rehearsal.warnings)


def _blocked(rehearsal: Rehearsal) -> UnableToReorganize:
    errors = [problem for problem in rehearsal.problems if problem.severity == "error"]
    message = f"Chưa thực hiện được phương án: còn {len(errors)} lỗi. {errors[0].message}"
    refusal = UnableToReorganize("plan_blocked", message)
    refusal.rehearsal = rehearsal
    return refusal
