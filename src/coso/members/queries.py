"""Reading the register of members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from coso.core import crypto, resting, text, writing
from coso.core.periods import Period
from coso.members.enums import Entry, MemberStatus, Position
from coso.members.models import (
    Badge,
    Exemption,
    Membership,
    MembershipPeriod,
    PositionHolding,
    TemporaryStay,
)
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person

# Of each succession: who was at home in the predecessor or below it on the eve, and who of them is
# at home in the successor or below it on the day.
_PASSED_ON: Final = """
WITH RECURSIVE handed AS (
    SELECT id, predecessor_id, successor_id, "on" AS day
      FROM organizations_unitsuccession WHERE id = ANY(%(successions)s)
), old AS (
    SELECT id, day - 1 AS eve, predecessor_id AS unit_id FROM handed
    UNION
    SELECT old.id, old.eve, p.unit_id FROM old
      JOIN organizations_unitplacement p ON p.parent_id = old.unit_id AND p.during @> old.eve
), new AS (
    SELECT id, day, successor_id AS unit_id FROM handed
    UNION
    SELECT new.id, new.day, p.unit_id FROM new
      JOIN organizations_unitplacement p ON p.parent_id = new.unit_id AND p.during @> new.day
), homes AS (
    SELECT old.id, m.membership_id, true AS was_there, false AS arrived FROM old
      JOIN members_membershipperiod m ON m.unit_id = old.unit_id AND m.during @> old.eve
    UNION ALL
    SELECT new.id, m.membership_id, false, true FROM new
      JOIN members_membershipperiod m ON m.unit_id = new.unit_id AND m.during @> new.day
), members AS (
    -- grouped, not joined: nobody can guess how many there will be below
    SELECT id, bool_or(was_there) AS was_there, bool_or(arrived) AS arrived
      FROM homes GROUP BY id, membership_id
)
SELECT id, count(*) FILTER (WHERE arrived), count(*) FROM members WHERE was_there GROUP BY id
"""
_CARD_LENGTHS: Final = (8, 12)
# The order in which positions are named: as the enumeration lists them.
_RANK: Final[Case] = Case(
    *(When(position=position, then=Value(rank)) for rank, position in enumerate(Position)),
    default=Value(len(Position)),
)


def roll_on(day: dt.date, *, unit_ids: Collection[int] | None = None) -> QuerySet[MembershipPeriod]:
    """Return the members of a day, in the order of the roll.

    :param unit_ids: the home organizations to keep; `None` keeps all
    """
    exempt = Exemption.objects.filter(membership_id=OuterRef("membership_id"), during__contains=day)
    roll = MembershipPeriod.objects.filter(during__contains=day)
    if unit_ids is not None:
        roll = roll.filter(unit_id__in=unit_ids)
    shown: QuerySet[Any] = roll.select_related("unit", "membership__person__ethnicity").annotate(
        is_exempt=Exists(exempt)
    )
    return shown.order_by("membership__person__order_key", "pk")


def of_status(
    roll: QuerySet[MembershipPeriod], status: MemberStatus, day: dt.date
) -> QuerySet[MembershipPeriod]:
    """Keep the members who had a status on a day; `Membership.status_on` tells that of one."""
    official = Q(membership__official_on__lte=day) | Q(membership__official_by__lte=day)
    unknown = Q(membership__official_by__isnull=False) | Q(
        membership__admitted_on__isnull=True, membership__decided_on__isnull=True
    )
    conditions = {
        MemberStatus.OFFICIAL: official,
        MemberStatus.UNKNOWN: ~official & unknown,
        MemberStatus.PROBATIONARY: ~official & ~unknown,
    }
    return roll.filter(conditions[status])


def matching(roll: QuerySet[MembershipPeriod], words: str) -> QuerySet[MembershipPeriod]:
    """Keep the members whose name holds the words, exact accents first.

    A number of eight or twelve digits is looked up as a card number, by exact value.
    """
    if number := card_number_in(words):
        return roll.filter(membership__card_digest=crypto.digest(number))
    return people.matching(roll, words, person="membership__person__")


def card_number_in(words: str) -> str:
    """Return the digits where words have as many as the number of a card, else nothing."""
    digits = "".join(character for character in words if character.isdigit())
    return digits if len(digits) in _CARD_LENGTHS else ""


def with_card(found: QuerySet[Person], number: str) -> QuerySet[Person]:
    """Keep whoever has exactly this card number."""
    return found.filter(membership__card_digest=crypto.digest(number))


def positions_named(day: dt.date, words: str) -> QuerySet[PositionHolding]:
    """Return who holds a Party position on a day by its name, and perhaps its unit's.

    “bí thư”, “bí thư Nà Pái”: what follows the position stands in the name of the unit.
    """
    named = Q(pk__in=[])
    for title, place in text.divisions(words):
        meant = [position for position in Position if text.bears(position.label, title)]
        named |= Q(position__in=meant, unit__search_name__contains=text.search_key(place))
    held = PositionHolding.objects.filter(named, during__contains=day)
    return held.select_related("person", "unit")


def membership_of(person: Person) -> Membership | None:
    """Return the membership of a person, if they are or were a member."""
    return Membership.objects.filter(person=person).first()


def details_of(membership: Membership) -> dict[str, Any]:
    """Return the dates and decisions of a membership."""
    names = ("admitted_on", "decision", "decided_on", "official_on", "official_decision")
    return {name: getattr(membership, name) for name in (*names, "official_decided_on")}


def periods_of(person: Person) -> QuerySet[MembershipPeriod]:
    """Return the stays of a person in home organizations, oldest first."""
    return (
        MembershipPeriod.objects.filter(membership__person=person)
        .select_related("unit")
        .order_by("during")
    )


def last_movement_of(person: Person) -> MembershipPeriod | None:
    """Return the stay that a move began, or a leaving ended, if that is the last thing known."""
    last: MembershipPeriod | None = periods_of(person).last()
    is_movement = last is not None and (last.leaving or last.entry == Entry.MOVED)
    return last if is_movement else None


def positions_of(person: Person) -> QuerySet[PositionHolding]:
    """Return the Party positions of a person, oldest first."""
    return (
        PositionHolding.objects.filter(person=person)
        .select_related("unit__overseer")
        .order_by("during")
    )


def details_of_position(held: PositionHolding) -> dict[str, Any]:
    """Return what may be corrected of a position, as a form and the trail name it."""
    during = Period.from_range(held.during)
    return {"on": during.start, "until_on": during.end, "decision": held.decision}


def positions() -> QuerySet[PositionHolding]:
    """Return all Party positions that were ever held."""
    return PositionHolding.objects.select_related("unit", "person").order_by("pk")


def exemptions_of(person: Person) -> QuerySet[Exemption]:
    """Return the exemptions of a person, oldest first."""
    return Exemption.objects.filter(membership__person=person).order_by("during")


def temporary_stays_of(person: Person) -> QuerySet[TemporaryStay]:
    """Return the temporary stays of a person, oldest first."""
    return TemporaryStay.objects.filter(person=person).select_related("unit").order_by("during")


def badges_of(person: Person) -> QuerySet[Badge]:
    """Return the Party badges of a person, oldest first."""
    return Badge.objects.filter(person=person).order_by("awarded_on", "pk")


def leaders_on(unit_ids: Collection[int], day: dt.date) -> QuerySet[PositionHolding]:
    """Return who holds Party positions in units on a day, secretaries first."""
    return (
        PositionHolding.objects.filter(unit_id__in=unit_ids, during__contains=day)
        .select_related("person", "unit")
        .order_by(_RANK, "person__order_key", "pk")
    )


def exemptions() -> QuerySet[Exemption]:
    """Return all exemptions."""
    return Exemption.objects.select_related("membership__person").order_by("pk")


def dependents_of(membership: Membership) -> dict[str, int]:
    """Return how many of each rest on a membership, by what they are called."""
    counts = {rest.noun: rest.dependents(membership).count() for rest in resting.on(Membership)}
    return {noun: count for noun, count in counts.items() if count}


def home_on(person: Person, day: dt.date) -> Unit | None:
    """Return the home organization of a member on a day."""
    return Unit.objects.filter(
        membership_periods__membership__person=person, membership_periods__during__contains=day
    ).first()


def state_of(person: Person) -> str:
    """Return a token of what is recorded of a person as a member; every change makes another."""
    recorded = (
        Person.objects.filter(pk=person.pk).values_list(),
        Membership.objects.filter(person=person).values_list(*_MEMBERSHIP),
        MembershipPeriod.objects.filter(membership__person=person).order_by("pk").values_list(),
        Exemption.objects.filter(membership__person=person).order_by("pk").values_list(),
        TemporaryStay.objects.filter(person=person).order_by("pk").values_list(),
        PositionHolding.objects.filter(person=person).order_by("pk").values_list(),
    )
    return writing.state_of(row for rows in recorded for row in rows)


_MEMBERSHIP: Final = (
    *("decided_on", "decision", "admitted_on", "official_on", "official_by"),
    *("official_decision", "official_decided_on", "card_digest"),
)
_HOMELESS: Final = """
    SELECT mp.id, p.full_name
      FROM members_membershipperiod mp
      JOIN members_membership m ON m.id = mp.membership_id
      JOIN people_person p ON p.id = m.person_id
     WHERE NOT EXISTS (
           SELECT 1 FROM organizations_unitversion v WHERE v.unit_id = mp.unit_id
           HAVING mp.during <@ range_agg(v.during))
     ORDER BY mp.id
