"""What lists and records of units show: names of a day, search, what a unit sees."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject

from coso.core import text, writing
from coso.core.periods import Period
from coso.organizations.enums import Tree
from coso.organizations.models import (
    FormerRoot,
    Term,
    Unit,
    UnitCode,
    UnitPlacement,
    UnitType,
    UnitVersion,
)
from coso.organizations.queries.belonging import overseers_on
from coso.organizations.queries.trees import subtree_ids_on, units_on


def units() -> QuerySet[Unit]:
    """Return all units that ever were, with their present type, parent and overseer."""
    return Unit.objects.select_related("type", "parent", "overseer").order_by("order_key", "pk")


def below_root(tree: Tree) -> QuerySet[Unit]:
    """Return the units of a tree other than its root and those that stand above it."""
    return units().filter(tree=tree, is_root=False).exclude(children__is_root=True)


def shown_on(tree: Tree | None, day: dt.date) -> QuerySet[Any]:
    """Return the units of a day with the names of type and parent in words.

    Adds `type_name_on`, `parent_name_on`, `search_name_on`, `order_key_on` and
    `has_children_on` to what `units_on` gives.
    """
    versions = UnitVersion.objects.filter(during__contains=day)
    of_parent = versions.filter(unit=OuterRef("parent_on"))
    below = UnitPlacement.objects.filter(parent=OuterRef("pk"), during__contains=day)
    own = versions.filter(unit=OuterRef("pk"))
    return (
        units_on(tree, day)
        .annotate(
            type_name_on=Subquery(
                UnitType.objects.filter(code=OuterRef("type_on")).values("name")[:1]
            ),
            parent_name_on=Subquery(of_parent.values("name")[:1]),
            search_name_on=Subquery(own.values("search_name")[:1]),
            order_key_on=Subquery(own.values("order_key")[:1]),
            has_children_on=Exists(below),
        )
        .order_by("order_key_on", "pk")
    )


def matching(shown: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Keep the units whose name holds the words or whose code begins with them.

    Exact accents come first.
    """
    by_name = Q(search_name_on__contains=text.search_key(words))
    rank = Case(
        When(match_name_on__contains=text.match_key(words), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found: QuerySet[Any] = (
        shown.filter(by_name | Q(code_on__startswith=text.normalize(words)))
        .annotate(is_exact=rank)
        .order_by("is_exact", "order_key_on", "pk")
    )
    return found


def seen_from(unit: Unit, tree: Tree, day: dt.date) -> set[int] | None:
    """Return the units of a tree that belong to a unit on a day; `None` means all of them.

    Of its own tree those below it. Of another, a Party organization has the areas and agencies
    that it or one below it answers for; an area or agency has the organizations that answer.
    """
    if unit.is_root and not _another_was_root(unit, day):
        return None
    below = subtree_ids_on(unit, day)
    if unit.tree == tree:
        return below
    overseers = overseers_on(day)
    if unit.tree == Tree.PARTY:
        return {pk for pk, overseer in overseers.items() if overseer in below}
    hosts = _hosted_in(unit, below, day)
    if tree == Tree.PARTY:
        return hosts
    return {pk for pk, overseer in overseers.items() if overseer in hosts}


def _another_was_root(unit: Unit, day: dt.date) -> bool:
    former: bool = FormerRoot.objects.on(day).filter(tree=unit.tree).exists()
    return former


def _hosted_in(unit: Unit, below: set[int], day: dt.date) -> set[int]:
    """Return the Party organizations whose own area or agency lies in the unit, and below."""
    versions = UnitVersion.objects.filter(during__contains=day, unit__tree=Tree.PARTY)
    field = "host_area" if unit.tree == Tree.AREA else "host_agency"
    own = Unit.objects.filter(pk__in=versions.filter(**{f"{field}__in": below}).values("unit"))
    hosted: set[int] = set()
    for host in own:
        if host.pk not in hosted:
            hosted |= subtree_ids_on(host, day)
    return hosted


def types_of(tree: Tree) -> QuerySet[UnitType]:
    """Return the kinds of units of a tree, in their order."""
    return UnitType.objects.filter(tree=tree).order_by("position", "code")


def version_on(unit: Unit, day: dt.date) -> UnitVersion | None:
    """Return what a unit was on a day."""
    found = (
        UnitVersion.objects.filter(unit=unit, during__contains=day)
        .select_related("type", "host_area", "host_agency")
        .first()
    )
    return cast("UnitVersion | None", found)


def with_codes_and_term(found: QuerySet[Unit], day: dt.date) -> QuerySet[Any]:
    """Add `code_on` and `term_on`, of each unit on a day, or nothing, and `former_codes`.

    Those are the codes that a unit no longer has on the day, the latest first, each a dictionary
    of `code` and `ends`, the first day without it.
    """
    former = UnitCode.objects.filter(unit=OuterRef("pk"), during__fully_lt=Period(day).to_range())
    told = JSONObject(code="code", ends="during__endswith")
    return found.annotate(
        code_on=_of_the_day(UnitCode, "code", day),
        former_codes=ArraySubquery(former.order_by("-during").values(told=told)),
        term_on=_of_the_day(Term, "name", day),
    )


def _of_the_day(model: type[UnitCode | Term], field: str, day: dt.date) -> Coalesce:
    rows = model.objects.filter(unit=OuterRef("pk"), during__contains=day)
    return Coalesce(Subquery(rows.values(field)[:1]), Value(""))


def versions_of(unit: Unit) -> QuerySet[UnitVersion]:
    """Return all names and types of a unit, oldest first."""
    versions = UnitVersion.objects.filter(unit=unit)
    return versions.select_related("type", "host_area", "host_agency").order_by("during", "pk")


def placements_of(unit: Unit) -> QuerySet[UnitPlacement]:
    """Return all places of a unit in its tree, oldest first."""
    return UnitPlacement.objects.filter(unit=unit).select_related("parent").order_by("during", "pk")


def state_of(unit: Unit) -> str:
    """Return a token of what is recorded of a unit: it is another one after every change."""
    recorded = (
        Unit.objects.filter(pk=unit.pk).values_list("founded_on", "closed_on"),
        UnitVersion.objects.filter(unit=unit).order_by("pk").values_list(),
        UnitPlacement.objects.filter(unit=unit).order_by("pk").values_list(),
        UnitCode.objects.filter(unit=unit).order_by("pk").values_list(),
    )
    return writing.state_of(row for rows in recorded for row in rows)


def depth() -> Func:
    """Return the expression of how deep a unit stands in its tree today."""
    return Func(F("path"), function="nlevel", output_field=IntegerField())
