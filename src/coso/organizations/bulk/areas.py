"""Lists of administrative areas: communes, and villages below them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import Factory, define, evolve
from django.db.backends.utils import CursorWrapper

from coso.core import text
from coso.core.db import Finding
from coso.organizations.bulk import names
from coso.organizations.bulk.known import Known
from coso.organizations.bulk.rows import (
    Row,
    Wanted,
    by_day,
    named_alike,
    staged_rows,
    twice,
    under_themselves,
)
from coso.organizations.bulk.writing import new_ids, write_units
from coso.organizations.enums import HostType, Level, Tree
from coso.organizations.models import CatalogueArea, UnitType, UnitVersion

_TABLE: Final = "organizations_unit"


def check_areas(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return what is wrong with the rows of lists of areas.

    The staging table holds `origin`, `left_out`, `listed_on`, `name`, and may hold `code`,
    `type_code`, `parent`, `parent_code` and `says_place`.
    """
    rows = staged_rows(cursor, staging)
    # A village may have the name of its commune.
    communes = [row for row in rows if names.area_kind(row.text("name")) in names.COMMUNES]
    return [
        *twice(rows),
        *under_themselves(rows, "code", "parent_code"),
        *under_themselves(communes, "name", "parent"),
        *_alike(rows),
    ]


