"""Who answers for whom over time: areas, agencies and the Party organizations above them.

Every unit has one overseer on every day, so that an additive figure of a Party organization is
the sum of its children's plus its own:

- a Party organization is its own;
- an agency: the organization that it hosts, else that of the area it serves;
- an area: the organization whose own host area it is, else that of the area above. Of several,
  the one nearest the root (the committee of the commune, not the branch of a school there).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import Factory, frozen
from django.db.models.functions import Lower, Upper

from coso.core.periods import ONE_DAY, Period
from coso.organizations.enums import HostType, Tree
from coso.organizations.models import FormerRoot, Unit, UnitPlacement, UnitVersion
from coso.organizations.queries.timelines import (
    BEGINNING,
    END,
    Candidate,
    Segment,
    best,
    free,
    joined,
    period,
    span,
    within,
)

_LOCAL: Final = frozenset({HostType.COMMUNE, HostType.VILLAGE, HostType.RESIDENTIAL_GROUP})
_HOSTING: Final = ("host_area", "host_agency", "host_type", "type__is_branch")
_Segments: TypeAlias = defaultdict[int, list[Segment]]
_Host: TypeAlias = tuple[int, int, int, int, list[Any]]


def overseer_periods(window: Period | None = None) -> list[tuple[int, int, Period]]:
    """Return (unit, Party organization that answers for it, period) for all time or a window."""
    register = _read(window or Period())
    return [
        (unit, overseer, period(low, high))
        for unit in register.lives
        for low, high, overseer in register.overseers(unit)
    ]


def overseers_on(day: dt.date) -> dict[int, int]:
    """Return for each unit of a day the Party organization that answers for it."""
    register = _read(_day(day))
    return {
        unit: overseer for unit in register.lives for _, _, overseer in register.overseers(unit)
    }


def area_periods(window: Period | None = None) -> list[tuple[int, int, Period]]:
    """Return (unit, area, period): the host area of a Party organization, the area of an agency.

    Its own, else that of the nearest unit above it.
    """
    register = _read(window or Period())
    return _inherited(register, register.areas, (Tree.PARTY, Tree.AGENCY))


def agency_periods(window: Period | None = None) -> list[tuple[int, int, Period]]:
    """Return (Party organization, host agency, period): its own, else the nearest above it."""
    register = _read(window or Period())
    return _inherited(register, register.agencies, (Tree.PARTY,))


@frozen
class _Register:
    """The dated rows of all trees, by unit; days as numbers."""

    trees: dict[int, str]
    roots: list[Segment]
    lives: _Segments = Factory(lambda: defaultdict(list))
    parents: _Segments = Factory(lambda: defaultdict(list))
    areas: _Segments = Factory(lambda: defaultdict(list))
    agencies: _Segments = Factory(lambda: defaultdict(list))
    hosted: dict[int, list[Segment]] = Factory(dict)

    def upward(
        self, unit: int, low: int, high: int, own: Mapping[int, list[Segment]]
    ) -> Iterator[Segment]:
        """Yield the unit's own values and, on the days without one, those of the units above.

        It ends because no unit stands above itself on any day.
        """
        found = within(own.get(unit, ()), low, high)
        yield from found
        for start, end in free(found, low, high):
            for first, last, parent in within(self.parents.get(unit, ()), start, end):
                yield from self.upward(parent, first, last, own)

    def depths(
        self, unit: int, low: int, high: int, steps: int = 0
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield how many units stand above a unit, and which is the topmost."""
        placed = within(self.parents.get(unit, ()), low, high)
        for start, end in free(placed, low, high):
            yield (start, end, steps, unit)
        for first, last, parent in placed:
            yield from self.depths(parent, first, last, steps + 1)

    def tops(self) -> _Segments:
        """Return when each unit stood at the very top above a root, or was it itself."""
        found: _Segments = defaultdict(list)
        for low, high, root in self.roots:
            for start, end, _, top in self.depths(root, low, high):
                found[top].append((start, end, top))
        return found

    def overseers(self, unit: int) -> list[Segment]:
        """Return the overseers of one unit in order."""
        found: list[Segment] = []
        for low, high, _ in self.lives[unit]:
            known = list(self._overseers(unit, low, high))
            found.extend(known)
            for start, end in free(known, low, high):
                found.extend(within(self.roots, start, end))
        return joined(found)

    def _overseers(self, unit: int, low: int, high: int) -> Iterator[Segment]:
        tree = self.trees[unit]
        if tree == Tree.PARTY:
            yield (low, high, unit)
        elif tree == Tree.AREA:
            yield from self.upward(unit, low, high, self.hosted)
        else:
            yield from self._overseers_of_agency(unit, low, high)

    def _overseers_of_agency(self, unit: int, low: int, high: int) -> Iterator[Segment]:
        hosted = within(self.hosted.get(unit, ()), low, high)
        yield from hosted
        for start, end in free(hosted, low, high):
            for first, last, area in self.upward(unit, start, end, self.areas):
                yield from self.upward(area, first, last, self.hosted)


