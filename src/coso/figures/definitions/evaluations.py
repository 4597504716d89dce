"""Figures of the yearly rating of cadres, civil servants and public employees."""

from __future__ import annotations

from typing import Any, Final

from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.evaluations.enums import Rating
from coso.figures.definitions.dimensions import CHILDREN, ETHNICITY, GENDER, RATING, TYPE
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.model import Predicate
from coso.figures.engine.rows import asked, events, table
from coso.organizations.enums import Level


def _evaluations() -> Table:
    rows = events(table("evaluations"), "day")
    return rows.filter(rows.year == asked("s_year"), rows.rating.notnull())


EVALUATIONS: Final = Fact(
    "evaluations",
    "evaluations.Evaluation",
    "Sổ đánh giá, xếp loại",
    _evaluations,
    (CHILDREN, RATING, GENDER, ETHNICITY, TYPE),
)


def _figures_of(level: Level, name: str) -> tuple[Figure, ...]:
    def is_rated(rows: Table) -> Any:
        return rows.given_level == level.value

    def is_good(rows: Table) -> Any:
        return is_rated(rows) & rows.is_good

    def is_excellent(rows: Table) -> Any:
        return is_rated(rows) & (rows.rating == Rating.EXCELLENT.value)

    of_level = Level(level).label.lower()
    return (
        _figure(
            f"rating.{name}.rated",
            f"Được xếp loại ({of_level})",
            f"Số người được xếp loại của năm, xếp loại ở {of_level}.",
            level,
            is_rated,
        ),
        _figure(
            f"rating.{name}.good",
            f"Hoàn thành tốt nhiệm vụ trở lên ({of_level})",
            f"Số người xếp loại hoàn thành tốt hoặc xuất sắc nhiệm vụ của năm ở {of_level}, trên "
            "số người được xếp loại.",
            level,
            is_good,
            (is_rated, "số người được xếp loại"),
        ),
        _figure(
            f"rating.{name}.excellent",
            f"Trong đó: hoàn thành xuất sắc nhiệm vụ ({of_level})",
            f"Số người xếp loại hoàn thành xuất sắc nhiệm vụ của năm ở {of_level}, trên số người "
            "hoàn thành tốt nhiệm vụ trở lên.",
            level,
            is_excellent,
            (is_good, "số người hoàn thành tốt nhiệm vụ trở lên"),
        ),
    )


def _figure(
    name: str,
    label: str,
    definition: str,
    level: Level,
    where: Predicate,
    base: tuple[Predicate, str] | None = None,
) -> Figure:
    return Figure(
        id=name,
        label=label,
        definition=definition,
        group="Đánh giá, xếp loại",
        fact=EVALUATIONS,
        permission=Permission.EVALUATIONS_VIEW,
        available=f"evaluations:{level.value}",
        measure=Measure(where),
        base=None if base is None else Measure(base[0]),
        base_label="" if base is None else base[1],
    )


FIGURES: Final = (
    *_figures_of(Level.DISTRICT, "district"),
    *_figures_of(Level.COMMUNE, "commune"),
)
