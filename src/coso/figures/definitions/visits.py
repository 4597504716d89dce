"""Figures of the visits of attending teams, and of who has been visited."""

from __future__ import annotations

from typing import Any, Final

from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.figures.definitions.dimensions import (
    CHILDREN,
    HOST_TYPE,
    TYPE,
    column,
    month_of,
    year_of,
)
from coso.figures.definitions.organizations import ORGANIZATIONS, is_branch_below, is_direct
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.model import Predicate
from coso.figures.engine.rows import asked, events, table

_GROUP: Final = "Dự sinh hoạt"


def _visits() -> Table:
    rows = events(table("visits"), "day", root="s_party")
    return rows.filter(rows.day >= asked("s_term_since"), rows.day <= asked("s_day"))


VISITS: Final = Fact(
    "visits",
    "visits.Visit",
    "Sổ lượt dự sinh hoạt",
    _visits,
    (CHILDREN, year_of("day"), month_of("day"), column("team", "Tổ", "team"), TYPE, HOST_TYPE),
    root="s_party",
)


def _figure(
    name: str,
    label: str,
    definition: str,
    fact: Fact,
    where: Predicate,
    base: tuple[Predicate, str] | None = None,
) -> Figure:
    return Figure(
        id=f"visit.{name}",
        label=label,
        definition=definition,
        group=_GROUP,
        fact=fact,
        permission=Permission.VISITS_VIEW,
        available="visits" if fact is VISITS else "visited",
        measure=Measure(where),
        base=None if base is None else Measure(base[0]),
        base_label="" if base is None else base[1],
        additive=False,
        since="term_since",
        also_from="" if fact is VISITS else VISITS.source,
    )


def _visited(group: Predicate) -> Any:
    return lambda rows: group(rows) & rows.is_visited


FIGURES: Final = (
    _figure(
        "direct",
        "Lượt dự tại chi, đảng bộ trực thuộc",
        "Số lượt dự của các tổ, từ ngày đầu kỳ xem (mặc định: đầu nhiệm kỳ) đến ngày xem, tại tổ "
        "chức đảng trực thuộc trực tiếp đơn vị vào ngày dự; đếm lượt, không đếm tổ chức.",
        VISITS,
        is_direct,
    ),
    _figure(
        "branches",
        "Lượt dự tại chi bộ trực thuộc đảng ủy cơ sở",
        "Số lượt dự của các tổ, từ ngày đầu kỳ xem (mặc định: đầu nhiệm kỳ) đến ngày xem, tại chi "
        "bộ bên dưới không trực thuộc trực tiếp đơn vị; đếm lượt, không đếm tổ chức.",
        VISITS,
        is_branch_below,
    ),
    _figure(
        "direct.distinct",
        "Chi, đảng bộ trực thuộc đã được dự",
        "Số tổ chức đảng trực thuộc trực tiếp đơn vị vào ngày xem đã được dự ít nhất một lượt "
        "trong kỳ.",
        ORGANIZATIONS,
        _visited(is_direct),
        (is_direct, "số chi, đảng bộ trực thuộc"),
    ),
    _figure(
        "branches.distinct",
        "Chi bộ trực thuộc đảng ủy cơ sở đã được dự",
        "Số chi bộ bên dưới không trực thuộc trực tiếp đơn vị vào ngày xem đã được dự ít nhất một "
        "lượt trong kỳ.",
        ORGANIZATIONS,
        _visited(is_branch_below),
        (is_branch_below, "số chi bộ trực thuộc đảng ủy cơ sở"),
    ),
)
