"""Charts made of figures and their parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import evolve, frozen

from coso.figures.catalogue import FIGURES
from coso.figures.queries import FigureValue, Slice
from coso.web.pictures.chart import Cell, Chart, Kind, Row, Series
from coso.web.shared.figures import Doors
from coso.web.templatetags.drawing import Fill

_WHAT: Final = {
    "members": "đảng viên",
    "members_before": "đảng viên",
    "arrivals": "lượt",
    "departures": "lượt",
    "staff": "người",
    "quotas": "biên chế",
    "evaluations": "người",
    "member_evaluations": "đảng viên",
    "unit_evaluations": "tổ chức",
    "meetings": "cuộc",
    "missing_meetings": "cuộc",
    "decisions": "quyết định",
    "people_decided": "người",
    "terms_ended": "quyết định",
    "visits": "lượt",
    "candidates": "lượt",
    "people_planned": "người",
    "titles_planned": "chức danh",
    "courses": "lớp",
    "enrollments": "lượt",
    "trained": "người",
    "organizations": "tổ chức",
    "areas": "đơn vị",
    "resolutions": "nghị quyết",
    "targets": "chỉ tiêu",
    "work_items": "nhiệm vụ",
    "admissions": "đảng viên",
    "branches_meeting_regular": "chi bộ",
    "branches_meeting_thematic": "chi bộ",
    "branches_training": "chi bộ",
}
_ROW_WORDS: Final = {"children": "đơn vị", "month": "tháng", "year": "năm", "team": "tổ"}
_KINDS: Final[dict[str, Kind]] = {"children": "treemap", "month": "columns", "year": "columns"}
_SHADES: Final = 7
_OTHER: Final = "data-other"
_YEAR: Final = 4


@frozen
class Part:
    """One figure cut by one dimension; `label` is what its series or row is called."""

    value: FigureValue
    by: str
    parts: tuple[Slice, ...]
    label: str = ""


def chart_of(part: Part, doors: Doors) -> Chart:
    """Return the picture of a figure by a dimension."""
    whole = _chart(part, doors, kind=_KINDS.get(part.by, "bars"))
    if part.by == "month":
        return by_month(whole.title, (evolve(part, label=part.value.label),), doors)
    made = evolve(whole, rows=tuple(row(part, each, doors) for each in part.parts))
    return made.by_size() if part.by == "children" else made


def pyramid(title: str, men: Part, women: Part, doors: Doors) -> Chart:
    """Return age by sex; a group in which one of the two is missing counts none."""
    labels = {each.key: each.label for part in (men, women) for each in part.parts}
    ordered = sorted(labels, key=lambda key: (key == "", _first_number(key)))
    rows = [
        Row(
            labels[key],
            tuple(_cell(part, key, doors) for part in (men, women)),
            short=labels[key].removesuffix(" tuổi"),
        )
        for key in ordered
    ]
    series = (Series("Nam", "data-1"), Series("Nữ", "data-3"))
    return _chart(men, doors, kind="pyramid", title=title, series=series, rows=tuple(rows))


def shares(title: str, parts: Sequence[Part], doors: Doors) -> Chart:
    """Return rows of parts of a whole, in the order of the scale, from dark to light."""
    labels = {each.key: each.label for part in parts for each in part.parts}
    keys = _in_order(parts, labels)
    known = [key for key in keys if key]
    series = tuple(
        Series(labels[key], _shade(known.index(key), len(known)) if key else _OTHER) for key in keys
    )
    rows = tuple(
        Row(part.label or part.value.label, tuple(_cell(part, key, doors) for key in keys))
        for part in parts
    )
    return _chart(parts[0], doors, kind="shares", title=title, series=series, rows=rows)


def by_month(title: str, parts: Sequence[Part], doors: Doors) -> Chart:
    """Return months from the first day of the period to the day in view, those of 0 too."""
    papers = parts[0].value.passport
    months = _months(papers.since or papers.as_of, papers.as_of)
    fills: tuple[Fill, ...] = ("data-1", "data-3")
    chart = _chart(
        parts[0],
        doors,
        kind="columns",
        title=title,
        series=tuple(Series(part.label, fill) for part, fill in zip(parts, fills, strict=False)),
        rows=tuple(
            Row(_month(key), tuple(_cell(part, key, doors) for part in parts)) for key in months
        ),
    )
    return evolve(chart, coarser=_by_year(chart, months, parts, doors))


def _by_year(chart: Chart, months: list[str], parts: Sequence[Part], doors: Doors) -> Chart:
    years: dict[str, list[Row]] = {}
    for key, row in zip(months, chart.rows, strict=True):
        years.setdefault(key[:_YEAR], []).append(row)
    rows = tuple(
        Row(
            year,
            tuple(
                Cell(
                    sum(row.cells[index].value for row in of_year),
                    doors.to(part.value.id, "year", year),
                )
                for index, part in enumerate(parts)
            ),
        )
        for year, of_year in years.items()
    )
    return evolve(chart, rows=rows, row_word=_ROW_WORDS["year"])


def _chart(
    part: Part,
    doors: Doors,
    *,
    kind: Kind,
    title: str = "",
    series: tuple[Series, ...] = (),
    rows: tuple[Row, ...] = (),
) -> Chart:
    papers = part.value.passport
    figure = FIGURES[part.value.id]
    return Chart(
        name=part.value.id,
        kind=kind,
        title=title or f"{part.value.label} theo {_lowered(figure.dimensions[part.by].label)}",
        what="lượt" if figure.id.startswith("meeting.attendance") else _WHAT[figure.fact.name],
        row_word=_ROW_WORDS.get(part.by, "nhóm"),
        series=series or (Series(part.value.label),),
        rows=rows,
        day=papers.as_of,
        place=papers.view,
        source=f"Nguồn: {papers.line_of_source}",
        all_url=doors.to_all(part.value.id, part.by),
    )


def row(part: Part, each: Slice, doors: Doors) -> Row:
    """Return one bucket of a figure with its address."""
    return Row(
        each.label,
        (Cell(each.value, doors.to_part(part.value.id, part.by, each)),),
        base=each.base,
    )


def _cell(part: Part, key: str, doors: Doors) -> Cell:
    found = next((each for each in part.parts if each.key == key), None)
    if found is None or not found.value:
        return Cell(0)
    return Cell(found.value, doors.to_part(part.value.id, part.by, found))


def _in_order(parts: Sequence[Part], labels: Mapping[str, str]) -> list[str]:
    """Return the keys of all parts in the order of the scale; what is unknown is last."""
    orders = [[each.key for each in part.parts] for part in parts]
    longest = max(orders, key=len)
    missing = [key for key in labels if key not in longest]
    keys = sorted([*longest, *missing], key=_rank) if missing else longest
    return [key for key in keys if key] + [key for key in keys if not key]


def _rank(key: str) -> int:
    return -_first_number(key)


def _first_number(key: str) -> int:
    digits = "".join(c if c.isdigit() else " " for c in key).split()
    return 0 if key.startswith("-") or not digits else int(digits[0])


def _shade(index: int, count: int) -> Fill:
    """Return the shade of a step: the highest is the darkest."""
    step = _SHADES if count == 1 else _SHADES - round(index * (_SHADES - 1) / (count - 1))
    return f"seq-{step}"  # type: ignore[return-value]


def _months(since: dt.date, until: dt.date) -> list[str]:
    first, last = (day.year * 12 + day.month - 1 for day in (since, until))
    return [f"{each // 12}-{each % 12 + 1:02d}" for each in range(first, last + 1)]


def _month(key: str) -> str:
    year, month = key.split("-")
    return f"{month}/{year}"


def _lowered(label: str) -> str:
    return label[0].lower() + label[1:]
