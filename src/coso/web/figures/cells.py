"""What a page shows of each record behind a figure: the cells of its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from coso.appointments import queries as appointments
from coso.evaluations import queries as evaluations
from coso.meetings import queries as meetings
from coso.meetings.enums import MeetingKind
from coso.organizations.queries import UnitNames
from coso.planning import queries as planning

Cells = tuple[Any, ...]
Details = Mapping[str, Any]


@frozen
class Counted:
    """A record with what the engine says of it, and the names of the unit that it stands in."""

    record: Any
    details: Details
    names: UnitNames


def of_unit(row: Counted) -> Cells:
    """Return a unit."""
    unit = row.record
    return (unit.name_on, unit.code_on, unit.type_name_on, unit.parent_name_on)


def of_missing(row: Counted) -> Cells:
    """Return a meeting that was not held: it has no record, only a branch and a period."""
    unit, details = row.record, row.details
    kind = MeetingKind(details["kind"]).label
    when = meetings.period_name(details["period_starts"], details["period_ends"])
    return (unit.name, kind, when, _name(unit.parent))


def _name(unit: Any) -> str:
    return "" if unit is None else str(unit.name)


def of_member(row: Counted) -> Cells:
    """Return a member on the day."""
    membership, names = row.record.membership, row.names
    person, gender = membership.person, membership.person.get_gender_display()
    home = (names.name, names.grassroots)
    return (person.full_name, person.born, *home, gender, membership.admitted_on)


def of_opening(row: Counted) -> Cells:
    """Return a member before the period, whose branch may be gone on the day in view."""
    stay = row.record
    person = stay.membership.person
    return (person.full_name, person.born, person.get_gender_display(), stay.unit.name)


def of_movement(row: Counted) -> Cells:
    """Return who came or went."""
    stay, details = row.record, row.details
    how = stay.get_leaving_display() if "left_id" in details else stay.get_entry_display()
    return (stay.membership.person.full_name, details["day"], how, stay.unit.name)


def of_staff(row: Counted) -> Cells:
    """Return somebody at work."""
    held = row.record
    person, category = held.person, held.get_category_display()
    return (person.full_name, person.born, held.post.title, row.names.name, category)


def of_rating(row: Counted) -> Cells:
    """Return the rating of a cadre."""
    rating, at = row.record, row.names.name
    person, result = rating.person, evaluations.outcome_of(rating)
    return (person.full_name, at, result, rating.title, person.born, rating.year)


def of_member_rating(row: Counted) -> Cells:
    """Return the rating of a member."""
    rating, names = row.record, row.names
    person, result = rating.person, evaluations.outcome_of(rating)
    return (person.full_name, names.name, result, names.grassroots, person.born, rating.year)


def of_unit_rating(row: Counted) -> Cells:
    """Return the rating of an organization."""
    rating, result = row.record, evaluations.outcome_of(row.record)
    return (row.names.name, _name(rating.agency), result, rating.year)


def of_meeting(row: Counted) -> Cells:
    """Return a meeting."""
    meeting, names = row.record, row.names
    attendance = "" if meeting.required is None else f"{meeting.present}/{meeting.required}"
    called = meetings.name_of(meeting)
    return (names.name, called, meeting.held_on, attendance, names.grassroots)


def of_visit(row: Counted) -> Cells:
    """Return a visit."""
    visit, names = row.record, row.names
    team = visit.team.number
    return (names.name, visit.visited_on, team, visit.visitor_title, names.grassroots)


def of_course(row: Counted) -> Cells:
    """Return a course."""
    course = row.record
    kind = course.get_kind_display()
    return (course.name, course.code, course.starts_on, kind, course.ends_on, row.names.name)


def of_learner(row: Counted) -> Cells:
    """Return somebody at a course."""
    learner, names = row.record, row.names
    person, course = learner.person, learner.course
    branch = names.name if learner.branch_id else ""
    result, grade = learner.get_result_display(), learner.get_grade_display()
    about = (names.grassroots, person.born, course.code, course.year, grade)
    return (person.full_name, branch, result, *about, course.organizer.name)


def of_decision(row: Counted) -> Cells:
    """Return a decision on somebody."""
    decision = row.record
    person, term = decision.person, str(appointments.term_of(decision))
    about = (decision.number, decision.decided_on, decision.effective_on, term, person.born)
    return (person.full_name, decision.get_kind_display(), decision.new_post, *about)


def of_candidate(row: Counted) -> Cells:
    """Return somebody in a plan."""
    candidate = row.record
    person, position = candidate.person, candidate.position
    about = (position.title, position.cycle.name, candidate.decision, candidate.decided_on)
    return (person.full_name, person.born, *about, planning.removal_in_words(candidate))


def of_position(row: Counted) -> Cells:
    """Return a title of a plan."""
    position = row.record
    return (position.title, position.cycle.name, _name(position.unit))


def of_target(row: Counted) -> Cells:
    """Return a target of a resolution."""
    target = row.record
    return (target.text, target.code, target.measure, target.host_name)


def of_work_item(row: Counted) -> Cells:
    """Return a work item of a resolution."""
    item = row.record
    target = "" if item.target is None else item.target.code
    about = (item.due_on, item.code, item.done_on, item.percent, target, str(item.resolution))
    return (item.text, item.responsible_name, *about)


def of_document(row: Counted) -> Cells:
    """Return a document."""
    document = row.record
    return (document.number, document.issued_on, document.issuer_name, document.summary)


def of_theme(row: Counted) -> Cells:
    """Return a theme."""
    return (row.record.code, row.record.title, row.record.basis)


def of_quota(row: Counted) -> Cells:
    """Return a quota."""
    return (row.record.agency.name, row.record.year, row.record.quantity)
