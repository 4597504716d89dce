"""What a member is on a day."""

import datetime as dt

import pytest

from coso.members.enums import MemberStatus
from coso.members.models import Membership

ADMITTED, OFFICIAL = dt.date(2022, 5, 1), dt.date(2023, 5, 1)


@pytest.mark.parametrize(
    ("membership", "day", "status"),
    [
        (Membership(admitted_on=ADMITTED, official_on=OFFICIAL), OFFICIAL, MemberStatus.OFFICIAL),
        (
            Membership(admitted_on=ADMITTED, official_on=OFFICIAL),
            OFFICIAL - dt.timedelta(days=1),
            MemberStatus.PROBATIONARY,
        ),
        (Membership(admitted_on=ADMITTED), OFFICIAL, MemberStatus.PROBATIONARY),
        (Membership(decided_on=ADMITTED), OFFICIAL, MemberStatus.PROBATIONARY),
        (Membership(), OFFICIAL, MemberStatus.UNKNOWN),
        (Membership(official_on=OFFICIAL), OFFICIAL, MemberStatus.OFFICIAL),
    ],
)
def test_status_follows_the_two_dates(membership, day, status):
    assert membership.status_on(day) == status
