"""Lists of Party organizations: each under its superior, in its commune or village."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import Factory, define
from django.db.backends.utils import CursorWrapper

from coso.core import text
from coso.core.dates import format_date
from coso.core.db import Finding
from coso.organizations.bulk import names
from coso.organizations.bulk.areas import Areas
from coso.organizations.bulk.hosts import settle_hosts
from coso.organizations.bulk.known import Known
from coso.organizations.bulk.nesting import Nesting
from coso.organizations.bulk.rings import rings
from coso.organizations.bulk.rows import (
    Row,
    Wanted,
    by_day,
    ended,
    ended_before_founded,
    founded_later,
    named_alike,
    staged_rows,
    twice,
    under_themselves,
)
from coso.organizations.bulk.writing import new_ids, write_units
from coso.organizations.enums import Tree
from coso.organizations.models import UnitType

# In this order: the first kind that may stand there, if the list does not say.
_BRANCHES: Final = ("GRASSROOTS_BRANCH", "BRANCH")
_COMMITTEES: Final = ("GRASSROOTS_COMMITTEE_ORG", "SUB_GRASSROOTS_ORG", "SECTION_ORG")


def check_party_organizations(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return what is wrong with the rows of lists of Party organizations.

    The staging table holds `origin`, `left_out`, `listed_on`, `name`, and may hold `code`,
    `type_code`, `host_type`, `parent`, `says_place`, `village`, `commune`, `decision`,
    `founded_on`, `closed_on` and `is_closed`.
    """
    rows = staged_rows(cursor, staging)
    findings = [
        *twice(rows),
        *under_themselves(rows, "name", "parent"),
        *founded_later(rows),
        *ended_before_founded(rows),
        *ended(rows),
    ]
    for day, listed in by_day(rows).items():
        findings += Parties.of(cursor, day, listed).findings
    return findings


