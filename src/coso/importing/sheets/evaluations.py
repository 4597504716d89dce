"""Yearly ratings of cadres, civil servants and public employees (workbook 05)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from attrs import evolve
from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding
from coso.core.text import search_key
from coso.evaluations import bulk
from coso.evaluations import queries as evaluations
from coso.evaluations.enums import Capacity, Rating
from coso.evaluations.validators import outcome_of, rating_of
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.readers import UnreadableCell
from coso.importing.sheets.base import Register, Sheet, Staged, find_year
from coso.importing.sheets.personnel import (
    AGENCY_FIELD,
    EMPLOYER,
    TITLE_FIELD,
    settle_agencies,
)
from coso.importing.sheets.references import (
    BORN_BY_SEX,
    PERSON_FIELDS,
    check_namesakes,
    derive_person,
    identify_people,
    resolve_units,
)
from coso.organizations import bulk as organizations
from coso.organizations.enums import Level
from coso.people import bulk as people

_LEVEL: Final = re.compile(r"\bcap (tinh|huyen|xa)\b")
_LONGEST_REASON: Final = 200
_LEVELS: Final = {"tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "xa": Level.COMMUNE}
_HOW: Final = (
    "hãy ghi Hoàn thành xuất sắc nhiệm vụ, Hoàn thành tốt nhiệm vụ, Hoàn thành nhiệm vụ hoặc "
    "Không hoàn thành nhiệm vụ"
)

# The level at which the rating was given: as the list says, else that of the agency.
_FIND_LEVEL: Final = """
UPDATE {staging} s SET level = coalesce(
       nullif(s.level, ''),
       (SELECT nullif(v.level, '') FROM organizations_unitversion v
         WHERE v.unit_id = s.agency_id AND v.during @> s.listed_on),
       (SELECT v.level FROM organizations_unitversion v
          JOIN organizations_unit u ON u.id = v.unit_id AND u.is_root AND u.tree = 'PARTY'
         WHERE v.during @> s.listed_on))
"""

_NO_YEAR: Final = """
SELECT min(origin), 'result', 'missing_year', 'error',
       'Không rõ xếp loại của năm nào: hãy ghi năm vào tiêu đề, ví dụ “NĂM 2022”.', ''
  FROM {staging} WHERE year IS NULL GROUP BY sheet_no ORDER BY 1
"""

_LEAVE_UNDATED: Final = "UPDATE {staging} SET left_out = true WHERE year IS NULL"

_UNNAMED: Final = """
ALTER TABLE {staging} ADD new_agency text;
UPDATE {staging} SET new_agency = agency WHERE agency_id IS NULL AND NOT left_out
"""

_NO_OUTCOME: Final = """
SELECT origin, 'result', 'missing_rating', 'error',
       format('%s không có kết quả xếp loại: hãy ghi kết quả hoặc “Không xếp loại” kèm lý do.',
              full_name), ''
  FROM {staging} WHERE rating = '' AND not_rated_reason = '' AND NOT left_out ORDER BY origin
"""

_NEW_PEOPLE: Final = """
SELECT min(origin), 'full_name', 'new_people', 'info',
       format('%s người được xếp loại chưa có trong sổ: được thêm hồ sơ người.', count(*)), ''
  FROM {staging} WHERE person_is_new AND NOT left_out GROUP BY sheet_no ORDER BY 1
"""

_LISTED: Final = """
SELECT year, array_agg(DISTINCT agency_id), min(origin)
  FROM {staging} WHERE NOT left_out GROUP BY year ORDER BY year
