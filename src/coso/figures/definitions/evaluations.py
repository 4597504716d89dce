"""Figures of the yearly ratings of staff, of Party members and of Party organizations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from attrs import frozen
from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.evaluations.enums import Capacity, Rating
from coso.figures.definitions.dimensions import (
    CHILDREN,
    ETHNICITY,
    GENDER,
    HOST_TYPE,
    RATING,
    TYPE,
)
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.model import Predicate
from coso.figures.engine.rows import asked, events, table
from coso.organizations.enums import Level

_GROUP: Final = "Đánh giá, xếp loại"
_MODEL: Final = "evaluations.Evaluation"
_SOURCE: Final = "Sổ đánh giá, xếp loại"


def _of_the_year(rows: Table) -> Table:
    rows = events(rows, "day")
    return rows.filter(rows.year == asked("s_year"), rows.rating.notnull())


def _of(capacity: Capacity) -> Callable[[], Table]:
    def rated() -> Table:
        rows = table("evaluations")
        return _of_the_year(rows.filter(rows.capacity == capacity.value))

    return rated


_OF_PEOPLE: Final = (CHILDREN, RATING, GENDER, ETHNICITY, TYPE)
EVALUATIONS: Final = Fact("evaluations", _MODEL, _SOURCE, _of(Capacity.EMPLOYEE), _OF_PEOPLE)
OF_MEMBERS: Final = Fact("member_evaluations", _MODEL, _SOURCE, _of(Capacity.MEMBER), _OF_PEOPLE)
OF_ORGANIZATIONS: Final = Fact(
    "unit_evaluations",
    _MODEL,
    _SOURCE,
    lambda: _of_the_year(table("unit_evaluations")),
    (CHILDREN, RATING, TYPE, HOST_TYPE),
)


@frozen(kw_only=True)
class _Kind:
    """Whose ratings are counted: what they are called, and the level at which they are given.

    :ivar among: which rows of the fact are theirs, if not those of a level
    """

    name: str
    fact: Fact
    who: str
    called: str
    available: str
    level: Level | None = None
    among: Predicate | None = None

    @property
    def at(self) -> str:
        return "" if self.level is None else f" ở {self.level.label.lower()}"

    def is_rated(self, rows: Table) -> Any:
        if self.among is not None:
            return self.among(rows)
        rated = rows.rating.notnull()
        return rated if self.level is None else rows.given_level == self.level.value

    def is_good(self, rows: Table) -> Any:
        return self.is_rated(rows) & rows.is_good

    def is_excellent(self, rows: Table) -> Any:
        return self.is_rated(rows) & (rows.rating == Rating.EXCELLENT.value)


def _of_level(level: Level, name: str) -> _Kind:
    return _Kind(
        name=name,
        fact=EVALUATIONS,
        who="người",
        called=level.label.lower(),
        available=level.value,
        level=level,
    )


def _figures_of(kind: _Kind) -> tuple[Figure, ...]:
    who = kind.who
    rated = f"Số {who} được xếp loại của năm{kind.at and f', xếp loại{kind.at}'}."
    good = f"Số {who} xếp loại hoàn thành tốt hoặc xuất sắc nhiệm vụ của năm{kind.at}"
    excellent = f"Số {who} xếp loại hoàn thành xuất sắc nhiệm vụ của năm{kind.at}"
    of_rated, of_good = f"số {who} được xếp loại", f"số {who} hoàn thành tốt nhiệm vụ trở lên"
    return (
        _figure(kind, "rated", "Được xếp loại", rated, kind.is_rated),
        _figure(
            *(kind, "good", "Hoàn thành tốt nhiệm vụ trở lên", f"{good}, trên {of_rated}."),
            kind.is_good,
            (kind.is_rated, of_rated),
        ),
        _figure(
            *(kind, "excellent", "Trong đó: hoàn thành xuất sắc nhiệm vụ"),
            f"{excellent}, trên {of_good}.",
            kind.is_excellent,
            (kind.is_good, of_good),
        ),
    )


def _figure(
    kind: _Kind,
    name: str,
    label: str,
    definition: str,
    where: Predicate,
    base: tuple[Predicate, str] | None = None,
) -> Figure:
    return Figure(
        id=f"rating.{kind.name}.{name}",
        label=f"{label} ({kind.called})",
        definition=definition,
        group=_GROUP,
        fact=kind.fact,
        permission=Permission.EVALUATIONS_VIEW,
        available=f"evaluations:{kind.available}",
        measure=Measure(where),
        base=None if base is None else Measure(base[0]),
        base_label="" if base is None else base[1],
    )


_MEMBERS: Final = _Kind(
    name="member", fact=OF_MEMBERS, who="đảng viên", called="đảng viên", available="MEMBER"
)
_ORGANIZATIONS: Final = _Kind(
    name="organization",
    fact=OF_ORGANIZATIONS,
    who="tổ chức đảng",
    called="tổ chức đảng",
    available="ORGANIZATION",
)
_GRASSROOTS: Final = _Kind(
    name="grassroots",
    fact=OF_ORGANIZATIONS,
    who="tổ chức cơ sở đảng",
    called="tổ chức cơ sở đảng",
    available="ORGANIZATION",
    among=lambda rows: rows.is_grassroots,
)

FIGURES: Final = (
    *_figures_of(_of_level(Level.DISTRICT, "district")),
    *_figures_of(_of_level(Level.COMMUNE, "commune")),
    *_figures_of(_MEMBERS),
    *_figures_of(_ORGANIZATIONS),
    *_figures_of(_GRASSROOTS),
)
