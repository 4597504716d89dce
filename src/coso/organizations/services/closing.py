"""Ending a unit, once nothing stands or lives in it; taking back an ending that was none."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, connection, transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.numbers import format_integer
from coso.core.periods import ONE_DAY
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis
from coso.organizations import queries
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitCode, UnitPlacement, UnitVersion
from coso.organizations.services import dated
from coso.organizations.services.today import refresh_overseers


class UnableToCloseUnit(DomainError):
    """The unit still has something in it on that day."""


class UnableToReopenUnit(DomainError):
    """The unit cannot go on as it was."""


@transaction.atomic
def close_unit(
    *, unit: Unit, on: dt.date, actor: Actor, decision: str = "", basis: Basis = FRESH
) -> Unit:
    """End the unit: it exists until the day before; the history stays readable.

    :raises UnableToCloseUnit: if anything is left in it, or it did not exist before
    :raises RecordChanged: if the unit is not what the writer saw
    """
    locked = _lock(unit, basis)
    _check_alive(locked, on)
    _check_empty(locked, on)
    for model in (UnitPlacement, UnitCode, UnitVersion):
        dated.end_at(model, locked, on)
    Unit.objects.filter(pk=unit.pk).update(closed_on=on)
    values: dict[str, Any] = {"on": on, "decision": decision}
    return _finish(unit, "unit.closed", actor, values, basis)


@transaction.atomic
def reopen_unit(*, unit: Unit, basis: Basis, actor: Actor) -> Unit:
    """Correct a closing that never was: the unit goes on as it was on its last day.

    :raises UnableToReopenUnit: if it is open, what it stood under has ended, or its code was given
        to another unit since
    :raises RecordChanged: if the unit is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    locked = _lock(unit, basis)
    basis.check_explained()
    closed_on = locked.closed_on
    if closed_on is None:
        message = f"{unit} đang hoạt động nên không cần mở lại."
        raise UnableToReopenUnit("unit_not_closed", f"{message} Hãy xem lại đơn vị cần mở.")
    _check_parent(locked, closed_on)
    Unit.objects.filter(pk=unit.pk).update(closed_on=None)
    _go_on(locked, closed_on)
    return _finish(unit, "unit.reopened", actor, {"closed_on": closed_on}, basis)


def _lock(unit: Unit, basis: Basis) -> Unit:
    dated.lock_tree(Tree(unit.tree))
    # FOR UPDATE keeps out whoever is about to place something in the unit.
    locked = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    basis.check_seen(queries.state_of(locked))
    return locked


def _check_parent(unit: Unit, closed_on: dt.date) -> None:
    parent = queries.parent_on(unit, closed_on - ONE_DAY)
    if parent is not None and parent.closed_on is not None:
        message = f"{parent}, cấp trên của {unit}, đã kết thúc từ {format_date(parent.closed_on)}."
        raise UnableToReopenUnit("parent_closed", f"{message} Hãy mở lại đơn vị cấp trên trước.")


def _go_on(unit: Unit, closed_on: dt.date) -> None:
    try:
        with transaction.atomic():
            for model in (UnitPlacement, UnitCode, UnitVersion):
                dated.go_on_after(model, unit, closed_on)
    except IntegrityError as error:
        message = f"Mã của {unit} nay thuộc về đơn vị khác."
        raise UnableToReopenUnit(
            "code_taken", f"{message} Hãy đổi mã của đơn vị kia trước khi mở lại."
        ) from error


def _finish(unit: Unit, action: str, actor: Actor, values: dict[str, Any], basis: Basis) -> Unit:
    with connection.cursor() as cursor:
        cursor.execute("SELECT organizations_refresh_units(ARRAY[%s::bigint])", [unit.pk])
    refresh_overseers()
    unit.refresh_from_db()
    audit.record(
        actor=actor,
        action=action,
        subject=unit,
        unit_id=unit.pk,
        summary=unit.name,
        reason=basis.reason,
        values=values,
    )
    return unit


def _check_alive(unit: Unit, on: dt.date) -> None:
    if unit.is_root:
        message = f"{unit} là đơn vị gốc của cài đặt nên không kết thúc được."
        raise UnableToCloseUnit("unit_is_root", f"{message} Hãy lập cài đặt mới cho đơn vị khác.")
    if unit.closed_on is not None:
        message = f"{unit} đã kết thúc từ ngày {format_date(unit.closed_on)}."
        raise UnableToCloseUnit("unit_closed", f"{message} Hãy mở lại đơn vị nếu ngày đó sai.")
    if unit.founded_on is not None and unit.founded_on >= on:
        message = f"{unit} thành lập ngày {format_date(unit.founded_on)}."
        raise UnableToCloseUnit("unit_not_alive", f"{message} Hãy chọn ngày kết thúc sau ngày đó.")


def _check_empty(unit: Unit, on: dt.date) -> None:
    counts = queries.occupants_from(unit, on)
    left = [f"{format_integer(count)} {noun}" for noun, count in counts.items()]
    if left:
        message = (
            f"Từ ngày {format_date(on)}, {unit} còn {', '.join(left)}. "
            "Hãy chuyển đi trước rồi mới kết thúc đơn vị."
        )
        raise UnableToCloseUnit("unit_not_empty", message, counts=counts)
