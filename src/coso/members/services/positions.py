"""Party positions: who holds which, from and to which day."""

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
from coso.members.enums import Position
from coso.members.models import PositionHolding
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people.models import Person


class UnableToHoldPosition(DomainError):
    """The member cannot hold the position from that day on."""


class UnableToEndPosition(DomainError):
    """The position cannot end on that day."""


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

    :raises UnableToHoldPosition: if the member lives elsewhere, holds it already, or another one
        is secretary
    """
    # Positions of one unit are given one after another: it has one secretary.
    list(Unit.objects.select_for_update(of=("self",)).filter(pk=unit.pk))
    basis.check_seen(queries.state_of(person))
    _check_lives_there(person, unit, on)
    _check_free(person, unit, position, on)
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


def _check_lives_there(person: Person, unit: Unit, on: dt.date) -> None:
    home = queries.home_on(person, on)
    above = [] if home is None else [home, *organizations.ancestors_on(home, on)]
    if unit not in above:
        message = f"Ngày {format_date(on)} đồng chí không sinh hoạt trong {unit}."
        raise UnableToHoldPosition(
            "not_a_member_there", f"{message} Hãy chọn tổ chức khác, hoặc ghi chuyển sinh hoạt."
        )


def _check_free(person: Person, unit: Unit, position: Position, on: dt.date) -> None:
    held = PositionHolding.objects.filter(
        unit=unit, position=position, during__overlap=Period(on).to_range()
    )
    if held.filter(person=person).exists():
        message = f"Sổ đã ghi đồng chí là {position.label} của {unit} trong thời gian này."
        raise UnableToHoldPosition("position_held", f"{message} Hãy kiểm tra lại ngày.")
    other = held.select_related("person").first() if position == Position.SECRETARY else None
    if other is not None:
        message = f"{other.person} đang là {position.label} của {unit}."
        raise UnableToHoldPosition("two_secretaries", f"{message} Hãy ghi người ấy thôi giữ trước.")


def _record(holding: PositionHolding, action: str, on: dt.date, actor: Actor, basis: Basis) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=holding.person,
        unit_id=holding.unit_id,
        summary=f"{Position(holding.position).label}, ngày {format_date(on)}",
        reason=basis.reason,
        values={"position": holding.position, "on": on, "person": holding.person.full_name},
    )
