"""How the records behind the figures are read and shown: one shape for each kind of record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen
from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.appointments import queries as appointments
from coso.documents import queries as documents
from coso.evaluations import queries as evaluations
from coso.importing.sheets.appointments import DecisionRegister
from coso.importing.sheets.base import Register
from coso.importing.sheets.documents import DocumentRegister
from coso.importing.sheets.evaluations import RatingRegister
from coso.importing.sheets.meetings import MeetingRegister, ThemeRegister
from coso.importing.sheets.members import MemberRegister
from coso.importing.sheets.organizations import AreaRegister, PartyOrganizationRegister
from coso.importing.sheets.party_ratings import MemberRatingRegister, UnitRatingRegister
from coso.importing.sheets.personnel import StaffRegister
from coso.importing.sheets.planning import PlanRegister
from coso.importing.sheets.training import CourseRegister, EnrollmentRegister
from coso.importing.sheets.visits import VisitRegister
from coso.meetings import queries as meetings
from coso.meetings.enums import MeetingKind
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.queries import Place, UnitNames
from coso.personnel import queries as personnel
from coso.planning import queries as planning
from coso.training import queries as training
from coso.visits import queries as visits

Cells = tuple[Any, ...]
Details = Mapping[str, Any]


@frozen
class Counted:
    """A record with what the engine says of it, and the names of the unit that it stands in."""

    record: Any
    details: Details
    names: UnitNames


@frozen
class Shape:
    """How records of one kind are read and shown; `stands` says where a record does, and when.

    A narrow screen shows the first three columns.
    """

    headings: tuple[str, ...]
    read: Callable[[dt.date], QuerySet[Any]]
    cells: Callable[[Counted], Cells]
    address: Callable[[Any], str]
    permission: Permission
    stands: Callable[[Any, dt.date], Place] | None = None


def _unit_cells(row: Counted) -> Cells:
    unit = row.record
    return (unit.name_on, unit.code_on, unit.type_name_on, unit.parent_name_on)


def _missing_cells(row: Counted) -> Cells:
    """Return a meeting that was not held: it has no record, only a branch and a period."""
    unit, details = row.record, row.details
    kind = MeetingKind(details["kind"]).label
    when = meetings.period_name(details["period_starts"], details["period_ends"])
    return (unit.name, kind, when, _name(unit.parent))


def _name(unit: Any) -> str:
    return "" if unit is None else str(unit.name)


def _member_cells(row: Counted) -> Cells:
    membership, names = row.record.membership, row.names
    person, gender = membership.person, membership.person.get_gender_display()
    home = (names.name, names.grassroots)
    return (person.full_name, person.born, *home, gender, membership.admitted_on)


def _opening_cells(row: Counted) -> Cells:
    """Return a member before the period, whose branch may be gone on the day in view."""
    stay = row.record
    person = stay.membership.person
    return (person.full_name, person.born, person.get_gender_display(), stay.unit.name)


def _movement_cells(row: Counted) -> Cells:
    stay, details = row.record, row.details
    how = stay.get_leaving_display() if "left_id" in details else stay.get_entry_display()
    return (stay.membership.person.full_name, details["day"], how, stay.unit.name)


def _staff_cells(row: Counted) -> Cells:
    held = row.record
    person, category = held.person, held.get_category_display()
    return (person.full_name, person.born, held.post.title, row.names.name, category)


def _rating_cells(row: Counted) -> Cells:
    rating, at = row.record, row.names.name
    person, result = rating.person, evaluations.outcome_of(rating)
    return (person.full_name, at, result, rating.title, person.born, rating.year)


def _member_rating_cells(row: Counted) -> Cells:
    rating, names = row.record, row.names
    person, result = rating.person, evaluations.outcome_of(rating)
    return (person.full_name, names.name, result, names.grassroots, person.born, rating.year)


def _unit_rating_cells(row: Counted) -> Cells:
    rating, result = row.record, evaluations.outcome_of(row.record)
    return (row.names.name, _name(rating.agency), result, rating.year)


def _meeting_cells(row: Counted) -> Cells:
    meeting, names = row.record, row.names
    attendance = "" if meeting.required is None else f"{meeting.present}/{meeting.required}"
    called = meetings.name_of(meeting)
    return (names.name, called, meeting.held_on, attendance, names.grassroots)


def _visit_cells(row: Counted) -> Cells:
    visit, names = row.record, row.names
    team = visit.team.number
    return (names.name, visit.visited_on, team, visit.visitor_title, names.grassroots)


def _course_cells(row: Counted) -> Cells:
    course = row.record
    kind = course.get_kind_display()
    return (course.name, course.code, course.starts_on, kind, course.ends_on, row.names.name)


def _learner_cells(row: Counted) -> Cells:
    learner, names = row.record, row.names
    person, course = learner.person, learner.course
    branch = names.name if learner.branch_id else ""
    result, grade = learner.get_result_display(), learner.get_grade_display()
    about = (names.grassroots, person.born, course.code, course.year, grade)
    return (person.full_name, branch, result, *about, course.organizer.name)


def _decision_cells(row: Counted) -> Cells:
    decision = row.record
    person, term = decision.person, str(appointments.term_of(decision))
    about = (decision.number, decision.decided_on, decision.effective_on, term, person.born)
    return (person.full_name, decision.get_kind_display(), decision.new_post, *about)


def _candidate_cells(row: Counted) -> Cells:
    candidate = row.record
    person, position = candidate.person, candidate.position
    about = (position.title, position.cycle.name, candidate.decision, candidate.decided_on)
    return (person.full_name, person.born, *about, planning.removal_in_words(candidate))


def _position_cells(row: Counted) -> Cells:
    position = row.record
    return (position.title, position.cycle.name, _name(position.unit))


def _document_cells(row: Counted) -> Cells:
    document = row.record
    return (document.number, document.issued_on, document.issuer_name, document.summary)


def _theme_cells(row: Counted) -> Cells:
    return (row.record.code, row.record.title, row.record.basis)


def _quota_cells(row: Counted) -> Cells:
    return (row.record.agency.name, row.record.year, row.record.quantity)


def _at(name: str, *path: str) -> Callable[[Any], str]:
    def address(record: Any) -> str:
        for step in path or ("pk",):
            record = getattr(record, step)
        return reverse(name, args=[record])

    return address


_PERSON_OF_STAY: Final = _at("people:detail", "membership", "person_id")
_MOVEMENT: Final = Shape(
    ("Họ và tên", "Ngày", "Do", "Nơi sinh hoạt"),
    lambda _on: members.stays(),
    _movement_cells,
    _PERSON_OF_STAY,
    Permission.MEMBERS_VIEW,
)


def _headings(register: type[Register], *names: str) -> tuple[str, ...]:
    """Return the headings of a register's columns, so that its list can be imported again."""
    return tuple(map(register.heading, names))


