"""Which plans may still be written: those that were not carried out."""

from __future__ import annotations

from typing import Final

from coso.core.errors import DomainError
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services.rehearsing import Rehearsal

_OPEN: Final = (PlanStatus.DRAFT, PlanStatus.SCHEDULED)


class UnableToReorganize(DomainError):
    """The plan cannot be carried out or changed.

    `rehearsal` says what stands against it, if it was tried.
    """

    rehearsal: Rehearsal | None = None


def locked(plan: Reorganization) -> Reorganization:
    """Return a plan as it is now, kept from other writers until the transaction ends.

    :raises UnableToReorganize: if it was carried out already, or the worker is about to
    """
    plan = Reorganization.objects.select_for_update().get(pk=plan.pk)
    require_idle(plan)
    require_open(plan)
    return plan


def require_idle(plan: Reorganization) -> None:
    """Let a plan pass that the worker does nothing with.

    :raises UnableToReorganize: if it does
    """
    if plan.work:
        message = f"Phương án “{plan.name}” đã giao máy chủ, chưa xong. Hãy chờ xong."
        raise UnableToReorganize("plan_in_work", message)


def require_open(plan: Reorganization) -> None:
    """Let a plan pass that was not carried out.

    :raises UnableToReorganize: if it was
    """
    if plan.status not in _OPEN:
        message = f"Phương án “{plan.name}”: {plan.get_status_display().lower()}."
        raise UnableToReorganize(
            "plan_closed", f"{message} Hãy lập phương án mới, hoặc lập bản sao của phương án này."
        )
