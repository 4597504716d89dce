"""What lists of the demands of resolutions share, and the work items among them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core import dates
from coso.core.db import Finding
from coso.documents import validators as documents
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.readers import UnreadableCell
from coso.importing.sheets.base import Register, Sheet, Staged
from coso.importing.sheets.documents import find_issuers
from coso.resolutions import bulk
from coso.resolutions.validators import item_code

_NUMBER: Final = re.compile(r"\d+[a-z]?\s*-\s*NQ/[\wĐđ]+", re.IGNORECASE)
_DAY: Final = re.compile(r"ngày (\d{1,2}[-/.]\d{1,2}[-/.]\d{4})", re.IGNORECASE)
_LONGEST_CODE: Final = 20
# Which resolution a row is of.
REFERENCE: Final[rows.Schema] = {"resolution_number": pl.String, "resolution_day": pl.Date}


def read_code(text: str) -> str:
    """Return the code in a cell in its one form."""
    code = item_code(text)
    if len(code) > _LONGEST_CODE:
        raise UnreadableCell(
            "text_too_long", f"Mã “{text}” quá dài: hãy ghi mã ngắn, ví dụ CT01, NV01."
        )
    return code


def _read_resolution(text: str) -> str:
    number, day = _named(text)
    if number is None:
        raise UnreadableCell(
            "unknown_value",
            f"Không đọc được số nghị quyết “{text}”: hãy ghi như 03-NQ/ĐU ngày 15/03/2023.",
        )
    return number if day is None else f"{number} {day.isoformat()}"


def _named(text: str) -> tuple[str | None, dt.date | None]:
    """Return the number, and the day if there is one, of the resolution that words name."""
    found, day = _NUMBER.search(text), _DAY.search(text)
    number = None if found is None else documents.parse_number(found[0])
    if number is None:
        return None, None
    return documents.format_number(number), None if day is None else dates.parse_date(day[1]).value


RESOLUTION: Final = Field(
    "resolution",
    ("Nghị quyết", "Số nghị quyết", "Thực hiện nghị quyết"),
    Kind.PARSED,
    parse=_read_resolution,
    example="03-NQ/ĐU ngày 15/03/2023",
    hint="Được để trống khi tiêu đề của danh sách đã ghi số nghị quyết.",
)
NOTE: Final = Field("note", ("Ghi chú", "G/chú"), longest=300)


class OfResolutions(Register):
    """A list of what one resolution demands; it is named in a column, or in the title."""

    context_schema: ClassVar[rows.Schema] = {
        "title_number": pl.String,
        "title_day": pl.Date,
    }

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        named = (_named(title.text) for title in sheet.table.titles)
        number, day = next((each for each in named if each[0] is not None), (None, None))
        return {"title_number": number, "title_day": day}


class WorkItemRegister(OfResolutions):
    """What resolutions give units to do."""

    kind = "work_items"
    label = "Nhiệm vụ của nghị quyết"
    order = 83
    primary = ("resolutions_workitem",)
    unlike = ("So sánh",)
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "code",
            ("Mã nhiệm vụ", "Mã NV"),
            Kind.PARSED,
            required=True,
            filled=True,
            parse=read_code,
            example="NV01",
            hint="Mỗi nghị quyết được dùng lại.",
        ),
        Field(
            "text",
            ("Nhiệm vụ", "Nội dung nhiệm vụ", "Nhiệm vụ, giải pháp"),
            required=True,
            filled=True,
            longest=500,
            example="Rà soát, bổ sung quy hoạch cán bộ",
        ),
        Field(
            "responsible_name",
            ("Đơn vị thực hiện", "Cơ quan thực hiện", "Đơn vị chủ trì", "Cơ quan chủ trì"),
            required=True,
            filled=True,
            example="Đảng ủy xã Bình Minh",
        ),
        Field(
            "due_on",
            ("Thời hạn", "Hạn hoàn thành", "Thời hạn hoàn thành"),
            Kind.DATE,
            required=True,
            filled=True,
            example="30/06/2024",
        ),
        Field(
            "done_on",
            ("Ngày hoàn thành", "Hoàn thành ngày"),
            Kind.DATE,
            hint="Chưa xong thì để trống.",
        ),
        Field(
            "percent",
            ("Tiến độ (%)", "Tiến độ", "% hoàn thành", "Mức độ hoàn thành"),
            Kind.INTEGER,
            example="40",
            hint="Có ngày hoàn thành thì là 100.",
        ),
        Field(
            "target",
            ("Chỉ tiêu liên quan", "Mã chỉ tiêu"),
            Kind.PARSED,
            parse=read_code,
            hint="Ghi mã chỉ tiêu của cùng nghị quyết.",
        ),
        RESOLUTION,
        NOTE,
    )

    def derive(self, frame: pl.DataFrame) -> Staged:
        named = pl.DataFrame(list(map(reference_of, frame.iter_rows(named=True))), REFERENCE)
        derived = pl.concat([frame, named], how="horizontal").with_columns(
            pl.col("note").fill_null(""),
            **nothing("resolutions", "resolution_id", "responsible_id", "target_id"),
        )
        return Staged(derived, ())

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        find_issuers(cursor, staging, name="responsible_name", into="responsible_id")
        return [
            *bulk.find_resolutions(cursor, staging),
            *bulk.check_work_items(cursor, staging),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_work_items(cursor, staging)
        return []


def nothing(*names: str) -> dict[str, pl.Expr]:
    """Return columns that are filled later."""
    return {name: pl.lit(None, pl.Int64) for name in names}


def reference_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return which resolution a row means: the one of its cell, else the one of the title."""
    number, _, day = (row["resolution"] or "").partition(" ")
    if not number:
        return {"resolution_number": row["title_number"], "resolution_day": row["title_day"]}
    issued = dt.date.fromisoformat(day) if day else None
    return {"resolution_number": number, "resolution_day": issued}
