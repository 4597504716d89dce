"""Cadres, civil servants, public employees and contract staff; headcount quotas (workbook 04)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, Final

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db
from coso.core.db import Finding
from coso.core.text import match_key
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.sheets.base import Register, Sheet, Staged
from coso.importing.sheets.references import (
    BORN_IN_ONE_COLUMN,
    NOT_KEPT,
    PERSON_FIELDS,
    UnitReference,
    check_namesakes,
    check_old,
    derive_person,
    forget_units,
    identify_people,
    qualification_levels,
    resolve_units,
)
from coso.importing.workbook import Column, Table
from coso.organizations import bulk as organizations
from coso.organizations.enums import Tree
from coso.people import bulk as people
from coso.people.enums import QualificationKind
from coso.personnel import bulk, validators

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2100

AGENCY_FIELD: Final = Field(
    "agency",
    (
        "Đơn vị công tác",
        "Cơ quan, đơn vị công tác",
        "Cơ quan, đơn vị",
        "Cơ quan công tác",
        "Nơi công tác",
        "Tên đơn vị",
        "Đơn vị",
    ),
    Kind.UNIT,
    required=True,
    filled=True,
    example="UBND xã Bình Minh",
    hint="Ghi đủ tên; cơ quan chưa có trong sổ được tạo theo tên này.",
)
TITLE_FIELD: Final = Field(
    "title",
    (
        "Chức vụ",
        "Chức danh",
        "Chức vụ, chức danh",
        "Chức vụ/chức danh",
        "Chức danh, chức vụ",
        "Chức vụ hiện nay",
        "Vị trí việc làm",
    ),
    longest=120,
    example="Văn phòng - Thống kê",
)

EMPLOYER: Final = UnitReference(Tree.AGENCY, "agency", "agency_id", "listed_on")

_FACTS: Final = """
SELECT DISTINCT s.title, v.type_id, s.listed_on
  FROM {staging} s
  JOIN organizations_unitversion v ON v.unit_id = s.agency_id AND v.during @> s.listed_on
"""

_APPLY_FACTS: Final = """
UPDATE {staging} s SET post_group = f.post_group,
       category = coalesce(s.category, f.category),
       inferred = s.category_said IS NULL AND NOT s.is_known
  FROM {facts} f
  JOIN organizations_unitversion v ON v.type_id = f.agency_type
 WHERE v.unit_id = s.agency_id AND v.during @> s.listed_on AND f.title = s.title
   AND f.listed_on = s.listed_on
"""

_NO_CATEGORY: Final = """
SELECT origin, 'category_said', 'missing_category', 'error',
       format('%s không ghi đối tượng: hãy ghi Cán bộ, Công chức, Viên chức hoặc Hợp đồng lao '
              'động.', full_name), ''
  FROM {staging} WHERE category IS NULL AND NOT left_out ORDER BY origin
"""

_INFERRED: Final = """
SELECT min(origin), 'category_said', 'inferred_category', 'info',
       format('Không có cột đối tượng: %s người được xếp theo tiêu đề và chức vụ. Hãy kiểm tra.',
              count(*)), ''
  FROM {staging} WHERE inferred AND category IS NOT NULL AND NOT left_out
 GROUP BY sheet_no ORDER BY 1
