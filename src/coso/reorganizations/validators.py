"""How many units each event takes and leaves, and what each field of a request asks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_
from typing import Final

from attrs import frozen
from django.db.models import Q

from coso.organizations.enums import UnitEvent
from coso.reorganizations.enums import FieldKind

_MANY: Final = 1_000_000


@frozen
class Shape:
    """How many units an event is about, at least and at most, and whether its sources end."""

    sources: tuple[int, int]
    targets: tuple[int, int]
    ends: bool

    def fits(self, sources: int, targets: int) -> bool:
        """Tell whether so many sources and targets make such an event."""
        return self.takes(sources) and _within(targets, self.targets)

    def takes(self, sources: int) -> bool:
        """Tell whether an event may have so many sources."""
        return _within(sources, self.sources)


def _within(number: int, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= number <= bounds[1]


_CHANGE: Final = Shape((1, 1), (1, 1), ends=False)
_ENDING: Final = Shape((1, _MANY), (0, _MANY), ends=True)

SHAPES: Final[Mapping[UnitEvent, Shape]] = {
    UnitEvent.ESTABLISH: Shape((0, 0), (1, _MANY), ends=False),
    UnitEvent.RENAME: _CHANGE,
    UnitEvent.CHANGE_TYPE: _CHANGE,
    UnitEvent.TRANSFER_UNIT: _CHANGE,
    UnitEvent.MERGE_INTO: Shape((1, _MANY), (1, 1), ends=True),
    UnitEvent.CONSOLIDATE: Shape((2, _MANY), (1, 1), ends=True),
    UnitEvent.SPLIT: Shape((1, 1), (2, _MANY), ends=True),
    UnitEvent.DISSOLVE: _ENDING,
    UnitEvent.DISBAND: _ENDING,
    UnitEvent.END_OPERATION: _ENDING,
}

# What an event needs, as a person would say it.
NEEDS: Final[Mapping[UnitEvent, str]] = {
    UnitEvent.ESTABLISH: "ít nhất một đơn vị đích, không có đơn vị nguồn",
    UnitEvent.RENAME: "đúng một đơn vị",
    UnitEvent.CHANGE_TYPE: "đúng một đơn vị",
    UnitEvent.TRANSFER_UNIT: "đúng một đơn vị",
    UnitEvent.MERGE_INTO: "ít nhất một đơn vị nguồn và đúng một đơn vị đích",
    UnitEvent.CONSOLIDATE: "ít nhất hai đơn vị nguồn và đúng một đơn vị đích",
    UnitEvent.SPLIT: "đúng một đơn vị nguồn và ít nhất hai đơn vị đích",
    UnitEvent.DISSOLVE: "ít nhất một đơn vị nguồn",
    UnitEvent.DISBAND: "ít nhất một đơn vị nguồn",
    UnitEvent.END_OPERATION: "ít nhất một đơn vị nguồn",
}

# The column in which a field of each kind says what it asks for; a dissolution needs none.
ASKS_IN: Final[Mapping[FieldKind, str]] = {
    FieldKind.NAME: "name",
    FieldKind.TYPE: "type",
    FieldKind.PARENT: "unit",
    FieldKind.MERGE_INTO: "unit",
    FieldKind.DISSOLVE: "",
    FieldKind.POSITION: "person",
}
# What an accepted field makes of the unit; a position is none of a plan's.
EVENTS: Final[Mapping[FieldKind, UnitEvent]] = {
    FieldKind.NAME: UnitEvent.RENAME,
    FieldKind.TYPE: UnitEvent.CHANGE_TYPE,
    FieldKind.PARENT: UnitEvent.TRANSFER_UNIT,
    FieldKind.MERGE_INTO: UnitEvent.MERGE_INTO,
    FieldKind.DISSOLVE: UnitEvent.DISSOLVE,
}
_EMPTY: Final = {
    "name": Q(name="", name_now=""),
    "type": Q(type__isnull=True, type_now__isnull=True),
    "unit": Q(unit__isnull=True, unit_now__isnull=True),
    "person": Q(person__isnull=True, person_now__isnull=True, position=""),
}
_FILLED: Final = {
    "name": ~Q(name=""),
    "type": Q(type__isnull=False),
    "unit": Q(unit__isnull=False),
    "person": Q(person__isnull=False) & ~Q(position=""),
}


def asks_for_its_kind() -> Q:
    """Return the condition that a field asks for what its kind is about, and for nothing else."""
    condition = Q()
    for kind, own in ASKS_IN.items():
        filled = [_FILLED[name] if name == own else _EMPTY[name] for name in _EMPTY]
        condition |= reduce(and_, filled, Q(kind=kind))
    return condition