"""


def _ratings() -> Mapping[str, str]:
    return {str(rating.label): str(rating) for rating in Rating}


def _results() -> Mapping[str, str]:
    return {**_ratings(), "Không xếp loại": ""}


def _read_rating(text: str) -> str:
    rating = rating_of(text)
    if rating is None:
        raise UnreadableCell("unknown_value", f"Không có mức xếp loại “{text}”: {_HOW}.")
    return str(rating)


def _read_result(text: str) -> str:
    if outcome_of(text) is None:
        raise UnreadableCell(
            "unknown_value",
            f"Không có mức xếp loại “{text}”: {_HOW}, hoặc “Không xếp loại” kèm lý do.",
        )
    return text


class RatingRegister(Register):
    """The final rating of people as employees for a year."""

    kind = "ratings"
    label = "Đánh giá, xếp loại cán bộ"
    order = 65
    primary = ("evaluations_evaluation",)
    unlike = ("Chi bộ", "Tên tổ chức đảng", "Chức danh quy hoạch", "Mã lớp")
    alternatives = (*BORN_BY_SEX, "ethnicity")
    context_schema: ClassVar[rows.Schema] = {
        "year": pl.Int64,
        "level": pl.String,
        "listed_on": pl.Date,
    }
    fields: ClassVar[tuple[Field, ...]] = (
        *PERSON_FIELDS,
        AGENCY_FIELD,
        TITLE_FIELD,
        Field(
            "self_rating",
            (
                "Cá nhân tự xếp loại",
                "Tự xếp loại",
                "Cá nhân tự đánh giá, xếp loại",
                "Tự đánh giá, xếp loại",
                "Tự đánh giá",
            ),
            Kind.PARSED,
            parse=_read_rating,
            choices=_ratings,
            example="Hoàn thành tốt nhiệm vụ",
        ),
        Field(
            "result",
            (
                "Kết quả xếp loại",
                "Kết quả đánh giá, xếp loại",
                "Kết quả đánh giá",
                "Mức xếp loại",
                "Xếp loại",
                "Xếp loại chất lượng",
            ),
            Kind.PARSED,
            required=True,
            parse=_read_result,
            choices=_results,
            example="Hoàn thành tốt nhiệm vụ",
        ),
        Field(
            "reason",
            ("Lý do không xếp loại", "Lý do"),
            longest=1000,
            hint="Ghi khi kết quả là “Không xếp loại”, ví dụ “nghỉ thai sản”.",
        ),
        Field("note", ("Ghi chú", "G/chú"), longest=1000),
    )

    @property
    def dating(self) -> str:
        return "(Năm …)"

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        year = find_year(sheet.table)
        return {
            "year": year,
            "level": _level_named(sheet),
            # Agencies and people are those of the last day of the year.
            "listed_on": dt.date(year, 12, 31) if year else None,
        }

    def derive(self, frame: pl.DataFrame) -> Staged:
        person = derive_person(frame)
        outcomes = pl.DataFrame(
            [_outcome(*row) for row in frame.select("result", "reason", "note").iter_rows()],
            {"rating": pl.String, "not_rated_reason": pl.String},
            orient="row",
        )
        derived = person.frame.with_columns(
            pl.col("title", "self_rating").fill_null(""),
            joined_on=pl.lit(None, pl.Date),
            agency_id=pl.lit(None, pl.Int64),
        )
        return Staged(pl.concat([derived, outcomes], how="horizontal"), person.findings)

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        undated = db.findings(cursor, db.on(_NO_YEAR, staging))
        db.run(cursor, db.on(_LEAVE_UNDATED, staging))
        created = _find_agencies(cursor, staging)
        db.run(cursor, db.on(_FIND_LEVEL, staging))
        return [
            *undated,
            *created,
            *identify_people(cursor, staging, "agency_id"),
            *check_namesakes(cursor, staging),
            *db.findings(cursor, db.on(_NO_OUTCOME, staging)),
            *bulk.check_ratings(cursor, staging),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        people.merge_people(cursor, staging)
        bulk.merge_ratings(cursor, staging)
        return [*db.findings(cursor, db.on(_NEW_PEOPLE, staging)), *_over_the_cap(cursor, staging)]


def _over_the_cap(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return what a list says of places where too many are excellent, with its first row."""
    listed = db.rows(cursor, db.on(_LISTED, staging))
    return [
        Finding(origin, "result", "excellent_over_cap", "info", sentence)
        for year, places, origin in listed
        for sentence in evaluations.excellent_at(places, Capacity.EMPLOYEE, year)
    ]


def _find_agencies(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Fill `agency_id`; only agencies that no list of staff has named are created."""
    resolve_units(cursor, staging, EMPLOYER)
    db.run(cursor, db.on(_UNNAMED, staging))
    created = organizations.ensure_agencies(cursor, staging, name="new_agency")
    told = [evolve(finding, field="agency") for finding in created]
    return [*told, *settle_agencies(cursor, staging)]


def _level_named(sheet: Sheet) -> str:
    """Return the level that the titles, else the name of the sheet, name alone."""
    titles = " ".join(title.text for title in sheet.table.titles)
    for text in (titles, sheet.table.sheet):
        named = set(_LEVEL.findall(search_key(text)))
        if len(named) == 1:
            return str(_LEVELS[named.pop()])
    return ""


def _outcome(result: str | None, reason: str | None, note: str | None) -> tuple[str, str]:
    outcome = outcome_of(result or "", reason or note or "")
    if outcome is None:
        return "", (reason or "")[:_LONGEST_REASON]
    return str(outcome.rating or ""), outcome.not_rated_reason[:_LONGEST_REASON]
