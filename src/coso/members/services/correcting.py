"""Correcting what the book says of a membership."""

from __future__ import annotations

import datetime as dt

from attrs import asdict, frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import Basis, corrected
from coso.members import queries
from coso.members.models import Membership


class UnableToCorrectMembership(DomainError):
    """The dates cannot be so."""


@frozen(kw_only=True)
class MembershipDetails:
    """The two anchor dates of a membership and their decisions; shared by forms and services."""

    admitted_on: dt.date | None
    decision: str = ""
    decided_on: dt.date | None = None
    official_on: dt.date | None = None
    official_decision: str = ""
    official_decided_on: dt.date | None = None


@transaction.atomic
def correct_membership(
    *,
    membership: Membership,
    details: MembershipDetails,
    unit_id: int | None,
    basis: Basis,
    actor: Actor,
) -> Membership:
    """Correct the dates and decisions of a membership; `unit_id` is the home, for the trail.

    Once the official day is known, “official at the latest” goes.

    :raises UnableToCorrectMembership: if official before admitted
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the record is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    locked = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    basis.check_seen(queries.state_of(locked.person))
    basis.check_explained()
    values = corrected(queries.details_of(locked), asdict(details))
    _check(locked, asdict(details))
    known = {} if details.official_on is None else {"official_by": None}
    Membership.objects.filter(pk=locked.pk).update(**asdict(details), **known)
    audit.record(
        actor=actor,
        action="member.corrected",
        subject=locked.person,
        unit_id=unit_id,
        summary="Sửa chỗ ghi sai về đảng tịch",
        reason=basis.reason,
        values=values,
    )
    locked.refresh_from_db()
    return locked


def _check(membership: Membership, after: dict[str, dt.date | None]) -> None:
    admitted, official = after["admitted_on"], after["official_on"] or membership.official_by
    if admitted is not None and official is not None and official < admitted:
        message = (
            f"Ngày chính thức {format_date(official)} trước ngày vào Đảng {format_date(admitted)}. "
            "Kiểm tra lại hai ngày trong lý lịch, hoặc để trống ngày chính thức."
        )
        raise UnableToCorrectMembership("official_before_admission", message)
