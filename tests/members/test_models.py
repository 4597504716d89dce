"""What a member is on a day."""

import datetime as dt

import pytest
from django.db import IntegrityError

from coso.members import queries
from coso.members.enums import MemberStatus
from coso.members.models import Membership
from tests.factories import organizations, registers
from tests.factories.people import person

ADMITTED, OFFICIAL = dt.date(2022, 5, 1), dt.date(2023, 5, 1)


STATUSES = pytest.mark.parametrize(
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
        (Membership(admitted_on=ADMITTED, official_by=OFFICIAL), OFFICIAL, MemberStatus.OFFICIAL),
        (
            Membership(admitted_on=ADMITTED, official_by=OFFICIAL),
            OFFICIAL - dt.timedelta(days=1),
            MemberStatus.UNKNOWN,
        ),
    ],
)


@STATUSES
def test_status_follows_the_two_dates(membership, day, status):
    assert membership.status_on(day) == status


@pytest.mark.django_db
@STATUSES
def test_roll_is_kept_by_the_same_status(membership, day, status):
    held = registers.member(organizations.roots().party, ADMITTED)
    dates = ("decided_on", "admitted_on", "official_on", "official_by")
    Membership.objects.update(**{name: getattr(membership, name) for name in dates})

    kept = {each: [*queries.of_status(queries.roll_on(day), each, day)] for each in MemberStatus}

    assert kept.pop(status) == [held.periods.get()]
    assert not any(kept.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "days",
    [
        {"official_on": OFFICIAL, "official_by": OFFICIAL},
        {"official_by": ADMITTED - dt.timedelta(days=1)},
    ],
)
def test_day_of_becoming_official_is_known_or_not_and_never_before_admission(days):
    with pytest.raises(IntegrityError):
        Membership.objects.create(person=person(), admitted_on=ADMITTED, **days)
