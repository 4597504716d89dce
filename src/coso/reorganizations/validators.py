"""How many units each event takes and leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from coso.organizations.enums import UnitEvent

_MANY: Final = 1_000_000


@frozen
class Shape:
    """How many units an event is about, at least and at most, and whether its sources end."""

    sources: tuple[int, int]
    targets: tuple[int, int]
    ends: bool

    def fits(self, sources: int, targets: int) -> bool:
        """Tell whether so many sources and targets make such an event."""
        return _within(sources, self.sources) and _within(targets, self.targets)


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
