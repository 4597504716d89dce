"""The targets of resolutions, with what they aim at and what was reported of them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core import clock, numbers
from coso.core.db import Finding
from coso.core.text import match_key, normalize
from coso.figures.catalogue import FIGURES
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.sheets.base import Layout, Staged
from coso.importing.sheets.documents import find_issuers
from coso.importing.sheets.resolutions import (
    NOTE,
    REFERENCE,
    RESOLUTION,
    OfResolutions,
    nothing,
    read_code,
    reference_of,
)
from coso.resolutions import bulk
from coso.resolutions.enums import Direction, Part
from coso.resolutions.validators import parse_result

# Usual words for what a figure counts; a target that says just this is counted by it.
_WORDINGS: Final = Path(__file__).with_name("target_wordings.toml")
_MEASURED: Final = re.compile(r"^(?:tỷ lệ|tỉ lệ|tổng số|số lượng|số) ")
_FIRST_YEAR, _LAST_YEAR = 2011, 2045
_YEARS_OF_A_TERM: Final = 5
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PLACES: Final = Decimal("0.01")
_MOST: Final = Decimal(10**9)
_GOALS: Final = {year: f"goal_{year}" for year in range(_FIRST_YEAR, _LAST_YEAR + 1)}
_RESULTS: Final = {
    (year, part): f"result_{year}_{part.value.lower()}" for year in _GOALS for part in Part
}
_DIRECTIONS: Final = {
    "≥": Direction.AT_LEAST,
    "≤": Direction.AT_MOST,
    "=": Direction.EQUAL,
    ">=": Direction.AT_LEAST,
    "<=": Direction.AT_MOST,
    **{direction.label: direction for direction in Direction},
    "Tối thiểu": Direction.AT_LEAST,
    "Trở lên": Direction.AT_LEAST,
    "Không dưới": Direction.AT_LEAST,
    "Tối đa": Direction.AT_MOST,
    "Không quá": Direction.AT_MOST,
    "Bằng": Direction.EQUAL,
}
_DERIVED: Final[rows.Schema] = {
    **REFERENCE,
    **dict.fromkeys(("goals", "results", "figure_inferred"), pl.String),
}


def _directions() -> Mapping[str, str]:
    return {spelling: direction.value for spelling, direction in _DIRECTIONS.items()}


@cache
def _figures() -> Mapping[str, str]:
    return {figure.label: figure.id for figure in FIGURES.values()}


@cache
def _wordings() -> Mapping[str, str]:
    usual = tomllib.loads(_WORDINGS.read_text("utf-8"))
    return {_wording(words): figure for figure, several in usual.items() for words in several}


def _wording(text: str) -> str:
    return match_key(_MEASURED.sub("", normalize(text).lower()))


def _read_result(text: str) -> str:
    result = parse_result(text)
    if result.value is None:
        return f"{result.numerator}/{result.denominator}"
    return str(result.value.quantize(_PLACES))


def _read_goals(text: str) -> str:
    """Return what is aimed at in each year, out of one cell: “2021: 95; 2022: 98,5”."""
    return _by_period(text, lambda span, said: (str(_year_of(span)), _written(said)))


def _read_results(text: str) -> str:
    """Return what was reported of each period, out of one cell: “2021: 41/41; 6T/2022: 34”."""
    return _by_period(
        text, lambda span, said: (f"{_year_of(span)} {_part_of(span)}", _read_result(said))
    )


def _by_period(text: str, read: Callable[[str, str], tuple[str, str]]) -> str:
    parts = [part.partition(":") for part in text.split(";") if part.strip()]
    return json.dumps(dict(read(span.strip(), said.strip()) for span, _, said in parts))


def _year_of(span: str) -> int:
    found = _YEAR.search(span)
    if found is None:
        raise ValueError(f"“{span}” không cho biết năm nào: hãy ghi như 2021: 95; 2022: 98,5.")
    return int(found[0])


def _part_of(span: str) -> str:
    return (Part.HALF if "6" in span.replace(str(_year_of(span)), "") else Part.YEAR).value


def _written(said: str) -> str:
    return str(numbers.parse_number(said).quantize(_PLACES))


def _goal(year: int) -> Field:
    groups = ("Mốc phấn đấu", "Mục tiêu", "Chỉ tiêu phấn đấu", "Kế hoạch", "Chỉ tiêu giao")
    headers = (f"{group} › {said}" for group in groups for said in (f"Năm {year}", f"{year}"))
    return Field(
        _GOALS[year],
        (*headers, f"Mốc năm {year}", f"Mục tiêu năm {year}"),
        Kind.DECIMAL,
        example="95",
        hint="Mốc phải đạt đến hết năm, cùng đơn vị tính của chỉ tiêu.",
    )


def _result(year: int, part: Part) -> Field:
    said = [f"Năm {year}", f"{year}"]
    if part is Part.HALF:
        said = [f"6T/{year}", f"6 tháng {year}", f"6 tháng đầu năm {year}", f"6 tháng/{year}"]
    groups = ("Kết quả", "Kết quả thực hiện", "Thực hiện")
    return Field(
        _RESULTS[year, part],
        (*(f"{group} › {each}" for group in groups for each in said), f"Kết quả {said[0]}"),
        Kind.PARSED,
        parse=_read_result,
        example="223/226 (98,7%)",
        hint="Ghi tử số/mẫu số, có thể kèm tỷ lệ trong ngoặc; không phải tỷ lệ thì ghi số.",
    )


class TargetRegister(OfResolutions):
    """The targets of resolutions."""

    kind = "targets"
    label = "Chỉ tiêu của nghị quyết"
    order = 82
    primary = ("resolutions_target",)
    unlike = ("Nhiệm vụ", "Chỉ tiêu liên quan")
    alternatives = ("goals_said", "results_said")
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "code",
            ("Mã", "Mã chỉ tiêu", "Mã CT"),
            Kind.PARSED,
            required=True,
            filled=True,
            parse=read_code,
            example="CT01",
            hint="Mỗi nghị quyết được dùng lại.",
        ),
        Field(
            "text",
            ("Chỉ tiêu", "Nội dung chỉ tiêu", "Tên chỉ tiêu"),
            required=True,
            filled=True,
            longest=500,
            example="Tỷ lệ đảng viên hoàn thành tốt nhiệm vụ trở lên",
        ),
        Field(
            "measure", ("Đơn vị tính", "ĐVT"), required=True, filled=True, longest=40, example="%"
        ),
        Field(
            "direction",
            ("So sánh", "Dấu so sánh", "Chiều so sánh"),
            Kind.CHOICE,
            required=True,
            filled=True,
            choices=_directions,
            example="≥",
            hint="Kết quả phải ít nhất (≥), nhiều nhất (≤) hay đúng bằng (=) mốc.",
        ),
        *map(_goal, _GOALS),
        *(_result(year, part) for year, part in _RESULTS),
        Field(
            "goals_said",
            ("Các mốc phấn đấu",),
            Kind.PARSED,
            parse=_read_goals,
        ),
        Field("results_said", ("Các kết quả báo cáo",), Kind.PARSED, parse=_read_results),
        Field(
            "host_name",
            ("Đơn vị chủ trì", "Cơ quan chủ trì", "Chủ trì"),
            example="Đảng ủy xã Bình Minh",
        ),
        Field(
            "figure_said",
            ("Tính từ sổ", "Số liệu tính từ sổ"),
            Kind.CHOICE,
            choices=_figures,
            hint="Tên số liệu mà phần mềm tính ra kết quả; để trống thì theo cách viết chỉ tiêu, "
            "nếu là cách viết quen dùng.",
        ),
        RESOLUTION,
        NOTE,
    )

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The blank list has the years of the present term of plans."""
        first = (clock.today().year - 1) // _YEARS_OF_A_TERM * _YEARS_OF_A_TERM + 1
        term = range(first, first + _YEARS_OF_A_TERM)
        others = set(self.alternatives)
        others |= {name for year, name in _GOALS.items() if year not in term}
        others |= {name for (year, _), name in _RESULTS.items() if year not in term}
        shown = tuple(field for field in self.fields if field.name not in others)
        return (Layout(self.label, self.label, shown),)

    def derive(self, frame: pl.DataFrame) -> Staged:
        read = [_target(row) for row in frame.iter_rows(named=True)]
        derived = pl.concat([frame, pl.DataFrame(read, _DERIVED)], how="horizontal")
        kept = derived.drop(*_GOALS.values(), *_RESULTS.values())
        return Staged(
            kept.with_columns(
                pl.col("host_name", "note").fill_null(""),
                **nothing("resolutions", "resolution_id", "host_id"),
                figure=pl.lit(None, pl.String),
            ),
            tuple(_impossible(frame)),
        )

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        find_issuers(cursor, staging, name="host_name", into="host_id")
        return [
            *bulk.find_resolutions(cursor, staging),
            *bulk.check_targets(cursor, staging),
            *bulk.choose_figures(cursor, staging, _labels()),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_targets(cursor, staging)
        return []


def _labels() -> dict[str, str]:
    return {figure.id: figure.label for figure in FIGURES.values()}


def _target(row: Mapping[str, Any]) -> dict[str, Any]:
    goals = {
        str(year): str(round(row[name], 2))
        for year, name in _GOALS.items()
        if row[name] is not None
    }
    results = {
        f"{year} {part.value}": row[name]
        for (year, part), name in _RESULTS.items()
        if row[name] is not None
    }
    return {
        **reference_of(row),
        "goals": json.dumps(json.loads(row["goals_said"] or "{}") | goals),
        "results": json.dumps(json.loads(row["results_said"] or "{}") | results),
        "figure_inferred": _wordings().get(_wording(row["text"] or "")),
    }


def _impossible(frame: pl.DataFrame) -> Iterable[Finding]:
    for year, name in _GOALS.items():
        for origin, goal in frame.select("origin", name).drop_nulls().iter_rows():
            if not 0 <= goal < _MOST:
                said = numbers.format_decimal(goal, 0)
                message = f"Mốc năm {year} không thể là {said}: hãy kiểm tra lại số."
                yield Finding(origin, name, "impossible_number", "doubt", message)
