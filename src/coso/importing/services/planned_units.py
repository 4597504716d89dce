"""Units that a plan names: those of the registers, those it founds, those outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from attrs import Factory, define, field

from coso.core import text
from coso.organizations import bulk
from coso.organizations import queries as organizations
from coso.organizations.bulk import Known
from coso.organizations.enums import Tree
from coso.organizations.models import UnitType
from coso.reorganizations.services import UnitDetails


@define
class PlannedUnits:
    """What the names and codes of a plan mean on its day; each unit stands in `details` once."""

    day: dt.date
    known: dict[Tree, Known] = field(init=False)
    types: dict[str, UnitType] = field(init=False)
    details: list[UnitDetails] = Factory(list)

    def __attrs_post_init__(self) -> None:
        self.known = {tree: Known.on(tree, self.day) for tree in Tree}
        self.types = UnitType.objects.in_bulk()

    def source(self, tree: Tree, code: str, name: str) -> UnitDetails | None:
        """Return the unit of the registers with the code, else with the name alone on the day.

        An area that only the national catalogue knows stands outside the registers.
        """
        known, match = self.known[tree], text.match_key(name)
        found = [known.by_code[code]] if code in known.by_code else known.by_name.get(match, [])
        if len(found) == 1:
            return self._of_unit(tree, found[0])
        planned = self._planned(tree, code, match)
        if planned is None and tree == Tree.AREA and organizations.is_in_catalogue(code, self.day):
            return self._older(tree, name, code)
        return planned

    def target(
        self, tree: Tree, part: Mapping[str, Any], parent: UnitDetails | None
    ) -> UnitDetails:
        """Return the unit that an event leaves: one that goes on under code and name, else new."""
        code, name = part["code"] or "", part["name"]
        match, known = text.match_key(name), self.known[tree]
        unit = known.by_code.get(code)
        same = unit is not None and known.versions[unit].values["match_name"] == match
        details = self._of_unit(tree, unit) if same and unit else self._planned(tree, code, match)
        if details is None:
            details = self._new(tree, name, code, parent, part.get("type_code") or "")
        if parent is not None:
            details.parent = parent
        return details

    def changed(
        self, details: UnitDetails, part: Mapping[str, Any], parent: UnitDetails | None
    ) -> UnitDetails:
        """Say of a unit what it is called, which code it has and what it stands under after."""
        if details.unit is not None and text.match_key(part["name"]) != self._match(details):
            details.name = part["name"]
        details.code = part["code"] or details.code
        details.parent = parent or details.parent
        kind = self._type_called(part.get("type_code") or "")
        details.type = kind or details.type
        return details

    def parent(self, tree: Tree, name: str) -> UnitDetails:
        """Return the unit that others come to stand under; an unknown one is outside."""
        match, known = text.match_key(name), self.known[tree]
        found = self._planned(tree, "", match)
        if found is None and len(known.by_name.get(match, ())) == 1:
            found = self._of_unit(tree, known.by_name[match][0])
        return found or self._older(tree, name, "")

    def named(self, name: str, above: str) -> UnitDetails | None:
        """Return the Party organization of a name, after the plan, under another if it says so."""
        match, over = text.match_key(name), text.match_key(above)
        found = [
            details
            for details in self.details
            if details.tree == Tree.PARTY and self._match(details) == match
        ]
        named = [unit.unit.pk for unit in found if unit.unit is not None]
        known = self.known[Tree.PARTY]
        others = [pk for pk in known.by_name.get(match, ()) if pk not in named]
        if over:
            found = [details for details in found if self._match_above(details) == over]
            others = [pk for pk in others if self.is_called(known.parent(pk), over)]
        if len(found) + len(others) != 1:
            return None
        return found[0] if found else self._of_unit(Tree.PARTY, others[0])

    def is_called(self, unit: int | None, match: str) -> bool:
        """Tell whether a Party organization of the registers has a name."""
        version = self.known[Tree.PARTY].versions.get(unit or 0)
        return version is not None and version.values["match_name"] == match

    def _match(self, details: UnitDetails) -> str:
        if details.name:
            return text.match_key(details.name)
        return "" if details.unit is None else self._match_of(details.tree, details.unit.pk)

    def _match_of(self, tree: Tree, unit: int) -> str:
        version = self.known[tree].versions.get(unit)
        return "" if version is None else str(version.values["match_name"])

    def _match_above(self, details: UnitDetails) -> str:
        if details.parent is not None:
            return self._match(details.parent)
        above = self.known[details.tree].parent(details.unit.pk) if details.unit else None
        return "" if above is None else self._match_of(details.tree, above)

    def _of_unit(self, tree: Tree, unit: int) -> UnitDetails:
        found = [d for d in self.details if d.unit is not None and d.unit.pk == unit]
        return (
            found[0]
            if found
            else self._add(UnitDetails(tree=tree, unit=self.known[tree].units[unit]))
        )

    def _planned(self, tree: Tree, code: str, match: str) -> UnitDetails | None:
        """Return a unit that the plan brought up before, and that the registers do not know."""
        new = (d for d in self.details if d.unit is None and d.tree == tree)
        return next(
            (
                d
                for d in new
                if text.match_key(d.name) == match and (not code or d.code in ("", code))
            ),
            None,
        )

    def _new(
        self, tree: Tree, name: str, code: str, parent: UnitDetails | None, written: str
    ) -> UnitDetails:
        kind = self._type_called(written) or self._type(tree, name, self._kind(parent))
        return self._add(UnitDetails(tree=tree, name=name, code=code, type=kind))

    def _older(self, tree: Tree, name: str, code: str) -> UnitDetails:
        kind = self._type(tree, name, "")
        return self._add(UnitDetails(tree=tree, name=name, code=code, type=kind, is_older=True))

    def _type(self, tree: Tree, name: str, parent_kind: str) -> UnitType | None:
        return self.types.get(bulk.kind_of_name(tree, name, parent_kind, self.day))

    def _type_called(self, written: str) -> UnitType | None:
        match = text.match_key(written)
        return next((t for t in self.types.values() if text.match_key(t.name) == match), None)

    def _kind(self, details: UnitDetails | None) -> str:
        if details is None:
            return ""
        if details.type is not None:
            return details.type.pk
        unit = details.unit
        return "" if unit is None else self.known[details.tree].type_code(unit.pk)

    def _add(self, details: UnitDetails) -> UnitDetails:
        self.details.append(details)
        return details
