"""Figures of the planning of cadres: who is planned for what, and who was taken out again."""

from __future__ import annotations

from typing import Any, Final

import ibis
from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.figures.definitions.dimensions import (
    CHILDREN,
    ETHNICITY,
    GENDER,
    TYPE,
    age_band,
    column,
    year_of,
)
from coso.figures.engine import Dimension, Fact, Figure, Measure
from coso.figures.engine.rows import asked, birthday, events, first_of, table
from coso.planning.enums import Leaving

_GROUP: Final = "Quy hoạch cán bộ"
_SOURCE: Final = "Sổ quy hoạch cán bộ"
_MODEL: Final = "planning.PlanningCandidate"
_CYCLE: Final = column("cycle", "Giai đoạn quy hoạch", "cycle")
_AGE: Final = age_band("planning")
_IN_PLAN: Final = "IN_PLAN"
# As ages are reckoned with days written as numbers: 20000229.
_A_YEAR: Final = 10_000


def _planned() -> Table:
    """Return what was decided up to the day in view; ages are those of the day of the decision."""
    rows = events(table("candidates"), "decided_on")
    decided = rows.filter(rows.decided_on <= asked("s_day"))
    return decided.mutate(birthdays_until=birthday(decided.decided_on))


def _first_of(*keys: str) -> Table:
    """Return the first row of each plan with the same keys."""
    rows = _planned()
    return first_of(rows, keys, [rows.decided_on, rows.id])


def _is_out(rows: Table) -> Any:
    return rows.ends <= asked("s_day")


_STATE: Final = Dimension(
    "left_for",
    "Tình trạng",
    lambda rows: rows.mutate(key=ibis.ifelse(_is_out(rows), rows.left_for, _IN_PLAN)),
    {_IN_PLAN: "Đang trong quy hoạch", **dict(Leaving.choices)},
)
PLANNED: Final = Fact(
    "candidates",
    _MODEL,
    _SOURCE,
    _planned,
    (CHILDREN, _CYCLE, _STATE, year_of("decided_on"), GENDER, ETHNICITY, _AGE, TYPE),
)
PEOPLE: Final = Fact(
    "people_planned",
    _MODEL,
    _SOURCE,
    lambda: _first_of("cycle", "person_id"),
    (CHILDREN, _CYCLE, GENDER, ETHNICITY, _AGE, TYPE),
)
TITLES: Final = Fact(
    "titles_planned",
    "planning.PlanningPosition",
    _SOURCE,
    lambda: _first_of("position_id"),
    (CHILDREN, _CYCLE, TYPE),
    record="position_id",
)


def _is_young(rows: Table) -> Any:
    return rows.born_ymd > rows.birthdays_until - rows.young_under * _A_YEAR


def _figure(name: str, label: str, definition: str, fact: Fact = PLANNED, **more: Any) -> Figure:
    return Figure(
        id=f"planning.{name}",
        label=label,
        definition=definition,
        group=_GROUP,
        fact=fact,
        permission=Permission.PLANNING_VIEW,
        available="planning",
        **more,
    )


def _share(name: str, label: str, definition: str, where: Any) -> Figure:
    return _figure(
        f"people.{name}",
        label,
        f"{definition}; trên số người quy hoạch, kể cả người đã đưa ra khỏi quy hoạch.",
        PEOPLE,
        measure=Measure(where),
        base=Measure(),
        base_label="số người quy hoạch",
        additive=False,
    )


FIGURES: Final = (
    _figure(
        "rows",
        "Lượt quy hoạch",
        "Số lượt người được phê duyệt quy hoạch đến ngày xem, mỗi người ở mỗi chức danh của mỗi "
        "giai đoạn là một lượt, kể cả lượt đã đưa ra khỏi quy hoạch; tính ở đơn vị của chức danh, "
        "không rõ đơn vị thì ở cấp ủy quy hoạch.",
    ),
    _figure(
        "people",
        "Người quy hoạch",
        "Số người được phê duyệt quy hoạch đến ngày xem, kể cả người đã đưa ra khỏi quy hoạch; mỗi "
        "người tính một lần trong mỗi giai đoạn.",
        PEOPLE,
        additive=False,
    ),
    _figure(
        "titles",
        "Chức danh quy hoạch",
        "Số chức danh có người được phê duyệt quy hoạch đến ngày xem; mỗi giai đoạn tính riêng.",
        TITLES,
    ),
    _figure(
        "removed",
        "Lượt đưa ra khỏi quy hoạch",
        "Số lượt đã đưa ra khỏi quy hoạch đến ngày xem; chỉ biết tháng hoặc năm thì tính khi hết "
        "tháng, hết năm đó.",
        measure=Measure(_is_out),
    ),
    _figure(
        "current",
        "Lượt đang trong quy hoạch",
        "Số lượt được phê duyệt quy hoạch và chưa đưa ra khỏi quy hoạch vào ngày xem.",
        measure=Measure(lambda rows: ~_is_out(rows)),
    ),
    _share(
        "women",
        "Người quy hoạch là nữ",
        "Số nữ được phê duyệt quy hoạch đến ngày xem, mỗi giai đoạn tính một lần",
        lambda rows: rows.female,
    ),
    _share(
        "minority",
        "Người quy hoạch là người dân tộc thiểu số",
        "Số người dân tộc thiểu số được phê duyệt quy hoạch đến ngày xem, mỗi giai đoạn tính một "
        "lần",
        lambda rows: rows.minority,
    ),
    _share(
        "young",
        "Người quy hoạch là cán bộ trẻ",
        "Số người được phê duyệt quy hoạch đến ngày xem khi chưa đủ tuổi của cán bộ trẻ theo quy "
        "định có hiệu lực vào ngày quyết định, mỗi giai đoạn tính một lần",
        _is_young,
    ),
)
