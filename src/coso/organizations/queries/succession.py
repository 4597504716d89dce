"""Who followed whom, and what is known of units after a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import RawSQL

from coso.organizations.models import FormerRoot, Unit, UnitSuccession

_CHANGED_AFTER: Final = """
SELECT unit_id, min(lower(during)) FROM (
    SELECT unit_id, during FROM organizations_unitversion
    UNION ALL SELECT unit_id, during FROM organizations_unitplacement
    UNION ALL SELECT unit_id, during FROM organizations_unitcode
) dated
 WHERE unit_id = ANY(%(units)s::bigint[]) AND lower(during) > %(day)s
 GROUP BY unit_id ORDER BY 2, 1
"""
# A unit followed another, ended, or came to stand elsewhere.
_REORGANIZED: Final = """
SELECT EXISTS (SELECT FROM organizations_unitsuccession
                WHERE "on" > %(day)s AND "on" <= %(until)s)
    OR EXISTS (SELECT FROM organizations_unit
                WHERE closed_on > %(day)s AND closed_on <= %(until)s)
    OR EXISTS (SELECT FROM organizations_unitplacement later
                 JOIN organizations_unitplacement earlier ON earlier.unit_id = later.unit_id
                WHERE lower(later.during) > %(day)s AND lower(later.during) <= %(until)s
                  AND earlier.during << later.during AND earlier.parent_id <> later.parent_id)
"""
# Step by step along the successions; a unit that is reached twice counts once.
_LINE: Final = """
WITH RECURSIVE line AS (
    SELECT %s::bigint AS id
    UNION
    SELECT s.{far}_id FROM organizations_unitsuccession s JOIN line ON line.id = s.{near}_id
)
SELECT id FROM line
"""
_BACK: Final = _LINE.format(near="successor", far="predecessor")
_ON: Final = _LINE.format(near="predecessor", far="successor")


def changed_after(units: Collection[int], day: dt.date) -> dict[int, dt.date]:
    """Return the units with a change of name, place or code after a day, with its first day."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED_AFTER, {"units": list(units), "day": day})
        return dict(cursor.fetchall())


def is_reorganized_since(day: dt.date, until: dt.date) -> bool:
    """Tell whether units stand elsewhere, ended or passed on after a day, up to another."""
    with connection.cursor() as cursor:
        cursor.execute(_REORGANIZED, {"day": day, "until": until})
        return bool(cursor.fetchone()[0])


def heir_of(unit: Unit) -> Unit:
    """Return what stands for a unit now: itself, its only successor's heir, the root after it."""
    if unit.is_active or unit.closed_on is None:
        return unit
    found = UnitSuccession.objects.filter(predecessor=unit, on=unit.closed_on)
    heirs = [each.successor for each in found.select_related("successor__overseer")]
    if len(heirs) == 1:
        return heir_of(heirs[0])
    was_root = Exists(FormerRoot.objects.filter(unit=unit))
    roots = Unit.objects.filter(was_root, tree=unit.tree, is_root=True)
    return roots.select_related("overseer").first() or unit


def past_paths(path: str, below: Case | Value) -> Func:
    """Return the expression of the paths of units that ended and passed on to one, or below it."""
    return Func(
        F(path),
        below,
        function="organizations_past_paths",
        output_field=ArrayField(TextField()),
    )


def with_lineage(units: QuerySet[Unit]) -> QuerySet[Any]:
    """Add `has_lineage`: whether a unit took anything over, or passed anything on."""
    either = Q(predecessor=OuterRef("pk")) | Q(successor=OuterRef("pk"))
    return units.annotate(has_lineage=Exists(UnitSuccession.objects.filter(either)))


def lineage_of(unit: Unit, most: int) -> QuerySet[Any]:
    """Return what the unit took over and what became of it, to any depth, the latest first.

    The latest so many of either; `is_before` and `is_after` tell which one it is.
    """
    before, after = Q(successor__in=_line(_BACK, unit)), Q(predecessor__in=_line(_ON, unit))
    came, went = (Q(pk__in=_told().filter(side).values("pk")[:most]) for side in (before, after))
    return _told().filter(came | went).annotate(is_before=_is(came), is_after=_is(went))


def _line(sql: str, unit: Unit) -> RawSQL:
    return RawSQL(sql, [unit.pk])  # noqa: S611 — no text of users


def _is(condition: Q) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(condition, BooleanField())


def passed_on_between(
    units: Collection[int], day: dt.date, until: dt.date
) -> QuerySet[UnitSuccession]:
    """Return what units took over or passed on after a day, up to another."""
    either = Q(predecessor__in=units) | Q(successor__in=units)
    return _told().filter(either, on__gt=day, on__lte=until)


def _told() -> QuerySet[UnitSuccession]:
    told = UnitSuccession.objects.select_related("predecessor__overseer", "successor__overseer")
    return told.order_by("-on", "predecessor__order_key", "successor__order_key", "pk")
