"""Writing down what a plan says of its units and steps, and taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import define, frozen
from django.db.models import F, Max

from coso.core import text
from coso.core.numbers import format_integer
from coso.organizations.enums import Tree, UnitEvent
from coso.organizations.models import Unit, UnitType
from coso.reorganizations.enums import Side
from coso.reorganizations.models import PlannedUnit, Reorganization, ReorganizationStep, StepUnit
from coso.reorganizations.services.opening import UnableToReorganize
from coso.reorganizations.services.problems import listed

_SAID: Final = ("name", "code", "type", "parent")
# What an event says of its unit, where other steps are about the same unit.
_SAID_BY_EVENT: Final[Mapping[str, tuple[str, ...]]] = {
    UnitEvent.RENAME: ("name",),
    UnitEvent.CHANGE_TYPE: ("type",),
    UnitEvent.TRANSFER_UNIT: ("parent",),
}
_BLANK: Final[Mapping[str, str | None]] = {"name": "", "code": "", "type": None, "parent": None}
_SHOWN: Final = 5
# Positions of steps are unique at any moment: steps that move stand beyond all others meanwhile.
BEYOND: Final = 1_000_000


@define(kw_only=True, eq=False)
class UnitDetails:
    """A unit that a plan speaks of: a known one, one that the plan founds already, or a new one.

    A new one has name and type. Of the others, what is blank stays as it is. `parent` is another
    unit of the plan.
    """

    tree: Tree
    unit: Unit | None = None
    planned: PlannedUnit | None = None
    is_older: bool = False
    name: str = ""
    code: str = ""
    type: UnitType | None = None
    parent: UnitDetails | None = None


@frozen(kw_only=True)
class StepDetails:
    """One event: units of the plan that it takes, and those that it leaves."""

    event: UnitEvent
    sources: tuple[UnitDetails, ...] = ()
    targets: tuple[UnitDetails, ...] = ()
    reference: str = ""
    decision: str = ""
    decided_on: dt.date | None = None
    issuer: str = ""
    expected_members: int | None = None
    keeps_positions: bool = False
    note: str = ""

    @property
    def stored(self) -> dict[str, object]:
        """What stands in the row of the step itself."""
        return {
            "event": self.event,
            "reference": self.reference,
            "decision": self.decision,
            "decided_on": self.decided_on,
            "issuer": self.issuer,
            "expected_members": self.expected_members,
            "keeps_positions": self.keeps_positions,
            "note": self.note,
        }


def units_of(steps: Iterable[StepDetails]) -> list[UnitDetails]:
    """Return the units that steps are about."""
    return [unit for step in steps for unit in (*step.sources, *step.targets)]


def write_units(plan: Reorganization, said: Iterable[UnitDetails]) -> dict[int, PlannedUnit]:
    """Write what is said of units and of those they come to stand under, each once in a plan.

    :return: what was written, by the id of the details
    """
    units = _with_parents(said)
    planned = _rows_of(plan, units)
    for details in units:
        row = planned[id(details)]
        row.name = text.normalize(details.name) or row.name
        row.code = details.code or row.code
        row.type = details.type or row.type
    new = {id(row): row for row in planned.values() if not row.pk}
    restated = {id(row): row for row in planned.values() if id(row) not in new}
    PlannedUnit.objects.bulk_create(new.values())
    for details in units:
        if details.parent is not None:
            row = planned[id(details)]
            row.parent = planned[id(details.parent)]
            restated[id(row)] = row
    PlannedUnit.objects.bulk_update(restated.values(), _SAID)
    return planned


def _with_parents(units: Iterable[UnitDetails]) -> list[UnitDetails]:
    waiting, found = [*units], dict[int, UnitDetails]()
    while waiting:
        unit = waiting.pop(0)
        if id(unit) not in found:
            found[id(unit)] = unit
            waiting += [] if unit.parent is None else [unit.parent]
    return [*found.values()]


def _rows_of(plan: Reorganization, units: Sequence[UnitDetails]) -> dict[int, PlannedUnit]:
    present = {row.pk: row for row in plan.units.order_by("position")}
    spoken_of = {row.unit_id: row for row in present.values() if row.unit_id is not None}
    last = max((row.position for row in present.values()), default=0)
    rows: dict[int, PlannedUnit] = {}
    for position, details in enumerate(units, last + 1):
        if details.planned is not None:
            rows[id(details)] = _founded(present, details.planned)
        elif details.unit is None:
            rows[id(details)] = _row(plan, details, position)
        else:
            fresh = _row(plan, details, position)
            rows[id(details)] = spoken_of.setdefault(details.unit.pk, fresh)
    return rows


def _founded(present: Mapping[int, PlannedUnit], planned: PlannedUnit) -> PlannedUnit:
    if planned.pk not in present:
        message = f"Phương án không còn lập {planned}. Hãy chọn đơn vị khác."
        raise UnableToReorganize("unit_unplanned", message)
    return present[planned.pk]


def _row(plan: Reorganization, details: UnitDetails, position: int) -> PlannedUnit:
    return PlannedUnit(
        plan=plan,
        position=position,
        tree=details.tree,
        unit=details.unit,
        is_new=details.unit is None,
        is_older=details.is_older,
    )


def write_steps(
    plan: Reorganization, steps: Sequence[StepDetails], planned: Mapping[int, PlannedUnit]
) -> list[ReorganizationStep]:
    """Write steps after those that a plan has."""
    last = plan.steps.aggregate(last=Max("position"))["last"] or 0
    written = ReorganizationStep.objects.bulk_create(
        ReorganizationStep(plan=plan, position=position, **step.stored)
        for position, step in enumerate(steps, last + 1)
    )
    write_parts(zip(written, steps, strict=True), planned)
    return written


def write_parts(
    steps: Iterable[tuple[ReorganizationStep, StepDetails]], planned: Mapping[int, PlannedUnit]
) -> None:
    """Write which units steps are about."""
    StepUnit.objects.bulk_create(
        StepUnit(step=written, unit=planned[id(unit)], side=side)
        for written, step in steps
        for side, units in ((Side.SOURCE, step.sources), (Side.TARGET, step.targets))
        for unit in units
    )


def forget(step: ReorganizationStep) -> None:
    """Take back which units a step is about, and what it says of them."""
    targets = [part.unit for part in step.parts.select_related("unit") if part.side == Side.TARGET]
    others = StepUnit.objects.filter(side=Side.TARGET, unit__in=targets).exclude(step=step)
    elsewhere = set(others.values_list("unit", flat=True))
    for unit in targets:
        said = _SAID_BY_EVENT.get(step.event, ()) if unit.pk in elsewhere else _SAID
        for field in said:
            if not (unit.is_new and field in ("name", "type")):
                setattr(unit, field, _BLANK[field])
    PlannedUnit.objects.bulk_update(targets, _SAID)
    step.parts.all().delete()


def shift(plan: Reorganization, first: int, places: int) -> None:
    """Let the steps from a position on stand some places later (less than nothing: earlier)."""
    plan.steps.filter(position__gte=first).update(position=F("position") + BEYOND)
    beyond = plan.steps.filter(position__gt=BEYOND)
    beyond.update(position=F("position") - BEYOND + places)


def tidy(plan: Reorganization) -> None:
    """Drop the units that a plan does not speak of any more.

    :raises UnableToReorganize: if something rests on a unit that no step founds now
    """
    while unspoken := list(plan.units.filter(parts=None, children=None, arrivals=None)):
        plan.units.filter(pk__in=[unit.pk for unit in unspoken]).delete()
    new = plan.units.filter(is_new=True, is_older=False)
    unfounded = new.exclude(parts__side=Side.TARGET).order_by("position").first()
    if unfounded is not None:
        raise UnableToReorganize(
            "unit_unfounded",
            f"Không còn bước nào lập {unfounded}, mà {_resting_on(unfounded)}. "
            "Hãy sửa các chỗ đó trước.",
        )


def _resting_on(unit: PlannedUnit) -> str:
    return "; ".join(_uses(unit))


def _uses(unit: PlannedUnit) -> Iterator[str]:
    steps = ReorganizationStep.objects.filter(parts__unit=unit).order_by("position")
    if steps:
        yield f"còn là đơn vị nguồn ở bước {listed([str(s.position) for s in steps], _SHOWN)}"
    if below := [str(child) for child in unit.children.order_by("position")]:
        yield f"{listed(below, _SHOWN)} còn trực thuộc đơn vị này"
    if arrivals := unit.arrivals.count():
        yield f"{format_integer(arrivals)} đảng viên còn được chuyển về đây"
