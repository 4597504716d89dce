"""What the forms about members share."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.members import queries as members
from coso.people import queries as people
from coso.people.models import Person
from coso.web.shared.writing import RecordForm


class OfMember(RecordForm):
    """A form about one member."""

    permission = Permission.MEMBERS_KEEP
    record: Person

    def records(self) -> QuerySet[Person]:
        return people.people()

    def state(self) -> str:
        return members.state_of(self.record)

    def home_id(self) -> int | None:
        """Return the unit under which the trail of the member stands: the last known home."""
        last = members.periods_of(self.record).last()
        return None if last is None else last.unit_id

    def get_success_url(self) -> str:
        return f"{reverse('people:detail', args=[self.record.pk])}?{self.frame.place}"
