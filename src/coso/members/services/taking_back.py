"""Taking back what never was: the last move or leaving of a member, the membership itself."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.numbers import format_integer
from coso.core.periods import Period
from coso.core.types import Actor
from coso.core.writing import Basis
from coso.members import queries
from coso.members.models import Membership, MembershipPeriod
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


@transaction.atomic
def remove_membership(*, person: Person, basis: Basis, actor: Actor) -> Person:
    """Take out a membership that was written by mistake; the person and the trail stay.

    :raises UnableToTakeBack: if there is none, or something in the book rests on it
    :raises RecordChanged: if the member is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    stays = list(queries.periods_of(person).select_for_update(of=("self",)))
    membership = queries.membership_of(person)
    basis.check_seen(queries.state_of(person))
    basis.check_explained()
    if membership is None:
        message = f"Trong sổ {person} không phải là đảng viên."
        raise UnableToTakeBack("not_a_member", f"{message} Hãy mở lại hồ sơ.")
    _check_alone(membership, stays)
    audit.record(
        actor=actor,
        action="member.removed",
        subject=person,
        unit_id=stays[0].unit_id if stays else None,
        summary="Bỏ đảng tịch ghi nhầm",
        reason=basis.reason,
        values={
            "old": queries.details_of(membership),
            "stays": [{"unit": stay.unit_id, "entry": stay.entry} for stay in stays],
        },
    )
    _delete(membership, stays)
    return person


def _check_alone(membership: Membership, stays: list[MembershipPeriod]) -> None:
    if len(stays) > 1 or any(stay.leaving for stay in stays):
        message = "Sổ đã ghi chuyển chi bộ hoặc thôi sinh hoạt sau đó."
        raise UnableToTakeBack("membership_went_on", f"{message} Hãy bỏ những việc ấy trước.")
    resting = queries.dependents_of(membership)
    if resting:
        told = ", ".join(f"{format_integer(count)} {noun}" for noun, count in resting.items())
        message = f"Dựa vào đảng tịch này, sổ còn {told}."
        raise UnableToTakeBack(
            "membership_needed",
            f"{message} Đảng tịch có thật thì dùng “Thôi sinh hoạt” hoặc “Sửa chỗ ghi sai”.",
        )


def _delete(membership: Membership, stays: list[MembershipPeriod]) -> None:
    try:
        with transaction.atomic():
            for stay in stays:
                stay.delete()
            membership.delete()
    except ProtectedError as error:
        nouns = {str(row._meta.verbose_name) for row in error.protected_objects}
        message = f"Phần khác của sổ dựa vào đảng tịch này: {', '.join(sorted(nouns))}."
        raise UnableToTakeBack(
            "membership_needed", f"{message} Hãy dùng “Thôi sinh hoạt” hoặc “Sửa chỗ ghi sai”."
        ) from error


def _check_open(stay: MembershipPeriod) -> None:
    if stay.unit.closed_on is not None:
        message = f"{stay.unit} đã kết thúc từ ngày {format_date(stay.unit.closed_on)}."
        raise UnableToTakeBack("unit_closed", f"{message} Hãy mở lại đơn vị trước.")


def _go_on(stay: MembershipPeriod) -> None:
    stay.during = Period(stay.during.lower).to_range()
    stay.leaving = stay.leaving_place = stay.leaving_decision = stay.leaving_reason = ""
    stay.save()
