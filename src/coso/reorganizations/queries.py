"""Reading plans of reorganization."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from coso.core import writing
from coso.core.errors import DomainError
from coso.reorganizations.models import Reorganization, ReorganizationStep, StepUnit


class PlanNotFound(DomainError):
    """No plan has the number."""


def plan(number: int) -> Reorganization:
    """Return a plan by its number.

    :raises PlanNotFound: if there is none
    """
    found = plans().filter(pk=number).first()
    if found is None:
        message = f"Không có phương án số {number}. Hãy xem lại số trong danh sách phương án."
        raise PlanNotFound("plan_unknown", message)
    return found


def steps_of(plan: Reorganization) -> QuerySet[ReorganizationStep]:
    """Return the steps of a plan in their order, with their units."""
    units = ("parts__unit__unit", "parts__unit__type", "parts__unit__parent__unit")
    return plan.steps.select_related("plan").prefetch_related(*units).order_by("position")


def plans() -> QuerySet[Reorganization]:
    """Return the plans, the latest to take effect first, with the number of their steps."""
    return (
        Reorganization.objects.select_related("unit")
        .annotate(step_count=Count("steps"))
        .order_by("-effective_on", "-pk")
    )


def state_of(plan: Reorganization) -> str:
    """Return a token of all that a plan says: it is another one after every change."""
    said = (
        Reorganization.objects.filter(pk=plan.pk).values_list(),
        plan.units.order_by("pk").values_list(),
        plan.steps.order_by("pk").values_list(),
        StepUnit.objects.filter(step__plan=plan).order_by("pk").values_list(),
        plan.moves.order_by("pk").values_list(),
    )
    return writing.state_of(row for rows in said for row in rows)
