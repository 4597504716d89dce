"""What happened to members (workbook 06): admitted, official, came, went, moved, died, honoured."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Final

import polars as pl
from attrs import evolve
from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding
from coso.core.text import match_key, search_key
from coso.importing import rows
from coso.importing.columns import Field, Kind, header_key
from coso.importing.readers import UnreadableCell
from coso.importing.sheets.base import Layout, Register, Sheet, Staged
from coso.importing.sheets.members import BRANCH_HEADERS, ORGANIZATION_HEADERS
from coso.importing.sheets.references import (
    BORN_BY_SEX,
    NOT_KEPT,
    PERSON_FIELDS,
    UnitReference,
    check_birth_dates,
    check_namesakes,
    check_old,
    derive_person,
    identify_people,
    resolve_units,
)
from coso.importing.workbook import Column, Table
from coso.members import bulk
from coso.organizations.enums import Tree
from coso.people import bulk as people

# What a sheet is about, by the header of its date.
_BY_DATE: Final = {
    "Ngày kết nạp": "ADMITTED",
    "Tính chính thức từ ngày": "OFFICIAL",
    "Chính thức từ ngày": "OFFICIAL",
    "Ngày chính thức": "OFFICIAL",
    "Ngày tiếp nhận": "TRANSFERRED_IN",
    "Ngày chuyển đến": "TRANSFERRED_IN",
    "Ngày chuyển": "TRANSFERRED_OUT",
    "Ngày chuyển đi": "TRANSFERRED_OUT",
    "Miễn từ ngày": "EXEMPTED",
    "Ngày được miễn": "EXEMPTED",
    "Ngày từ trần": "DECEASED",
    "Từ trần ngày": "DECEASED",
    "Ngày mất": "DECEASED",
    "Ngày có hiệu lực": "STRUCK_OFF",
    "Đợt trao tặng": "BADGE",
    "Ngày trao tặng": "BADGE",
}
# How it happened changes what it was: a transfer may be temporary, an exit an expulsion.
_BY_FORM: Final = {
    ("TRANSFERRED_IN", "tam thoi"): "STAY_IN",
    ("TRANSFERRED_OUT", "tam thoi"): "STAY_OUT",
    ("STRUCK_OFF", "khai tru"): "EXPELLED",
}
_TRANSFERS: Final = ("Chính thức", "Tạm thời")
_EXITS: Final = ("Xóa tên", "Khai trừ")
_DECISION: Final = ("decision", "decided_on", "reason")
# The blank lists: the name of the sheet, the header of the date, the other columns.
_LAYOUTS: Final = (
    ("Kết nạp", "Ngày kết nạp", _DECISION),
    ("Chính thức", "Tính chính thức từ ngày", _DECISION),
    ("Chuyển đến", "Ngày tiếp nhận", ("form", "place_from", "until_on", "reason")),
    ("Chuyển đi", "Ngày chuyển", ("form", "place_to", "until_on", "reason")),
    ("Chuyển nội bộ", "Ngày chuyển", ("receiving", "reason")),
    ("Miễn sinh hoạt", "Miễn từ ngày", _DECISION),
    ("Từ trần", "Ngày từ trần", ("reason",)),
    ("Xóa tên, khai trừ", "Ngày có hiệu lực", ("form", *_DECISION)),
    ("Huy hiệu Đảng", "Đợt trao tặng", ("years", *_DECISION)),
)
_OF_PERSON: Final = ("full_name", *BORN_BY_SEX, "branch", "organization", "happened_on")
# “Chi bộ X, Đảng bộ Y”; the names may hold commas themselves.
_RECEIVING: Final = re.compile(r"(.+?),\s*(đảng bộ .+)", re.IGNORECASE)
_YEARS: Final = re.compile(r"(\d{2,3})")

# A branch named alone is a grassroots branch, or one beside the old branch.
_TO_UNIT: Final = """
UPDATE {staging} SET to_unit_id = coalesce(
    CASE WHEN to_organization IS NULL THEN to_own_id END, to_named_id)
"""
_TO_UNKNOWN: Final = """
SELECT origin, 'receiving', 'unknown_branch', 'doubt',
       format('Không có “%s” vào ngày %s: hãy sửa tên chi bộ tiếp nhận, ghi đủ “Chi bộ …, '
              'Đảng bộ …”.', receiving, to_char(happened_on, 'DD/MM/YYYY')), ''
  FROM {staging}
 WHERE movement = 'MOVED' AND to_unit_id IS NULL AND happened_on IS NOT NULL ORDER BY origin
