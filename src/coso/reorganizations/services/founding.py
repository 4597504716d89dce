"""Describing units that a plan brings in: founded by it, or older and outside the registers."""

from __future__ import annotations

import datetime as dt

from coso.core import text
from coso.core.dates import format_date
from coso.organizations import bulk
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import UnitType
from coso.reorganizations.services.opening import UnableToReorganize
from coso.reorganizations.services.stating import UnitDetails


def new_unit(
    *,
    name: str,
    parent: UnitDetails | None,
    tree: Tree,
    day: dt.date,
    kind: UnitType | None = None,
    code: str = "",
) -> UnitDetails:
    """Describe a unit to be founded; unless told, its kind is what name and place say.

    :raises UnableToReorganize: if they do not say it
    """
    kind = kind or _kind_of(tree, name, "" if parent is None else _kind_on(parent, day), day)
    if kind is None:
        raise UnableToReorganize(
            "kind_unknown",
            f"Tên “{text.normalize(name)}” và cấp trên chưa cho biết đơn vị thuộc loại nào theo "
            f"quy định vào ngày {format_date(day)}. Hãy chọn loại hình.",
        )
    return UnitDetails(tree=tree, name=name, code=code, type=kind, parent=parent)


def older_unit(*, name: str, tree: Tree, day: dt.date) -> UnitDetails:
    """Describe a unit that was there before, outside the registers: a province above the office.

    :raises UnableToReorganize: if its name does not say of which kind it is
    """
    details = new_unit(name=name, parent=None, tree=tree, day=day)
    details.is_older = True
    return details


def _kind_of(tree: Tree, name: str, parent_kind: str, day: dt.date) -> UnitType | None:
    code = bulk.kind_of_name(tree, name, parent_kind, day)
    return organizations.types_of(tree).filter(pk=code).first()


def _kind_on(details: UnitDetails, day: dt.date) -> str:
    """Return the kind of a unit after the plan, as far as it is told."""
    kind = details.type
    if kind is None and details.planned is not None:
        kind = details.planned.type
    if kind is None and details.unit is not None:
        version = organizations.version_on(details.unit, day)
        kind = None if version is None else version.type
    return "" if kind is None else kind.code
