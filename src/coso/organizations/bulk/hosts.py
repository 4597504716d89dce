"""Which Party organization an agency hosts and which area it serves, worked out from names.

Run after each list of organizations or employers, so that the order of the lists does not
matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import polars as pl
from django.db.backends.utils import CursorWrapper
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from psycopg.sql import SQL, Identifier

from coso.core import db
from coso.organizations import queries
from coso.organizations.bulk import names
from coso.organizations.bulk.areas import communes_by_name
from coso.organizations.enums import Tree
from coso.organizations.models import UnitVersion

_VERSIONS: Final = "organizations_unitversion"


def settle_hosts(cursor: CursorWrapper) -> None:
    """Give Party organizations their host agency, and agencies the area they serve.

    What somebody has set stays; only an agency that was put to the whole area for want of a
    better one is looked at again.
    """
    _set(cursor, "host_agency_id", _host_agencies())
    _set(cursor, "host_area_id", _areas_served())


def _host_agencies() -> dict[int, int]:
    agencies: defaultdict[str, set[int]] = defaultdict(set)
    for unit, match in _versions(Tree.AGENCY).values_list("unit", "match_name"):
        agencies[match].add(unit)
    found = {}
    parties = _versions(Tree.PARTY).filter(host_agency=None)
    for version, match in parties.values_list("pk", "match_name"):
        hosting = agencies.get(names.without_party_prefix(match), set())
        if len(hosting) == 1:
            found[version] = next(iter(hosting))
    return found


def _areas_served() -> dict[int, int]:
    """Return the area of its branch, else the commune that its name ends with, else the root."""
    area = queries.root(Tree.AREA)
    if area is None:
        return {}
    root = area.pk
    hosted = _versions(Tree.PARTY).exclude(host_agency=None).exclude(host_area=None)
    of_hosted = dict(hosted.values_list("host_agency", "host_area"))
    communes = communes_by_name()
    unsettled = Q(host_area=None) | Q(host_area=root)
    agencies = _versions(Tree.AGENCY).filter(unsettled, unit__is_root=False)
    return {
        version: of_hosted.get(unit) or _named_area(match, communes) or root
        for version, unit, match in agencies.values_list("pk", "unit", "match_name")
    }


def _named_area(match: str, communes: Mapping[str, int]) -> int | None:
    """Return the commune that a name ends with; the longest, if one ends with another."""
    words = match.split(" ")
    ends = (" ".join(words[start:]) for start in range(1, len(words)))
    return next((communes[end] for end in ends if end in communes), None)


def _versions(tree: Tree) -> QuerySet[UnitVersion]:
    versions: QuerySet[UnitVersion] = UnitVersion.objects.filter(unit__tree=tree)
    return versions.order_by(Lower("during").asc(nulls_first=True), "pk")


def _set(cursor: CursorWrapper, column: str, values: Mapping[int, int]) -> None:
    if not values:
        return
    schema = {"id": pl.Int64, column: pl.Int64}
    db.copy_frame(cursor, "host_rows", pl.DataFrame(list(values.items()), schema, orient="row"))
    db.merge(
        cursor,
        table=_VERSIONS,
        source=SQL("SELECT id, {} FROM host_rows").format(Identifier(column)),
        key=("id",),
        values=(column,),
    )
