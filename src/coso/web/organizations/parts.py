"""The parts of a unit's record, each read from its own register."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.periods import Period
from coso.core.types import Actor
from coso.figures import queries as figures
from coso.figures.queries import FigureRequest
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.web.shared.records import Fact, Group, Status, day
from coso.web.templatetags.drawing import TimelinePeriod
from coso.web.templatetags.ui import Crumb


def name_on(unit: Unit, on: dt.date) -> str:
    """Return the unit's name on a day, else its present or last one."""
    version = organizations.version_on(unit, on)
    return unit.name if version is None else version.name


def path_on(unit: Unit, on: dt.date, place: str) -> list[Crumb]:
    """Return the units above, the root first, as links."""
    return [
        Crumb(label=above.name, url=f"{reverse('organizations:detail', args=[above.pk])}?{place}")
        for above in organizations.ancestors_on(unit, on)
    ]


def status_on(unit: Unit, on: dt.date) -> Status:
    """Say whether the unit is at work on a day."""
    if unit.closed_on is not None and unit.closed_on <= on:
        return Status("none", f"Đã kết thúc từ {day(unit.closed_on)}")
    if unit.founded_on is not None and unit.founded_on > on:
        return Status("none", f"Thành lập sau ngày này, {day(unit.founded_on)}")
    return Status("good", "Đang hoạt động")


def groups(unit: Unit, on: dt.date, reader: Actor, place: str) -> list[Group]:
    """Return what the unit is on a day, and who leads it."""
    parts = [Group(f"Ngày {day(on)}", _facts_on(unit, on, place))]
    if scoping.can(reader, Permission.MEMBERS_VIEW, unit):
        parts.append(Group("Chức vụ đảng", _leaders(unit, on, place)))
    return [part for part in parts if part.facts]


def _facts_on(unit: Unit, on: dt.date, place: str) -> list[Fact]:
    version = organizations.version_on(unit, on)
    facts = [
        Fact(label="Mã", value=organizations.code_on(unit, on)),
        Fact(label="Ngày thành lập", value=day(unit.founded_on)),
        Fact(label="Quyết định thành lập", value=unit.founding_decision),
    ]
    if version is None:
        return facts
    facts.insert(0, Fact(label="Loại", value=version.type.name))
    if version.host_type:
        facts.append(Fact(label="Loại hình", value=version.get_host_type_display()))
    return facts + [
        Fact(
            label=label,
            value=host.name,
            url=f"{reverse('organizations:detail', args=[host.pk])}?{place}",
        )
        for label, host in (("Địa bàn", version.host_area), ("Cơ quan", version.host_agency))
        if host is not None
    ]


def _leaders(unit: Unit, on: dt.date, place: str) -> list[Fact]:
    return [
        Fact(
            label=held.get_position_display(),
            value=held.person.full_name,
            url=f"{reverse('people:detail', args=[held.person_id])}?{place}",
        )
        for held in members.leaders_on([unit.pk], on)
    ]


def history(unit: Unit) -> list[TimelinePeriod]:
    """Return the names, types and places of a unit through time."""
    named = [
        TimelinePeriod(
            label=f"{row.name} ({row.type.name})",
            during=Period.from_range(row.during),
            note=row.decision,
        )
        for row in organizations.versions_of(unit)
    ]
    placed = [
        TimelinePeriod(
            label=f"Trực thuộc {row.parent.name}",
            during=Period.from_range(row.during),
            note=row.decision,
        )
        for row in organizations.placements_of(unit)
    ]
    return named + placed


def member_counts(reader: Actor, unit: Unit, on: dt.date) -> dict[int | None, int]:
    """Return the members of each child of a unit (`None`: of the unit itself), if allowed."""
    if not scoping.covers(reader, Permission.FIGURES_VIEW, unit):
        return {}
    request = FigureRequest(ids=("member.total",), unit_id=unit.pk, as_of=on, by="children")
    (total,) = figures.evaluate(request)
    if total.value is None:
        return {}
    counts: dict[int | None, Any] = {part.unit_id: part.value for part in total.breakdown}
    counts[None] = total.value
    return counts
