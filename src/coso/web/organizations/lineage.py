"""What a unit took over and what it passed on, as far back and on as the registers know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.dates import format_date
from coso.core.numbers import format_integer, format_percent, percent
from coso.core.types import Actor
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitSuccession
from coso.web.frame import Frame
from coso.web.organizations.parts import Line, Lines

_MOST: Final = 50


@frozen
class _Reading:
    """What the reader may open, how many members each succession passed on, and where to stand."""

    opened: frozenset[int]
    passed: Mapping[int, tuple[int, int]]
    place: str

    def url(self, unit: Unit) -> str:
        if unit.pk not in self.opened:
            return ""
        return f"{reverse('organizations:detail', args=[unit.pk])}?{self.place}"


def lines(unit: Any, frame: Frame, reader: Actor) -> list[Lines]:
    """Return the predecessors and the successors of a unit, each with day, decision and share."""
    if not unit.has_lineage:
        return []
    before = list(organizations.predecessors_of(unit)[:_MOST])
    after = list(organizations.successors_of(unit)[:_MOST])
    reading = _read(unit, [*before, *after], frame, reader)
    return [
        Lines("Kế thừa từ", [_from(each, unit, reading) for each in before]),
        Lines("Chuyển tiếp cho", [_to(each, unit, reading) for each in after]),
    ]


def _read(unit: Unit, told: Sequence[UnitSuccession], frame: Frame, reader: Actor) -> _Reading:
    units = {each for row in told for each in (row.predecessor_id, row.successor_id)}
    reach = scoping.reachable_units(reader, Permission.UNITS_VIEW).filter(pk__in=units)
    counts = unit.tree == Tree.PARTY and scoping.covers(reader, Permission.FIGURES_VIEW, unit)
    return _Reading(
        opened=frozenset(reach.values_list("pk", flat=True)),
        passed=members.passed_on([row.pk for row in told]) if counts else {},
        place=frame.place,
    )


def _from(row: UnitSuccession, unit: Unit, reading: _Reading) -> Line:
    further = "" if row.successor_id == unit.pk else f"vào {row.successor}"
    return Line(str(row.predecessor), reading.url(row.predecessor), _note(row, further, reading))


def _to(row: UnitSuccession, unit: Unit, reading: _Reading) -> Line:
    further = "" if row.predecessor_id == unit.pk else f"từ {row.predecessor}"
    return Line(str(row.successor), reading.url(row.successor), _note(row, further, reading))


def _note(row: UnitSuccession, further: str, reading: _Reading) -> str:
    facts: Iterable[str] = (
        str(row.get_event_display()),
        further,
        f"ngày {format_date(row.on)}",
        row.decision,
        _share(reading.passed.get(row.pk)),
    )
    return ", ".join(filter(None, facts))


def _share(passed: tuple[int, int] | None) -> str:
    if passed is None:
        return ""
    arrived, there = passed
    share = format_percent(percent(arrived, there) or 0)
    return f"{format_integer(arrived)} trong {format_integer(there)} đảng viên ({share})"
