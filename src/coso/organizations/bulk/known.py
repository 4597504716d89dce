"""What a tree is on the day of a list: looked up by code, by name, by place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Final, Self

from attrs import Factory, frozen
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower, Upper

from coso.core.periods import Period
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitCode, UnitPlacement, UnitVersion

_VERSION: Final = (
    *("name", "search_name", "match_name", "order_key", "level", "host_type", "decision"),
    *("type_id", "host_area_id", "host_agency_id"),
)


@frozen
class Dated:
    """A dated row of the tables."""

    id: int
    period: Period
    values: dict[str, Any]


@frozen
class Known:
    """The units of a tree that exist on a day, with the rows in force."""

    tree: Tree
    day: dt.date
    root: Unit | None
    units: dict[int, Unit]
    versions: dict[int, Dated]
    placements: dict[int, Dated]
    codes: dict[int, Dated]
    by_code: dict[str, int]
    ended: dict[str, Unit]
    by_name: defaultdict[str, list[int]] = Factory(lambda: defaultdict(list))

    @classmethod
    def on(cls, tree: Tree, day: dt.date) -> Self:
        """Read a tree as of a day."""
        versions = _rows(UnitVersion, tree, day, *_VERSION)
        codes = _rows(UnitCode, tree, day, "tree", "code")
        known = cls(
            tree=tree,
            day=day,
            root=Unit.objects.filter(tree=tree, is_root=True).first(),
            units=Unit.objects.filter(tree=tree).in_bulk(),
            versions=versions,
            placements=_rows(UnitPlacement, tree, day, "parent_id", "decision"),
            codes=codes,
            by_code={row.values["code"]: unit for unit, row in codes.items()},
            ended=_ended(tree, day),
        )
        for unit, version in versions.items():
            known.by_name[version.values["match_name"]].append(unit)
        return known

    @property
    def is_kept(self) -> bool:
        """Whether lists of the day or earlier have told of the tree already."""
        recorded = (unit.recorded_from for unit in self.units.values())
        return any(day is not None and day <= self.day for day in recorded)

    def parent(self, unit: int) -> int | None:
        """Return what stands above a unit."""
        placement = self.placements.get(unit)
        return None if placement is None else int(placement.values["parent_id"])

    def above(self, unit: int) -> list[int]:
        """Return a unit and what stands above it, the topmost first."""
        path = [unit]
        while (parent := self.parent(path[-1])) is not None:
            path.append(parent)
        return path[::-1]

    def type_code(self, unit: int) -> str:
        """Return the kind of a unit."""
        return str(self.versions[unit].values["type_id"])

    def type_under(self, unit: int | None, match: str) -> str:
        """Return the kind that a unit has under a name; empty if it does not bear it."""
        version = self.versions.get(unit) if unit is not None else None
        is_named_so = version is not None and version.values["match_name"] == match
        return self.type_code(unit) if unit is not None and is_named_so else ""

    def founded_on(self, unit: int | None) -> dt.date | None:
        """Return when a unit began, as far as known."""
        found = self.units.get(unit) if unit is not None else None
        return None if found is None else found.founded_on


def _rows(
    model: type[UnitVersion | UnitPlacement | UnitCode], tree: Tree, day: dt.date, *fields: str
) -> dict[int, Dated]:
    rows = model.objects.filter(unit__tree=tree, during__contains=day).values(
        "id", "unit_id", *fields, start=Lower("during"), end=Upper("during")
    )
    return {
        row["unit_id"]: Dated(
            row["id"], Period(row["start"], row["end"]), {field: row[field] for field in fields}
        )
        for row in rows
    }


def _ended(tree: Tree, day: dt.date) -> dict[str, Unit]:
    """Return the units that do not exist on the day, by their codes."""
    alive = UnitVersion.objects.filter(unit=OuterRef("unit"), during__contains=day)
    codes = UnitCode.objects.filter(~Exists(alive), tree=tree).select_related("unit")
    return {row.code: row.unit for row in codes.order_by("unit_id")}
