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
from coso.importing.sheets.resolutions import WorkItemRegister
from coso.importing.sheets.targets import TargetRegister
from coso.importing.sheets.training import CourseRegister, EnrollmentRegister
from coso.importing.sheets.visits import VisitRegister
from coso.meetings import queries as meetings
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.queries import Place
from coso.personnel import queries as personnel
from coso.planning import queries as planning
from coso.resolutions import queries as resolutions
from coso.training import queries as training
from coso.visits import queries as visits
from coso.web.figures import cells
from coso.web.figures.cells import Cells, Counted


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
    cells.of_movement,
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
        cells.of_unit,
        _at("organizations:detail"),
        Permission.UNITS_VIEW,
    )


# By model; or by fact, where records of one model are shown in another way.
SHAPES: Final[Mapping[str, Shape]] = {
    "organizations": _units(PartyOrganizationRegister),
    "areas": _units(AreaRegister),
    "branches_meeting_regular": _units(PartyOrganizationRegister),
    "branches_meeting_thematic": _units(PartyOrganizationRegister),
    "branches_training": _units(PartyOrganizationRegister),
    "missing_meetings": Shape(
        ("Chi bộ", "Loại sinh hoạt", "Kỳ không họp", "Cấp trên trực tiếp"),
        lambda _on: organizations.units(),
        cells.of_missing,
        _at("organizations:detail"),
        Permission.MEETINGS_VIEW,
    ),
    "members": Shape(
        _headings(
            *(MemberRegister, "full_name", "born", "branch", "organization", "gender_said"),
            "admitted_on",
        ),
        lambda _on: members.stays(),
        cells.of_member,
        _PERSON_OF_STAY,
        Permission.MEMBERS_VIEW,
        lambda stay, on: (stay.unit_id, on),
    ),
    "members_before": Shape(
        ("Họ và tên", "Ngày sinh", "Giới tính", "Nơi sinh hoạt"),
        lambda _on: members.stays(),
        cells.of_opening,
        _PERSON_OF_STAY,
        Permission.MEMBERS_VIEW,
    ),
    "arrivals": _MOVEMENT,
    "admissions": _MOVEMENT,
    "departures": _MOVEMENT,
    "personnel.Assignment": Shape(
        _headings(StaffRegister, "full_name", "born", "title", "agency", "category_said"),
        personnel.staff_on,
        cells.of_staff,
        _at("people:detail", "person_id"),
        Permission.STAFF_VIEW,
        lambda held, on: (held.post.agency_id, on),
    ),
    "personnel.HeadcountQuota": Shape(
        ("Đơn vị", "Năm", "Số biên chế của năm"),
        lambda _on: personnel.quotas(),
        cells.of_quota,
        _at("organizations:detail", "agency_id"),
        Permission.STAFF_VIEW,
    ),
    "evaluations.Evaluation": Shape(
        _headings(RatingRegister, "full_name", "agency", "result", "title", "born", "year_said"),
        lambda _on: evaluations.evaluations(),
        cells.of_rating,
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
        cells.of_member_rating,
        _at("evaluations:detail"),
        Permission.EVALUATIONS_VIEW,
        lambda rating, _on: (rating.agency_id, evaluations.last_day(rating.year)),
    ),
    "unit_evaluations": Shape(
        _headings(UnitRatingRegister, "unit", "parent", "result", "year_said"),
        lambda _on: evaluations.evaluations(),
        cells.of_unit_rating,
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
        cells.of_meeting,
        _at("meetings:detail"),
        Permission.MEETINGS_VIEW,
        lambda meeting, _on: (meeting.unit_id, meeting.held_on),
    ),
    "meetings.Theme": Shape(
        _headings(ThemeRegister, "code", "title", "basis"),
        lambda _on: meetings.themes(),
        cells.of_theme,
        _at("meetings:theme"),
        Permission.MEETINGS_VIEW,
    ),
    "visits.Visit": Shape(
        (
            "Nơi dự",
            *_headings(VisitRegister, "visited_on", "number", "visitor_title", "organization"),
        ),
        lambda _on: visits.visits(),
        cells.of_visit,
        _at("visits:detail"),
        Permission.VISITS_VIEW,
        lambda visit, _on: (visit.unit_id, visit.visited_on),
    ),
    "training.Course": Shape(
        _headings(CourseRegister, "name", "code", "starts_on", "kind", "ends_on", "organizer"),
        lambda _on: training.courses(),
        cells.of_course,
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
        cells.of_learner,
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
        cells.of_decision,
        _at("appointments:detail"),
        Permission.APPOINTMENTS_VIEW,
    ),
    "planning.PlanningCandidate": Shape(
        _headings(
            *(PlanRegister, "full_name", "born", "title", "period", "decision", "decided_on"),
            "removal",
        ),
        lambda _on: planning.candidates(),
        cells.of_candidate,
        _at("planning:detail"),
        Permission.PLANNING_VIEW,
    ),
    "planning.PlanningPosition": Shape(
        ("Chức danh", "Giai đoạn", "Đơn vị của chức danh"),
        lambda _on: planning.positions(),
        cells.of_position,
        _at("organizations:detail", "place_id"),
        Permission.PLANNING_VIEW,
    ),
    "resolutions.Target": Shape(
        _headings(TargetRegister, "text", "code", "measure", "host_name"),
        lambda _on: resolutions.targets(),
        cells.of_target,
        _at("resolutions:target"),
        Permission.RESOLUTIONS_VIEW,
    ),
    "resolutions.WorkItem": Shape(
        _headings(
            *(WorkItemRegister, "text", "responsible_name", "due_on", "code", "done_on"),
            *("percent", "target", "resolution"),
        ),
        lambda _on: resolutions.work_items(),
        cells.of_work_item,
        _at("resolutions:item"),
        Permission.RESOLUTIONS_VIEW,
    ),
    "documents.Document": Shape(
        _headings(DocumentRegister, "number", "issued_on", "issuer_name", "summary"),
        lambda _on: documents.documents(),
        cells.of_document,
        _at("documents:detail"),
        Permission.DOCUMENTS_VIEW,
    ),
}
