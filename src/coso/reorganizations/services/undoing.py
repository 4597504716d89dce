"""Taking a whole reorganization back, as long as nothing depends on it."""

from __future__ import annotations

from typing import Final, cast

from django.db import connection, transaction
from django.db.models import QuerySet

from coso.audit import services as audit
from coso.core import db, keeping
from coso.core.errors import DomainError
from coso.core.numbers import format_integer
from coso.core.types import Actor
from coso.organizations import queries as organization_queries
from coso.organizations import services as organizations
from coso.organizations.models import Unit
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import PlannedUnit, Reorganization, ReorganizationChange
from coso.reorganizations.services.opening import require_idle

_SHOWN: Final = 5
# How another plan is taken out of the way.
_WAYS: Final = {
    PlanStatus.DRAFT: "bỏ",
    PlanStatus.SCHEDULED: "dừng chờ rồi bỏ",
    PlanStatus.APPLIED: "hoàn tác",
}


class UnableToUndoReorganization(DomainError):
    """Something was built on the reorganization since; `kept` are those records."""

    kept: tuple[keeping.KeptRecord, ...] = ()


@transaction.atomic
def undo_plan(*, plan: Reorganization, actor: Actor, reason: str = "") -> Reorganization:
    """Take everything back that a plan did: the registers are as they were before.

    :raises UnableToUndoReorganization: if it was not carried out, or a record that it wrote was
        changed or is needed since; it says which
    :raises UnableToReorganize: if the worker is doing something with it
    """
    plan = Reorganization.objects.select_for_update().get(pk=plan.pk)
    require_idle(plan)
    require_applied(plan)
    _require_unnamed_elsewhere(plan)
    _leave_by_name(plan)
    plan.units.filter(is_new=True).update(unit=None)
    with connection.cursor() as cursor:
        db.work_alone(cursor)
        db.expect_many_rows(cursor)
        organizations.lock_trees()
        kept = keeping.take_back(
            cursor, plan, ReorganizationChange, plan.written, organizations.refresh_today
        )
    if kept:
        raise _depended_on(plan, kept)
    plan.changes.all().delete()
    plan.status, plan.written, plan.message = PlanStatus.UNDONE, {}, ""
    plan.save(update_fields=["status", "written", "message"])
    audit.record(
        actor=actor,
        action="reorganization.undone",
        subject=plan,
        unit_id=plan.unit_id,
        summary=f"Hoàn tác phương án “{plan.name}”",
        reason=reason,
    )
    return plan


def require_applied(plan: Reorganization) -> None:
    """Let a plan pass that was carried out.

    :raises UnableToUndoReorganization: if it was not, or was taken back
    """
    if plan.status != PlanStatus.APPLIED:
        message = f"Phương án “{plan.name}”: {plan.get_status_display().lower()}."
        raise UnableToUndoReorganization("plan_not_applied", f"{message} Không có gì để hoàn tác.")


def _require_unnamed_elsewhere(plan: Reorganization) -> None:
    others = _speaking_of(plan).exclude(plan__status=PlanStatus.UNDONE).select_related("plan")
    spoken_of = others.order_by("-plan__effective_on", "plan").first()
    if spoken_of is not None:
        other = spoken_of.plan
        raise UnableToUndoReorganization(
            "plan_named_elsewhere",
            f"Chưa hoàn tác được “{plan.name}”: phương án “{other.name}” nhắc đến đơn vị do phương "
            f"án này lập. Hãy {_WAYS[PlanStatus(other.status)]} phương án đó trước.",
        )


def _speaking_of(plan: Reorganization) -> QuerySet[PlannedUnit]:
    """Return what other plans say of the units that a plan founded."""
    founded = plan.units.filter(is_new=True).values("unit")
    return PlannedUnit.objects.filter(unit__in=founded).exclude(plan=plan)


def _leave_by_name(plan: Reorganization) -> None:
    """Let plans that were taken back speak by name only of the units that a plan founded."""
    for row in _speaking_of(plan).select_related("unit"):
        unit = cast("Unit", row.unit)
        row.name = row.name or unit.name
        row.type = row.type or organization_queries.versions_of(unit)[0].type
        row.unit, row.is_new = None, True
        row.save(update_fields=["name", "type", "unit", "is_new"])


def _depended_on(
    plan: Reorganization, kept: tuple[keeping.KeptRecord, ...]
) -> UnableToUndoReorganization:
    shown = "; ".join(f"{record.label} ({record.reason_label})" for record in kept[:_SHOWN])
    more = f" và {format_integer(len(kept) - _SHOWN)} hồ sơ nữa" if len(kept) > _SHOWN else ""
    refusal = UnableToUndoReorganization(
        "plan_depended_on",
        f"Chưa hoàn tác được “{plan.name}”: sau đó sổ đã ghi tiếp ở {shown}{more}. "
        "Hãy gỡ các thay đổi đó trước.",
    )
    refusal.kept = kept
    return refusal
