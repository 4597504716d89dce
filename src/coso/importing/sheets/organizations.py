"""Lists of units: Party organizations (workbook 01) and administrative areas (workbook 02)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core.db import Finding
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.sheets.base import Register, Sheet, Staged
from coso.organizations import bulk, validators
from coso.organizations import queries as organizations
from coso.organizations.enums import HostType, Tree

_ACTIVE: Final = "ACTIVE"
_CLOSED: Final = "CLOSED"
_STATES: Final = {
    "Đang hoạt động": _ACTIVE,
    "Hoạt động": _ACTIVE,
    "Còn hoạt động": _ACTIVE,
    "Đang HĐ": _ACTIVE,
    "HĐ": _ACTIVE,
    "Đã kết thúc": _CLOSED,
    "Đã kết thúc hoạt động": _CLOSED,
    "Kết thúc hoạt động": _CLOSED,
    "Đã giải thể": _CLOSED,
    "Giải thể": _CLOSED,
    "Ngừng hoạt động": _CLOSED,
    "Ngưng hoạt động": _CLOSED,
    "Không còn hoạt động": _CLOSED,
    "Đã sáp nhập": _CLOSED,
}
# How lists write the kinds of the seeds; the longer names stand there.
_PARTY_TYPES: Final = {
    "ĐBCS": "GRASSROOTS_COMMITTEE_ORG",
    "ĐB cơ sở": "GRASSROOTS_COMMITTEE_ORG",
    "Đảng bộ cơ sở trực thuộc": "GRASSROOTS_COMMITTEE_ORG",
    "CBCS": "GRASSROOTS_BRANCH",
    "CB cơ sở": "GRASSROOTS_BRANCH",
    "Chi bộ cơ sở trực thuộc": "GRASSROOTS_BRANCH",
    "CBTT": "BRANCH",
    "CB trực thuộc": "BRANCH",
    "Chi bộ trực thuộc ĐBCS": "BRANCH",
    "Chi bộ trực thuộc đảng bộ cơ sở": "BRANCH",
    "Chi bộ trực thuộc đảng ủy cơ sở": "BRANCH",
    "Chi bộ trực thuộc ĐUCS": "BRANCH",
    "Chi bộ": "BRANCH",
    "ĐBBP": "SECTION_ORG",
    "ĐB bộ phận": "SECTION_ORG",
}
_AREA_TYPES: Final = {
    "TT": "TOWNSHIP",
    "Bản": "VILLAGE",
    "Làng": "VILLAGE",
    "Ấp": "VILLAGE",
    "Xóm": "VILLAGE",
    "Phum": "VILLAGE",
    "Sóc": "VILLAGE",
    "Buôn": "VILLAGE",
    "TDP": "RESIDENTIAL_GROUP",
    "Tổ DP": "RESIDENTIAL_GROUP",
    "Tổ": "RESIDENTIAL_GROUP",
    "Khu phố": "RESIDENTIAL_GROUP",
    "Tiểu khu": "RESIDENTIAL_GROUP",
    "Huyện": "AREA_DISTRICT",
    "Tỉnh": "AREA_PROVINCE",
}
_HOST_TYPES: Final = {
    "Xã": HostType.COMMUNE,
    "Phường": HostType.COMMUNE,
    "Thị trấn": HostType.COMMUNE,
    "Xã, thị trấn": HostType.COMMUNE,
    "Bản": HostType.VILLAGE,
    "Xóm": HostType.VILLAGE,
    "Ấp": HostType.VILLAGE,
    "Làng": HostType.VILLAGE,
    "TDP": HostType.RESIDENTIAL_GROUP,
    "Cơ quan": HostType.STATE_AGENCY,
    "Đơn vị sự nghiệp công lập": HostType.PUBLIC_SERVICE_UNIT,
    "ĐVSN": HostType.PUBLIC_SERVICE_UNIT,
    "Trường học": HostType.PUBLIC_SERVICE_UNIT,
    "Cơ quan Đảng": HostType.PARTY_AGENCY,
    "Doanh nghiệp": HostType.SOE,
    "DNNN": HostType.SOE,
    "DN nhà nước": HostType.SOE,
    "Doanh nghiệp tư nhân": HostType.PRIVATE_ENTERPRISE,
    "DNTN": HostType.PRIVATE_ENTERPRISE,
    "DN tư nhân": HostType.PRIVATE_ENTERPRISE,
    "Quân sự": HostType.ARMED_FORCES_MILITARY,
    "CQHC": HostType.STATE_AGENCY,
}


def party_types() -> Mapping[str, str]:
    """Return the kinds of Party organizations by the ways lists write them."""
    return types(Tree.PARTY) | _PARTY_TYPES


def area_types() -> Mapping[str, str]:
    """Return the kinds of areas by the ways lists write them."""
    return types(Tree.AREA) | _AREA_TYPES


def host_types() -> Mapping[str, str]:
    """Return the kinds of places in which a Party organization lives."""
    labels = {str(kind.label): str(kind) for kind in HostType}
    return labels | {written: str(kind) for written, kind in _HOST_TYPES.items()}


def states() -> Mapping[str, str]:
    """Return whether a unit is active, by the ways lists write it."""
    return _STATES


# The day of a list, and whether it has a column for superiors.
CONTEXT: Final[rows.Schema] = {"listed_on": pl.Date, "says_place": pl.Boolean}
# When a unit began and ended.
LIFE_FIELDS: Final = (
    Field(
        "decision",
        ("Số QĐ thành lập", "Quyết định thành lập", "Số quyết định thành lập", "Số QĐ"),
        longest=60,
        example="12-QĐ/ĐU",
    ),
    Field(
        "founded_on",
        ("Ngày thành lập", "Ngày QĐ thành lập"),
        Kind.DATE,
        example="19/05/2010",
    ),
    Field(
        "closed_on",
        ("Ngày kết thúc", "Ngày giải thể", "Ngày kết thúc hoạt động"),
        Kind.DATE,
        hint="Chỉ ghi khi không còn hoạt động.",
    ),
    Field(
        "state",
        ("Trạng thái", "Tình trạng"),
        Kind.CHOICE,
        choices=states,
        example="Đang hoạt động",
    ),
)


class AreaRegister(Register):
    """Communes and villages of a day."""

    kind = "areas"
    label = "Đơn vị hành chính"
    order = 10
    primary = ("organizations_unit",)
    needs_list_date = True
    context_schema = CONTEXT
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "code",
            ("Mã đơn vị", "Mã thôn", "Mã thôn, tổ dân phố", "Mã ĐVHC", "Mã số", "Mã xã"),
            Kind.CODE,
            parse=validators.read_area_code,
            longest=30,
            example="01234.01",
        ),
        Field(
            "name",
            (
                *("Tên đơn vị hành chính", "Tên thôn, tổ dân phố", "Tên ĐVHC", "Tên xã, thị trấn"),
                *("Tên xã, phường, thị trấn", "Tên thôn", "Tên thôn, bản, tổ dân phố"),
            ),
            required=True,
            filled=True,
            example="Thôn Đồng Tâm",
        ),
        Field(
            "type_code",
            ("Loại", "Loại hình", "Loại đơn vị"),
            Kind.CHOICE,
            choices=area_types,
            example="Thôn",
            hint="Để trống thì hiểu theo chữ đầu của tên.",
        ),
        Field(
            "parent_code",
            ("Mã xã", "Mã cấp trên", "Mã huyện"),
            Kind.CODE,
            parse=validators.read_area_code,
            longest=30,
            example="01234",
            hint="Mã của đơn vị cấp trên.",
        ),
        Field(
            "parent",
            (
                *("Trực thuộc", "Thuộc huyện", "Xã, thị trấn", "Xã, phường, thị trấn"),
                *("Thuộc xã", "Thuộc xã, thị trấn", "Đơn vị cấp trên"),
            ),
            example="Xã Bình Minh",
            hint="Thôn, tổ dân phố cùng tên được phân biệt bằng cột này.",
        ),
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return context_of(sheet)

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.check_areas(cursor, staging)

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.merge_areas(cursor, staging)


class PartyOrganizationRegister(Register):
    """Party organizations of a day, grassroots and below."""

    kind = "party_organizations"
    label = "Tổ chức đảng"
    order = 20
    primary = ("organizations_unit",)
    needs_list_date = True
    unlike = ("Kết quả xếp loại", "Kỳ sinh hoạt", "Ngày dự")
    context_schema = CONTEXT
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "code",
            ("Mã tổ chức", "Mã TCĐ", "Mã tổ chức đảng", "Mã số"),
            Kind.CODE,
            parse=validators.read_party_code,
            longest=30,
            example="06.065.002.000.001",
        ),
        Field(
            "name",
            (
                "Tên tổ chức đảng",
                "Tên chi, đảng bộ",
                "Tên TCĐ",
                "Tên tổ chức",
                "Tên đảng bộ, chi bộ",
            ),
            required=True,
            filled=True,
            example="Chi bộ thôn Đồng Tâm",
            hint="Bắt đầu bằng “Đảng bộ” hoặc “Chi bộ”.",
        ),
        Field(
            "type_code",
            ("Loại hình tổ chức", "Loại hình TCĐ", "Loại tổ chức", "Loại hình tổ chức đảng"),
            Kind.CHOICE,
            choices=party_types,
            example="Chi bộ trực thuộc",
        ),
        Field(
            "host_type",
            ("Loại hình cơ sở", "Loại hình đơn vị", "Loại hình"),
            Kind.CHOICE,
            choices=host_types,
            example="Thôn",
            hint="Tổ chức đảng này ở nơi nào.",
        ),
        Field(
            "parent",
            (
                *("Cấp trên trực tiếp", "Đảng bộ cấp trên", "Cấp trên", "Trực thuộc"),
                "Đảng ủy cấp trên trực tiếp",
            ),
            example="Đảng bộ xã Bình Minh",
            hint="Ghi đủ tên; để trống là trực thuộc đơn vị gốc.",
        ),
        Field(
            "village",
            ("Thôn, tổ dân phố", "Thôn/TDP", "Thôn", "Thôn, bản"),
            example="Thôn Đồng Tâm",
            hint="Chỉ ghi với chi bộ của thôn, tổ dân phố.",
        ),
        Field("commune", ("Xã, thị trấn", "Xã, phường, thị trấn", "Xã"), example="Xã Bình Minh"),
        *LIFE_FIELDS,
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return context_of(sheet)

    def derive(self, frame: pl.DataFrame) -> Staged:
        return with_ending(frame)

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.check_party_organizations(cursor, staging)

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.merge_party_organizations(cursor, staging)


def context_of(sheet: Sheet) -> dict[str, Any]:
    """Return what all rows of a list of units have in common."""
    says_place = sheet.has("parent") or sheet.has("parent_code")
    return {"listed_on": sheet.listed_on, "says_place": says_place}


def with_ending(frame: pl.DataFrame) -> Staged:
    """Return a frame with `is_closed`, whether its `state` says that a unit has ended."""
    return Staged(frame.with_columns(is_closed=pl.col("state").eq_missing(_CLOSED)), ())


def types(tree: Tree) -> dict[str, str]:
    """Return the kinds of units of a tree by their names."""
    return {kind.name: kind.pk for kind in organizations.types_of(tree)}
