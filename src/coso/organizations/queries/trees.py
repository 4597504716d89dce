"""The trees as they stood on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from attrs import frozen
from django.db import connection
from django.db.models import (
    F,
    FilteredRelation,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from coso.organizations.enums import HostType, Level, Tree
from coso.organizations.models import FormerRoot, Term, Unit, UnitType, UnitVersion

_ABOVE: Final = """
    WITH RECURSIVE up AS (
        SELECT parent_id, 1 AS steps FROM organizations_unitplacement
         WHERE unit_id = %s AND during @> %s::date
        UNION ALL
        SELECT p.parent_id, up.steps + 1
          FROM up JOIN organizations_unitplacement p
            ON p.unit_id = up.parent_id AND p.during @> %s::date
    )
    SELECT parent_id FROM up ORDER BY steps DESC
"""
_BELOW: Final = """
    WITH RECURSIVE down AS (
        SELECT %(unit)s::bigint AS id
        UNION
        SELECT p.unit_id
          FROM down JOIN organizations_unitplacement p
            ON p.parent_id = down.id AND p.during @> %(day)s::date
    )
    SELECT id FROM down
"""


@frozen
class UnitDetails:
    """What a unit is called, what it is and whom it belongs to; shared by forms and services."""

    name: str
    type: UnitType
    level: str = ""
    host_type: str = ""
    host_area: Unit | None = None
    host_agency: Unit | None = None
    decision: str = ""


def root(tree: Tree) -> Unit | None:
    """Return the unit that the installation was set up for, in one of the trees."""
    roots = Unit.objects.filter(tree=tree, is_root=True)
    return roots.select_related("type", "overseer").first()


def listed_since(tree: Tree) -> dt.date | None:
    """Return the day of the first list of a tree; before it the registers are not whole."""
    first: dt.date | None = Unit.objects.filter(tree=tree).aggregate(day=Min("recorded_from"))[
        "day"
    ]
    return first


def with_name_on(units: QuerySet[Unit], day: dt.date) -> QuerySet[Any]:
    """Add `name_on`: what each unit was called on a day, else what it is called."""
    versions = UnitVersion.objects.filter(unit=OuterRef("pk"), during__contains=day)
    return units.annotate(name_on=Coalesce(Subquery(versions.values("name")[:1]), F("name")))


def root_on(tree: Tree, day: dt.date) -> Any:
    """Return the unit of one of the trees that the installation answered for on a day, if any.

    It carries `name_on`, what it was called that day.
    """
    former = FormerRoot.objects.on(day).filter(tree=tree).values("unit")
    current = Unit.objects.filter(tree=tree, is_root=True).values("pk")
    found = Unit.objects.filter(pk=Coalesce(Subquery(former[:1]), Subquery(current[:1])))
    return with_name_on(found.select_related("type", "overseer"), day).first()


def units_on(tree: Tree | None, day: dt.date) -> QuerySet[Unit]:
    """Return the units of a tree (of all trees for `None`) that existed on a day, by name.

    Each carries what it was that day: `name_on`, `match_name_on`, `type_on`, `level_on`,
    `host_type_on`, `host_area_on`, `host_agency_on`, `parent_on` (ids) and `code_on`.
    """
    units = Unit.objects.all() if tree is None else Unit.objects.filter(tree=tree)
    return (
        units.alias(
            version=FilteredRelation("versions", condition=Q(versions__during__contains=day)),
            placement=FilteredRelation("placements", condition=Q(placements__during__contains=day)),
            coding=FilteredRelation("codes", condition=Q(codes__during__contains=day)),
        )
        .filter(version__isnull=False)
        .annotate(
            name_on=F("version__name"),
            match_name_on=F("version__match_name"),
            type_on=F("version__type_id"),
            level_on=F("version__level"),
            host_type_on=F("version__host_type"),
            host_area_on=F("version__host_area_id"),
            host_agency_on=F("version__host_agency_id"),
            parent_on=F("placement__parent_id"),
            code_on=F("coding__code"),
        )
        .order_by("version__order_key", "pk")
    )


def children_on(unit: Unit, day: dt.date) -> QuerySet[Unit]:
    """Return the units placed directly under a unit on a day, as `units_on` does."""
    return units_on(Tree(unit.tree), day).filter(Q(parent_on=unit.pk))


def parent_on(unit: Unit, day: dt.date) -> Unit | None:
    """Return the unit directly above on a day."""
    return Unit.objects.filter(
        placements_below__unit=unit, placements_below__during__contains=day
    ).first()


def ancestors_on(unit: Unit, day: dt.date) -> list[Unit]:
    """Return the units above a unit on a day, from the topmost down to its parent."""
    above = [unit.pk, day, day]
    found = units_on(Tree(unit.tree), day).filter(pk__in=RawSQL(_ABOVE, above))  # noqa: S611
    ids = RawSQL(f"ARRAY({_ABOVE})", above)  # noqa: S611 — no text of users
    place = Func(ids, F("pk"), function="array_position", output_field=IntegerField())
    return list(found.select_related("overseer").order_by(place))


def subtree_ids_on(unit: Unit, day: dt.date) -> set[int]:
    """Return the ids of a unit and of everything below it on a day."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"unit": unit.pk, "day": day})
        return {row[0] for row in cursor.fetchall()}


def term_on(unit: Unit, day: dt.date) -> Term | None:
    """Return the term of the unit's committee on a day."""
    term: Term | None = Term.objects.on(day).filter(unit=unit).first()
    return term


def details_on(unit: Unit, day: dt.date) -> UnitDetails | None:
    """Return what a unit was on a day; `None` if it did not exist."""
    version: UnitVersion | None = (
        UnitVersion.objects.on(day)
        .filter(unit=unit)
        .select_related("type", "host_area", "host_agency")
        .first()
    )
    if version is None:
        return None
    return UnitDetails(
        name=version.name,
        type=version.type,
        level=Level(version.level) if version.level else "",
        host_type=HostType(version.host_type) if version.host_type else "",
        host_area=version.host_area,
        host_agency=version.host_agency,
        decision=version.decision,
    )
