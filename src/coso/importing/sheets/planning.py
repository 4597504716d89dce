"""Who is planned for which title, in a period of years (workbook 09)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding
from coso.core.text import match_key
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.readers import UnreadableCell
from coso.importing.sheets.base import Register, Sheet, Staged
from coso.importing.sheets.members import professional_levels, theory_levels
from coso.importing.sheets.personnel import AGENCY_FIELD, EMPLOYER
from coso.importing.sheets.references import (
    BORN_IN_ONE_COLUMN,
    PERSON_FIELDS,
    check_birth_dates,
    derive_person,
    identify_people,
    resolve_units,
)
from coso.people import bulk as people
from coso.planning import bulk
from coso.planning.validators import leaves_on, read_removal, read_years

_REMOVALS: Final = {
    "removal": pl.String,
    "left_for": pl.String,
    "left_on": pl.Date,
    "left_precision": pl.String,
    "leaves": pl.Date,
}
_PLACES: Final = "UPDATE {staging} SET place_id = coalesce(agency_id, unit_id, organization_id)"
# What the list says of a person otherwise than the records of the person do; nothing is written.
_DIFFERING: Final = """
WITH known AS (
    SELECT s.origin, s.full_name, 'ethnicity' AS field, e.name AS ours
      FROM {staging} s JOIN people_person p ON p.id = s.person_id
      JOIN people_ethnicity e ON e.code = p.ethnicity_id
     WHERE s.ethnicity IS NOT NULL AND s.ethnicity <> p.ethnicity_id AND NOT s.left_out
    UNION ALL
    SELECT s.origin, s.full_name, g.field, (
           SELECT l.name FROM people_qualification q
             JOIN people_qualificationlevel l ON l.id = q.level_id
            WHERE q.person_id = s.person_id AND l.kind = g.kind ORDER BY l.rank DESC LIMIT 1)
      FROM {staging} s
     CROSS JOIN LATERAL (VALUES
           ('professional', 'PROFESSIONAL', s.professional),
           ('theory', 'POLITICAL_THEORY', s.theory)) g (field, kind, said)
      JOIN people_qualificationlevel said ON said.id = g.said::bigint
     WHERE NOT s.left_out AND said.rank > coalesce((
           SELECT max(l.rank) FROM people_qualification q
             JOIN people_qualificationlevel l ON l.id = q.level_id
            WHERE q.person_id = s.person_id AND l.kind = g.kind), 0)
    UNION ALL
    SELECT s.origin, s.full_name, 'joined_party', to_char(m.admitted_on, 'DD/MM/YYYY')
      FROM {staging} s JOIN members_membership m ON m.person_id = s.person_id
     WHERE s.joined_party <> m.admitted_on AND NOT s.left_out
)
SELECT origin, field, 'differs_from_record', 'warning',
       format('Hồ sơ của %s %s: danh sách quy hoạch không sửa hồ sơ, hãy đối chiếu.', full_name,
              coalesce('ghi “' || ours || '”', 'chưa ghi mục này')), ''
  FROM known ORDER BY origin, field
