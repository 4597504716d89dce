"""What a list says about units: the rows of a staging table, and the forms of a name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db, text
from coso.core.dates import format_date
from coso.core.db import Finding


def named(name: str) -> dict[str, str]:
    """Return a unit's name as stored, with its keys to search, to compare and to sort."""
    stored = text.normalize(name)
    return {
        "name": stored,
        "search_name": text.search_key(stored),
        "match_name": text.match_key(stored),
        "order_key": text.text_order_key(stored),
    }


@define(eq=False)
class Wanted:
    """What a list says about one unit; an empty text or `None` says nothing.

    `unit` is the id, taken beforehand for a new unit; `origin` the number of the staging row,
    `None` for a unit that only another row names.
    """

    unit: int
    is_new: bool
    day: dt.date
    name: str
    type_code: str
    origin: int | None = None
    level: str = ""
    host_type: str = ""
    area: int | None = None
    agency: int | None = None
    parent: int | None = None
    code: str = ""
    decision: str = ""
    founded_on: dt.date | None = None
    closed_on: dt.date | None = None


class Row:
    """A row of a staging table; a column that the list does not have reads as nothing."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._matches: dict[str, str] = {}

    @property
    def origin(self) -> int:
        """The number of the row in the import."""
        return int(self._values["origin"])

    @property
    def day(self) -> dt.date:
        """The day that the list is of."""
        day: dt.date = self._values["listed_on"]
        return day

    def text(self, column: str) -> str:
        """Return a text, empty where nothing is said."""
        return text.normalize(str(self._values.get(column) or ""))

    def match(self, column: str) -> str:
        """Return the key by which a name is compared."""
        if column not in self._matches:
            self._matches[column] = text.match_key(self.text(column))
        return self._matches[column]

    @property
    def says_place(self) -> bool:
        """Whether the list has a column for what its units stand under."""
        return self._values.get("says_place") is not False

    @property
    def is_closed(self) -> bool:
        """Whether the list says that the unit has ended."""
        return bool(self._values.get("is_closed")) or self._values.get("closed_on") is not None

    @property
    def ending(self) -> dt.date | None:
        """The day from which the unit was gone, as the list says.

        A list may say that it has ended but not when: by the day of the list it was gone.
        """
        ended = (self.date("closed_on") or self.day) if self.is_closed else None
        founded = self.date("founded_on")
        return ended if ended is None or founded is None or founded < ended else None

    def date(self, column: str) -> dt.date | None:
        """Return a date."""
        day: dt.date | None = self._values.get(column)
        return day

    def unit(self, column: str) -> int | None:
        """Return the id of a unit that was looked up before."""
        unit: int | None = self._values.get(column)
        return unit


def staged_rows(cursor: CursorWrapper, staging: str) -> list[Row]:
    """Return the rows of a staging table that are not left out, in their order."""
    statement = SQL("SELECT * FROM {} WHERE NOT left_out ORDER BY origin").format(
        Identifier(staging)
    )
    found = db.rows(cursor, statement)
    columns = [column.name for column in cursor.description]
    return [Row(dict(zip(columns, values, strict=True))) for values in found]


def named_alike(row: Row, number: int) -> Finding:
    """Return that a list without a column for superiors has a name that several units bear."""
    message = (
        f"Sổ có {number} đơn vị tên “{row.text('name')}”, danh sách không có cột mã hay cột cấp "
        "trên để phân biệt. Hãy thêm một trong hai cột, hoặc bỏ dòng này."
    )
    return Finding(row.origin, "name", "ambiguous_unit", "doubt", message)


def under_themselves(rows: Sequence[Row], own: str, above: str) -> list[Finding]:
    """Return the rows that name themselves as what they stand under."""
    return [
        Finding(
            row.origin,
            above,
            "own_parent",
            "doubt",
            f"“{row.text('name')}” ghi trực thuộc chính mình. Hãy sửa cấp trên.",
        )
        for row in rows
        if row.text(own) and row.match(own) == row.match(above)
    ]


def by_day(rows: Sequence[Row]) -> dict[dt.date, list[Row]]:
    """Return the rows of each day, the earliest first; a list without a day says nothing."""
    days = sorted({row.day for row in rows if row.date("listed_on") is not None})
    return {day: [row for row in rows if row.date("listed_on") == day] for day in days}


def twice(rows: Sequence[Row]) -> list[Finding]:
    """Return the rows of one list with a code that another row has too."""
    seen = Counter((row.date("listed_on"), row.text("code")) for row in rows if row.text("code"))
    return [
        Finding(
            row.origin,
            "code",
            "duplicate_code",
            "doubt",
            f"Mã “{row.text('code')}” có ở {number} dòng. Hãy giữ một dòng hoặc sửa mã.",
        )
        for row in rows
        if (number := seen[row.date("listed_on"), row.text("code")]) > 1
    ]


def founded_later(rows: Sequence[Row]) -> list[Finding]:
    """Return the rows of units that were founded after the day of their list."""
    return [
        Finding(
            row.origin,
            "founded_on",
            "founded_after_list",
            "doubt",
            f"Ngày thành lập {format_date(founded)} sau ngày lập danh sách "
            f"{format_date(row.day)}. Hãy sửa ngày thành lập.",
        )
        for row in rows
        if (founded := row.date("founded_on")) is not None and founded > row.day
    ]


def ended(rows: Sequence[Row], unit: str = "tổ chức") -> list[Finding]:
    """Return the rows of units that have ended, as the list says."""
    message = (
        f"Danh sách ghi {unit} này không còn hoạt động: nếu chưa có trong sổ thì được ghi là đã "
        "kết thúc (vào ngày ghi trong danh sách, không có thì ngày lập danh sách); nếu đã có thì "
        "giữ nguyên. Hãy kiểm tra quyết định kết thúc."
    )
    return [
        Finding(row.origin, "state", "ended_unit", "warning", message)
        for row in rows
        if row.is_closed
    ]


def ended_before_founded(rows: Sequence[Row]) -> list[Finding]:
    """Return the rows of units that end on the day of their founding or before."""
    return [
        Finding(
            row.origin,
            "closed_on",
            "end_before_start",
            "doubt",
            f"Ngày kết thúc {format_date(closed)} không sau ngày thành lập "
            f"{format_date(founded)}. Hãy sửa một trong hai ngày.",
        )
        for row in rows
        if (closed := row.date("closed_on")) and (founded := row.date("founded_on"))
        if closed <= founded
    ]
