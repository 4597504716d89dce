"""Taking back the last move or leaving of a member: it never was."""

from __future__ import annotations

from django.db import transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.core.types import Actor
from coso.core.writing import Basis
from coso.members import queries
from coso.members.models import MembershipPeriod
from coso.people.models import Person


class UnableToTakeBack(DomainError):
    """There is nothing that could be taken back, or the stay before cannot go on."""


@transaction.atomic
def take_back_movement(*, person: Person, basis: Basis, actor: Actor) -> Person:
    """Take back the last move or leaving, written by mistake; the stay before it goes on.

    Positions that ended with it stay ended.

    :raises UnableToTakeBack: if the last thing known is neither, or the branch before has ended
    :raises RecordChanged: if the member is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    stays = list(queries.periods_of(person).select_for_update(of=("self",)))
    basis.check_seen(queries.state_of(person))
    basis.check_explained()
    last = queries.last_movement_of(person)
    if last is None:
        message = "Việc gần nhất không phải là chuyển chi bộ hay thôi sinh hoạt."
        raise UnableToTakeBack("nothing_to_take_back", f"{message} Hãy sửa ở mục khác của hồ sơ.")
    goes_on = last if last.leaving else stays[-2]
    _check_open(goes_on)
    if goes_on != last:
        last.delete()
    _go_on(goes_on)
    audit.record(
        actor=actor,
        action="member.movement_taken_back",
        subject=person,
        unit_id=goes_on.unit_id,
        summary="Bỏ việc chuyển, thôi sinh hoạt ghi nhầm",
        reason=basis.reason,
        values={"unit": last.unit_id, "entry": last.entry, "leaving": last.leaving},
    )
    return person


def _check_open(stay: MembershipPeriod) -> None:
    if stay.unit.closed_on is not None:
        message = f"{stay.unit} đã kết thúc từ ngày {format_date(stay.unit.closed_on)}."
        raise UnableToTakeBack("unit_closed", f"{message} Hãy mở lại đơn vị trước.")


def _go_on(stay: MembershipPeriod) -> None:
    stay.during = Period(stay.during.lower).to_range()
    stay.leaving = stay.leaving_place = stay.leaving_decision = stay.leaving_reason = ""
    stay.save()
