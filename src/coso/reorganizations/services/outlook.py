"""What a plan makes of every unit, worked out before anything is written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Self

from attrs import define, evolve, field, frozen
from django.db import connection

from coso.core import text
from coso.members import queries as members
from coso.organizations import bulk
from coso.organizations.bulk import Fate, Known, Succession
from coso.organizations.enums import Tree, UnitEvent
from coso.reorganizations.enums import Side
from coso.reorganizations.models import PlannedUnit, Reorganization, ReorganizationStep
from coso.reorganizations.validators import SHAPES

# Events by which a unit is made of others.
_MAKING: Final = (UnitEvent.SPLIT, UnitEvent.CONSOLIDATE, UnitEvent.MERGE_INTO)


@frozen
class Step:
    """One event with its number and the ids of its units."""

    number: int
    label: str
    event: UnitEvent
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    decision: str
    expected_members: int | None
    keeps_positions: bool

    @property
    def ended(self) -> tuple[int, ...]:
        """The units that end with it: a source that is a target too goes on."""
        if not SHAPES[self.event].ends:
            return ()
        return tuple(unit for unit in self.sources if unit not in self.targets)


@define
class Outlook:
    """A plan as it would be carried out: the fate of each unit, and who follows whom.

    `heirs` gives the only successor of each unit that ends, or none; `trees` where each stands;
    `touching` the numbers of the steps that each is in.
    """

    plan: Reorganization
    known: Mapping[Tree, Known]
    steps: list[Step]
    ids: dict[int, int]  # of each planned unit
    planned: dict[int, PlannedUnit]  # by the id of the unit
    fates: dict[int, Fate] = field(factory=dict)
    successions: list[Succession] = field(factory=list)
    heirs: dict[int, int | None] = field(factory=dict)
    trees: dict[int, Tree] = field(factory=dict)
    touching: defaultdict[int, list[int]] = field(factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, plan: Reorganization) -> Self:
        """Read a plan and the trees of its day, and work out what becomes of every unit."""
        planned = list(plan.units.select_related("unit", "type").order_by("position"))
        ids = _ids(planned)
        outlook = cls(
            plan=plan,
            known={tree: Known.on(tree, plan.effective_on) for tree in Tree},
            steps=[_step(step, ids) for step in _steps(plan)],
            ids=ids,
            planned={ids[unit.pk]: unit for unit in planned},
        )
        outlook.trees = {u: tree for tree, known in outlook.known.items() for u in known.units}
        outlook.trees |= {unit: Tree(of.tree) for unit, of in outlook.planned.items()}
        outlook._work_out()
        return outlook

    @property
    def day(self) -> dt.date:
        """The first day on which it is so."""
        return self.plan.effective_on

    def version(self, unit: int) -> Mapping[str, Any] | None:
        """Return name, type and host of a unit before the day's plan, if it exists."""
        stored = self.known[self.trees[unit]].versions.get(unit)
        return None if stored is None else stored.values

    def name(self, unit: int) -> str:
        """Return what a unit is called after."""
        fate, version = self.fates.get(unit), self.version(unit)
        if fate is not None and fate.name:
            return fate.name
        return str(version["name"]) if version else str(self.planned[unit])

    def type_code(self, unit: int) -> str:
        """Return the kind of a unit after."""
        fate, version = self.fates.get(unit), self.version(unit)
        if fate is not None and fate.type_code:
            return fate.type_code
        return str(version["type_id"]) if version else ""

    def is_of_new_kind(self, unit: int) -> bool:
        """Tell whether a unit is new, or of another kind than before."""
        version = self.version(unit)
        return version is None or version["type_id"] != self.type_code(unit)

    def parent(self, unit: int) -> int | None:
        """Return what a unit stands under after."""
        fate = self.fates.get(unit)
        if fate is not None and fate.parent is not None:
            return fate.parent
        return self.known[self.trees[unit]].parent(unit)

    def is_alive(self, unit: int) -> bool:
        """Tell whether a unit exists after."""
        fate = self.fates.get(unit)
        if fate is not None:
            return not fate.ends
        return self.version(unit) is not None

    def alive(self, tree: Tree) -> Iterator[int]:
        """Yield the units of a tree after."""
        units = dict.fromkeys([*self.known[tree].versions, *self.fates])
        return (u for u in units if self.trees[u] == tree and self.is_alive(u))

    def above(self, unit: int) -> list[int]:
        """Return a unit and what stands above it after, the topmost first; empty in a ring."""
        path: list[int] = []
        at: int | None = unit
        while at is not None:
            if at in path:
                return []
            path.append(at)
            at = self.parent(at)
        return path[::-1]

    def root(self, tree: Tree) -> int | None:
        """Return the root of the installation after: a root that ends passes on.

        To its only successor, else to the lowest unit that everything which stood below it
        stands under now.
        """
        known = self.known[tree]
        former = None if known.root is None else known.root.pk
        if former is None or self.is_alive(former):
            return former
        if (heir := self.heirs.get(former)) is not None:
            return heir
        paths = [
            [above for above in self.above(unit) if self.is_alive(above)]
            for unit in self._below_before(tree, former)
        ]
        return lowest_common([path for path in paths if path])

    def steps_about(self, *units: int) -> tuple[int, ...]:
        """Return the numbers of the steps that some units are in."""
        return tuple(dict.fromkeys(step for unit in units for step in self.touching[unit]))

    def _work_out(self) -> None:
        for step in self.steps:
            for unit in (*step.sources, *step.targets):
                self.touching[unit].append(step.number)
            for unit in step.ended:
                self.fates[unit] = Fate(
                    unit=unit, tree=self.trees[unit], ends=True, decision=step.decision
                )
            self.successions += self._successions(step)
        decisions = self._decisions()
        for unit, planned in self.planned.items():
            if unit not in self.fates:
                self._say(unit, planned, decisions.get(unit, self.plan.decision))
        self.heirs = self._only_successors()
        self.successions += self._successions_by_name()
        for tree in Tree:
            self._follow_parents(tree)
        for tree in (Tree.PARTY, Tree.AGENCY):
            self._follow_hosts(tree)
        self._inherit_hosts()

    def _decisions(self) -> dict[int, str]:
        """Return the decision about each unit: of the step that is about it alone, else the first.

        Later steps only give it what other units have left.
        """
        first = {u: s.decision for s in self.steps[::-1] for u in (*s.sources, *s.targets)}
        own = {u: s.decision for s in self.steps for u in {*s.sources} & {*s.targets}}
        return first | own

    def _successions(self, step: Step) -> Iterator[Succession]:
        giving = step.sources if SHAPES[step.event].ends else ()
        for source in giving:
            for target in step.targets:
                if source != target:
                    yield Succession(source, target, step.event, step.decision)

    def _successions_by_name(self) -> Iterator[Succession]:
        """Yield where members of units that end go one by one."""
        told = {(s.predecessor, s.successor) for s in self.successions}
        ending = {unit: step for step in self.steps for unit in step.ended}
        for home, target in self._moves_from_homes():
            if home in ending and (home, self.ids[target]) not in told:
                step = ending[home]
                yield Succession(home, self.ids[target], step.event, step.decision)

    def _moves_from_homes(self) -> list[tuple[int, int]]:
        targets = dict(self.plan.moves.values_list("membership", "target"))
        homes = members.homes_of(targets, self.day)
        return list(dict.fromkeys((home, targets[member]) for member, home in homes.items()))

    def _only_successors(self) -> dict[int, int | None]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for succession in self.successions:
            found[succession.predecessor].add(succession.successor)
        ended = (unit for unit, fate in self.fates.items() if fate.ends)
        return {u: next(iter(found[u])) if len(found[u]) == 1 else None for u in ended}

    def _say(self, unit: int, planned: PlannedUnit, decision: str) -> None:
        kind = planned.type
        self.fates[unit] = Fate(
            unit=unit,
            tree=Tree(planned.tree),
            is_new=planned.is_new,
            is_older=planned.is_older,
            name=planned.name or None,
            type_code=None if kind is None else kind.pk,
            level=None if kind is None else self._level(planned),
            host_type=self._host_type(planned),
            area=self._area_of_new(planned),
            parent=None if planned.parent_id is None else self.ids[planned.parent_id],
            code=planned.code or None,
            decision=decision,
        )

    def _level(self, planned: PlannedUnit) -> str:
        kind = planned.type
        if kind is None or kind.level:
            return "" if kind is None else kind.level
        return bulk.level_of_name(planned.name)

    def _host_type(self, planned: PlannedUnit) -> str | None:
        if not planned.is_new or planned.tree != Tree.PARTY:
            return None
        return "COMMUNE" if self._level(planned) == "COMMUNE" else ""

    def _area_of_new(self, planned: PlannedUnit) -> int | None:
        """Return the area that a new Party organization is named after."""
        if not planned.is_new or planned.tree != Tree.PARTY:
            return None
        name = bulk.without_party_prefix(text.match_key(planned.name))
        areas = [
            unit
            for unit, other in self.planned.items()
            if other.tree == Tree.AREA and text.match_key(other.name or str(other.unit)) == name
        ]
        ended = {unit for step in self.steps for unit in step.ended}
        found = [unit for unit in areas if unit not in ended]
        found = found or [
            unit for unit in self.known[Tree.AREA].by_name.get(name, ()) if unit not in ended
        ]
        return found[0] if name and len(found) == 1 else None

    def _follow_parents(self, tree: Tree) -> None:
        known = self.known[tree]
        for unit in known.placements:
            above = known.parent(unit)
            heir = None if above is None else self.heirs.get(above)
            if heir is None or not self.is_alive(unit) or unit == heir:
                continue
            fate = self.fates.get(unit) or Fate(
                unit=unit, tree=tree, decision=self.fates[above or 0].decision
            )
            if fate.parent is None:
                self.fates[unit] = evolve(fate, parent=heir)

    def _follow_hosts(self, tree: Tree) -> None:
        for unit, version in self.known[tree].versions.items():
            area = self.heirs.get(version.values["host_area_id"] or 0)
            agency = self.heirs.get(version.values["host_agency_id"] or 0)
            if (area or agency) and self.is_alive(unit):
                fate = self.fates.get(unit) or Fate(unit=unit, tree=tree)
                self.fates[unit] = evolve(
                    fate, area=fate.area or area, agency=fate.agency or agency
                )

    def _inherit_hosts(self) -> None:
        """Let a new Party organization have the kind of host and the area of what it is made of."""
        for unit, before in self._origins().items():
            fate = self.fates[unit]
            if fate.is_new and fate.tree == Tree.PARTY:
                versions = [self.known[Tree.PARTY].versions[each].values for each in before]
                kinds = {version["host_type"] for version in versions}
                areas = {self._area_after(version["host_area_id"]) for version in versions}
                self.fates[unit] = evolve(
                    fate,
                    host_type=fate.host_type or (kinds.pop() if len(kinds) == 1 else ""),
                    area=fate.area or (areas.pop() if len(areas) == 1 else None),
                )

    def _origins(self) -> Mapping[int, list[int]]:
        """Return the known units that each unit is made of."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for succession in self.successions:
            is_known = succession.predecessor in self.known[Tree.PARTY].versions
            if is_known and succession.event in _MAKING:
                found[succession.successor].append(succession.predecessor)
        return found

    def _area_after(self, area: int | None) -> int | None:
        return None if area is None else self.heirs.get(area, area)

    def _below_before(self, tree: Tree, top: int) -> list[int]:
        """Return the units that stood below one and go on after."""
        known = self.known[tree]
        children: defaultdict[int, list[int]] = defaultdict(list)
        for unit in known.placements:
            children[known.parent(unit) or 0].append(unit)
        found: list[int] = []
        waiting = [top]
        while waiting:
            below = children[waiting.pop()]
            waiting += below
            found += [unit for unit in below if self.is_alive(unit)]
        return found


def _ids(planned: Iterable[PlannedUnit]) -> dict[int, int]:
    with connection.cursor() as cursor:
        new = bulk.new_ids(cursor, "organizations_unit")
        return {unit.pk: next(new) if unit.unit_id is None else unit.unit_id for unit in planned}


def _steps(plan: Reorganization) -> Iterable[ReorganizationStep]:
    return plan.steps.prefetch_related("parts").order_by("position")


def _step(step: ReorganizationStep, ids: Mapping[int, int]) -> Step:
    parts = sorted(step.parts.all(), key=lambda part: part.pk)
    return Step(
        number=step.position,
        label=str(step),
        event=UnitEvent(step.event),
        sources=tuple(ids[part.unit_id] for part in parts if part.side == Side.SOURCE),
        targets=tuple(ids[part.unit_id] for part in parts if part.side == Side.TARGET),
        decision=step.decision or step.plan.decision,
        expected_members=step.expected_members,
        keeps_positions=step.keeps_positions,
    )


def lowest_common(paths: list[list[int]]) -> int | None:
    """Return the last unit that all paths from the top have in common."""
    found = None
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        found = level[0]
    return found