"""


def _level(name: str, kind: QualificationKind, *headers: str, example: str) -> Field:
    grouped = tuple(f"Trình độ › {header}" for header in headers)
    return Field(
        name,
        (*grouped, *headers),
        Kind.CHOICE,
        choices=partial(qualification_levels, kind),
        example=example,
    )


def _quota_headers() -> tuple[str, ...]:
    """Return the headers of the quota, which usually name the year."""
    names = ("Biên chế giao", "Biên chế được giao", "Số biên chế giao", "Chỉ tiêu biên chế")
    dated = (
        f"{name} {year}"
        for name in names
        for number in range(_FIRST_YEAR, _LAST_YEAR)
        for year in (number, f"năm {number}")
    )
    return (*names, "Biên chế", *dated)


class StaffRegister(Register):
    """Who works where, on what post and in which legal category, on the day of the list."""

    kind = "staff"
    label = "Cán bộ, công chức, viên chức"
    order = 55
    primary = ("personnel_assignment",)
    needs_list_date = True
    unlike = ("Kết quả xếp loại", "Chức danh quy hoạch", "Kết quả", "Mã lớp", "Hình thức")
    alternatives = BORN_IN_ONE_COLUMN
    context_schema: ClassVar[rows.Schema] = {"listed_on": pl.Date, "sheet_category": pl.String}
    fields: ClassVar[tuple[Field, ...]] = (
        *PERSON_FIELDS,
        *NOT_KEPT,
        AGENCY_FIELD,
        TITLE_FIELD,
        Field(
            "category_said",
            ("Đối tượng", "Diện", "Đối tượng (CB/CC/VC/HĐ)", "Loại cán bộ", "Phân loại"),
            Kind.CHOICE,
            choices=validators.category_spellings,
            example="Công chức",
            hint="Chỉ được để trống khi tiêu đề danh sách hoặc chức vụ đã cho biết.",
        ),
        Field(
            "recruited_on",
            ("Ngày tuyển dụng", "Tuyển dụng ngày", "Ngày vào ngành", "Ngày vào cơ quan"),
            Kind.PARTIAL_DATE,
            example="01/07/2010",
        ),
        Field(
            "rank_code",
            ("Mã ngạch, hạng", "Ngạch/CDNN", "Mã ngạch", "Ngạch, hạng", "Mã số ngạch", "Ngạch"),
            Kind.CODE,
            parse=validators.parse_rank_code,
            longest=20,
            example="01.003",
        ),
        _level(
            *("professional", QualificationKind.PROFESSIONAL, "Chuyên môn"),
            *("Trình độ chuyên môn", "CMNV", "Chuyên môn nghiệp vụ"),
            example="Đại học",
        ),
        Field(
            "subject",
            ("Trình độ › Chuyên ngành", "Chuyên ngành", "Chuyên ngành đào tạo"),
            longest=120,
            example="Luật",
        ),
        _level(
            *("theory", QualificationKind.POLITICAL_THEORY, "LLCT", "Lý luận chính trị"),
            "Trình độ LLCT",
            example="Trung cấp",
        ),
        _level(
            *("management", QualificationKind.STATE_MANAGEMENT, "QLNN", "Quản lý nhà nước"),
            "Trình độ QLNN",
            example="Chuyên viên",
        ),
        Field(
            "joined_on",
            ("Ngày vào Đảng", "Vào Đảng ngày", "Vào Đảng", "Ngày kết nạp Đảng"),
            Kind.DATE,
            example="03/02/2005",
            hint="Giúp nhận ra người đã có trong danh sách đảng viên.",
        ),
        Field("note", ("Ghi chú", "G/chú"), longest=500),
    )

    def recognize(self, table: Table) -> dict[str, Column] | None:
        found = super().recognize(table)
        of_staff = ("category_said", "recruited_on", "rank_code", "management", "title")
        return found if found and any(name in found for name in of_staff) else None

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        named = {
            category
            for title in sheet.table.titles
            for category in validators.categories_named(title.text)
        }
        # A heading stands for the column only where the list has none.
        certain = len(named) == 1 and not sheet.has("category_said")
        return {
            "listed_on": sheet.listed_on,
            "sheet_category": str(named.pop()) if certain else None,
        }

    def derive(self, frame: pl.DataFrame) -> Staged:
        person = derive_person(frame)
        known_day = pl.col("recruited_on_precision") == "DAY"
        title = pl.col("title").fill_null("")
        derived = person.frame.with_columns(
            pl.col("rank_code", "subject").fill_null(""),
            title=title,
            match_title=title.map_elements(match_key, return_dtype=pl.String),
            is_head=title.map_elements(validators.is_head, return_dtype=pl.Boolean),
            category=pl.coalesce("category_said", "sheet_category"),
            recruited_on=pl.when(known_day).then(pl.col("recruited_on")),
            party_admitted_on=pl.col("joined_on"),
            post_group=pl.lit("OFFICE"),
            inferred=pl.col("category_said").is_null(),
            is_known=pl.lit(value=False),
            agency_id=pl.lit(None, pl.Int64),
        )
        return Staged(derived, person.findings)

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        agencies = find_agencies(cursor, staging)
        identified = identify_people(cursor, staging, "agency_id")
        bulk.recall_posts(cursor, staging)
        _apply_titles(cursor, staging)
        return [
            *agencies,
            *identified,
            *check_namesakes(cursor, staging),
            *check_old(cursor, staging, "listed_on", "staff", "max_serving_age"),
            *db.findings(cursor, db.on(_NO_CATEGORY, staging)),
            *db.findings(cursor, db.on(_INFERRED, staging)),
            *bulk.check_staff(cursor, staging),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        people.merge_people(cursor, staging)
        people.merge_qualifications(cursor, staging, ("professional", "theory", "management"))
        bulk.merge_staff(cursor, staging)
        return []

    def review(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.check_headcounts(cursor, staging)


class QuotaRegister(Register):
    """The headcount given to each agency, and what kind of agency it is."""

    kind = "quotas"
    label = "Biên chế giao"
    order = 54
    primary = ("personnel_headcountquota",)
    needs_list_date = True
    context_schema: ClassVar[rows.Schema] = {"listed_on": pl.Date, "year": pl.Int64}
    fields: ClassVar[tuple[Field, ...]] = (
        AGENCY_FIELD,
        Field(
            "block",
            ("Khối", "Khối cơ quan", "Loại hình", "Loại đơn vị"),
            example="cấp xã",
            hint="Một trong: đảng-đoàn thể; chính quyền; sự nghiệp; trường học; cấp xã.",
        ),
        Field(
            "quantity",
            _quota_headers(),
            Kind.INTEGER,
            required=True,
            filled=True,
            example="21",
            hint="Của năm ghi trong tiêu đề cột (“Biên chế giao 2026”), không ghi thì của năm lập "
            "danh sách.",
        ),
        Field(
            "present",
            ("Có mặt", "Số có mặt", "Hiện có"),
            Kind.INTEGER,
            example="20",
            hint="Chỉ để đối chiếu với danh sách cán bộ, không ghi vào sổ.",
        ),
        Field(
            "contracts",
            ("Hợp đồng lao động", "HĐLĐ", "Hợp đồng"),
            Kind.INTEGER,
            example="1",
            hint="Chỉ để đối chiếu với danh sách cán bộ, không ghi vào sổ.",
        ),
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        named = _YEAR.search(sheet.columns["quantity"].header)
        listed_on = sheet.listed_on
        year = int(named[0]) if named else listed_on and listed_on.year
        return {"listed_on": listed_on, "year": year}

    def derive(self, frame: pl.DataFrame) -> Staged:
        return Staged(frame.with_columns(agency_id=pl.lit(None, pl.Int64)), ())

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return [*find_agencies(cursor, staging), *bulk.check_quotas(cursor, staging)]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_quotas(cursor, staging)
        return []

    def review(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.compare_headcounts(cursor, staging, StaffRegister().staging)


def find_agencies(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Fill `agency_id`, creating the agencies that the register lacks."""
    created = organizations.ensure_agencies(cursor, staging)
    return [*created, *settle_agencies(cursor, staging)]


