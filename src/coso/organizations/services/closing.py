"""Ending a unit, once nothing stands or lives in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.numbers import format_integer
from coso.core.types import Actor
from coso.organizations import queries
from coso.organizations.models import Unit, UnitCode, UnitPlacement, UnitVersion
from coso.organizations.services import dated
from coso.organizations.services.today import refresh_overseers


class UnableToCloseUnit(DomainError):
    """The unit still has something in it on that day."""


@transaction.atomic
def close_unit(*, unit: Unit, on: dt.date, actor: Actor, decision: str = "") -> Unit:
    """End the unit: it exists until the day before; the history stays readable.

    :raises UnableToCloseUnit: if anything is left in it, or it did not exist before
    """
    # FOR UPDATE keeps out whoever is about to place something in the unit.
    locked = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    _check_alive(locked, on)
    _check_empty(locked, on)
    for model in (UnitPlacement, UnitCode, UnitVersion):
        dated.end_at(model, locked, on)
    Unit.objects.filter(pk=unit.pk).update(closed_on=on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT organizations_refresh_units(ARRAY[%s::bigint])", [unit.pk])
    refresh_overseers()
    unit.refresh_from_db()
    values: dict[str, Any] = {"on": on, "decision": decision}
    audit.record(
        actor=actor,
        action="unit.closed",
        subject=unit,
        unit_id=unit.pk,
        summary=unit.name,
        values=values,
    )
    return unit


def _check_alive(unit: Unit, on: dt.date) -> None:
    if unit.is_root:
        message = f"{unit} là đơn vị gốc của cài đặt nên không kết thúc được."
        raise UnableToCloseUnit("unit_is_root", f"{message} Hãy lập cài đặt mới cho đơn vị khác.")
    if unit.closed_on is not None:
        message = f"{unit} đã kết thúc từ ngày {format_date(unit.closed_on)}."
        raise UnableToCloseUnit("unit_closed", f"{message} Hãy đính chính nếu ngày đó sai.")
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
