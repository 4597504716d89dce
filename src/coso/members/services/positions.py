"""Party positions: who holds which, from and to which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from attrs import asdict, frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected
from coso.members import queries
from coso.members.enums import Position
from coso.members.models import PositionHolding
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people.models import Person

# Who leads a committee holds one of these there, not two.
_LEADING: Final = (Position.SECRETARY, Position.STANDING_DEPUTY, Position.DEPUTY_SECRETARY)


class UnableToHoldPosition(DomainError):
    """The member cannot hold the position from that day on."""


class UnableToEndPosition(DomainError):
    """The position cannot end on that day."""


class UnableToCorrectPosition(DomainError):
    """What is said of the position is wrong, or is what the book says."""


@frozen
class PositionDetails:
    """From which day to which (the first day without it) a position was held, and by what."""

    on: dt.date
    until_on: dt.date | None = None
    decision: str = ""


@transaction.atomic
def hold_position(  # noqa: PLR0913 — a position has these facts, all of them named by the caller
    *,
    person: Person,
    unit: Unit,
    position: Position,
    on: dt.date,
    actor: Actor,
    decision: str = "",
    basis: Basis = FRESH,
) -> PositionHolding:
    """Let a member hold a position from a day on, in the own branch or a unit above it.

    A deputy who becomes secretary there is deputy no longer, and the other way round.

    :raises UnableToHoldPosition: if the member lives elsewhere, holds it already, or another one
        is secretary
    """
    # Positions of one unit are given one after another: it has one secretary.
    list(Unit.objects.select_for_update(of=("self",)).filter(pk=unit.pk))
    basis.check_seen(queries.state_of(person))
    _check_lives_there(person, unit, on)
    _check_free(person, unit, position, Period(on))
    for former in _given_up(person, unit, position, on):
        end_position(holding=former, on=on, actor=actor, basis=Basis(reason=basis.reason))
    holding = PositionHolding.objects.create(
        person=person,
        unit=unit,
        position=position,
        decision=decision,
        during=Period(on).to_range(),
    )
    _record(holding, "position.begun", on, actor, basis)
    return holding


@transaction.atomic
def end_position(
    *, holding: PositionHolding, on: dt.date, actor: Actor, basis: Basis = FRESH
) -> PositionHolding:
    """Record the first day on which a member no longer holds a position.

    :raises UnableToEndPosition: if it had not begun, or had ended, by then
    """
    locked: PositionHolding = PositionHolding.objects.select_for_update(of=("self",)).get(
        pk=holding.pk
    )
    basis.check_seen(queries.state_of(locked.person))
    during = Period.from_range(locked.during)
    if during.start == on or not during.contains(on):
        message = f"Vào ngày {format_date(on)} đồng chí chưa giữ, hoặc đã thôi chức vụ này."
        raise UnableToEndPosition("position_not_held", f"{message} Hãy kiểm tra lại ngày.")
    locked.during = Period(during.start, on).to_range()
    locked.save(update_fields=["during"])
    _record(locked, "position.ended", on, actor, basis)
    return locked


@transaction.atomic
def correct_position(
    *, holding: PositionHolding, details: PositionDetails, basis: Basis, actor: Actor
) -> PositionHolding:
    """Correct when a position was held and by which decision.

    :raises UnableToCorrectPosition: if it ends before it begins
    :raises RecordUnchanged: if it is written so already
    :raises UnableToHoldPosition: if the member lived elsewhere, or another one was secretary
    :raises RecordChanged: if the record is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    held = _lock_explained(holding, basis)
    values = corrected(queries.details_of_position(held), asdict(details))
    held.during, held.decision = _period_of(details).to_range(), details.decision
    _check_lives_there(held.person, held.unit, details.on)
    _check_free(held.person, held.unit, Position(held.position), _period_of(details), held)
    held.save(update_fields=["during", "decision"])
    _record(held, "position.corrected", details.on, actor, basis, **values)
    return held


@transaction.atomic
def remove_position(*, holding: PositionHolding, basis: Basis, actor: Actor) -> PositionHolding:
    """Take back a position that was written by mistake; it stays in the trail.

    :raises RecordChanged: if the record is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    held = _lock_explained(holding, basis)
    old = queries.details_of_position(held)
    _record(held, "position.removed", old["on"], actor, basis, old=old)
    PositionHolding.objects.filter(pk=held.pk).delete()
    return held


def _lock_explained(holding: PositionHolding, basis: Basis) -> PositionHolding:
    """Return a position as it is now, for a change that has to be explained."""
    # Positions of one unit are written one after another: it has one secretary.
    list(Unit.objects.select_for_update(of=("self",)).filter(pk=holding.unit_id))
    basis.check_seen(queries.state_of(holding.person))
    basis.check_explained()
    held = queries.positions().filter(pk=holding.pk).first()
    if held is None:
        message = "Chức vụ này vừa được người khác bỏ khỏi sổ."
        raise UnableToCorrectPosition("position_gone", f"{message} Hãy mở lại hồ sơ.")
    return held


def _period_of(details: PositionDetails) -> Period:
    if details.until_on is not None and details.until_on <= details.on:
        message = f"Ngày thôi giữ {format_date(details.until_on)} không sau ngày bắt đầu giữ"
        raise UnableToCorrectPosition(
            "position_reversed", f"{message} {format_date(details.on)}. Hãy kiểm tra lại hai ngày."
        )
    return Period(details.on, details.until_on)


def _check_lives_there(person: Person, unit: Unit, on: dt.date) -> None:
    home = queries.home_on(person, on)
    above = [] if home is None else [home, *organizations.ancestors_on(home, on)]
    if unit not in above:
        message = f"Ngày {format_date(on)} đồng chí không sinh hoạt trong {unit}."
        raise UnableToHoldPosition(
            "not_a_member_there", f"{message} Hãy chọn tổ chức khác, hoặc ghi chuyển sinh hoạt."
        )


def _check_free(
    person: Person,
    unit: Unit,
    position: Position,
    during: Period,
    itself: PositionHolding | None = None,
) -> None:
    held = PositionHolding.objects.filter(
        unit=unit, position=position, during__overlap=during.to_range()
    ).exclude(pk=itself and itself.pk)
    if held.filter(person=person).exists():
        message = f"Sổ đã ghi đồng chí là {position.label} của {unit} trong thời gian này."
        raise UnableToHoldPosition("position_held", f"{message} Hãy kiểm tra lại ngày.")
    other = held.select_related("person").first() if position == Position.SECRETARY else None
    if other is not None:
        message = f"{other.person} là {position.label} của {unit} trong thời gian này."
        raise UnableToHoldPosition("two_secretaries", f"{message} Hãy ghi người ấy thôi giữ trước.")


def _given_up(
    person: Person, unit: Unit, position: Position, on: dt.date
) -> Iterable[PositionHolding]:
    """Return the positions that a person does not hold any longer beside another one."""
    if position not in _LEADING:
        return []
    led = PositionHolding.objects.filter(person=person, unit=unit, position__in=_LEADING)
    return led.filter(during__contains=on, during__startswith__lt=on)


def _record(
    holding: PositionHolding,
    action: str,
    on: dt.date | None,
    actor: Actor,
    basis: Basis,
    **values: Any,
) -> None:
    since = "" if on is None else f", ngày {format_date(on)}"
    audit.record(
        actor=actor,
        action=action,
        subject=holding.person,
        unit_id=holding.unit_id,
        summary=f"{Position(holding.position).label}{since}",
        reason=basis.reason,
        values={"position": holding.position, "on": on, "person": holding.person.full_name}
        | values,
    )
