"""Lists of agencies: each under its superior, with the area that it serves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from attrs import Factory, define, evolve, frozen
from django.db.backends.utils import CursorWrapper

from coso.core import text
from coso.core.db import Finding
from coso.organizations import queries
from coso.organizations.bulk import names
from coso.organizations.bulk.agencies import level_of_agency
from coso.organizations.bulk.agency_identity import Identified
from coso.organizations.bulk.codes import next_agency_codes
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
    staged_rows,
    twice,
    under_themselves,
)
from coso.organizations.bulk.writing import new_ids, write_units
from coso.organizations.enums import Tree
from coso.organizations.models import UnitType

_NOTHING: Final[Mapping[int, str]] = {}


@frozen
class Hints:
    """What is known of rows beforehand, each by number of the row.

    `refused` are complained about already; `near` and `near_parent` are the known names of which
    the unknown ones of an agency and of its superior look slips.
    """

    refused: frozenset[int] = frozenset()
    near: Mapping[int, str] = _NOTHING
    near_parent: Mapping[int, str] = _NOTHING


def check_agencies(cursor: CursorWrapper, staging: str, hints: Hints = Hints()) -> list[Finding]:
    """Return what is wrong with the rows of lists of agencies.

    The staging table holds `origin`, `left_out`, `listed_on`, `name`, and may hold `code`,
    `type_code`, `parent`, `area_id`, `decision`, `founded_on`, `closed_on` and `is_closed`.
    """
    rows = staged_rows(cursor, staging)
    findings = [
        *twice(rows),
        *under_themselves(rows, "name", "parent"),
        *founded_later(rows),
        *ended_before_founded(rows),
        *ended(rows, "cơ quan, đơn vị"),
    ]
    refused = hints.refused | _doubtful(findings)
    earlier: set[str] = set()
    for day, listed in by_day(rows).items():
        findings += _check_on(cursor, day, listed, evolve(hints, refused=refused), earlier)
        earlier |= {row.match("name") for row in listed}
    return findings


def merge_agencies(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Write the agencies of lists, each new one with a code."""
    for day, listed in by_day(staged_rows(cursor, staging)).items():
        agencies = Agencies.of(cursor, Known.on(Tree.AGENCY, day), listed)
        wanted = list(agencies.wanted.values())
        _give_codes(wanted)
        write_units(cursor, agencies.known, wanted)
    settle_hosts(cursor)
    return []


def _check_on(
    cursor: CursorWrapper,
    day: dt.date,
    listed: Sequence[Row],
    hints: Hints,
    earlier: Collection[str],
) -> list[Finding]:
    """Check the list of a day, until every superior is an agency whose own row may be written."""
    known = Known.on(Tree.AGENCY, day)
    findings = Agencies.of(cursor, known, listed, hints, earlier).findings
    while new := _doubtful(findings) - hints.refused:
        hints = evolve(hints, refused=hints.refused | new)
        more = Agencies.of(cursor, known, listed, hints, earlier).findings
        findings += [f for f in more if f.origin in _doubtful(more) - hints.refused]
    return findings


def _doubtful(findings: Sequence[Finding]) -> frozenset[int]:
    return frozenset(f.origin for f in findings if f.severity == "doubt")


def _give_codes(wanted: Sequence[Wanted]) -> None:
    """Give the new agencies without a code the next ones that no row of the list takes."""
    taken = {w.code for w in wanted}
    without = [w for w in wanted if w.is_new and not w.code]
    free = (code for code in next_agency_codes(len(wanted) + len(without)) if code not in taken)
    for agency in without:
        agency.code = next(free)