"""


def _read_period(text: str) -> str:
    years = read_years(text)
    if years is None:
        raise UnreadableCell(
            "unknown_value", f"Không đọc được giai đoạn “{text}”: hãy ghi hai năm, ví dụ 2021-2026."
        )
    return "-".join(map(str, years))


def _read_note(text: str) -> str | None:
    try:
        removal = read_removal(text)
    except ValueError as error:
        raise UnreadableCell("unknown_value", str(error)) from error
    return None if removal is None else text


class PlanRegister(Register):
    """Who is in the plan of the leading committee for which title."""

    kind = "planning"
    label = "Quy hoạch cán bộ"
    order = 74
    primary = ("planning_planningcandidate",)
    unlike = ("Kết quả xếp loại", "Mã lớp", "Hình thức")
    alternatives = (*BORN_IN_ONE_COLUMN,)
    context_schema: ClassVar[rows.Schema] = {"title_first": pl.Int64, "title_last": pl.Int64}
    fields: ClassVar[tuple[Field, ...]] = (
        *PERSON_FIELDS,
        Field("post", ("Chức vụ hiện nay", "Chức vụ, chức danh hiện nay"), ignored=True),
        Field(
            "agency",
            AGENCY_FIELD.headers,
            Kind.UNIT,
            example="UBND xã Bình Minh",
            hint="Để biết là ai, khi nhiều người cùng tên mà ngày sinh ghi không đủ.",
        ),
        Field(
            "professional",
            ("Trình độ › Chuyên môn", "Trình độ chuyên môn", "Chuyên môn"),
            Kind.CHOICE,
            choices=professional_levels,
            example="Đại học",
            hint="Chỉ để đối chiếu với hồ sơ.",
        ),
        Field(
            "theory",
            ("Trình độ › LLCT", "Trình độ › Lý luận chính trị", "Lý luận chính trị", "LLCT"),
            Kind.CHOICE,
            choices=theory_levels,
            example="Trung cấp",
            hint="Chỉ để đối chiếu với hồ sơ.",
        ),
        Field(
            "joined_party",
            ("Ngày vào Đảng", "Vào Đảng", "Ngày kết nạp"),
            Kind.DATE,
            example="03/02/2010",
            hint="Chỉ để đối chiếu với hồ sơ.",
        ),
        Field(
            "title",
            ("Chức danh quy hoạch", "Chức danh được quy hoạch", "Quy hoạch chức danh"),
            required=True,
            filled=True,
            example="Chủ tịch UBND xã Bình Minh",
            hint="Mỗi chức danh một dòng, ghi cả tên đơn vị.",
        ),
        Field(
            "period",
            ("Giai đoạn quy hoạch", "Giai đoạn", "Nhiệm kỳ quy hoạch"),
            Kind.PARSED,
            parse=_read_period,
            example="2021-2026",
            hint="Được để trống khi tiêu đề hoặc tên trang tính đã ghi.",
        ),
        Field(
            "decision",
            ("Số quyết định", "Quyết định số", "Số QĐ", "Số quyết định phê duyệt"),
            required=True,
            filled=True,
            longest=60,
            example="557-QĐ/HU",
        ),
        Field(
            "decided_on",
            ("Ngày quyết định", "Ngày QĐ", "Ngày phê duyệt"),
            Kind.DATE,
            required=True,
            filled=True,
            example="14/09/2021",
        ),
        Field(
            "removal",
            ("Đưa ra khỏi quy hoạch", "Ghi chú", "G/chú"),
            Kind.PARSED,
            parse=_read_note,
            hint="Chỉ đọc việc đưa ra khỏi quy hoạch: ghi lý do và ngày, tháng hoặc năm, ví dụ "
            "“Đưa ra khỏi quy hoạch: đã bổ nhiệm (rà soát 2022)”.",
        ),
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        texts = (*(title.text for title in sheet.table.titles), sheet.table.sheet)
        years = next(filter(None, map(read_years, texts)), (None, None))
        return dict(zip(self.context_schema, years, strict=True))

    def derive(self, frame: pl.DataFrame) -> Staged:
        person = derive_person(frame)
        derived = _with_period(person.frame).with_columns(
            match_title=pl.col("title").map_elements(match_key, pl.String),
            listed_on="decided_on",
            joined_on=pl.lit(None, pl.Date),
            **{
                name: pl.lit(None, pl.Int64)
                for name in ("agency_id", "unit_id", "organization_id", "place_id")
            },
        )
        return Staged(_with_removals(derived), person.findings)

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        # Where somebody works only helps to tell who is meant.
        resolve_units(cursor, staging, EMPLOYER)
        bulk.find_places(cursor, staging)
        db.run(cursor, db.on(_PLACES, staging))
        return [
            *identify_people(cursor, staging, "place_id"),
            *people.check_unknown(cursor, staging),
            *check_birth_dates(cursor, staging),
            *bulk.check_candidates(cursor, staging),
            *db.findings(cursor, db.on(_DIFFERING, staging)),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_candidates(cursor, staging)
        return []

    def review(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.check_rules(cursor, staging)


def _with_period(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the years of the plan: those of the row, else those of the sheet."""
    years = pl.col("period").str.split("-")
    return frame.with_columns(
        first_year=pl.coalesce(years.list.first().cast(pl.Int64), "title_first"),
        last_year=pl.coalesce(years.list.last().cast(pl.Int64), "title_last"),
    )


def _with_removals(frame: pl.DataFrame) -> pl.DataFrame:
    read = [_removal(note) for note in frame["removal"].unique().drop_nulls().to_list()]
    known = pl.DataFrame(read, _REMOVALS, orient="row")
    joined = frame.join(known, on="removal", how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("left_for").fill_null(""), pl.col("left_precision").fill_null("DAY")
    )


def _removal(note: str) -> tuple[Any, ...]:
    removal = read_removal(note)
    if removal is None:
        return (note, None, None, None, None)
    on = removal.on
    return (note, removal.reason, on.value, on.precision, leaves_on(on))
