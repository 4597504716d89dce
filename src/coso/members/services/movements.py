"""What happens to members: admitted, official, moved, gone; written by the rules of the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from attrs import asdict, frozen
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from coso.audit import services as audit
from coso.core.dates import add_months, age_on, format_date
from coso.core.db import Finding
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis
from coso.members import bulk, queries
from coso.members.bulk import Movement
from coso.members.enums import Leaving
from coso.members.models import Membership
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people import bulk as people
from coso.people import queries as people_queries
from coso.people.models import Person
from coso.people.services import PersonDetails
from coso.rules import queries as rules

_SAID: Final = frozenset({"info"})


class UnableToRecordMovement(DomainError):
    """It cannot have happened to the member as it is written."""


@frozen(kw_only=True)
class Papers:
    """What a movement rests on: the decision, the other place of a transfer, a note."""

    decision: str = ""
    decided_on: dt.date | None = None
    place: str = ""
    reason: str = ""


NO_PAPERS: Final = Papers()


@transaction.atomic
def admit_member(
    *, person: PersonDetails, unit: Unit, on: dt.date, papers: Papers, actor: Actor, basis: Basis
) -> Person:
    """Admit somebody in a branch on the day of the ceremony; the person may be in the book.

    :raises UnableToRecordMovement: if the rules of the lists do not allow it
    :raises ReasonMissing: if the person is too young or may be somebody else of the name, and no
        reason is given
    """
    movement = _movement("ADMITTED", on, unit, papers)
    basis.check_reason(_check_age(person, on))
    return _arrive(movement, person, unit, "member.admitted", actor, basis)


@transaction.atomic
def receive_member(
    *, person: PersonDetails, unit: Unit, on: dt.date, papers: Papers, actor: Actor, basis: Basis
) -> Person:
    """Take in a member who comes by transfer from elsewhere; the person may be in the book.

    :raises UnableToRecordMovement: if the rules of the lists do not allow it
    :raises ReasonMissing: if the person may be somebody else of the name, and no reason is given
    """
    movement = _movement("TRANSFERRED_IN", on, unit, papers)
    return _arrive(movement, person, unit, "member.received", actor, basis)


@transaction.atomic
def make_official(
    *, person: Person, on: dt.date, papers: Papers, actor: Actor, basis: Basis = FRESH
) -> Person:
    """Record from which day a member is official.

    :raises UnableToRecordMovement: if the book says otherwise already
    :raises ReasonMissing: if it is not the end of the probation, and no reason is given
    """
    basis.check_reason(_check_probation(person, on))
    movement = _movement("OFFICIAL", on, queries.home_on(person, on), papers)
    return _happen(movement, person, "member.made_official", actor, basis)


@transaction.atomic
def move_member(
    *,
    person: Person,
    to_unit: Unit,
    on: dt.date,
    papers: Papers,
    actor: Actor,
    basis: Basis = FRESH,
) -> Person:
    """Let a member live in another branch of the installation from a day on.

    Positions are given up, but those in units above the new branch too.

    :raises UnableToRecordMovement: if the member lives there already, or nowhere, on that day
    """
    home = queries.home_on(person, on)
    if home == to_unit:
        message = f"Đồng chí đã sinh hoạt ở {to_unit} vào ngày {format_date(on)}."
        raise UnableToRecordMovement("member_already_there", f"{message} Hãy chọn chi bộ khác.")
    _check_home(to_unit, on)
    movement = _movement("MOVED", on, home, papers, to_unit_id=to_unit.pk)
    return _happen(movement, person, "member.moved", actor, basis)


@transaction.atomic
def end_membership(
    *,
    person: Person,
    leaving: Leaving,
    on: dt.date,
    papers: Papers,
    actor: Actor,
    basis: Basis = FRESH,
) -> Person:
    """Record that a member is no longer one here from a day on, and how that came.

    :raises UnableToRecordMovement: if the person was no member the day before
    """
    movement = _movement(leaving, on, _home_before(person, on), papers)
    return _happen(movement, person, "member.left", actor, basis)


@transaction.atomic
def exempt_member(
    *, person: Person, on: dt.date, papers: Papers, actor: Actor, basis: Basis = FRESH
) -> Person:
    """Exempt a member from Party work and meetings from a day on.

    :raises UnableToRecordMovement: if the member is exempt already
    """
    movement = _movement("EXEMPTED", on, queries.home_on(person, on), papers)
    return _happen(movement, person, "member.exempted", actor, basis)


@transaction.atomic
def record_stay_elsewhere(
    *,
    person: Person,
    on: dt.date,
    until_on: dt.date | None,
    place: str,
    actor: Actor,
    basis: Basis = FRESH,
) -> Person:
    """Record that a member lives elsewhere for a time; the home still counts them.

    :raises UnableToRecordMovement: if another stay of those days is known
    """
    home = queries.home_on(person, on)
    movement = _movement("STAY_OUT", on, home, Papers(place=place), until_on=until_on)
    return _happen(movement, person, "member.staying_elsewhere", actor, basis)


def _movement(kind: str, on: dt.date, unit: Unit | None, papers: Papers, **facts: Any) -> Movement:
    return Movement(
        movement=kind,
        happened_on=on,
        unit_id=None if unit is None else unit.pk,
        branch="" if unit is None else unit.name,
        **asdict(papers),
        **facts,
    )


def _arrive(
    movement: Movement,
    details: PersonDetails,
    unit: Unit,
    action: str,
    actor: Actor,
    basis: Basis,
) -> Person:
    _check_home(unit, movement.happened_on)
    with connection.cursor() as cursor:
        bulk.stage(cursor, movement, details.columns())
        joined = people_queries.joined_party()
        people.identify(
            cursor, bulk.STAGING, joined=joined, standing=bulk.STANDING, place="unit_id"
        )
        alike = people.check_namesakes(cursor, bulk.STAGING, joined=joined)
        basis.check_reason([found.message for found in alike])
        _refuse(bulk.check_movements(cursor, bulk.STAGING))
        people.merge_people(cursor, bulk.STAGING)
        _refuse(bulk.merge_movements(cursor, bulk.STAGING))
        person = people_queries.people().get(pk=bulk.person_staged(cursor))
    return _record(person, movement, action, actor, basis)


def _happen(movement: Movement, person: Person, action: str, actor: Actor, basis: Basis) -> Person:
    _lock(person)
    before = queries.state_of(person)
    basis.check_seen(before)
    with connection.cursor() as cursor:
        _stage_known(cursor, movement, person)
        _refuse(bulk.check_movements(cursor, bulk.STAGING))
        _refuse(bulk.merge_movements(cursor, bulk.STAGING))
    if queries.state_of(person) == before:
        message = "Sổ đã ghi như vậy, hoặc đã có thời gian trùng với những ngày này."
        raise UnableToRecordMovement("already_recorded", f"{message} Hãy xem lại hồ sơ và ngày.")
    return _record(person, movement, action, actor, basis)


def _stage_known(cursor: CursorWrapper, movement: Movement, person: Person) -> None:
    bulk.stage(cursor, movement, people_queries.details_of(person))
    bulk.name_person(cursor, person.pk)


def _lock(person: Person) -> None:
    # One change of a member at a time; whoever is no member has nothing to collide with.
    list(Membership.objects.select_for_update(of=("self",)).filter(person=person))


def _refuse(findings: Iterable[Finding]) -> None:
    """Raise the first thing that keeps a row of a list out: by hand there is no other row."""
    for found in findings:
        if found.severity not in _SAID:
            raise UnableToRecordMovement(found.kind, found.message)


def _check_home(unit: Unit, on: dt.date) -> None:
    if organizations.details_on(unit, on) is None:
        message = f"{unit} không có trong sổ vào ngày {format_date(on)}."
        raise UnableToRecordMovement("unit_not_alive", f"{message} Hãy chọn chi bộ, ngày khác.")
    if unit.closed_on is not None:
        message = f"{unit} kết thúc từ ngày {format_date(unit.closed_on)}."
        raise UnableToRecordMovement("unit_closed", f"{message} Hãy chọn chi bộ còn hoạt động.")


def _check_probation(person: Person, on: dt.date) -> tuple[str, ...]:
    """Return a warning if the official day is not the end of the probation."""
    membership = queries.membership_of(person)
    if membership is None or membership.admitted_on is None:
        return ()
    months = rules.parameter("members", "probation_months", on)
    due = add_months(membership.admitted_on, months)
    warning = (
        f"Vào Đảng ngày {format_date(membership.admitted_on)} thì ngày chính thức là "
        f"{format_date(due)}, đủ {months} tháng, kể cả khi quyết định ra muộn."
    )
    return () if on == due else (warning,)


def _check_age(person: PersonDetails, on: dt.date) -> tuple[str, ...]:
    """Return a warning if somebody is admitted too young, or at an age hard to believe.

    :raises UnableToRecordMovement: if it was before the birth
    """
    youngest = rules.parameter("members", "min_admission_age", on)
    if person.born is not None and on < person.born.value:
        message = f"Ngày {format_date(on)} trước ngày sinh {person.born}: hãy kiểm tra hai ngày."
        raise UnableToRecordMovement("admitted_too_young", message)
    age = None if person.born is None else age_on(person.born.value, on)
    if age is not None and age < youngest:
        return (f"Ngày {format_date(on)} chưa đủ {youngest} tuổi, tuổi tối thiểu để vào Đảng.",)
    if age is not None and age > rules.parameter("members", "max_admission_age", on):
        return (f"Sinh năm {person.born} thì ngày {format_date(on)} đã {age} tuổi.",)
    return ()


def _home_before(person: Person, on: dt.date) -> Unit | None:
    return queries.home_on(person, on - dt.timedelta(days=1))


def _record(person: Person, movement: Movement, action: str, actor: Actor, basis: Basis) -> Person:
    audit.record(
        actor=actor,
        action=action,
        subject=person,
        unit_id=movement.to_unit_id or movement.unit_id,
        summary=f"{_ACTIONS[action]}, ngày {format_date(movement.happened_on)}",
        reason=basis.reason,
        values={**asdict(movement), "person": person.full_name},
    )
    return person


# What the trail shows without opening an entry: no name of a person.
_ACTIONS: Final = {
    "member.admitted": "Kết nạp",
    "member.received": "Tiếp nhận chuyển đến",
    "member.made_official": "Công nhận chính thức",
    "member.moved": "Chuyển sinh hoạt nội bộ",
    "member.left": "Thôi sinh hoạt",
    "member.exempted": "Miễn công tác và sinh hoạt",
    "member.staying_elsewhere": "Sinh hoạt tạm thời nơi khác",
}
