"""What forms about a person share."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.members import queries as members
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel import queries as personnel
from coso.web.shared.writing import RecordForm

# Whoever may open the record of a person.
SEE_PEOPLE = (Permission.MEMBERS_VIEW, Permission.STAFF_VIEW)


class OfPerson(RecordForm):
    """A form about one person, whose record the writer may open."""

    record: Person

    def records(self) -> QuerySet[Person]:
        return people.people()

    def allows(self, record: Person) -> bool:
        return any(scoping.can(self.actor, each, record) for each in SEE_PEOPLE)

    def trail_unit_id(self) -> int | None:
        """Return under which unit the trail stands: the last home of a member, else the agency."""
        home = members.periods_of(self.record).last()
        if home is not None:
            return home.unit_id
        held = personnel.assignments_of(self.record).last()
        return None if held is None else held.post.agency_id

    def get_success_url(self) -> str:
        return f"{reverse('people:detail', args=[self.record.pk])}?{self.frame.place}"
