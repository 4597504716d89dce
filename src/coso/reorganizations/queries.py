"""Reading plans of reorganization, and what units below ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from attrs import frozen
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.core import text, writing
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.members import queries as members
from coso.members.enums import Position
from coso.members.models import PositionHolding
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitType
from coso.organizations.queries import UnitDetails
from coso.people.models import Person
from coso.reorganizations.enums import FieldKind, PlanStatus, RequestStatus, Side, Verdict
from coso.reorganizations.models import (
    ChangeRequest,
    RemovedStep,
    Reorganization,
    ReorganizationStep,
    RequestField,
    StepUnit,
)
from coso.reorganizations.validators import ASKS_IN, EVENTS


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
    asked = RequestField.objects.select_related("request", "type", "unit").order_by("pk")
    return (
        plan.steps.select_related("plan")
        .prefetch_related(Prefetch("parts", _parts()), Prefetch("asked_by", asked))
        .order_by("position")
    )


def _parts() -> QuerySet[StepUnit]:
    """Return the units of steps in their order, with what plans say of them."""
    said = ("unit__unit", "unit__type", "unit__parent__unit")
    return StepUnit.objects.select_related(*said).order_by("pk")


def steps_about(
    steps: QuerySet[ReorganizationStep], plan: Reorganization, is_meant: Callable[[str], bool]
) -> QuerySet[ReorganizationStep]:
    """Keep the steps about a unit whose name, before the plan or after it, is meant."""
    rows = plan.units.values_list("pk", "name", "unit__name")
    meant = [pk for pk, *names in rows if any(name and is_meant(name) for name in names)]
    return steps.filter(Exists(StepUnit.objects.filter(step=OuterRef("pk"), unit__in=meant)))


def removed_steps(plan: Reorganization) -> QuerySet[RemovedStep]:
    """Return the steps that were taken out of a plan, the last first."""
    return plan.removed_steps.select_related("plan").order_by("-pk")


def plans() -> QuerySet[Reorganization]:
    """Return the plans, the latest to take effect first, with the number of their steps."""
    return (
        Reorganization.objects.select_related("unit")
        .annotate(step_count=Count("steps"))
        .order_by("-effective_on", "-pk")
    )


def state_of(plan: Reorganization) -> str:
    """Return a token of a plan: it is another one after every change, which the trail tells of."""
    return writing.state_of(audit.trail_of(plan).values_list("pk")[:1])


def committees_in(areas: Collection[int], day: dt.date) -> QuerySet[Any]:
    """Return the committees (no branches) of Party whose own area is one of these on a day."""
    branches = organizations.types_of(Tree.PARTY).filter(is_branch=True)
    hosted = organizations.units_on(Tree.PARTY, day).filter(Q(host_area_on__in=areas))
    return hosted.exclude(Q(type_on__in=branches.values("pk")))


def kinds_on(tree: Tree, day: dt.date) -> QuerySet[UnitType]:
    """Return the kinds of units that the regime of a day has in a tree."""
    rules = organizations.nesting_rules_on(day)
    kinds = organizations.types_of(tree)
    in_rules = Q(pk__in=rules.values("child_type")) | Q(pk__in=rules.values("parent_type"))
    return kinds.filter(in_rules)


def kinds_below(units: Iterable[Unit], tree: Tree, day: dt.date) -> QuerySet[UnitType]:
    """Return the kinds that may stand directly below one of some units by the rules of a day.

    Those of the day's regime where its rules do not know the units.
    """
    details = (organizations.details_on(unit, day) for unit in units)
    above = [each.type for each in details if each is not None]
    allowed = organizations.nesting_rules_on(day).filter(parent_type__in=above)
    kinds = organizations.types_of(tree).filter(pk__in=allowed.values("child_type"))
    return kinds if kinds.exists() else kinds_on(tree, day)


def requests() -> QuerySet[Any]:
    """Return the requests of units, the latest first, with their fields and their `status`."""
    open_fields = RequestField.objects.filter(request=OuterRef("pk"), verdict=Verdict.OPEN)
    status = Case(
        When(withdrawn_at__isnull=False, then=Value(RequestStatus.WITHDRAWN.value)),
        When(Exists(open_fields), then=Value(RequestStatus.PROPOSED.value)),
        default=Value(RequestStatus.DECIDED.value),
    )
    return (
        ChangeRequest.objects.select_related("unit__overseer", "proposed_by")
        .prefetch_related(Prefetch("fields", fields()))
        .annotate(status=status)
        .order_by("-proposed_on", "-pk")
    )


def with_requests(units: QuerySet[Unit]) -> QuerySet[Any]:
    """Add `has_requests`: whether the unit ever asked for a change."""
    asked = ChangeRequest.objects.filter(unit=OuterRef("pk"))
    return units.annotate(has_requests=Exists(asked))


def fields() -> QuerySet[RequestField]:
    """Return the fields of requests in the order asked, with all that they name."""
    named = ("type_now", "type", "unit_now", "unit", "person_now", "person")
    return RequestField.objects.select_related(
        "request", "decided_by", "step__plan__unit", "holding__person", *named
    ).order_by("pk")


def fields_with_steps(request: ChangeRequest) -> QuerySet[RequestField]:
    """Return the fields of a request, with what the steps that they became say now."""
    return fields().filter(request=request).prefetch_related(Prefetch("step__parts", _parts()))


def is_restated(field: RequestField, step: ReorganizationStep) -> bool:
    """Tell whether the step that a field became says something else by now than was asked for."""
    parts = list(step.parts.all())
    sources = [part.unit.unit_id for part in parts if part.side == Side.SOURCE]
    targets = [part.unit for part in parts if part.side == Side.TARGET]
    kind = FieldKind(field.kind)
    if step.event != EVENTS[kind] or sources != [field.request.unit_id]:
        return True
    said: Mapping[FieldKind, tuple[list[Any], Any]] = {
        FieldKind.NAME: ([unit.name for unit in targets], field.name),
        FieldKind.TYPE: ([unit.type_id for unit in targets], field.type_id),
        FieldKind.PARENT: (
            [unit.parent and unit.parent.unit_id for unit in targets],
            field.unit_id,
        ),
        FieldKind.MERGE_INTO: ([unit.unit_id for unit in targets], field.unit_id),
    }
    now, asked = said.get(kind, ([None], None))
    return now != [asked]


def matching(found: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Keep the requests of units whose name holds the words, accents and case apart."""
    return found.filter(unit__search_name__contains=text.search_key(words))


