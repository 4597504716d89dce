"""What somebody does by hand to a member of a list that is on its way into the registers."""

import datetime as dt

from attrs import evolve

from coso.core.types import SYSTEM
from coso.core.writing import Basis
from coso.importing import services
from coso.members import queries as members
from coso.members import services as member_services
from coso.members.models import Membership
from tests.factories.members import roster_row

LISTED, CORRECTED = dt.date(2005, 1, 1), dt.date(2005, 2, 2)
AN, BINH = roster_row(), roster_row("Lò Thị Bình")


def correct(name="Lò Văn An"):
    """Correct by hand when a member was admitted."""
    membership = Membership.objects.get(person__full_name=name)
    details = member_services.MembershipDetails(**members.details_of(membership))
    return member_services.correct_membership(
        membership=membership,
        details=evolve(details, admitted_on=CORRECTED),
        unit_id=None,
        basis=Basis(reason="theo lý lịch"),
        actor=SYSTEM,
    )


def apply(source, user):
    """Have an import written, as the worker does."""
    source = services.apply_import(source=source, actor=user, leave_out_doubtful=False)
    services.write_import(import_id=source.pk, actor_id=user.pk, mode="stop")
    source.refresh_from_db()
    return source


def told(source):
    """Return row, severity and message of what was written since the check."""
    found = source.problems.filter(kind="changed_since_check").order_by("pk")
    return [(each.row, each.severity, each.message) for each in found]


def admitted(name="Lò Văn An"):
    """Return when the registers say that a member was admitted."""
    return Membership.objects.get(person__full_name=name).admitted_on
