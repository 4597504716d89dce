"""Writing dated rows: a change begins a period, on the same day it amends the one begun."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import models
from django.db.models.functions import Lower, Upper

from coso.core.models import PeriodModel
from coso.core.periods import Period
from coso.organizations.enums import Tree
from coso.organizations.models import Unit

Row = TypeVar("Row", bound=PeriodModel)


def lock_tree(tree: Tree) -> None:
    """Let one change of a tree happen at a time: two moves may not close a ring together."""
    list(Unit.objects.select_for_update(of=("self",)).filter(tree=tree, is_root=True))


def lock_trees() -> None:
    """Let nothing change in any tree until the transaction ends."""
    for tree in Tree:
        lock_tree(tree)


def row_on(model: type[Row], unit: Unit, day: dt.date) -> Row | None:
    """Return the unit's row of a day, locked."""
    rows: models.QuerySet[Row] = model.objects.filter(unit=unit, during__contains=day)
    return rows.select_for_update(of=("self",)).first()


def set_from(model: type[Row], unit: Unit, day: dt.date, values: dict[str, Any]) -> None:
    """Give the unit other values from a day until the next known change."""
    current = row_on(model, unit, day)
    if current is None:
        _begin(model, unit, _until_next(model, unit, day), values)
        return
    period = Period.from_range(current.during)
    if period.start == day:
        _amend(model, unit, current, values)
    else:
        current.during = Period(period.start, day).to_range()
        current.save(update_fields=["during"])
        _begin(model, unit, Period(day, period.end), values)


def end_at(model: type[Row], unit: Unit, day: dt.date) -> None:
    """Leave nothing of the unit's rows from a day on."""
    rows = model.objects.filter(unit=unit).annotate(starts=Lower("during"))
    rows.filter(starts__gte=day).delete()
    current = row_on(model, unit, day)
    if current is not None:
        current.during = Period(current.during.lower, day).to_range()
        current.save(update_fields=["during"])


def go_on_after(model: type[Row], unit: Unit, day: dt.date) -> None:
    """Let what the unit was until a day hold on without end."""
    rows: models.QuerySet[Row] = model.objects.filter(unit=unit).annotate(ends=Upper("during"))
    for row in rows.filter(ends=day):
        row.during = Period(row.during.lower).to_range()
        row.save(update_fields=["during"])


def _begin(model: type[Row], unit: Unit, period: Period, values: dict[str, Any]) -> None:
    model.objects.create(unit=unit, during=period.to_range(), **values)


def _amend(model: type[Row], unit: Unit, current: Row, values: dict[str, Any]) -> None:
    before = (
        model.objects.filter(unit=unit, **values)
        .annotate(ends=Upper("during"))
        .filter(ends=current.during.lower)
        .first()
    )
    if before is None:
        model.objects.filter(pk=current.pk).update(**values)
        return
    # Changed back on the same day: nothing happened.
    during = Period(before.during.lower, current.during.upper).to_range()
    current.delete()
    model.objects.filter(pk=before.pk).update(during=during)


def _until_next(model: type[Row], unit: Unit, day: dt.date) -> Period:
    following = model.objects.filter(unit=unit).annotate(starts=Lower("during"))
    first = following.filter(starts__gt=day).order_by("starts").first()
    return Period(day, unit.closed_on if first is None else first.during.lower)