@define(eq=False)
class Agencies:
    """The agencies of a day, with those that a list is about to add."""

    known: Known
    root: int
    whole_area: int | None
    nesting: Nesting
    types: Mapping[str, UnitType]
    hints: Hints
    earlier: Collection[str]
    identified: Identified
    units: Mapping[int, int]
    named: defaultdict[str, set[int]] = Factory(lambda: defaultdict(set))
    kinds: dict[int, str] = Factory(dict)
    wanted: dict[int, Wanted] = Factory(dict)
    findings: list[Finding] = Factory(list)

    @classmethod
    def of(
        cls,
        cursor: CursorWrapper,
        known: Known,
        listed: Sequence[Row],
        hints: Hints = Hints(),
        earlier: Collection[str] = (),
    ) -> Agencies:
        """Work out what the rows of a day's list mean."""
        root, whole = _root_on(known), queries.root(Tree.AREA)
        identified = Identified.of(known, root, listed, hints.near)
        ids = new_ids(cursor, "organizations_unit")
        found = cls(
            known=known,
            root=root,
            whole_area=None if whole is None else whole.pk,
            nesting=Nesting.on(known.day),
            types={kind.pk: kind for kind in UnitType.objects.filter(tree=Tree.AGENCY)},
            hints=hints,
            earlier=earlier,
            identified=identified,
            units={row.origin: identified.units.get(row.origin) or next(ids) for row in listed},
            findings=identified.findings,
        )
        about = [row for row in listed if found._is_about(row)]
        found._index(about)
        for row in about:
            found._want(row)
        found.findings += rings(known, list(found.wanted.values()))
        return found

    def _is_about(self, row: Row) -> bool:
        """Tell whether a row says something: the root is not kept by lists, nor what is over."""
        return self.units[row.origin] != self.root and row.origin not in self.identified.over

    def _index(self, rows: Sequence[Row]) -> None:
        for match, units in self.known.by_name.items():
            self.named[match].update(units)
        for row in rows:
            unit = self.units[row.origin]
            self.kinds[unit] = row.text("type_code") or self._kind(unit) or _kind_of_name(row)
            if row.origin not in self.hints.refused:
                self.named[row.match("name")].add(unit)

    def _kind(self, unit: int) -> str:
        if unit in self.kinds:
            return self.kinds[unit]
        return self.known.type_code(unit) if unit in self.known.versions else ""

    def _want(self, row: Row) -> None:
        unit = self.units[row.origin]
        is_new = row.origin not in self.identified.units
        parent = self._parent(row, unit) or (self.root if is_new else None)
        self._check_nesting(row, unit, parent)
        self.wanted[unit] = Wanted(
            unit=unit,
            is_new=is_new,
            day=row.day,
            origin=row.origin,
            name=row.text("name"),
            type_code=self.kinds[unit],
            level=self._level(unit) if is_new else "",
            area=self._area(row),
            parent=parent,
            code=row.text("code"),
            decision=row.text("decision"),
            founded_on=row.date("founded_on"),
            closed_on=row.ending if is_new else None,
        )

    def _level(self, unit: int) -> str:
        return level_of_agency(self.known, self.root, self.kinds[unit])

    def _area(self, row: Row) -> int | None:
        """Return the area that a row names; the whole area is what nothing else is known of."""
        area = row.unit("area_id")
        return None if area == self.whole_area else area

    def _check_nesting(self, row: Row, unit: int, parent: int | None) -> None:
        above = self.known.parent(unit) if parent is None else parent
        if above is not None and (kind := self._kind(above)):
            child = self.types[self.kinds[unit]]
            self.findings += self.nesting.complaints(row, child, self.types[kind])

    def _parent(self, row: Row, unit: int) -> int | None:
        match = row.match("parent")
        found = self.named.get(match, set()) - {unit} if match else set()
        present = self.known.parent(unit)
        if present in found:
            return present
        if len(found) == 1:
            return next(iter(found))
        if found:
            self._complain_of_namesakes(row, len(found))
        elif match and match != row.match("name") and match not in self.earlier:
            self._complain_of_unknown(row)
        return None

    def _complain_of_namesakes(self, row: Row, number: int) -> None:
        message = (
            f"Có {number} cơ quan, đơn vị tên “{row.text('parent')}”: chưa rõ cấp trên là cơ quan "
            "nào. Hãy để trống ô này rồi đặt cấp trên ở trang của cơ quan."
        )
        self.findings.append(Finding(row.origin, "parent", "ambiguous_unit", "doubt", message))

    def _complain_of_unknown(self, row: Row) -> None:
        message = (
            f"Chưa có “{row.text('parent')}” trong sổ cơ quan, đơn vị, danh sách cũng không có "
            "dòng nào ghi được về cơ quan ấy. Hãy sửa tên, hoặc xử lý dòng của cơ quan ấy trước."
        )
        near = self.hints.near_parent.get(row.origin) or self._near_in_list(row)
        remedy = ("replace",) if near else ()
        finding = Finding(row.origin, "parent", "unknown_unit", "doubt", message, near, *remedy)
        self.findings.append(finding)

    def _near_in_list(self, row: Row) -> str:
        listed = {w.name for w in self.wanted.values() if w.is_new}
        found = text.nearest(row.text("parent"), listed)
        return found[0] if len(found) == 1 else ""


def _root_on(known: Known) -> int:
    """Return the agency that the installation answered for on the day of a list."""
    root = queries.root_on(Tree.AGENCY, known.day)
    if root is None:
        raise LookupError("no root of the agencies: the installation is not set up")
    return int(root.pk)


def _kind_of_name(row: Row) -> str:
    return names.agency_kind(row.text("name"))
