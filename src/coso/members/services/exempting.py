"""How long a member is exempt from Party work and meetings."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis
from coso.members import queries
from coso.members.models import Exemption, Membership


class UnableToSetExemption(DomainError):
    """The exemption cannot last so long."""


@transaction.atomic
def set_exemption_end(
    *,
    exemption: Exemption,
    until: dt.date | None,
    unit_id: int | None,
    actor: Actor,
    decision: str = "",
    basis: Basis = FRESH,
) -> Exemption:
    """End an exemption, or let it go on longer; `until` is the first day not exempt any more.

    :param unit_id: the home, for the trail
    :raises UnableToSetExemption: if no day is left, another exemption follows, or nothing changes
    :raises RecordChanged: if the member is not what the writer saw
    """
    person = exemption.membership.person
    list(Membership.objects.select_for_update(of=("self",)).filter(pk=exemption.membership_id))
    basis.check_seen(queries.state_of(person))
    exemption = queries.exemptions().get(pk=exemption.pk)
    before = Period.from_range(exemption.during)
    _check_days(exemption, before, until)
    exemption.during = Period(before.start, until).to_range()
    exemption.save(update_fields=["during"])
    shown = "không thời hạn" if until is None else f"hết miễn từ ngày {format_date(until)}"
    audit.record(
        actor=actor,
        action="member.exemption_end_set",
        subject=person,
        unit_id=unit_id,
        summary=f"Miễn công tác và sinh hoạt: {shown}",
        reason=basis.reason,
        values={"old": before.end, "new": until, "decision": decision},
    )
    return exemption


def _check_days(exemption: Exemption, before: Period, until: dt.date | None) -> None:
    if until == before.end:
        message = "Sổ đã ghi thời hạn đúng như vậy: không có gì để đổi."
        raise UnableToSetExemption("exemption_unchanged", f"{message} Hãy kiểm tra lại ngày.")
    if until is not None and before.start is not None and until <= before.start:
        message = f"Miễn từ ngày {format_date(before.start)} nên không thể hết trước đó."
        raise UnableToSetExemption("exemption_empty", f"{message} Hãy kiểm tra lại ngày.")
    others = queries.exemptions().filter(membership=exemption.membership_id)
    after = Period(before.start, until).to_range()
    following = others.exclude(pk=exemption.pk).filter(during__overlap=after).first()
    if following is not None:
        since = Period.from_range(following.during).start
        message = f"Sổ đã ghi lần miễn khác từ ngày {format_date(since)}." if since else ""
        raise UnableToSetExemption("exemption_overlaps", f"{message} Hãy chọn ngày sớm hơn.")