def merge_areas(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Write the areas of lists; return those that were created because a row names them."""
    findings: list[Finding] = []
    for day, rows in by_day(staged_rows(cursor, staging)).items():
        areas = Areas.on(cursor, day)
        for row in sorted(rows, key=areas.is_village):
            areas.add(row)
        areas.write(cursor)
        findings += areas.findings
    return findings


def _alike(rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield the rows whose name several areas bear, where nothing else tells which is meant."""
    for day, listed in by_day([row for row in rows if not row.says_place]).items():
        known = Known.on(Tree.AREA, day)
        for row in listed:
            number = len(known.by_name.get(row.match("name"), ()))
            if row.text("code") not in known.by_code and number > 1:
                yield named_alike(row, number)


@define(eq=False)
class Areas:
    """The areas of a day, with those that lists are about to add."""

    known: Known
    types: dict[str, UnitType]
    ids: Iterator[int]
    parents: dict[int, int | None] = Factory(dict)
    kinds: dict[int, str] = Factory(dict)
    by_code: dict[str, int] = Factory(dict)
    by_name: defaultdict[str, list[int]] = Factory(lambda: defaultdict(list))
    wanted: dict[int, Wanted] = Factory(dict)
    findings: list[Finding] = Factory(list)

    @classmethod
    def on(cls, cursor: CursorWrapper, day: dt.date) -> Areas:
        """Read the areas of a day."""
        known = Known.on(Tree.AREA, day)
        types = {kind.pk: kind for kind in UnitType.objects.filter(tree=Tree.AREA)}
        areas = cls(known, types, new_ids(cursor, _TABLE), by_code=dict(known.by_code))
        for unit in known.versions:
            areas.parents[unit] = known.parent(unit)
            areas.kinds[unit] = known.type_code(unit)
            areas._index(unit, known.versions[unit].values["match_name"])
        return areas

    @property
    def root(self) -> int | None:
        """The area that the installation is of."""
        return None if self.known.root is None else self.known.root.pk

    def is_village(self, row: Row) -> bool:
        """Tell whether a row is of a village, so that communes come first."""
        kind = row.text("type_code") or names.area_kind(row.text("name"))
        return kind not in names.COMMUNES

    def add(self, row: Row) -> None:
        """Take in a row of a list of areas."""
        said = self._parent(row) if row.says_place else None
        unit = self._find(row, said)
        if unit is not None and unit == self.root:
            return
        kind = row.text("type_code") or self.known.type_under(unit, row.match("name"))
        kind = kind or names.area_kind(row.text("name"))
        parent = said if row.says_place else self._present_parent(unit)
        self._want(
            Wanted(
                unit=next(self.ids) if unit is None else unit,
                is_new=unit is None,
                day=row.day,
                origin=row.origin,
                name=row.text("name"),
                type_code=kind or self._kind_below(parent),
                parent=parent,
                code=row.text("code"),
            )
        )

    def commune(self, row: Row, column: str) -> int | None:
        """Return the commune that a row names, created where no list has it yet."""
        match = row.match(column)
        if not match:
            return None
        found = self._above_villages(match)
        if len(found) == 1:
            return found[0]
        if found or not self._may_hold_communes():
            return None
        kind = names.area_kind(row.text(column)) or "COMMUNE"
        return self._name_only(row, column, kind, self.root, self._catalogue_code(match, row.day))

    def village(self, row: Row, column: str, commune: int | None) -> int | None:
        """Return the village that a row names, created where no list has it yet."""
        match = row.match(column)
        if not match:
            return None
        found = [
            unit
            for unit in self.by_name[match]
            if self._is_village(unit) and commune in (None, self.parents.get(unit))
        ]
        if found or commune is None:
            return found[0] if len(found) == 1 else None
        kind = names.area_kind(row.text(column)) or row.text("host_type")
        if kind != HostType.RESIDENTIAL_GROUP:
            kind = "VILLAGE"
        return self._name_only(row, column, kind, commune)

    def write(self, cursor: CursorWrapper) -> None:
        """Write what was added."""
        write_units(cursor, self.known, list(self.wanted.values()))

    def _parent(self, row: Row) -> int | None:
        code = row.text("parent_code")
        if code in self.by_code:
            return self.by_code[code]
        match = row.match("parent")
        found = self._above_villages(match)
        if len(found) == 1:
            return found[0]
        if not match or found:
            return self.root
        kind = names.area_kind(row.text("parent")) or "COMMUNE"
        return self._name_only(row, "parent", kind, self.root, code)

    def _above_villages(self, match: str) -> list[int]:
        return [unit for unit in self.by_name[match] if not self._is_village(unit)]

    def _find(self, row: Row, parent: int | None) -> int | None:
        code = row.text("code")
        if code and code in self.by_code:
            return self.by_code[code]
        # The name alone tells within one commune or district; a changed code is a new period.
        alike = [
            unit
            for unit in self.by_name[row.match("name")]
            if (not row.says_place or self.parents.get(unit) == parent)
            and (not code or not self._listed(unit))
        ]
        return alike[0] if len(alike) == 1 else None

    def _present_parent(self, unit: int | None) -> int | None:
        return self.root if unit is None else self.parents.get(unit)

    def _listed(self, unit: int) -> bool:
        wanted = self.wanted.get(unit)
        return wanted is not None and bool(wanted.code) and wanted.origin is not None

    def _want(self, wanted: Wanted) -> None:
        earlier = self.wanted.get(wanted.unit)
        new = wanted if earlier is None else evolve(wanted, is_new=earlier.is_new)
        new.level = self.types[new.type_code].level
        self.wanted[new.unit] = new
        self.parents[new.unit] = new.parent
        self.kinds[new.unit] = new.type_code
        if new.code:
            self.by_code[new.code] = new.unit
        self._index(new.unit, text.match_key(new.name))

    def _name_only(
        self, row: Row, column: str, kind: str, parent: int | None, code: str = ""
    ) -> int:
        name = row.text(column)
        unit = next(self.ids)
        self._want(Wanted(unit, True, row.day, name, kind, parent=parent, code=code))
        message = f"Chưa có “{name}” trong sổ đơn vị hành chính: được lập mới theo danh sách này."
        self.findings.append(Finding(row.origin, column, "created_area", "info", message))
        return unit

    def _index(self, unit: int, match: str) -> None:
        keys = {match, names.short_area_key(match)} if not self._is_village(unit) else {match}
        for key in keys:
            if unit not in self.by_name[key]:
                self.by_name[key].append(unit)

    def _is_village(self, unit: int) -> bool:
        return self.types[self.kinds[unit]].level == Level.VILLAGE

    def _kind_below(self, parent: int | None) -> str:
        kind = self.kinds.get(parent) if parent is not None else None
        return "VILLAGE" if kind in names.COMMUNES else "COMMUNE"

    def _may_hold_communes(self) -> bool:
        return self.root is not None and self.kinds[self.root] not in names.COMMUNES

    def _catalogue_code(self, match: str, day: dt.date) -> str:
        root_code = self.known.codes.get(self.root or 0)
        if root_code is None:
            return ""
        codes = CatalogueArea.objects.filter(
            level=Level.COMMUNE,
            match_name=match,
            parent_code=root_code.values["code"],
            during__contains=day,
        ).values_list("code", flat=True)
        found = [code for code in codes if code not in self.by_code]
        return found[0] if len(found) == 1 else ""


def communes_by_name() -> dict[str, int]:
    """Return the communes of now by their names with and without the kind, where unique."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    communes = UnitVersion.objects.filter(
        unit__tree=Tree.AREA, unit__closed_on=None, type__level=Level.COMMUNE
    )
    for unit, match in communes.values_list("unit", "match_name"):
        found[match].add(unit)
        found[names.short_area_key(match)].add(unit)
    return {match: units.pop() for match, units in found.items() if len(units) == 1}