def to_answer(found: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Keep the requests that wait for an answer somebody may give."""
    waiting = found.filter(status=RequestStatus.PROPOSED)
    return scoping.visible(waiting, actor, Permission.CHANGES_DECIDE)


def drafts_for(actor: Actor) -> QuerySet[Reorganization]:
    """Return the drafts of units that somebody keeps: accepted changes may join them."""
    drafts = plans().filter(status=PlanStatus.DRAFT)
    return scoping.visible(drafts, actor, Permission.UNITS_KEEP)


def asked_of(field: RequestField) -> Any:
    """Return the value that a field asks for; a dissolution has none."""
    column = ASKS_IN[FieldKind(field.kind)]
    return getattr(field, column) if column else None


def recorded_then(field: RequestField) -> Any:
    """Return the value that the register had when the request was made."""
    column = ASKS_IN[FieldKind(field.kind)]
    return getattr(field, f"{column}_now") if column else None


def set_recorded(field: RequestField, recorded: Any) -> None:
    """Write into a new field what the register says now."""
    if column := ASKS_IN[FieldKind(field.kind)]:
        setattr(field, f"{column}_now", recorded)


@frozen
class Recorded:
    """What the register says of a unit on a day, as far as a request can be about it."""

    details: UnitDetails | None
    parent: Unit | None
    holdings: tuple[PositionHolding, ...]

    @classmethod
    def of(cls, unit: Unit, on: dt.date) -> Recorded:
        """Look it up."""
        holdings = members.leaders_on([unit.pk], on)
        return cls(
            organizations.details_on(unit, on), organizations.parent_on(unit, on), tuple(holdings)
        )

    def value(self, field: RequestField) -> Any:
        """Return what stands where a field asks for something else."""
        match FieldKind(field.kind):
            case FieldKind.NAME:
                return "" if self.details is None else self.details.name
            case FieldKind.TYPE:
                return None if self.details is None else self.details.type
            case FieldKind.PARENT:
                return self.parent
            case FieldKind.POSITION:
                return self._holder(field)
        return None

    def given_up(self, field: RequestField) -> PositionHolding | None:
        """Return the position that is given up for the one asked for, if there is one."""
        if field.position == Position.SECRETARY:
            return next((each for each in self.holdings if each.position == field.position), None)
        return self._held(field, field.person_now_id)

    def _holder(self, field: RequestField) -> Person | None:
        held = self.given_up(field) or self._held(field, field.person_id)
        return None if held is None else held.person

    def _held(self, field: RequestField, person: int | None) -> PositionHolding | None:
        held = (each for each in self.holdings if each.position == field.position)
        return next((each for each in held if each.person_id == person), None)


def state_of_request(request: ChangeRequest, recorded: Recorded) -> str:
    """Return a token of a request, its answers, and of what the register says about it now."""
    values = [(field, recorded.value(field)) for field in fields().filter(request=request)]
    seen = [(field.pk, field.verdict, getattr(now, "pk", now)) for field, now in values]
    return writing.state_of([request.withdrawn_at, *seen])