def _units(register: type[Register]) -> Shape:
    return Shape(
        _headings(register, "name", "code", "type_code", "parent"),
        lambda on: organizations.shown_on(None, on),
        _unit_cells,
        _at("organizations:detail"),
        Permission.UNITS_VIEW,
    )


# By model; or by fact, where records of one model are shown in another way.
SHAPES: Final[Mapping[str, Shape]] = {
    "organizations": _units(PartyOrganizationRegister),
    "areas": _units(AreaRegister),
    "missing_meetings": Shape(
        ("Chi bộ", "Loại sinh hoạt", "Kỳ không họp", "Cấp trên trực tiếp"),
        lambda _on: organizations.units(),
        _missing_cells,
        _at("organizations:detail"),
        Permission.MEETINGS_VIEW,
    ),
    "members": Shape(
        _headings(
            *(MemberRegister, "full_name", "born", "branch", "organization", "gender_said"),
            "admitted_on",
        ),
        lambda _on: members.stays(),
        _member_cells,
        _PERSON_OF_STAY,
        Permission.MEMBERS_VIEW,
        lambda stay, on: (stay.unit_id, on),
    ),
    "members_before": Shape(
        ("Họ và tên", "Ngày sinh", "Giới tính", "Nơi sinh hoạt"),
        lambda _on: members.stays(),
        _opening_cells,
        _PERSON_OF_STAY,
        Permission.MEMBERS_VIEW,
    ),
    "arrivals": _MOVEMENT,
    "departures": _MOVEMENT,
    "personnel.Assignment": Shape(
        _headings(StaffRegister, "full_name", "born", "title", "agency", "category_said"),
        personnel.staff_on,
        _staff_cells,
        _at("people:detail", "person_id"),
        Permission.STAFF_VIEW,
        lambda held, on: (held.post.agency_id, on),
    ),
    "personnel.HeadcountQuota": Shape(
        ("Đơn vị", "Năm", "Số biên chế của năm"),
        lambda _on: personnel.quotas(),
        _quota_cells,
        _at("organizations:detail", "agency_id"),
        Permission.STAFF_VIEW,
    ),
    "evaluations.Evaluation": Shape(
        _headings(RatingRegister, "full_name", "agency", "result", "title", "born", "year_said"),
        lambda _on: evaluations.evaluations(),
        _rating_cells,
        _at("evaluations:detail"),
        Permission.EVALUATIONS_VIEW,
        lambda rating, _on: (rating.agency_id, evaluations.last_day(rating.year)),
    ),
    "member_evaluations": Shape(
        _headings(
            *(MemberRatingRegister, "full_name", "branch", "result", "organization", "born"),
            "year_said",
        ),
        lambda _on: evaluations.evaluations(),
        _member_rating_cells,
        _at("evaluations:detail"),
        Permission.EVALUATIONS_VIEW,
        lambda rating, _on: (rating.agency_id, evaluations.last_day(rating.year)),
    ),
    "unit_evaluations": Shape(
        _headings(UnitRatingRegister, "unit", "parent", "result", "year_said"),
        lambda _on: evaluations.evaluations(),
        _unit_rating_cells,
        _at("evaluations:detail"),
        Permission.EVALUATIONS_VIEW,
        lambda rating, _on: (rating.unit_id, evaluations.last_day(rating.year)),
    ),
    "meetings.Meeting": Shape(
        (
            *_headings(MeetingRegister, "branch", "session", "held_on"),
            "Có mặt / phải dự",
            MeetingRegister.heading("organization"),
        ),
        lambda _on: meetings.meetings(),
        _meeting_cells,
        _at("meetings:detail"),
        Permission.MEETINGS_VIEW,
        lambda meeting, _on: (meeting.unit_id, meeting.held_on),
    ),
    "meetings.Theme": Shape(
        _headings(ThemeRegister, "code", "title", "basis"),
        lambda _on: meetings.themes(),
        _theme_cells,
        _at("meetings:theme"),
        Permission.MEETINGS_VIEW,
    ),
    "visits.Visit": Shape(
        (
            "Nơi dự",
            *_headings(VisitRegister, "visited_on", "number", "visitor_title", "organization"),
        ),
        lambda _on: visits.visits(),
        _visit_cells,
        _at("visits:detail"),
        Permission.VISITS_VIEW,
        lambda visit, _on: (visit.unit_id, visit.visited_on),
    ),
    "training.Course": Shape(
        _headings(CourseRegister, "name", "code", "starts_on", "kind", "ends_on", "organizer"),
        lambda _on: training.courses(),
        _course_cells,
        _at("training:detail"),
        Permission.TRAINING_VIEW,
        lambda course, _on: (course.organizer_id, course.starts_on),
    ),
    "training.Enrollment": Shape(
        _headings(
            *(EnrollmentRegister, "full_name", "branch", "result", "organization", "born", "code"),
            *("year_said", "grade", "organizer"),
        ),
        lambda _on: training.enrollments(),
        _learner_cells,
        _at("training:learner"),
        Permission.TRAINING_VIEW,
        lambda learner, _on: (
            learner.branch_id or learner.agency_id or learner.course.organizer_id,
            learner.course.starts_on,
        ),
    ),
    "appointments.Decision": Shape(
        _headings(
            *(DecisionRegister, "full_name", "kind", "new_post", "number", "decided_on"),
            *("effective_on", "term", "born"),
        ),
        lambda _on: appointments.decisions(),
        _decision_cells,
        _at("appointments:detail"),
        Permission.APPOINTMENTS_VIEW,
    ),
    "planning.PlanningCandidate": Shape(
        _headings(
            *(PlanRegister, "full_name", "born", "title", "period", "decision", "decided_on"),
            "removal",
        ),
        lambda _on: planning.candidates(),
        _candidate_cells,
        _at("planning:detail"),
        Permission.PLANNING_VIEW,
    ),
    "planning.PlanningPosition": Shape(
        ("Chức danh", "Giai đoạn", "Đơn vị của chức danh"),
        lambda _on: planning.positions(),
        _position_cells,
        _at("organizations:detail", "place_id"),
        Permission.PLANNING_VIEW,
    ),
    "documents.Document": Shape(
        _headings(DocumentRegister, "number", "issued_on", "issuer_name", "summary"),
        lambda _on: documents.documents(),
        _document_cells,
        _at("documents:detail"),
        Permission.DOCUMENTS_VIEW,
    ),
}