def merge_party_organizations(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Write the organizations of lists; return the units created because a row names them."""
    findings: list[Finding] = []
    for day, listed in by_day(staged_rows(cursor, staging)).items():
        parties = Parties.of(cursor, day, listed)
        parties.areas.write(cursor)
        write_units(cursor, parties.known, list(parties.wanted.values()))
        findings += [*parties.areas.findings, *parties.created]
    settle_hosts(cursor)
    return findings


@define(eq=False)
class Parties:
    """The Party organizations of a day, with those that a list is about to add."""

    known: Known
    areas: Areas
    nesting: Nesting
    types: dict[str, UnitType]
    ids: Iterator[int]
    rows: dict[str, list[Row]]
    codes: frozenset[str]
    units: dict[int, int] = Factory(dict)
    taken: set[int] = Factory(set)
    wanted: dict[int, Wanted] = Factory(dict)
    pending: set[int] = Factory(set)
    named_only: dict[str, int] = Factory(dict)
    doubted: set[int] = Factory(set)
    findings: list[Finding] = Factory(list)
    created: list[Finding] = Factory(list)

    @classmethod
    def of(cls, cursor: CursorWrapper, day: dt.date, listed: Sequence[Row]) -> Parties:
        """Work out what the rows of a day's list mean."""
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        for row in listed:
            rows[row.match("name")].append(row)
        parties = cls(
            known=Known.on(Tree.PARTY, day),
            areas=Areas.on(cursor, day),
            nesting=Nesting.on(day),
            types={kind.pk: kind for kind in UnitType.objects.filter(tree=Tree.PARTY)},
            ids=new_ids(cursor, "organizations_unit"),
            rows=dict(rows),
            codes=frozenset(row.text("code") for row in listed),
        )
        for row in listed:
            parties.unit_of(row)
        parties.findings += rings(parties.known, list(parties.wanted.values()))
        return parties

    def unit_of(self, row: Row) -> int:
        """Return the unit that a row is about, with its superior first."""
        if row.origin in self.units:
            return self.units[row.origin]
        if self._is_root(row.match("name")):
            self.units[row.origin] = self._root
            return self._root
        self.pending.add(row.origin)
        said = self._parent(row) if row.says_place else None
        self.pending.discard(row.origin)
        found = self._find(row, said)
        unit = next(self.ids) if found is None else found
        self.units[row.origin] = unit
        self.taken.add(unit)
        parent = self.known.parent(unit) if said is None else said
        self._want(row, unit, parent or self._root, is_new=found is None)
        return unit

    @property
    def _root(self) -> int:
        if self.known.root is None:
            raise LookupError("no root unit: the installation is not set up")
        return self.known.root.pk

    def _is_root(self, match: str) -> bool:
        return self._root in self.known.by_name[names.party_key(match)]

    def _want(self, row: Row, unit: int, parent: int, *, is_new: bool) -> None:
        kind = row.text("type_code") or self.known.type_under(unit, row.match("name"))
        kind = kind or self._kind_of(row.text("name"), parent)
        self._check_nesting(row, kind, parent)
        commune = self.areas.commune(row, "commune")
        within = self._area(parent) if commune is None else commune
        area = self.areas.village(row, "village", within) or commune
        self.wanted[unit] = Wanted(
            unit=unit,
            is_new=is_new,
            day=row.day,
            origin=row.origin,
            name=row.text("name"),
            type_code=kind,
            level=self.types[kind].level,
            host_type=row.text("host_type"),
            area=area,
            parent=parent,
            code=row.text("code"),
            decision=row.text("decision"),
            founded_on=row.date("founded_on"),
            closed_on=row.ending if is_new else None,
        )

    def _find(self, row: Row, parent: int | None) -> int | None:
        code = row.text("code")
        if code and code in self.known.by_code:
            return self.known.by_code[code]
        ended = self.known.ended.get(code)
        if ended is not None:
            message = (
                f"Mã “{code}” trong sổ là của {ended}, không hoạt động ngày "
                f"{format_date(row.day)}. Hãy sửa mã, hoặc để trống nếu là tổ chức mới."
            )
            self.findings.append(Finding(row.origin, "code", "ended_unit", "doubt", message))
        alike = [
            unit
            for unit in self.known.by_name[row.match("name")]
            if unit not in self.taken and self._may_be(unit, code, parent)
        ]
        if parent is None and len(alike) > 1:
            self.findings.append(named_alike(row, len(alike)))
        return alike[0] if len(alike) == 1 else None

    def _may_be(self, unit: int, code: str, parent: int | None) -> bool:
        stored = self.known.codes.get(unit)
        free = stored is None or stored.values["code"] not in self.codes
        if parent in (None, self.known.parent(unit)):
            # Under the same superior the name alone tells; another code is a new one.
            return free or not code
        # Created for a row that named it as its superior; now its own row has come.
        return bool(code) and stored is None and self.known.parent(unit) == self._root

    def _parent(self, row: Row) -> int:
        match = row.match("parent")
        if not match or self._is_root(match):
            return self._root
        found = self._named(match)
        if len(found) > 1:
            found = [unit for unit in found if not self._is_branch(unit)]
        if len(found) == 1:
            return found[0]
        if found:
            self._complain_of_parent(row, len(found))
            return self._root
        return self._name_only(row, match)

    def _named(self, match: str) -> list[int]:
        found: set[int] = set()
        for key in (match, names.party_key(match)):
            listed = [other for other in self.rows.get(key, ()) if other.origin not in self.pending]
            found.update(self.unit_of(other) for other in listed)
            found.update(self.known.by_name[key])
        return sorted(found)

    def _is_branch(self, unit: int) -> bool:
        return self.types[self._kind(unit)].is_branch

    def _kind(self, unit: int) -> str:
        wanted = self.wanted.get(unit)
        return self.known.type_code(unit) if wanted is None else wanted.type_code

    def _kind_of(self, name: str, parent: int) -> str:
        starts_as_branch = text.search_key(name).startswith("chi bo")
        kinds, usual = (_BRANCHES, "BRANCH") if starts_as_branch else (_COMMITTEES, _COMMITTEES[0])
        return self.nesting.first(self._kind(parent), kinds, usual)

    def _area(self, unit: int | None) -> int | None:
        while unit is not None:
            wanted = self.wanted.get(unit)
            if wanted is not None and wanted.area is not None:
                return wanted.area
            version = self.known.versions.get(unit)
            if version is not None and version.values["host_area_id"] is not None:
                return int(version.values["host_area_id"])
            unit = self.known.parent(unit) if wanted is None else wanted.parent
        return None

    def _name_only(self, row: Row, match: str) -> int:
        if match in self.named_only:
            return self.named_only[match]
        name = row.text("parent")
        kind = self._kind_of(name, self._root)
        unit = self.named_only[match] = next(self.ids)
        self.wanted[unit] = Wanted(
            unit=unit,
            is_new=True,
            day=row.day,
            name=name,
            type_code=kind,
            level=self.types[kind].level,
            parent=self._root,
        )
        message = (
            f"Chưa có “{name}” trong sổ tổ chức đảng: được lập mới là "
            f"{self.types[kind].name.lower()} trực thuộc đơn vị gốc."
        )
        self.created.append(Finding(row.origin, "parent", "created_unit", "info", message))
        return unit

    def _check_nesting(self, row: Row, kind: str, parent: int) -> None:
        above, below = self.types[self._kind(parent)], self.types[kind]
        if row.origin not in self.doubted:
            self.findings += self.nesting.complaints(row, below, above)

    def _complain_of_parent(self, row: Row, number: int) -> None:
        self.doubted.add(row.origin)
        message = (
            f"Có {number} tổ chức đảng tên “{row.text('parent')}”. "
            "Hãy ghi tên đầy đủ của cấp trên để phân biệt."
        )
        self.findings.append(Finding(row.origin, "parent", "ambiguous_unit", "doubt", message))
