"""Keeping a step that is taken out of its plan, and putting it back as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from django.db.models import Max

from coso.core.types import Actor
from coso.reorganizations.enums import Side
from coso.reorganizations.models import (
    PlannedUnit,
    RemovedStep,
    Reorganization,
    ReorganizationStep,
    RequestField,
    StepUnit,
)
from coso.reorganizations.services.opening import UnableToReorganize
from coso.reorganizations.services.stating import shift

_LONGEST_TOLD: Final = 500
_SAID: Final = ("name", "code", "type_id", "parent_id")

# A row of a unit as it was, by the names of its columns.
_Kept: TypeAlias = dict[str, Any]


def keep_step(step: ReorganizationStep, actor: Actor) -> RemovedStep:
    """Write down a step that is about to be taken out."""
    parts = list(step.parts.select_related("unit__parent", "unit__unit").order_by("pk"))
    units = {part.unit.pk: part.unit for part in parts}
    units |= {unit.parent.pk: unit.parent for unit in units.values() if unit.parent is not None}
    row = {field.attname: getattr(step, field.attname) for field in step._meta.concrete_fields}
    decided_on = None if step.decided_on is None else step.decided_on.isoformat()
    return RemovedStep.objects.create(
        plan=step.plan,
        position=step.position,
        event=step.event,
        told="; ".join(dict.fromkeys(str(part.unit) for part in parts))[:_LONGEST_TOLD],
        removed_by=actor.label,
        content={
            "step": {**row, "decided_on": decided_on},
            "parts": [(part.unit_id, part.side) for part in parts],
            "units": [_columns(unit) for unit in units.values()],
            "asked_by": list(step.asked_by.values_list("pk", flat=True)),
        },
    )


def put_back(plan: Reorganization, removed: RemovedStep) -> ReorganizationStep:
    """Write a step again as it stood, with its units.

    :raises UnableToReorganize: if the plan does not found a unit of it any more, or says
        something else of one now
    """
    kept = removed.content
    targets = {unit for unit, side in kept["parts"] if side == Side.TARGET}
    rows = _rows(plan, kept["units"], targets)
    for unit in kept["units"]:
        if unit["id"] in targets:
            _say_again(rows[unit["id"]], unit, rows)
    last = plan.steps.aggregate(last=Max("position"))["last"] or 0
    place = min(removed.position, last + 1)
    shift(plan, place, 1)
    step = ReorganizationStep.objects.create(**{**kept["step"], "position": place})
    StepUnit.objects.bulk_create(
        StepUnit(step=step, unit=rows[unit], side=side) for unit, side in kept["parts"]
    )
    RequestField.objects.filter(pk__in=kept["asked_by"], step=None).update(step=step)
    return step


def _columns(unit: PlannedUnit) -> _Kept:
    return {field.attname: getattr(unit, field.attname) for field in unit._meta.concrete_fields}


def _rows(plan: Reorganization, kept: Iterable[_Kept], targets: set[int]) -> dict[int, PlannedUnit]:
    """Return the rows that units have in the plan now, by the keys that they had."""
    present = {row.pk: row for row in plan.units.all()}
    spoken_of = {row.unit_id: row for row in present.values() if row.unit_id is not None}
    return {
        unit["id"]: present.get(unit["id"])
        or spoken_of.get(unit["unit_id"])
        or _row_again(plan, unit, targets)
        for unit in kept
    }


def _row_again(plan: Reorganization, unit: _Kept, targets: set[int]) -> PlannedUnit:
    if unit["is_new"] and unit["id"] not in targets and not unit["is_older"]:
        message = f"Phương án không còn lập {unit['name']}. Hãy lấy lại bước lập đơn vị ấy trước."
        raise UnableToReorganize("unit_unplanned", message)
    last = plan.units.aggregate(last=Max("position"))["last"] or 0
    said = {} if unit["is_new"] else {"name": "", "code": "", "type_id": None}
    return PlannedUnit.objects.create(**{**unit, **said, "parent_id": None, "position": last + 1})


def _say_again(row: PlannedUnit, kept: _Kept, rows: dict[int, PlannedUnit]) -> None:
    """Let a plan say of a unit again what the step said of it."""
    for column in _SAID:
        said = kept[column]
        if column == "parent_id" and said is not None:
            said = rows[said].pk
        if not said:
            continue
        if getattr(row, column) not in ("", None, said):
            message = f"Bước khác đã ghi lại {row}. Hãy sửa hoặc bỏ bước đó trước."
            raise UnableToReorganize("unit_restated", message)
        setattr(row, column, said)
    row.save()