def _read(window: Period) -> _Register:
    register = _Register(
        trees=dict(Unit.objects.values_list("pk", "tree")),
        roots=_roots(),
    )
    for unit, low, high, (parent,) in _rows(UnitPlacement, window, "parent"):
        register.parents[unit].append((low, high, parent))
    hosts = []
    for unit, low, high, (area, agency, *rank) in _rows(UnitVersion, window, *_HOSTING):
        register.lives[unit].append((low, high, unit))
        if area is not None:
            register.areas[unit].append((low, high, area))
        if agency is not None:
            register.agencies[unit].append((low, high, agency))
        if register.trees[unit] == Tree.PARTY:
            hosts += [(place, unit, low, high, rank) for place in {area, agency} - {None}]
    register.hosted.update(_best_hosts(register, hosts))
    return register


def _roots() -> list[Segment]:
    """Return which Party organization was the root of the installation, and when."""
    former = FormerRoot.objects.filter(tree=Tree.PARTY).values_list(
        Lower("during"), Upper("during"), "unit"
    )
    found: list[Segment] = [(*span(first, last), unit) for first, last, unit in former]
    present = Unit.objects.filter(tree=Tree.PARTY, is_root=True).values_list("pk", flat=True)
    return joined(
        found + [(low, high, pk) for pk in present for low, high in free(found, BEGINNING, END)]
    )


def _best_hosts(register: _Register, hosts: list[_Host]) -> dict[int, list[Segment]]:
    candidates: defaultdict[int, list[Candidate]] = defaultdict(list)
    # Whoever is not placed under a root answers for nobody else, if there is one.
    tops = register.tops()
    for place, unit, low, high, (host_type, is_branch) in hosts:
        for start, end, depth, top in register.depths(unit, low, high):
            rank = (depth, host_type not in _LOCAL, is_branch, unit)
            days = within(tops[top], start, end) if register.roots else [(start, end, top)]
            candidates[place] += [(first, last, rank, unit) for first, last, _ in days]
    return {place: best(rows) for place, rows in candidates.items()}


def _rows(
    model: type[UnitPlacement | UnitVersion], window: Period, *fields: str
) -> Iterator[tuple[int, int, int, list[Any]]]:
    """Yield unit, first day, first day after, facts: of the days in the window only."""
    start, end = span(window.start, window.end)
    rows = model.objects.filter(during__overlap=window.to_range()).values_list(
        "unit", Lower("during"), Upper("during"), *fields
    )
    for unit, first, last, *facts in rows.iterator(chunk_size=10_000):
        low, high = span(first, last)
        yield unit, max(low, start), min(high, end), facts


def _inherited(
    register: _Register, own: _Segments, trees: tuple[Tree, ...]
) -> list[tuple[int, int, Period]]:
    return [
        (unit, value, period(low, high))
        for unit, lives in register.lives.items()
        if register.trees[unit] in trees
        for low, high, value in joined(
            found for start, end, _ in lives for found in register.upward(unit, start, end, own)
        )
    ]


def _day(day: dt.date) -> Period:
    return Period(day, day + ONE_DAY)
