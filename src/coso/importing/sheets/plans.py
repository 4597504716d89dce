"""The three lists of a plan of reorganization: its events, their units, members by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import polars as pl

from coso.importing.columns import Field, Kind
from coso.importing.sheets.base import Layout, Register, Staged
from coso.importing.sheets.references import BORN_IN_ONE_COLUMN, PERSON_FIELDS, derive_person
from coso.organizations.enums import Tree, UnitEvent

SOURCE: Final = "SOURCE"
TARGET: Final = "TARGET"


def trees() -> Mapping[str, str]:
    """Return the spellings of the trees."""
    return {
        "Tổ chức đảng": Tree.PARTY,
        "Hành chính": Tree.AREA,
        "Đơn vị hành chính": Tree.AREA,
        "Cơ quan, đơn vị": Tree.AGENCY,
    }


def events() -> Mapping[str, str]:
    """Return the spellings of the events."""
    others = {
        "Nhập": UnitEvent.MERGE_INTO,
        "Nâng cấp": UnitEvent.CHANGE_TYPE,
        "Hạ cấp": UnitEvent.CHANGE_TYPE,
        "Chia": UnitEvent.SPLIT,
        "Tách": UnitEvent.SPLIT,
        "Thành lập mới": UnitEvent.ESTABLISH,
    }
    return {**{str(event.label): str(event) for event in UnitEvent}, **others}


def sides() -> Mapping[str, str]:
    """Return the spellings of what a unit is to an event."""
    return {"Nguồn": SOURCE, "Đích": TARGET}


_EVENT: Final = Field(
    "reference", ("Mã sự kiện", "Sự kiện"), required=True, filled=True, longest=20, example="SK001"
)


class EventSheet(Register):
    """One event of a plan a row, with its decision."""

    kind = "plan_events"
    label = "Sự kiện"
    order = 1
    unlike = ("Vai trò",)
    fields: ClassVar[tuple[Field, ...]] = (
        _EVENT,
        Field("tree", ("Phạm vi",), Kind.CHOICE, filled=True, choices=trees, example="Hành chính"),
        Field(
            "event",
            ("Hình thức", "Hình thức sắp xếp"),
            Kind.CHOICE,
            required=True,
            filled=True,
            choices=events,
            example="Sáp nhập",
        ),
        Field(
            "effective_on",
            ("Ngày hiệu lực",),
            Kind.DATE,
            required=True,
            filled=True,
            example="01/07/2025",
            hint="Một phương án có một ngày.",
        ),
        Field("decision", ("Số văn bản", "Số quyết định"), longest=60, example="12-QĐ/HU"),
        Field("decided_on", ("Ngày văn bản", "Ngày quyết định"), Kind.DATE, example="20/06/2025"),
        Field("issuer", ("Cơ quan ban hành",), example="Huyện ủy Chợ Mới"),
        Field(
            "parent",
            ("Cấp trên mới", "Cấp trên trực tiếp mới"),
            Kind.UNIT,
            example="Đảng bộ xã Tân Kỳ",
        ),
        Field(
            "members",
            ("Số đảng viên",),
            Kind.INTEGER,
            example="45",
            hint="Theo văn bản; khi diễn tập được đối chiếu với sổ.",
        ),
        Field("note", ("Ghi chú",), longest=300),
    )


class PartSheet(Register):
    """One unit of an event a row: what it takes, what it leaves."""

    kind = "plan_parts"
    label = "Nguồn - đích"
    order = 2
    fields: ClassVar[tuple[Field, ...]] = (
        _EVENT,
        Field(
            "side",
            ("Vai trò",),
            Kind.CHOICE,
            required=True,
            filled=True,
            choices=sides,
            example="Nguồn",
        ),
        Field("code", ("Mã", "Mã đơn vị"), Kind.CODE, example="06.065.001"),
        Field(
            "name",
            ("Tên đơn vị, tổ chức", "Tên đơn vị", "Tên tổ chức"),
            Kind.UNIT,
            required=True,
            filled=True,
            example="Chi bộ Bản Mới",
        ),
        Field(
            "type_code",
            ("Loại hình", "Loại hình tổ chức"),
            example="Chi bộ trực thuộc",
            hint="Để trống nếu tên đã cho biết.",
        ),
    )


class NamedMoveSheet(Register):
    """One member a row who goes to a branch by name."""

    kind = "plan_moves"
    label = "Đảng viên chuyển"
    order = 3
    alternatives = BORN_IN_ONE_COLUMN
    fields: ClassVar[tuple[Field, ...]] = (
        *PERSON_FIELDS,
        Field("from_branch", ("Chi bộ cũ",), Kind.UNIT, example="Chi bộ Bản Cũ"),
        Field("from_organization", ("Đảng bộ cũ",), Kind.UNIT, example="Đảng bộ xã Tân Sơn"),
        Field(
            "to_branch",
            ("Chi bộ mới",),
            Kind.UNIT,
            required=True,
            filled=True,
            example="Chi bộ Bản Mới",
        ),
        Field("to_organization", ("Đảng bộ mới",), Kind.UNIT, example="Đảng bộ xã Tân Kỳ"),
    )

    def derive(self, frame: pl.DataFrame) -> Staged:
        """Return the frame with one date of birth."""
        return derive_person(frame)


SHEETS: Final[Sequence[Register]] = (EventSheet(), PartSheet(), NamedMoveSheet())


class PlanBook(Register):
    """The blank form of a plan: its three lists in one workbook."""

    kind = "plan"
    label = "Phương án sắp xếp"
    order = 1
    fields: ClassVar[tuple[Field, ...]] = ()

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """Return the three lists."""
        return tuple(Layout(each.label, each.label, each.blank_fields()) for each in SHEETS)
