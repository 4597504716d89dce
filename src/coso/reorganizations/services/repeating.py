"""Finding the step of a plan by which the same happens already to the same units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from coso.core import text
from coso.organizations.enums import UnitEvent
from coso.reorganizations import queries
from coso.reorganizations.enums import Side
from coso.reorganizations.models import PlannedUnit, Reorganization, ReorganizationStep
from coso.reorganizations.services.opening import UnableToReorganize
from coso.reorganizations.services.problems import listed
from coso.reorganizations.services.stating import StepDetails, UnitDetails

_SHOWN = 3

# Which unit is meant: a known one, one that the plan founds, or a new one by name and place.
_Meant: TypeAlias = tuple[object, ...]
_Happening: TypeAlias = tuple[UnitEvent, frozenset[_Meant]]


class StepIsThere(UnableToReorganize):
    """The plan has a step of that event about the same units."""

    def __init__(self, step: ReorganizationStep) -> None:
        names = listed([str(row.unit or row) for row in _about(step)], _SHOWN)
        super().__init__(
            "step_there",
            f"Phương án đã có bước {step.position} “{step.get_event_display()}” về {names}, nên "
            "không ghi thêm. Muốn ghi khác đi thì sửa bước ấy.",
        )
        self.step = step


def require_new(plan: Reorganization, steps: Iterable[StepDetails]) -> None:
    """Let steps pass that a plan does not have yet, such as a form sent a second time.

    :raises StepIsThere: if the same happens already to the same units
    """
    present = {_happening(step): step for step in queries.steps_of(plan)}
    for step in steps:
        found = present.get(_asked(step))
        if found is not None:
            raise StepIsThere(found)


def _about(step: ReorganizationStep) -> list[PlannedUnit]:
    """Return the units that a step takes, or those that it founds out of none."""
    parts = step.parts.all()
    taken = [part.unit for part in parts if part.side == Side.SOURCE]
    return taken or [part.unit for part in parts]


def _happening(step: ReorganizationStep) -> _Happening:
    rows = _about(step)
    is_founding = step.event == UnitEvent.ESTABLISH
    return UnitEvent(step.event), frozenset(map(_founded if is_founding else _row, rows))


def _row(row: PlannedUnit) -> _Meant:
    return ("unit", row.unit_id) if row.unit_id else ("planned", row.pk)


def _founded(row: PlannedUnit) -> _Meant:
    return (row.tree, row.name, None if row.parent is None else _row(row.parent))


def _asked(step: StepDetails) -> _Happening:
    units: Sequence[UnitDetails] = step.sources or step.targets
    return step.event, frozenset(map(_said, units))


def _said(unit: UnitDetails) -> _Meant:
    if unit.unit is not None:
        return ("unit", unit.unit.pk)
    if unit.planned is not None:
        return _row(unit.planned)
    return (unit.tree, text.normalize(unit.name), unit.parent and _said(unit.parent))
