"""What the forms about members share."""

from __future__ import annotations

from coso.access.enums import Permission
from coso.members import queries as members
from coso.web.shared.people import OfPerson


class OfMember(OfPerson):
    """A form about one member."""

    permission = Permission.MEMBERS_KEEP

    def state(self) -> str:
        return members.state_of(self.record)
