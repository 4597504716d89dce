"""Yearly ratings of Party members and of Party organizations (workbook 13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import polars as pl
from attrs import evolve
from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding
from coso.evaluations import bulk
from coso.evaluations.bulk import Subject
from coso.evaluations.enums import Capacity
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.sheets.base import Sheet, Staged
from coso.importing.sheets.evaluations import (
    OF_OTHER_LISTS,
    OUTCOME_FIELDS,
    SELF_RATING_FIELD,
    YearlyRegister,
    with_outcome,
    write_people,
)
from coso.importing.sheets.members import HOME_FIELDS, find_homes
from coso.importing.sheets.references import (
    BORN_BY_SEX,
    PERSON_FIELDS,
    UnitReference,
    check_namesakes,
    derive_person,
    first_named,
    identify_people,
    resolve_units,
)
from coso.importing.workbook import Column, Table
from coso.organizations.enums import Tree
from coso.organizations.validators import read_party_code

_ABOVE: Final = UnitReference(Tree.PARTY, "parent", "parent_id", "listed_on")
_NAMED: Final = UnitReference(Tree.PARTY, "unit", "named_id", "listed_on", within="parent_id")

_BY_CODE: Final = """
ALTER TABLE {staging} ADD coded_id bigint;
UPDATE {staging} s SET coded_id = c.unit_id
  FROM organizations_unitcode c JOIN organizations_unit u ON u.id = c.unit_id
 WHERE u.tree = 'PARTY' AND c.code = s.code AND c.during @> s.listed_on
"""
_CODED: Final = "SELECT origin FROM {staging} WHERE coded_id IS NOT NULL"
_CODE_OF_ANOTHER: Final = """
SELECT s.origin, 'code', 'code_of_another', 'doubt',
       format('Mã %s là của %s, còn tên ghi là %s: hãy sửa mã hoặc tên.', s.code, v.name, s.unit),
       ''
  FROM {staging} s
  JOIN organizations_unitversion v ON v.unit_id = s.coded_id AND v.during @> s.listed_on
 WHERE s.named_id <> s.coded_id ORDER BY s.origin
"""
# Who rates an organization: the one above, the topmost itself.
_PLACES: Final = """
UPDATE {staging} SET unit_id = coalesce(coded_id, named_id);
UPDATE {staging} s SET agency_id = coalesce(
       s.parent_id,
       (SELECT p.parent_id FROM organizations_unitplacement p
         WHERE p.unit_id = s.unit_id AND p.during @> s.listed_on),
       s.unit_id)
"""


class MemberRatingRegister(YearlyRegister):
    """The ratings of people as Party members, in their branches."""

    kind = "member_ratings"
    label = "Đánh giá, xếp loại đảng viên"
    order = 66
    capacity = Capacity.MEMBER
    unlike = (*OF_OTHER_LISTS, "Kỳ sinh hoạt", "Ngày dự")
    alternatives = (*BORN_BY_SEX, "ethnicity", "year_said")
    context_schema: ClassVar[rows.Schema] = {
        **YearlyRegister.context_schema,
        "organization_id": pl.Int64,
    }
    fields: ClassVar[tuple[Field, ...]] = (
        *PERSON_FIELDS,
        *HOME_FIELDS,
        SELF_RATING_FIELD,
        *OUTCOME_FIELDS,
    )

    def recognize(self, table: Table) -> dict[str, Column] | None:
        found = super().recognize(table)
        is_placed = found and any(field.name in found for field in HOME_FIELDS)
        return found if is_placed else None

    def contexts(self, sheets: Sequence[Sheet]) -> list[Mapping[str, Any]]:
        own = [self.context(sheet) for sheet in sheets]
        asked = [
            _titles_of(sheet, each["title_year"]) for sheet, each in zip(sheets, own, strict=True)
        ]
        return [
            {**each, "organization_id": organization}
            for each, organization in zip(own, first_named(Tree.PARTY, asked), strict=True)
        ]

    def derive(self, frame: pl.DataFrame) -> Staged:
        person = derive_person(frame)
        derived = person.frame.with_columns(
            pl.col("self_rating").fill_null(""),
            title=pl.lit(""),
            level=pl.lit(""),
            joined_on=pl.lit(None, pl.Date),
        )
        return Staged(with_outcome(derived, self.capacity), person.findings)

    def find(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return [
            *find_homes(cursor, staging, "agency_id"),
            *identify_people(cursor, staging, "agency_id"),
            *check_namesakes(cursor, staging),
            # Whoever was exempt or new towards the end of a year may have been rated before.
            *(evolve(each, severity="info") for each in bulk.check_not_rated(cursor, staging)),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return [*write_people(cursor, staging), *super().write(cursor, staging)]


def _titles_of(sheet: Sheet, year: int | None) -> tuple[Sequence[str], dt.date | None]:
    """Return the lines that may name the organization in full, the last one first, and the day."""
    if year is None or sheet.has("organization"):
        return (), None
    return [title.text for title in reversed(sheet.table.titles)], dt.date(year, 12, 31)


class UnitRatingRegister(YearlyRegister):
    """The ratings of Party organizations, given by the one above."""

    kind = "unit_ratings"
    label = "Đánh giá, xếp loại tổ chức đảng"
    order = 67
    capacity = ""
    subject: ClassVar[Subject] = "unit_id"
    named = "unit"
    unlike = ("Họ và tên", *OF_OTHER_LISTS)
    alternatives = ("year_said",)
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "code",
            ("Mã tổ chức", "Mã TCĐ", "Mã tổ chức đảng", "Mã số"),
            Kind.CODE,
            parse=read_party_code,
            longest=30,
            example="06.065.002.000.001",
            hint="Có mã thì đơn vị được hiểu theo mã.",
        ),
        Field(
            "unit",
            (
                "Tên tổ chức đảng",
                "Tên chi, đảng bộ",
                "Tên TCĐ",
                "Tên tổ chức",
                "Tên đảng bộ, chi bộ",
            ),
            Kind.UNIT,
            required=True,
            filled=True,
            example="Chi bộ thôn Đồng Tâm",
        ),
        Field("type", ("Loại hình tổ chức", "Loại hình TCĐ", "Loại tổ chức"), ignored=True),
        Field(
            "parent",
            ("Cấp trên trực tiếp", "Đảng bộ cấp trên", "Cấp trên", "Trực thuộc"),
            Kind.UNIT,
            example="Đảng bộ xã Bình Minh",
            hint="Cần khi hai đảng bộ có chi bộ cùng tên.",
        ),
        *OUTCOME_FIELDS,
    )

    def derive(self, frame: pl.DataFrame) -> Staged:
        derived = frame.with_columns(
            *(pl.lit("").alias(name) for name in ("title", "level", "self_rating")),
            *(pl.lit(None, pl.Int64).alias(name) for name in ("unit_id", "agency_id")),
        )
        return Staged(with_outcome(derived, self.capacity), ())

    def find(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        db.run(cursor, db.on(_BY_CODE, staging))
        coded = {origin for (origin,) in db.rows(cursor, db.on(_CODED, staging))}
        unknown = [
            *resolve_units(cursor, staging, _ABOVE),
            *resolve_units(cursor, staging, _NAMED),
        ]
        db.run(cursor, db.on(_PLACES, staging))
        return [
            *(finding for finding in unknown if finding.origin not in coded),
            *db.findings(cursor, db.on(_CODE_OF_ANOTHER, staging)),
        ]
