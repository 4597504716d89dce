"""Who holds which post from a day on: given, ended, left for another one."""

from __future__ import annotations

import datetime as dt

from attrs import evolve
from django.db import connection, transaction

from coso.core.dates import format_date
from coso.core.periods import Period
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis
from coso.people import bulk as people
from coso.people import queries as people_queries
from coso.people.models import Person
from coso.people.services import PersonDetails
from coso.personnel import bulk, queries
from coso.personnel.enums import Ending
from coso.personnel.models import Assignment
from coso.personnel.services import placing
from coso.personnel.services.placing import AssignmentDetails, UnableToAssign


class UnableToEndAssignment(UnableToAssign):
    """The assignment cannot end on that day."""


@transaction.atomic
def assign(
    *, person: Person, details: AssignmentDetails, actor: Actor, basis: Basis = FRESH
) -> Assignment:
    """Give somebody in the book a post from a day on.

    :raises UnableToAssign: if the person has no room for it, or it cannot be
    :raises RecordChanged: if the person's work is not what the writer saw
    :raises ReasonMissing: if a rule warns and no reason is given
    """
    placing.lock(person, details.agency)
    basis.check_seen(queries.state_of(person))
    made = _begin(person, details, basis)
    values = {"new": queries.details_of(made)}
    placing.record(made, "assignment.begun", values, actor, basis)
    return made


@transaction.atomic
def employ(
    *, person: PersonDetails, details: AssignmentDetails, actor: Actor, basis: Basis = FRESH
) -> Assignment:
    """Give somebody a post who may be in the book already, by the rule of the lists.

    :raises UnableToAssign: as `assign`
    :raises ReasonMissing: if a rule warns, or the person may be somebody else of the name, and no
        reason is given
    """
    found = _identify(person, details, basis)
    return assign(person=found, details=details, actor=actor, basis=Basis(reason=basis.reason))


@transaction.atomic
def end_assignment(
    *,
    assignment: Assignment,
    on: dt.date,
    ending: Ending,
    actor: Actor,
    decision: str = "",
    basis: Basis = FRESH,
) -> Assignment:
    """Record the first day on which a post is no longer held, and how that came.

    :raises UnableToEndAssignment: if it had not begun, or had ended, by then
    :raises RecordChanged: if the person's work is not what the writer saw
    """
    held = placing.lock_held(assignment, basis)
    _end(held, on, ending, decision)
    values = {"on": on, "ending": ending, "decision": decision}
    placing.record(held, "assignment.ended", values, actor, basis)
    return held


@transaction.atomic
def transfer(
    *, assignment: Assignment, details: AssignmentDetails, actor: Actor, basis: Basis = FRESH
) -> Assignment:
    """Let somebody leave a post for another one, on one day; what the person brings along stays.

    :raises UnableToEndAssignment: if the post was not held the day before
    :raises UnableToAssign: as `assign`
    :raises RecordChanged: if the person's work is not what the writer saw
    :raises ReasonMissing: if a rule warns and no reason is given
    """
    held = placing.lock_held(assignment, basis, details.agency)
    _end(held, details.on, Ending.TRANSFERRED, details.decision)
    brought = evolve(
        details,
        recruited_on=details.recruited_on or held.recruited_on,
        rank_code=details.rank_code or held.rank_code,
    )
    made = _begin(held.person, brought, basis, held.party_admitted_on)
    values = {"old": queries.details_of(held), "new": queries.details_of(made)}
    placing.record(made, "assignment.transferred", values, actor, basis)
    return made


def _begin(
    person: Person,
    details: AssignmentDetails,
    basis: Basis,
    party_admitted_on: dt.date | None = None,
) -> Assignment:
    placing.check_room(person, details)
    made = Assignment.objects.create(
        person=person,
        post=placing.post_of(details),
        party_admitted_on=party_admitted_on,
        **details.columns(),
    )
    basis.check_reason(placing.warnings_of(person, details))
    return made


def _end(held: Assignment, on: dt.date, ending: Ending, decision: str) -> None:
    during = Period.from_range(held.during)
    if during.start == on or not during.contains(on):
        message = f"Vào ngày {format_date(on)} chưa giữ, hoặc đã thôi giữ {held.post}."
        raise UnableToEndAssignment("assignment_not_held", f"{message} Hãy kiểm tra lại ngày.")
    held.during = Period(during.start, on).to_range()
    held.ending, held.ending_decision = ending, decision
    held.save(update_fields=["during", "ending", "ending_decision"])


def _identify(person: PersonDetails, details: AssignmentDetails, basis: Basis) -> Person:
    """Return the one in the book, else a new person."""
    with connection.cursor() as cursor:
        bulk.stage(cursor, details.staged(), person.columns())
        joined = people_queries.joined_party()
        people.identify(
            cursor, bulk.STAGING, joined=joined, standing=bulk.STANDING, place="agency_id"
        )
        alike = people.check_namesakes(cursor, bulk.STAGING, joined=joined)
        basis.check_reason([found.message for found in alike])
        people.merge_people(cursor, bulk.STAGING)
        return people_queries.people().get(pk=bulk.person_staged(cursor))
