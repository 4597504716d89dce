"""Why the parts of a figure are not the same under the tree of its day and under today's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from attrs import frozen

from coso.core.dates import format_date
from coso.figures.queries import FigureValue, Slice
from coso.organizations import queries as organizations
from coso.organizations.models import Unit, UnitSuccession
from coso.web.frame import Frame
from coso.web.shared.figures import Doors, difference_of

_NAMED: Final = 5
_Pair = tuple[Slice | None, Slice | None]
_Doors = tuple[Doors, Doors]
_Reason = Callable[[Slice | None, Slice | None], str]


@frozen
class PartLine:
    """One part of a figure under both trees; `None` where that tree does not have it."""

    label: str
    parts: tuple[Slice | None, Slice | None]
    urls: tuple[str, str]
    reason: str = ""

    @property
    def difference(self) -> str:
        """By how much the part is more under the tree of its day."""
        one, other = (0 if part is None else part.value for part in self.parts)
        return difference_of(one, other)

    @property
    def cells(self) -> list[tuple[Slice | None, str]]:
        """The part under each tree, with the address of its list."""
        return list(zip(self.parts, self.urls, strict=True))


def lines_of(values: tuple[FigureValue, FigureValue], doors: _Doors, by: str) -> list[PartLine]:
    """Return the parts of a figure side by side, each with why it differs."""
    before, after = (_by_key(value.breakdown) for value in values)
    pairs = [(before.get(key), after.get(key)) for key in dict.fromkeys([*before, *after])]
    reason = _reasons(pairs, doors[0].frame)
    return [
        PartLine(_label(*pair), pair, _urls(values[0].id, by, pair, doors), reason(*pair))
        for pair in pairs
    ]


def _urls(figure: str, by: str, pair: _Pair, doors: _Doors) -> tuple[str, str]:
    one, other = (
        "" if part is None else door.to_part(figure, by, part)
        for part, door in zip(pair, doors, strict=True)
    )
    return one, other


def _by_key(parts: Iterable[Slice]) -> dict[object, Slice]:
    return {part.unit_id or part.key: part for part in parts}


def _label(then: Slice | None, now: Slice | None) -> str:
    """Return what a part is called; that of today says if the unit has ended."""
    shown = now or then
    return "" if shown is None else shown.label


def _reasons(pairs: Iterable[_Pair], frame: Frame) -> _Reason:
    told = _told([part for pair in pairs for part in pair], frame)

    def reason(then: Slice | None, now: Slice | None) -> str:
        if then is None and now is not None:
            return told.inherited(now)
        if now is None and then is not None:
            return told.passed_on(then)
        if then is not None and now is not None and now.unit_id:
            return told.both(then, now)
        return ""

    return reason


@frozen
class _Told:
    """What is recorded of units between the date in view and today."""

    followers: Mapping[int, list[UnitSuccession]]
    forerunners: Mapping[int, list[UnitSuccession]]
    units: Mapping[int, Unit]

    def has_ended(self, part: Slice) -> bool:
        unit = self.units.get(part.unit_id or 0)
        return unit is not None and not unit.is_active

    def passed_on(self, part: Slice) -> str:
        rows = self.followers.get(part.unit_id or 0)
        if not rows:
            return self._moved(self.units.get(part.unit_id or 0))
        return f"{_event(rows)}: nay thuộc {_names(str(row.successor) for row in rows)}."

    def _moved(self, unit: Unit | None) -> str:
        if unit is None or unit.parent is None:
            return "Nay không còn trực thuộc đơn vị đang xem."
        if not unit.is_active:
            day = "" if unit.closed_on is None else f" ngày {format_date(unit.closed_on)}"
            return f"Kết thúc{day}, không ghi đơn vị kế thừa: hồ sơ còn lại tính ở {unit.parent}."
        return f"Nay trực thuộc {unit.parent}."

    def inherited(self, part: Slice) -> str:
        if self.has_ended(part):
            return _LEFT_BEHIND
        rows = self.forerunners.get(part.unit_id or 0)
        if not rows:
            return "Lúc đó chưa trực thuộc đơn vị đang xem."
        return f"{_event(rows)}: kế thừa {_names(str(row.predecessor) for row in rows)}."

    def both(self, then: Slice, now: Slice) -> str:
        if self.has_ended(now):
            return _LEFT_BEHIND
        if then.value == now.value:
            return ""
        rows = self.forerunners.get(now.unit_id or 0)
        return "Đơn vị bên dưới đã sắp xếp lại." if not rows else self.inherited(now)


_LEFT_BEHIND: Final = (
    "Đã kết thúc, không có đúng một đơn vị kế thừa: hồ sơ không chuyển theo danh sách "
    "đứng lại ở đây."
)


def _told(parts: Iterable[Slice | None], frame: Frame) -> _Told:
    units = {part.unit_id for part in parts if part is not None and part.unit_id}
    followers: defaultdict[int, list[UnitSuccession]] = defaultdict(list)
    forerunners: defaultdict[int, list[UnitSuccession]] = defaultdict(list)
    for row in organizations.passed_on_between(units, frame.as_of, frame.today):
        followers[row.predecessor_id].append(row)
        forerunners[row.successor_id].append(row)
    return _Told(followers, forerunners, organizations.units().in_bulk(units))


def _event(rows: list[UnitSuccession]) -> str:
    return f"{rows[0].get_event_display()} ngày {format_date(rows[0].on)}"


def _names(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    rest = len(every) - _NAMED
    shown = ", ".join(every[:_NAMED])
    return f"{shown} và {rest} đơn vị nữa" if rest > 0 else shown