"""


def parse_years(written: str) -> int:
    """Return the years of membership that a badge is for ("Huy hiệu 45 năm tuổi Đảng").

    :raises UnreadableCell: if no number is written
    """
    found = _YEARS.search(written)
    if found is None:
        raise UnreadableCell(
            "unknown_value", f"Không rõ “{written}” là huy hiệu bao nhiêu năm: hãy ghi số năm."
        )
    return int(found[1])


def forms(names: Sequence[str] = (*_TRANSFERS, *_EXITS)) -> Mapping[str, str]:
    """Return the forms of a transfer or an exit."""
    return {form: search_key(form) for form in names}


class MovementRegister(Register):
    """What happened to members since the roster, one row each."""

    kind = "movements"
    label = "Biến động đảng viên"
    order = 60
    needs_list_date = False
    unlike = ("Đơn vị công tác", "Kết quả xếp loại")
    context_schema: ClassVar[rows.Schema] = {"sheet_movement": pl.String}
    fields: ClassVar[tuple[Field, ...]] = (
        *PERSON_FIELDS,
        *NOT_KEPT,
        Field(
            "happened_on",
            tuple(_BY_DATE),
            Kind.DATE,
            required=True,
            filled=True,
            example="03/02/2024",
            hint="Tiêu đề của cột này cho biết danh sách là của loại biến động nào.",
        ),
        Field(
            "branch",
            BRANCH_HEADERS,
            Kind.UNIT,
            required=True,
            example="Chi bộ thôn Đồng Tâm",
            hint="Chi bộ của đảng viên vào ngày biến động.",
        ),
        Field(
            "organization",
            ORGANIZATION_HEADERS,
            Kind.UNIT,
            example="Đảng bộ xã Bình Minh",
            hint="Cần khi hai đảng bộ có chi bộ cùng tên.",
        ),
        Field("form", ("Hình thức",), Kind.CHOICE, choices=forms),
        Field(
            "place_from",
            ("Nơi chuyển đến từ", "Chuyển đến từ", "Nơi đi"),
            example="Đảng bộ phường Hòa Bình",
        ),
        Field(
            "place_to",
            ("Nơi chuyển đến", "Chuyển đến", "Nơi đến"),
            example="Đảng bộ phường Hòa Bình",
        ),
        Field(
            "until_on",
            ("Tạm thời đến ngày", "Đến ngày"),
            Kind.DATE,
            hint="Chỉ ghi với hình thức “Tạm thời”.",
        ),
        Field(
            "receiving",
            ("Chi bộ tiếp nhận", "Chi bộ chuyển đến", "Nơi tiếp nhận"),
            example="Chi bộ Trạm Y tế, Đảng bộ xã Bình Minh",
            hint="Ghi “Chi bộ …, Đảng bộ …”; cùng đảng bộ thì chỉ cần tên chi bộ.",
        ),
        Field(
            "years",
            ("Loại huy hiệu", "Huy hiệu"),
            Kind.PARSED,
            parse=parse_years,
            dtype=pl.Int64,
            example="Huy hiệu 30 năm tuổi Đảng",
            hint="Ghi số năm, ví dụ “30 năm”.",
        ),
        Field(
            "decision",
            ("Số quyết định", "Số QĐ", "Quyết định số"),
            longest=60,
            example="45-QĐ/ĐU",
        ),
        Field("decided_on", ("Ngày quyết định", "Ngày QĐ"), Kind.DATE, example="01/02/2024"),
        Field("reason", ("Ghi chú", "G/chú", "Lý do")),
    )

    @property
    def layouts(self) -> tuple[Layout, ...]:
        return tuple(
            Layout(sheet, f"Danh sách đảng viên: {sheet}", self._columns_of(header, others))
            for sheet, header, others in _LAYOUTS
        )

    def _columns_of(self, header: str, others: Sequence[str]) -> tuple[Field, ...]:
        """Return the columns of a blank list: about the person, the date, what is of its kind."""
        fields = {field.name: field for field in self.fields}
        dates = [date for date, movement in _BY_DATE.items() if movement == _BY_DATE[header]]
        fields["happened_on"] = evolve(fields["happened_on"], headers=tuple(dates))
        names = _EXITS if _BY_DATE[header] == "STRUCK_OFF" else _TRANSFERS
        fields["form"] = evolve(fields["form"], choices=partial(forms, names), example=names[0])
        return tuple(fields[name] for name in (*_OF_PERSON, *others))

    def recognize(self, table: Table) -> dict[str, Column] | None:
        found = super().recognize(table)
        # A roster has dates of admission too, but it says who somebody is.
        if found is None or "ethnicity" in found:
            return None
        return found if _movement(found) else None

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return {"sheet_movement": _movement(sheet.columns)}

    def derive(self, frame: pl.DataFrame) -> Staged:
        person = derive_person(frame)
        derived = person.frame.with_columns(
            movement=_movements(),
            place=pl.coalesce("place_from", "place_to", pl.lit("")),
            decision=pl.col("decision").fill_null(""),
            reason=pl.col("reason").fill_null(""),
            joined_on=pl.when(pl.col("sheet_movement") == "ADMITTED").then("happened_on"),
            **_receiving(person.frame["receiving"]),
        )
        return Staged(derived, person.findings)

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        own = "organization_id"
        found = _resolve(cursor, staging, "organization", own)
        found += _resolve(cursor, staging, "branch", "unit_id", own, "unknown_branch")
        unknown = _resolve(cursor, staging, "to_organization", "to_organization_id")
        # The cell names the branch, too: the name of the organization cannot stand in its place.
        found += [evolve(finding, field="receiving", remedy="") for finding in unknown]
        _resolve(cursor, staging, "to_branch", "to_named_id", "to_organization_id")
        _resolve(cursor, staging, "to_branch", "to_own_id", own)
        db.run(cursor, db.on("ALTER TABLE {staging} ADD to_unit_id bigint", staging))
        db.run(cursor, db.on(_TO_UNIT, staging))
        found += db.findings(cursor, db.on(_TO_UNKNOWN, staging))
        found += identify_people(cursor, staging, "unit_id")
        found += bulk.find_by_home(cursor, staging)
        found += check_namesakes(cursor, staging)
        found += check_birth_dates(cursor, staging)
        found += check_old(cursor, staging, "happened_on", "members", "max_age")
        found += check_old(cursor, staging, "joined_on", "members", "max_admission_age")
        found += bulk.check_ages(cursor, staging, field="happened_on", day="happened_on")
        return found + bulk.check_movements(cursor, staging)

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        people.merge_people(cursor, staging)
        return bulk.merge_movements(cursor, staging)


def _movement(found: Mapping[str, Column]) -> str | None:
    """Return what a sheet is about, by the header of its date."""
    if "receiving" in found:
        return "MOVED"
    if "years" in found:
        return "BADGE"
    headers = {header_key(header): movement for header, movement in _BY_DATE.items()}
    return headers.get(header_key(found["happened_on"].path[-1]))


def _movements() -> pl.Expr:
    movement = pl.col("sheet_movement")
    for (sheet, form), narrower in _BY_FORM.items():
        meant = (pl.col("sheet_movement") == sheet) & (pl.col("form") == form)
        movement = pl.when(meant).then(pl.lit(narrower)).otherwise(movement)
    return movement


def _receiving(written: pl.Series) -> dict[str, pl.Series]:
    """Return the branch that receives a member, and its organization where it is named."""
    parts = [_split(text) for text in written.to_list()]
    branches = [branch for branch, _organization in parts]
    organizations = [organization for _branch, organization in parts]
    return {
        "to_branch": pl.Series(branches, dtype=pl.String),
        "to_branch_match": _keys(branches),
        "to_organization": pl.Series(organizations, dtype=pl.String),
        "to_organization_match": _keys(organizations),
    }


def _split(written: str | None) -> tuple[str | None, str | None]:
    found = None if written is None else _RECEIVING.fullmatch(written)
    return (written, None) if found is None else (found[1], found[2])


def _keys(names: list[str | None]) -> pl.Series:
    keys = [None if name is None else match_key(name) for name in names]
    return pl.Series(keys, dtype=pl.String)


def _resolve(
    cursor: CursorWrapper,
    staging: str,
    name: str,
    into: str,
    within: str | None = None,
    kind: str = "unknown_unit",
) -> list[Finding]:
    reference = UnitReference(Tree.PARTY, name, into, "happened_on", within, kind)
    return resolve_units(cursor, staging, reference)
