"""The lists of courses and of learners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.importing.sheets.training import CourseRegister, EnrollmentRegister
from coso.organizations import queries as organizations
from coso.organizations.queries import Place, UnitNames
from coso.training.models import Course, Enrollment
from coso.web.shared.tables import (
    OFF_A_CARD,
    ON_A_CARD,
    STANDING,
    DateColumn,
    PeopleTable,
    PlacedTable,
    StandingTable,
    born_column,
    gender_column,
    ordered,
)

_course = CourseRegister.heading
_learner = EnrollmentRegister.heading


class CourseTable(PlacedTable, StandingTable):
    """Courses of committees, the latest first."""

    code = tables.Column(_course("code"), attrs={"td": {"class": "card-always short"}})
    name = tables.Column(_course("name"), orderable=False)
    kind = tables.Column(_course("kind"), accessor="get_kind_display", order_by="kind")
    institution = tables.Column(_course("institution"), default="", orderable=False)
    starts_on = DateColumn(_course("starts_on"), attrs=ON_A_CARD)
    ends_on = DateColumn(_course("ends_on"), default="")
    decision = tables.Column(_course("decision"), default="", orderable=False)
    decided_on = DateColumn(_course("decided_on"), default="")
    learners = tables.Column("Học viên trong sổ")
    learners_stated = tables.Column(_course("learners_stated"), default="")
    unit = tables.Column(_course("organizer"), empty_values=(), orderable=False)

    class Meta(StandingTable.Meta):
        always = ("name",)
        hidden_at_first = ("decision", "decided_on", "learners_stated")
        sequence = ("name", "code", "...", STANDING)

    def place_of(self, record: Course) -> Place:
        return record.organizer_id, record.starts_on

    def unit_of(self, record: Course) -> int:
        return record.organizer_id

    def render_name(self, record: Course) -> SafeString:
        return self.link(reverse("training:detail", args=[record.pk]), record.name)

    def value_name(self, record: Course) -> str:
        return record.name

    def render_unit(self, record: Course) -> str:
        return self.value_unit(record)


class LearnerTable(PlacedTable, PeopleTable):
    """Who was sent to which course, with the names of its first day."""

    opens = "training:learner"
    person = tables.Column(_learner("full_name"), accessor="person__full_name")
    born_on = born_column(_learner("born"))
    gender = gender_column(_learner("gender_said"))
    branch = tables.Column(_learner("branch"), empty_values=(), orderable=False, attrs=ON_A_CARD)
    organization = tables.Column(
        _learner("organization"), empty_values=(), orderable=False, attrs=OFF_A_CARD
    )
    agency = tables.Column(_learner("agency"), empty_values=(), orderable=False)
    course = tables.Column(_learner("code"), accessor="course__code", attrs=ON_A_CARD)
    year = tables.Column(_learner("year_said"), accessor="course__year", attrs=ON_A_CARD)
    organizer = tables.Column(_learner("organizer"), empty_values=(), orderable=False)
    result = tables.Column(
        _learner("result"), accessor="get_result_display", order_by="result", attrs=ON_A_CARD
    )
    grade = tables.Column(
        _learner("grade"), accessor="get_grade_display", order_by="grade", default=""
    )

    class Meta(PeopleTable.Meta):
        always = ("person",)
        hidden_at_first = ("gender",)
        sequence = (
            *("person", "course", "year", "result", "grade", "born_on", "gender", "branch"),
            *("...", "organizer", STANDING),
        )

    def places_of(self, record: Enrollment) -> dict[str, Place]:
        """Return where a learner stood on the first day of the course, by column."""
        day = record.course.starts_on
        units = {
            "branch": record.branch_id,
            "agency": record.agency_id,
            "organizer": record.course.organizer_id,
        }
        return {name: (unit, day) for name, unit in units.items() if unit is not None}

    def _names_in(self, rows: Iterable[Any]) -> dict[Place, UnitNames]:
        placed = (self.places_of(row.record).values() for row in rows)
        return organizations.names_on(place for places in placed for place in places)

    def _name(self, record: Enrollment, column: str) -> str:
        """Return what a unit was called, else how it is called now: it may have come later."""
        place = self.places_of(record).get(column)
        found = None if place is None else self.names.get(place)
        return found.name if found else str(getattr(record, column, None) or "")

    def unit_of(self, record: Enrollment) -> int | None:
        return record.branch_id or record.agency_id

    def render_branch(self, record: Enrollment) -> str:
        return self._name(record, "branch")

    def render_agency(self, record: Enrollment) -> str:
        return self._name(record, "agency")

    def render_organizer(self, record: Enrollment) -> str:
        return self._name(record, "organizer")

    def render_organization(self, record: Enrollment) -> str:
        place = self.places_of(record).get("branch")
        return "" if place is None else self.names.get(place, UnitNames()).grassroots

    def order_course(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "course__code", "course__year")


class CourseLearnerTable(LearnerTable):
    """The learners of one course."""

    class Meta(LearnerTable.Meta):
        exclude = ("course", "year", "organizer", "gender", "organization", STANDING)
