"""The ways to break figures down that several registers share."""

from __future__ import annotations

from typing import Final

from ibis.expr.types import Table

from coso.evaluations.enums import Rating
from coso.figures.engine import Dimension
from coso.figures.engine.rows import age_band_of, with_unit_state
from coso.organizations.enums import HostType, Level
from coso.people.enums import Gender
from coso.personnel.enums import Category


def column(
    name: str,
    label: str,
    source: str,
    labels: dict[str, str] | None = None,
    names_of: str = "",
) -> Dimension:
    """Return the dimension of a column of the rows."""
    return Dimension(name, label, lambda rows: rows.mutate(key=rows[source]), labels, names_of)


def _by_unit_state(source: str) -> Dimension:
    labels = {"unit_type": None, "unit_host_type": dict(HostType.choices)}[source]
    name, label = {
        "unit_type": ("type", "Loại hình tổ chức"),
        "unit_host_type": ("host_type", "Loại hình cơ sở"),
    }[source]

    def extend(rows: Table) -> Table:
        stated = with_unit_state(rows)
        return stated.mutate(key=stated[source])

    return Dimension(name, label, extend, labels, "" if labels else "type")


def age_band(subject: str) -> Dimension:
    """Return the dimension of age bands, which are rules of the day in view."""

    def extend(rows: Table) -> Table:
        band = age_band_of(rows, subject).fill_null(OTHER_AGE)
        return rows.mutate(key=rows.born_ymd.notnull().ifelse(band, None))

    return Dimension("age_band", "Độ tuổi", extend, {OTHER_AGE: "Ngoài các nhóm tuổi"})


def year_of(source: str) -> Dimension:
    """Return the dimension of the year of a day."""
    return Dimension("year", "Năm", lambda rows: rows.mutate(key=rows[source].year()))


def month_of(source: str) -> Dimension:
    """Return the dimension of the month of a day."""
    return Dimension(
        "month",
        "Tháng",
        lambda rows: rows.mutate(key=rows[source].truncate("month")),
        text=lambda month: month.strftime("%Y-%m"),
    )


OTHER_AGE: Final = "other"
CHILDREN: Final = Dimension(
    "children", "Đơn vị trực thuộc", lambda rows: rows.mutate(key=rows.child_id)
)
GENDER: Final = column("gender", "Giới tính", "gender", dict(Gender.choices))
ETHNICITY: Final = column("ethnicity", "Dân tộc", "ethnicity", names_of="ethnicity")
PROFESSIONAL: Final = column(
    "professional", "Trình độ chuyên môn", "professional", names_of="professional"
)
THEORY: Final = column("theory", "Lý luận chính trị", "theory", names_of="theory")
CATEGORY: Final = column("category", "Đối tượng", "category", dict(Category.choices))
LEVEL: Final = column("level", "Cấp", "level", dict(Level.choices))
RATING: Final = column("level", "Mức xếp loại", "rating", dict(Rating.choices))
TYPE: Final = _by_unit_state("unit_type")
HOST_TYPE: Final = _by_unit_state("unit_host_type")
