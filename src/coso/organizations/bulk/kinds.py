"""Which kind of unit a name means, where nothing else tells."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping
from typing import Any

from coso.core import text
from coso.organizations.bulk import names
from coso.organizations.enums import Tree
from coso.organizations.models import NestingRule
from coso.rules import queries as rules

# In this order: the first kind that may stand there.
_BRANCHES = ("GRASSROOTS_BRANCH", "BRANCH")
_COMMITTEES = ("GRASSROOTS_COMMITTEE_ORG", "SUB_GRASSROOTS_ORG", "SECTION_ORG")


def kind_of_name(tree: Tree, name: str, parent_kind: str, day: dt.date) -> str:
    """Return the kind of a new unit under one of a kind, on a day; empty if nothing tells."""
    if tree == Tree.AREA:
        return names.area_kind(name)
    if tree == Tree.AGENCY:
        return names.agency_kind(name)
    return _committee_of_area(name, day) or _first_allowed(name, parent_kind, day)


def _committee_of_area(name: str, day: dt.date) -> str:
    """Return what the organization of a commune, district or province is in the day's regime."""
    level = names.level_of_name(name)
    kinds = _committees().get(level.lower(), {}) if level else {}
    return str(kinds.get(rules.regime_on(day).code, {}).get("type", ""))


def _first_allowed(name: str, parent_kind: str, day: dt.date) -> str:
    kinds = _BRANCHES if text.search_key(name).startswith("chi bo") else _COMMITTEES
    rules_there = NestingRule.objects.filter(regime__during__contains=day, parent_type=parent_kind)
    allowed = set(rules_there.values_list("child_type", flat=True))
    return next((kind for kind in kinds if kind in allowed), "")


@functools.cache
def _committees() -> Mapping[str, Any]:
    seed = tomllib.loads((names.SEEDS / "roots.toml").read_text(encoding="utf-8"))
    party: Mapping[str, Any] = seed["party"]
    return party
