"""Figures of Party organizations and of administrative areas."""

from __future__ import annotations

from typing import Any, Final

from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.figures.definitions.dimensions import CHILDREN, LEVEL, column
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.model import Predicate
from coso.figures.engine.rows import asked, stock, table
from coso.organizations.enums import HostType, Level, Tree

_GROUP: Final = "Tổ chức đảng"
_AREA_GROUP: Final = "Đơn vị hành chính"


def _organizations() -> Table:
    """Return the organizations of the day, and whether a team has visited each in the period."""
    rows = stock("units", root="s_party")
    rows = rows.filter(rows.tree == Tree.PARTY.value)
    visits = table("visits")
    in_period = visits.filter(visits.day >= asked("s_term_since"), visits.day <= asked("s_day"))
    return rows.mutate(is_visited=rows.unit_id.isin(in_period.unit_id))


def _areas() -> Table:
    """Return the areas of the day, and whether a branch has each as its own."""
    rows = stock("units")
    rows = rows.filter(rows.tree == Tree.AREA.value)
    branches = table("units")
    branches = branches.filter(
        branches.is_branch, branches.starts <= asked("s_day"), branches.ends > asked("s_day")
    )
    return rows.mutate(has_branch=rows.unit_id.isin(branches.host_area))


_TYPE: Final = column("type", "Loại hình tổ chức", "type_code", names_of="type")
_HOST_TYPE: Final = column("host_type", "Loại hình cơ sở", "host_type", dict(HostType.choices))
_DIMENSIONS: Final = (CHILDREN, _TYPE, _HOST_TYPE)

ORGANIZATIONS: Final = Fact(
    "organizations",
    "organizations.Unit",
    "Sổ tổ chức đảng",
    _organizations,
    _DIMENSIONS,
    root="s_party",
)
AREAS: Final = Fact(
    "areas",
    "organizations.Unit",
    "Sổ đơn vị hành chính",
    _areas,
    (CHILDREN, column("type", "Loại đơn vị", "type_code", names_of="type"), LEVEL),
)


def is_direct(rows: Table) -> Any:
    """Tell which organizations stand directly under the unit in view."""
    return rows.depth == 1


def is_branch_below(rows: Table) -> Any:
    """Tell which organizations are branches further below the unit in view."""
    return rows.is_branch & (rows.depth > 1)


def _is_village(rows: Table) -> Any:
    return rows.level == Level.VILLAGE.value


_VILLAGES: Final = (HostType.VILLAGE.value, HostType.RESIDENTIAL_GROUP.value)


def _of_organizations(
    name: str, label: str, definition: str, where: Predicate, *, additive: bool
) -> Figure:
    return Figure(
        id=name,
        label=label,
        definition=definition,
        group=_GROUP,
        fact=ORGANIZATIONS,
        permission=Permission.UNITS_VIEW,
        available="party",
        measure=Measure(where),
        additive=additive,
    )


def _of_areas(name: str, label: str, definition: str, level: Level) -> Figure:
    return Figure(
        id=name,
        label=label,
        definition=definition,
        group=_AREA_GROUP,
        fact=AREAS,
        permission=Permission.UNITS_VIEW,
        available="areas",
        measure=Measure(lambda rows: rows.level == level.value),
    )


FIGURES: Final = (
    _of_organizations(
        "org.direct",
        "Chi, đảng bộ trực thuộc",
        "Số tổ chức đảng trực thuộc trực tiếp đơn vị vào ngày xem, không phân biệt loại hình.",
        is_direct,
        additive=False,
    ),
    _of_organizations(
        "org.direct.committees",
        "Trong đó: đảng bộ",
        "Số tổ chức đảng trực thuộc trực tiếp đơn vị mà không phải là chi bộ.",
        lambda rows: is_direct(rows) & ~rows.is_branch,
        additive=False,
    ),
    _of_organizations(
        "org.direct.cells",
        "Trong đó: chi bộ",
        "Số chi bộ trực thuộc trực tiếp đơn vị.",
        lambda rows: is_direct(rows) & rows.is_branch,
        additive=False,
    ),
    _of_organizations(
        "org.branches",
        "Chi bộ trực thuộc đảng ủy cơ sở",
        "Số chi bộ bên dưới đơn vị vào ngày xem, không kể chi bộ trực thuộc trực tiếp đơn vị.",
        is_branch_below,
        additive=False,
    ),
    _of_organizations(
        "org.commune_committees",
        "Đảng bộ xã, phường, thị trấn",
        "Số đảng bộ có loại hình xã, phường, thị trấn trong đơn vị vào ngày xem, kể cả chính "
        "đơn vị.",
        lambda rows: ~rows.is_branch & (rows.host_type == HostType.COMMUNE.value),
        additive=True,
    ),
    _of_organizations(
        "org.village_branches",
        "Chi bộ thôn, tổ dân phố",
        "Số chi bộ có loại hình thôn hoặc tổ dân phố trong đơn vị vào ngày xem, kể cả chính đơn "
        "vị.",
        lambda rows: rows.is_branch & rows.host_type.isin(_VILLAGES),
        additive=True,
    ),
    _of_areas(
        "area.communes",
        "Xã, phường, thị trấn",
        "Số đơn vị hành chính cấp xã trong đơn vị vào ngày xem.",
        Level.COMMUNE,
    ),
    _of_areas(
        "area.villages",
        "Thôn, tổ dân phố",
        "Số thôn, tổ dân phố trong đơn vị vào ngày xem.",
        Level.VILLAGE,
    ),
    Figure(
        id="area.villages.with_branch",
        label="Thôn, tổ dân phố có chi bộ",
        definition="Số thôn, tổ dân phố vào ngày xem là địa bàn riêng của ít nhất một chi bộ, trên "
        "số thôn, tổ dân phố. Trước ngày lập danh mục thì theo danh mục đầu tiên.",
        group=_AREA_GROUP,
        fact=AREAS,
        permission=Permission.UNITS_VIEW,
        available="villages",
        measure=Measure(lambda rows: _is_village(rows) & rows.has_branch),
        base=Measure(_is_village),
        base_label="số thôn, tổ dân phố",
        also_from="Sổ tổ chức đảng",
    ),
)
