"""What forms about a person share."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.dates import add_months
from coso.core.types import Actor
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel import queries as personnel
from coso.personnel.queries import Roadmap
from coso.web.shared.confirming import Consequence
from coso.web.shared.forms import IdentityForm
from coso.web.shared.records import Fact, Group
from coso.web.shared.views import FramedView
from coso.web.shared.writing import RecordForm

# Whoever may open the record of a person.
SEE_PEOPLE = (Permission.MEMBERS_VIEW, Permission.STAFF_VIEW)
# What ends, or may end, in so many months from the date in view ends soon.
_SOON: Final = 12


def may_open(person: Person, reader: Actor) -> bool:
    """Tell whether somebody may open the record of a person."""
    return any(scoping.can(reader, each, person) for each in SEE_PEOPLE)


def record_of(person: Person, reader: Actor, place: str, otherwise: str) -> str:
    """Return the address of a person's record, or of a list once nothing leads to the record."""
    if may_open(person, reader):
        return f"{reverse('people:detail', args=[person.pk])}?{place}"
    return f"{reverse(otherwise)}?{place}"


class OnRoadmap(FramedView):
    """A page that says when people are expected to retire."""

    @cached_property
    def roadmap(self) -> Roadmap:
        """Return the rules of retirement on the date in view."""
        return personnel.roadmap_on(self.as_of)

    @property
    def horizon(self) -> dt.date:
        """The last day of what ends soon."""
        return add_months(self.as_of, _SOON)


def expectation(roadmap: Roadmap) -> str:
    """Return what the expected months of retirement rest on, and when they are others."""
    return (
        f"Tháng nghỉ hưu là dự kiến, tính từ ngày sinh và giới tính theo {roadmap.source}. Người "
        "nghỉ sớm hơn, muộn hơn theo quy định riêng thì khác."
    )


def retirement(row: Any, roadmap: Roadmap, on: dt.date) -> Group:
    """Return when the person of a row of `personnel.with_retirement` may retire, and why then."""
    expected = personnel.retirement_in_words(row)
    missing = "chưa tính được: sổ chưa ghi ngày sinh hoặc giới tính"
    passed = ", đã qua" if expected and row.retires_by < on else ""
    return Group(
        "Nghỉ hưu",
        [
            Fact(label="Dự kiến", value=f"{expected or missing}{passed}"),
            Fact(label="Căn cứ", value=roadmap.source),
        ],
    )


class OfPerson(RecordForm):
    """A form about one person, whose record the writer may open."""

    record: Person

    def records(self) -> QuerySet[Person]:
        return people.people()

    def allows(self, record: Person) -> bool:
        return may_open(record, self.actor)

    def trail_unit_id(self) -> int | None:
        """Return under which unit the trail stands: the last home of a member, else the agency."""
        home = members.periods_of(self.record).last()
        if home is not None:
            return home.unit_id
        held = personnel.assignments_of(self.record).last()
        return None if held is None else held.post.agency_id

    def get_success_url(self) -> str:
        return f"{reverse('people:detail', args=[self.record.pk])}?{self.frame.place}"


class OfArrival(RecordForm):
    """A form about somebody who comes into a register, at the unit in view or below it."""

    record: Unit
    list_name = ""
    arrived: Person | None = None

    def records(self) -> QuerySet[Unit]:
        return organizations.units()

    def named(self) -> QuerySet[Unit] | None:
        in_view = self.frame.unit
        return None if in_view is None else self.records().filter(pk=in_view.pk)

    def who(self, form: IdentityForm) -> Consequence:
        """Say whether the one who is described is in the book."""
        known = people.known_as(form.cleaned_data["full_name"], form.cleaned_data["born"]).first()
        if known is None:
            return Consequence("Thêm một người mới vào sổ.")
        return Consequence(f"{known}, sinh {known.born}, đã có trong sổ: ghi cho chính người đó.")

    def get_success_url(self) -> str:
        if self.arrived is None:
            return f"{reverse(self.list_name)}?{self.frame.place}"
        return f"{reverse('people:detail', args=[self.arrived.pk])}?{self.frame.place}"