def settle_agencies(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Fill `agency_id` once the agencies are there; return the names that mean several.

    An agency of a row that is left out is not created, and its row is complained about already.
    """
    forget_units(cursor)
    unresolved = resolve_units(cursor, staging, EMPLOYER)
    return [finding for finding in unresolved if finding.kind == "ambiguous_unit"]


def _apply_titles(cursor: CursorWrapper, staging: str) -> None:
    """Give each row the group of its post and, where it has none, the certain category."""
    found = db.rows(cursor, db.on(_FACTS, staging))
    facts = pl.DataFrame(
        [(*fact, *_meaning(*fact)) for fact in found],
        {
            "title": pl.String,
            "agency_type": pl.String,
            "listed_on": pl.Date,
            "post_group": pl.String,
            "category": pl.String,
        },
        orient="row",
    )
    names = f"{staging}_titles"
    db.copy_frame(cursor, names, facts)
    db.run(
        cursor,
        SQL(_APPLY_FACTS).format(staging=Identifier(staging), facts=Identifier(names)),
    )


def _meaning(title: str, agency_type: str, listed_on: dt.date) -> tuple[str, str | None]:
    category = validators.certain_category(title, agency_type, listed_on)
    group = validators.post_group(title, agency_type)
    return str(group), None if category is None else str(category)
