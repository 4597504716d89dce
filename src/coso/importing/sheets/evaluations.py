"""Yearly ratings: what their lists have in common, and those of staff (workbook 05)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from attrs import evolve
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db
from coso.core.db import Finding
from coso.core.text import search_key
from coso.evaluations import bulk
from coso.evaluations import queries as evaluations
from coso.evaluations.bulk import Subject
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
_YEAR: Final = re.compile(r"(?:nam )?((?:19|20)\d\d)")
_LONGEST_REASON: Final = 200
_PLACES_NAMED: Final = 5
_LEVELS: Final = {"tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "xa": Level.COMMUNE}
_HOW: Final = (
    "hãy ghi Hoàn thành xuất sắc nhiệm vụ, Hoàn thành tốt nhiệm vụ, Hoàn thành nhiệm vụ hoặc "
    "Không hoàn thành nhiệm vụ"
)
# Of lists that name people or units, and results, for another reason.
OF_OTHER_LISTS: Final = ("Chức danh quy hoạch", "Mã lớp")

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
              {named}), ''
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
    return {**_ratings(), evaluations.NOT_RATED: ""}


def _levels() -> Mapping[str, str]:
    return {str(level.label): str(level) for level in Level}


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


def _read_year(text: str) -> int:
    found = _YEAR.fullmatch(search_key(text))
    if found is None:
        raise UnreadableCell("unknown_value", f"“{text}” không phải một năm: hãy ghi bốn chữ số.")
    return int(found[1])


SELF_RATING_FIELD: Final = Field(
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
)
OUTCOME_FIELDS: Final = (
    # A list of one year names it in its title.
    Field(
        "year_said",
        ("Năm", "Năm xếp loại", "Năm đánh giá"),
        Kind.PARSED,
        parse=_read_year,
        dtype=pl.Int64,
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


class YearlyRegister(Register):
    """The ratings of a year in one capacity."""

    primary = ("evaluations_evaluation",)
    context_schema: ClassVar[rows.Schema] = {"title_year": pl.Int64}
    capacity: ClassVar[str]
    subject: ClassVar[Subject] = "person_id"
    named: ClassVar[str] = "full_name"

    @property
    def dating(self) -> str:
        return "(Năm …)"

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return {"title_year": find_year(sheet.table)}

    def find(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        """Resolve who is rated, and where; return what is wrong with that."""
        raise NotImplementedError

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        undated = db.findings(cursor, db.on(_NO_YEAR, staging))
        db.run(cursor, db.on(_LEAVE_UNDATED, staging))
        found = self.find(cursor, staging)
        bulk.find_levels(cursor, staging, self.subject)
        parts = {"staging": Identifier(staging), "named": Identifier(self.named)}
        return [
            *undated,
            *found,
            *db.findings(cursor, SQL(_NO_OUTCOME).format(**parts)),
            *bulk.check_ratings(cursor, staging, self.subject),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_ratings(cursor, staging, self.subject)
        return self._over_the_cap(cursor, staging)

    def _over_the_cap(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        """Return what a list says of places where too many are excellent, with its first row."""
        listed = db.rows(cursor, db.on(_LISTED, staging))
        return [
            Finding(origin, "result", "excellent_over_cap", "info", sentence)
            for year, places, origin in listed
            for sentence in _shortened(evaluations.excellent_at(places, self.capacity, year), year)
        ]


def _shortened(sentences: list[str], year: int) -> list[str]:
    """Return the first sentences, and how many places more there are."""
    rest = len(sentences) - _PLACES_NAMED
    if rest <= 0:
        return sentences
    more = f"Năm {year} còn {rest} nơi khác vượt tỷ lệ hoàn thành xuất sắc nhiệm vụ."
    return [*sentences[:_PLACES_NAMED], more]


def with_outcome(frame: pl.DataFrame, capacity: str) -> pl.DataFrame:
    """Return the frame with what is written of a rating, and the last day of its year.

    Units and people are those of that day.
    """
    outcomes = pl.DataFrame(
        [_outcome(*row) for row in frame.select("result", "reason", "note").iter_rows()],
        {"rating": pl.String, "not_rated_reason": pl.String},
        orient="row",
    )
    year = pl.coalesce("year_said", "title_year")
    last_day = pl.date(year, 12, 31)
    dated = frame.with_columns(
        capacity=pl.lit(capacity), year=year, listed_on=last_day, last_day=last_day
    )
    return pl.concat([dated, outcomes], how="horizontal")


def write_people(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Write whoever was rated and is in no register yet; return how many."""
    people.merge_people(cursor, staging)
    return db.findings(cursor, db.on(_NEW_PEOPLE, staging))


def _outcome(result: str | None, reason: str | None, note: str | None) -> tuple[str, str]:
    outcome = outcome_of(result or "", reason or note or "")
    if outcome is None:
        return "", (reason or "")[:_LONGEST_REASON]
    return str(outcome.rating or ""), outcome.not_rated_reason[:_LONGEST_REASON]


class RatingRegister(YearlyRegister):
    """The ratings of people as employees."""

    kind = "ratings"
    label = "Đánh giá, xếp loại cán bộ"
    order = 65
    capacity = Capacity.EMPLOYEE
    unlike = ("Chi bộ", "Tên tổ chức đảng", *OF_OTHER_LISTS)
    alternatives = (*BORN_BY_SEX, "ethnicity", "level_said", "year_said")
    context_schema: ClassVar[rows.Schema] = {
        **YearlyRegister.context_schema,
        "title_level": pl.String,
    }
    fields: ClassVar[tuple[Field, ...]] = (
        *PERSON_FIELDS,
        AGENCY_FIELD,
        TITLE_FIELD,
        Field("level_said", ("Cấp xếp loại",), Kind.CHOICE, choices=_levels),
        SELF_RATING_FIELD,
        *OUTCOME_FIELDS,
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return {**super().context(sheet), "title_level": _level_named(sheet)}

    def derive(self, frame: pl.DataFrame) -> Staged:
        person = derive_person(frame)
        derived = person.frame.with_columns(
            pl.col("title", "self_rating").fill_null(""),
            level=pl.coalesce("level_said", "title_level"),
            joined_on=pl.lit(None, pl.Date),
            agency_id=pl.lit(None, pl.Int64),
        )
        return Staged(with_outcome(derived, self.capacity), person.findings)

    def find(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return [
            *_find_agencies(cursor, staging),
            *identify_people(cursor, staging, "agency_id"),
            *check_namesakes(cursor, staging),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return [*write_people(cursor, staging), *super().write(cursor, staging)]


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
