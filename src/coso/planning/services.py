"""Who is planned for which title, written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core.dates import PartialDate, format_date
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.core.text import match_key, normalize
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected, saved
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.people.enums import DatePrecision
from coso.people.models import Person
from coso.planning import queries
from coso.planning.models import PlanningCandidate, PlanningCycle, PlanningPosition
from coso.planning.validators import Removal, leaves_on


class UnableToKeepPlan(DomainError):
    """Somebody cannot be in the plan so."""


@frozen(kw_only=True)
class CandidateDetails:
    """What the register says of somebody in the plan; the plan is known by its years."""

    first_year: int
    last_year: int
    title: str
    decision: str
    decided_on: dt.date
    removal: Removal | None = None

    @property
    def left(self) -> PartialDate | None:
        """When the person was taken out of the plan."""
        return None if self.removal is None else self.removal.on

    def columns(self) -> dict[str, Any]:
        """Return the columns of the candidate but the position and the person."""
        left = self.left
        return {
            "decision": self.decision,
            "decided_on": self.decided_on,
            "during": Period(self.decided_on, None if left is None else leaves_on(left)).to_range(),
            "left_for": "" if self.removal is None else self.removal.reason,
            "left_on": None if left is None else left.value,
            "left_precision": DatePrecision.DAY if left is None else left.precision,
        }


@transaction.atomic
def record_candidate(
    *, person: Person, details: CandidateDetails, today: dt.date, actor: Actor, basis: Basis = FRESH
) -> PlanningCandidate:
    """Record that somebody was planned for a title; a plan or title that is new is added.

    :raises UnableToKeepPlan: if it cannot be so, or the register has it already
    :raises ReasonMissing: if a rule warns and no reason is given
    """
    _check(details, today)
    candidate = PlanningCandidate(position=_position(details), person=person, **details.columns())
    basis.check_reason(queries.warnings_of(candidate))
    _saved(candidate)
    _record(candidate, "candidate.recorded", {"new": queries.in_words(candidate)}, actor, basis)
    return candidate


@transaction.atomic
def correct_candidate(
    *,
    candidate: PlanningCandidate,
    details: CandidateDetails,
    today: dt.date,
    actor: Actor,
    basis: Basis,
) -> PlanningCandidate:
    """Correct what the register says of somebody in the plan, or write that they left it.

    :raises UnableToKeepPlan: as `record_candidate`
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the row is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    candidate = basis.locked(queries.candidates(), candidate, queries.state_of)
    before = queries.in_words(candidate)
    _check(details, today)
    candidate.position = _position(details)
    for name, value in details.columns().items():
        setattr(candidate, name, value)
    values = corrected(before, queries.in_words(candidate))
    _saved(candidate)
    _record(candidate, "candidate.corrected", values, actor, basis)
    return candidate


@transaction.atomic
def remove_candidate(*, candidate: PlanningCandidate, actor: Actor, basis: Basis) -> None:
    """Take a row out that was written by mistake; whoever left the plan stays with the reason.

    :raises RecordChanged: if the row is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    candidate = basis.locked(queries.candidates(), candidate, queries.state_of)
    _record(candidate, "candidate.removed", {"old": queries.in_words(candidate)}, actor, basis)
    candidate.delete()


def _position(details: CandidateDetails) -> PlanningPosition:
    """Return the title in the plan of the committee that led the installation on the day."""
    cycle, _ = PlanningCycle.objects.get_or_create(
        organization=organizations.root_on(Tree.PARTY, details.decided_on),
        first_year=details.first_year,
        last_year=details.last_year,
    )
    title = normalize(details.title)
    position, _ = PlanningPosition.objects.get_or_create(
        cycle=cycle,
        match_title=match_key(title),
        defaults={"title": title, "unit": queries.unit_named_in(title, details.decided_on)},
    )
    return position


def _check(details: CandidateDetails, today: dt.date) -> None:
    left = details.left
    if details.last_year <= details.first_year:
        message = f"Giai đoạn {details.first_year}–{details.last_year} không có năm nào."
        raise UnableToKeepPlan("plan_without_years", f"{message} Hãy ghi năm cuối sau năm đầu.")
    if details.decided_on > today:
        message = f"Ngày quyết định {format_date(details.decided_on)} chưa đến. Hãy kiểm tra lại."
        raise UnableToKeepPlan("decision_to_come", message)
    if left is not None and leaves_on(left) <= details.decided_on:
        message = f"Đưa ra khỏi quy hoạch ({left}) trước ngày quyết định."
        raise UnableToKeepPlan("left_before_decision", f"{message} Hãy sửa một trong hai ngày.")
    if left is not None and left.value > today:
        message = f"Thời điểm đưa ra khỏi quy hoạch ({left}) chưa đến. Hãy ghi khi đã đưa ra."
        raise UnableToKeepPlan("removal_to_come", message)


def _saved(candidate: PlanningCandidate) -> PlanningCandidate:
    message = (
        f"{candidate.person} đã có trong quy hoạch “{candidate.position}” giai đoạn "
        f"{candidate.position.cycle}. Hãy sửa dòng đã có."
    )
    return saved(candidate, twin=UnableToKeepPlan("candidate_known", message))


def _record(
    candidate: PlanningCandidate, action: str, values: dict[str, Any], actor: Actor, basis: Basis
) -> None:
    cycle = candidate.position.cycle
    audit.record(
        actor=actor,
        action=action,
        subject=candidate,
        unit_id=cycle.organization_id,
        summary=f"{candidate}, quy hoạch {cycle}",
        reason=basis.reason,
        values=values,
    )
