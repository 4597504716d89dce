"""Figures of decisions on personnel, of whom they are about, and of terms that end."""

from __future__ import annotations

from typing import Any, Final

from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.appointments.enums import DecisionKind
from coso.figures.definitions.dimensions import (
    CHILDREN,
    ETHNICITY,
    GENDER,
    TYPE,
    column,
    month_of,
    year_of,
)
from coso.figures.engine import Fact, Figure
from coso.figures.engine.rows import asked, events, first_of, table

_GROUP: Final = "Điều động, bổ nhiệm"
_MODEL: Final = "appointments.Decision"
_SOURCE: Final = "Sổ quyết định cán bộ"
_KIND: Final = column("kind", "Hình thức", "kind", dict(DecisionKind.choices))


def _within(day: str) -> Table:
    """Return the decisions with a day in the period, where they take effect."""
    rows = events(table("decisions"), "effective_on")
    return rows.filter(
        rows.decided_on <= asked("s_day"),
        rows[day] >= asked("s_term_since"),
        rows[day] <= asked("s_day"),
    )


def _people() -> Table:
    """Return the last decision in the period on each person."""
    rows = _within("decided_on")
    order = [rows.decided_on.desc(), rows.effective_on.desc(), rows.id.desc()]
    return first_of(rows, ["person_id"], order)


DECISIONS: Final = Fact(
    "decisions",
    _MODEL,
    _SOURCE,
    lambda: _within("decided_on"),
    (
        *(CHILDREN, _KIND, year_of("decided_on"), month_of("decided_on")),
        *(GENDER, ETHNICITY, TYPE),
    ),
)
PEOPLE: Final = Fact(
    "people_decided", _MODEL, _SOURCE, _people, (CHILDREN, _KIND, GENDER, ETHNICITY, TYPE)
)
TERMS: Final = Fact(
    "terms_ended",
    _MODEL,
    _SOURCE,
    lambda: _within("term_ends_on"),
    (
        *(CHILDREN, _KIND, year_of("term_ends_on"), month_of("term_ends_on")),
        *(GENDER, ETHNICITY, TYPE),
    ),
)


def _figure(name: str, label: str, definition: str, fact: Fact, **more: Any) -> Figure:
    return Figure(
        id=f"decision.{name}",
        label=label,
        definition=definition,
        group=_GROUP,
        fact=fact,
        permission=Permission.APPOINTMENTS_VIEW,
        available="decisions",
        since="term_since",
        **more,
    )


FIGURES: Final = (
    _figure(
        "total",
        "Quyết định cán bộ",
        "Số quyết định điều động, luân chuyển, bổ nhiệm… có ngày quyết định từ ngày đầu kỳ xem "
        "(mặc định: đầu nhiệm kỳ) đến ngày xem; một quyết định về nhiều người, nhiều hình thức "
        "tính mỗi người, mỗi hình thức một lần, ở đơn vị mới, không có đơn vị mới thì ở đơn vị cũ.",
        DECISIONS,
    ),
    _figure(
        "people",
        "Người có quyết định cán bộ",
        "Số người có ít nhất một quyết định từ ngày đầu kỳ xem đến ngày xem; mỗi người tính một "
        "lần, theo quyết định gần nhất.",
        PEOPLE,
        additive=False,
    ),
    _figure(
        "terms_ended",
        "Hết thời hạn giữ chức vụ",
        "Số quyết định có thời hạn giữ chức vụ hết từ ngày đầu kỳ xem đến ngày xem, kể cả người đã "
        "được bổ nhiệm lại, điều động trước đó; giữ chức vụ đến khi nghỉ hưu thì không tính.",
        TERMS,
    ),
)