"""

# A move inside the installation is one leaving and one entry of the same day: only so does the
# closing number equal the opening one, plus entries, less leavings.
_UNPAIRED: Final = """
    SELECT id, full_name FROM (
        SELECT mp.id, p.full_name, mp.entry, mp.leaving, mp.during,
               lag(mp.leaving) OVER own AS left_before, lag(upper(mp.during)) OVER own AS ended,
               lead(mp.entry) OVER own AS enters_next, lead(lower(mp.during)) OVER own AS begins
          FROM members_membershipperiod mp
          JOIN members_membership m ON m.id = mp.membership_id
          JOIN people_person p ON p.id = m.person_id
        WINDOW own AS (PARTITION BY mp.membership_id ORDER BY mp.during)
    ) stays
     WHERE (entry = 'MOVED' AND (left_before, ended) IS DISTINCT FROM ('MOVED', lower(during)))
        OR (leaving = 'MOVED' AND (enters_next, begins) IS DISTINCT FROM ('MOVED', upper(during)))
        OR (entry = 'ROSTER' AND left_before IS NOT NULL)
     ORDER BY id
"""


def findings() -> list[str]:
    """Return one sentence for each stay of a member that cannot be as it is written."""
    return [
        *_told(_HOMELESS, "ở một tổ chức trong thời gian tổ chức ấy không tồn tại"),
        *_told(_UNPAIRED, "không khớp với lần sinh hoạt trước hoặc sau"),
    ]


def _told(sql: str, what: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [f"Nơi sinh hoạt số {pk} của {name} {what}." for pk, name in cursor.fetchall()]


def stays() -> QuerySet[MembershipPeriod]:
    """Return all stays of members in home organizations, in the order of the roll."""
    return MembershipPeriod.objects.select_related("unit", "membership__person").order_by(
        "membership__person__order_key", "pk"
    )


def memberships() -> QuerySet[Membership]:
    """Return the memberships of all who are or were members."""
    return Membership.objects.order_by("pk")


def movements() -> QuerySet[MembershipPeriod]:
    """Return the stays that began otherwise than by a list, or have ended by a leaving."""
    return stays().exclude(entry=Entry.ROSTER, leaving="")


def named_memberships(ids: Collection[int]) -> QuerySet[Membership]:
    """Return some memberships with their people, by name."""
    found = Membership.objects.filter(pk__in=ids).select_related("person")
    return found.order_by("person__order_key", "pk")


def official_counts(unit_ids: Collection[int], day: dt.date) -> dict[int, int]:
    """Return how many official members each of some organizations has on a day."""
    official = Q(membership__official_on__lte=day) | Q(membership__official_by__lte=day)
    counted = (
        MembershipPeriod.objects.filter(official, unit_id__in=unit_ids, during__contains=day)
        .values("unit_id")
        .annotate(number=Count("pk"))
    )
    return {row["unit_id"]: row["number"] for row in counted}


def positions_from(unit_ids: Collection[int], day: dt.date) -> QuerySet[PositionHolding]:
    """Return the Party positions held in units on a day or later, by person."""
    later = Period(day).to_range()
    return (
        PositionHolding.objects.filter(unit_id__in=unit_ids, during__overlap=later)
        .select_related("unit", "person")
        .order_by("person__order_key", "pk")
    )


def homes_by_name(
    match_names: Collection[str], day: dt.date
) -> list[tuple[str, dt.date | None, int, int]]:
    """Return (name key, date of birth, membership, home) of the members of a day by their names."""
    found = MembershipPeriod.objects.filter(
        during__contains=day, membership__person__match_name__in=match_names
    )
    person = "membership__person__"
    return list(found.values_list(f"{person}match_name", f"{person}born_on", "membership", "unit"))


def homes_of(memberships: Collection[int], day: dt.date) -> dict[int, int]:
    """Return the home organization of each of some memberships on a day."""
    found = MembershipPeriod.objects.filter(membership__in=memberships, during__contains=day)
    return dict(found.values_list("membership", "unit").order_by("membership"))


def passed_on(successions: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return for each succession how many members went to the successor, and of how many.

    Units below count with those above them; a succession without members is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PASSED_ON, {"successions": list(successions)})
        return {key: (arrived, all_there) for key, arrived, all_there in cursor.fetchall()}
