"""Lists of agencies: what each is, its superior and the area that it serves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from attrs import evolve
from django.db.backends.utils import CursorWrapper

from coso.core.db import Finding
from coso.core.text import search_key
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.sheets.base import Register, Sheet, Staged
from coso.importing.sheets.organizations import LIFE_FIELDS, types, with_ending
from coso.importing.sheets.personnel import QuotaRegister
from coso.importing.sheets.references import PERSON_FIELDS, UnitReference, resolve_units
from coso.importing.workbook import Column, Table
from coso.organizations import bulk, validators
from coso.organizations.enums import Tree

# How lists write the kinds of the seeds; the longer names stand there.
_TYPES: Final = {
    "Khối": "AGENCY_GROUP",
    "Khối cơ quan": "AGENCY_GROUP",
    "Cơ quan đảng": "PARTY_AGENCY",
    "Cơ quan đảng, đoàn thể": "PARTY_AGENCY",
    "Đảng, đoàn thể": "PARTY_AGENCY",
    "Đảng - đoàn thể": "PARTY_AGENCY",
    "Đoàn thể": "PARTY_AGENCY",
    "MTTQ": "PARTY_AGENCY",
    "MTTQ, đoàn thể": "PARTY_AGENCY",
    "Mặt trận Tổ quốc": "PARTY_AGENCY",
    "CQNN": "STATE_AGENCY",
    "Cơ quan hành chính": "STATE_AGENCY",
    "Cơ quan hành chính nhà nước": "STATE_AGENCY",
    "CQHC": "STATE_AGENCY",
    "Hành chính": "STATE_AGENCY",
    "Chính quyền": "STATE_AGENCY",
    "Cơ quan chuyên môn": "STATE_AGENCY",
    "Phòng chuyên môn": "STATE_AGENCY",
    "Đơn vị sự nghiệp": "PUBLIC_SERVICE_UNIT",
    "ĐVSN": "PUBLIC_SERVICE_UNIT",
    "ĐVSN công lập": "PUBLIC_SERVICE_UNIT",
    "Sự nghiệp": "PUBLIC_SERVICE_UNIT",
    "Sự nghiệp công lập": "PUBLIC_SERVICE_UNIT",
    "Trường": "SCHOOL",
    "Trường mầm non": "SCHOOL",
    "Trường tiểu học": "SCHOOL",
    "Trường THCS": "SCHOOL",
    "Trường THPT": "SCHOOL",
    "Cấp xã": "COMMUNE_AUTHORITY",
    "UBND xã": "COMMUNE_AUTHORITY",
    "UBND cấp xã": "COMMUNE_AUTHORITY",
    "Chính quyền cấp xã": "COMMUNE_AUTHORITY",
    "Cơ quan hành chính cấp xã": "COMMUNE_AUTHORITY",
    "DN": "ENTERPRISE",
    "DNNN": "ENTERPRISE",
    "Doanh nghiệp nhà nước": "ENTERPRISE",
    "Công ty": "ENTERPRISE",
    "Hợp tác xã": "ENTERPRISE",
    "HTX": "ENTERPRISE",
    "Công an": "ARMED_FORCES",
    "Quân đội": "ARMED_FORCES",
    "Quân sự": "ARMED_FORCES",
    "LLVT": "ARMED_FORCES",
    "Lực lượng vũ trang": "ARMED_FORCES",
}
_FILE: Final = re.compile(r"\b(?:danh sach|danh muc|so)(?: cac)? (?:co quan|don vi)\b")
# What only lists of agencies say; many tables name an agency.
_OF_AGENCIES: Final = ("code", "type_code", "parent", "founded_on")
# Of these tables others have the rows: people, headcounts, ratings.
_UNLIKE: Final = ("Kết quả xếp loại", "Kết quả", "Mã lớp", "Hình thức", "Biên chế", "Năm")
_NAMES: Final = next(field.headers for field in PERSON_FIELDS if field.name == "full_name")
_QUOTAS: Final = next(field.headers for field in QuotaRegister.fields if field.name == "quantity")

_LIFE: Final = (evolve(LIFE_FIELDS[0], example="12/QĐ-UBND"), *LIFE_FIELDS[1:])

_ITSELF: Final = UnitReference(Tree.AGENCY, "name", "unit_id", "listed_on")
_SUPERIOR: Final = UnitReference(Tree.AGENCY, "parent", "parent_id", "listed_on")
_SERVED: Final = UnitReference(Tree.AREA, "area", "area_id", "listed_on")


def agency_types() -> Mapping[str, str]:
    """Return the kinds of agencies by the ways lists write them."""
    return types(Tree.AGENCY) | _TYPES


class AgencyRegister(Register):
    """Agencies, service units, schools and enterprises of a day."""

    kind = "agencies"
    label = "Cơ quan, đơn vị"
    order = 25
    primary = ("organizations_unit",)
    needs_list_date = True
    unlike = (*_UNLIKE, *_NAMES, *_QUOTAS)
    context_schema: ClassVar[rows.Schema] = {"listed_on": pl.Date}
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "code",
            ("Mã cơ quan", "Mã cơ quan, đơn vị", "Mã đơn vị", "Mã số", "Mã"),
            Kind.CODE,
            parse=validators.read_agency_code,
            longest=30,
            example="CQ.0123",
            hint="Cơ quan mới để trống thì phần mềm cấp mã.",
        ),
        Field(
            "name",
            (
                *("Tên cơ quan, đơn vị", "Tên cơ quan", "Cơ quan, đơn vị", "Tên đơn vị"),
                *("Tên cơ quan, tổ chức, đơn vị", "Tên trường", "Cơ quan", "Đơn vị"),
            ),
            Kind.UNIT,
            required=True,
            filled=True,
            example="Trường Mầm non Bình Minh",
        ),
        Field(
            "type_code",
            (
                *("Loại cơ quan", "Loại cơ quan, đơn vị", "Loại đơn vị", "Loại hình", "Loại"),
                *("Khối", "Khối cơ quan"),
            ),
            Kind.CHOICE,
            choices=agency_types,
            example="Trường học",
            hint="Cơ quan mới để trống thì hiểu theo tên.",
        ),
        Field(
            "parent",
            (
                *("Cơ quan cấp trên", "Cấp trên trực tiếp", "Đơn vị cấp trên", "Cấp trên"),
                *("Trực thuộc", "Cơ quan chủ quản", "Cơ quan quản lý", "Đơn vị chủ quản"),
            ),
            Kind.UNIT,
            example="UBND xã Bình Minh",
            hint="Để trống thì cơ quan mới trực thuộc đơn vị gốc, cơ quan đã có giữ như trong sổ.",
        ),
        Field(
            "area",
            (
                *("Địa bàn phục vụ", "Địa bàn", "Xã, phường, thị trấn", "Xã, thị trấn"),
                *("Xã, phường", "Xã"),
            ),
            Kind.UNIT,
            example="Xã Bình Minh",
            hint="Để trống thì hiểu theo tên cơ quan và chi bộ của cơ quan.",
        ),
        *_LIFE,
    )

    def recognize(self, table: Table) -> dict[str, Column] | None:
        found = super().recognize(table)
        titled = any(_FILE.search(search_key(title.text)) for title in table.titles)
        return found if found and (titled or any(map(found.get, _OF_AGENCIES))) else None

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return {"listed_on": sheet.listed_on}

    def derive(self, frame: pl.DataFrame) -> Staged:
        return with_ending(frame)

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        unknown = resolve_units(cursor, staging, _SERVED)
        hints = bulk.Hints(
            refused=frozenset(finding.origin for finding in unknown),
            near=_near(cursor, staging, _ITSELF),
            near_parent=_near(cursor, staging, _SUPERIOR),
        )
        return [*unknown, *bulk.check_agencies(cursor, staging, hints)]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.merge_agencies(cursor, staging)


def _near(cursor: CursorWrapper, staging: str, reference: UnitReference) -> dict[int, str]:
    """Return the known name of which an unknown one is a slip of the pen, by row."""
    unknown = resolve_units(cursor, staging, reference)
    return {finding.origin: finding.suggestion for finding in unknown if finding.remedy}
