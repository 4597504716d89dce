"""Decisions on personnel written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import asdict, frozen
from django.db import transaction

from coso.appointments import queries
from coso.appointments.models import Decision
from coso.appointments.validators import UNLIMITED, Term
from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected, saved
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people.models import Person


class UnableToKeepDecision(DomainError):
    """The decision cannot have been so."""


@frozen(kw_only=True)
class DecisionDetails:
    """What the register says of a decision on a person."""

    kind: str
    number: str
    decided_on: dt.date
    effective_on: dt.date
    old_post: str = ""
    old_unit: Unit | None = None
    new_post: str = ""
    new_unit: Unit | None = None
    issuer: str = ""
    term: Term = UNLIMITED
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the columns of the decision but the person."""
        written = asdict(self, recurse=False)
        del written["term"]
        return written | {
            "term_months": self.term.months,
            "until_retirement": self.term.until_retirement,
        }


@transaction.atomic
def record_decision(
    *, person: Person, details: DecisionDetails, today: dt.date, actor: Actor, basis: Basis = FRESH
) -> Decision:
    """Record a decision on a person; who holds which post is written on its own.

    :raises UnableToKeepDecision: if it cannot be so, or the register has it already
    :raises ReasonMissing: if a rule warns and no reason is given
    """
    basis.check_reason(_checked(details, today))
    decision = _saved(Decision(person=person, **details.columns()))
    _record(decision, "decision.recorded", {"new": queries.in_words(decision)}, actor, basis)
    return decision


@transaction.atomic
def correct_decision(
    *, decision: Decision, details: DecisionDetails, today: dt.date, actor: Actor, basis: Basis
) -> Decision:
    """Correct what the register says of a decision.

    :raises UnableToKeepDecision: as `record_decision`
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the decision is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    decision = basis.locked(queries.decisions(), decision, queries.state_of)
    before = queries.in_words(decision)
    _checked(details, today)
    for name, value in details.columns().items():
        setattr(decision, name, value)
    _saved(decision)
    values = corrected(before, queries.in_words(decision))
    _record(decision, "decision.corrected", values, actor, basis)
    return decision


@transaction.atomic
def remove_decision(*, decision: Decision, actor: Actor, basis: Basis) -> None:
    """Take a decision out of the register; the trail keeps what was written.

    :raises RecordChanged: if the decision is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    decision = basis.locked(queries.decisions(), decision, queries.state_of)
    _record(decision, "decision.removed", {"old": queries.in_words(decision)}, actor, basis)
    decision.delete()


def _checked(details: DecisionDetails, today: dt.date) -> list[str]:
    """Return what the rules warn of.

    :raises UnableToKeepDecision: if something cannot be
    """
    if details.decided_on > today:
        message = f"Ngày quyết định {format_date(details.decided_on)} chưa đến. Hãy kiểm tra lại."
        raise UnableToKeepDecision("decision_to_come", message)
    if not details.old_post and not details.new_post:
        message = "Chưa ghi chức vụ, đơn vị. Hãy ghi chức vụ, đơn vị mới, hoặc cũ nếu thôi giữ."
        raise UnableToKeepDecision("missing_post", message)
    before = details.effective_on - dt.timedelta(days=1)
    _check_alive(details.old_unit, before)
    _check_alive(details.new_unit, details.effective_on)
    return _warnings(details)


def _check_alive(unit: Unit | None, day: dt.date) -> None:
    if unit is not None and organizations.version_on(unit, day) is None:
        message = f"{unit} không có trong sổ vào ngày {format_date(day)}."
        raise UnableToKeepDecision(
            "unit_not_alive", f"{message} Hãy kiểm tra lại đơn vị và ngày hiệu lực."
        )


def _warnings(details: DecisionDetails) -> list[str]:
    decided, effective = details.decided_on, details.effective_on
    if effective >= decided:
        return []
    return [
        f"Có hiệu lực ngày {format_date(effective)}, trước ngày quyết định {format_date(decided)}."
    ]


def _saved(decision: Decision) -> Decision:
    message = (
        f"Sổ đã có quyết định số {decision.number} ngày {format_date(decision.decided_on)}, "
        f"cùng hình thức, của {decision.person}. Hãy sửa quyết định đã có."
    )
    saved(decision, twin=UnableToKeepDecision("decision_known", message))
    decision.refresh_from_db(fields=["term_ends_on"])
    return decision


def _record(
    decision: Decision, action: str, values: dict[str, Any], actor: Actor, basis: Basis
) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=decision,
        unit_id=decision.place_id,
        summary=f"{decision}, quyết định số {decision.number}",
        reason=basis.reason,
        values=values,
    )
