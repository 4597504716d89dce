"""Excel workbooks: lists and tables with title rows, frozen header and A4 print set-up."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from attrs import frozen

from coso.core.dates import format_date
from coso.reporting.paper import Table

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_WIDEST = 45
_FIRST_DAY = dt.date(1900, 3, 1)  # Excel counts days from here on as everybody does
_UPRIGHT_COLUMNS = 6  # more of them do not fit across an upright A4 page
_WIDTH_OF_PAGE = 95
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_FORMATS: Final[dict[str, dict[str, Any]]] = {
    "organ": {"bold": True},
    "heading": {"bold": True, "font_size": 14, "align": "center"},
    "note": {"italic": True, "align": "center"},
    "centre": {"align": "center"},
    "strong": {"bold": True, "align": "center"},
    "head": {
        "bold": True,
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    },
    "text": {"border": 1, "num_format": "@", "valign": "top", "text_wrap": False},
    "wrapped": {"border": 1, "num_format": "@", "valign": "top", "text_wrap": True},
    "date": {"border": 1, "num_format": "dd/mm/yyyy", "valign": "top"},
    "number": {"border": 1, "valign": "top"},
    "counted": {"border": 1, "valign": "top", "num_format": "#,##0"},
    "share": {"border": 1, "valign": "top", "num_format": "0.0"},
}
# How text, days, numbers and shares look.
_OF_A_LIST: Final = ("text", "date", "number", "number")
_OF_A_TABLE: Final = ("wrapped", "date", "counted", "share")
# What stands under a table, from the top: the words of a paper, and how they look.
_SIGNATURE: Final = (
    ("nơi, ngày", "note"),
    ("quyền hạn ký", "strong"),
    ("chức vụ ký", "centre"),
)


def list_workbook(
    *,
    title: str,
    unit_name: str,
    as_of: dt.date,
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> bytes:
    """Return a workbook with one list; codes stay text, dates are dates.

    The title rows name the unit and the as-of date, so that a printed page says what it is.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = _Sheet.of(workbook, "Danh sách", len(header))
        sheet.write_titles([unit_name.upper()], title, format_date(as_of))
        sheet.write_rows(header, rows, _OF_A_LIST)
        sheet.set_columns([_width(label, rows, at) for at, label in enumerate(header)])
    return buffer.getvalue()


def tables_workbook(*, title: str, tables: Sequence[Table], words: Mapping[str, str]) -> bytes:
    """Return a workbook with a sheet for each table, ready to be signed.

    :param words: what stands in the head and in the signature, by the names of the fields
    """
    buffer = io.BytesIO()
    organs = [words["cơ quan cấp trên"], words["cơ quan ban hành"]]
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        for number, table in enumerate(tables, start=1):
            sheet = _Sheet.of(workbook, _sheet_name(number, table.title), len(table.header))
            sheet.write_titles(organs, title, words["ngày số liệu"], table.title)
            sheet.write_rows(table.header, table.rows, _OF_A_TABLE)
            sheet.write_signature(words)
            sheet.set_columns([_WIDTH_OF_PAGE * w // sum(table.widths) + 2 for w in table.widths])
    return buffer.getvalue()


@frozen
class _Sheet:
    """A sheet that is written from the top down."""

    sheet: Any
    formats: Mapping[str, Any]
    columns: int
    row: list[int]

    @classmethod
    def of(cls, workbook: Any, name: str, columns: int) -> _Sheet:
        formats = {name: workbook.add_format({**_FONT, **look}) for name, look in _FORMATS.items()}
        return cls(workbook.add_worksheet(name), formats, columns, [0])

    def write_titles(
        self, organs: Sequence[str], title: str, when: str, subtitle: str = ""
    ) -> None:
        for organ in filter(None, organs):
            self.sheet.write_string(self._next(), 0, organ, self.formats["organ"])
        self._write_across(title.upper(), "heading")
        if subtitle:
            self._write_across(subtitle, "strong")
        self._write_across(f"(Số liệu đến ngày {when})", "note")
        self._next()

    def write_rows(
        self, header: Sequence[str], rows: Sequence[Sequence[Any]], looks: Sequence[str]
    ) -> None:
        top = self._next()
        for column, label in enumerate(header):
            self.sheet.write_string(top, column, label, self.formats["head"])
        formats = tuple(self.formats[name] for name in looks)
        for row in rows:
            at = self._next()
            for column, value in enumerate(row):
                _write_cell(self.sheet, at, column, value, formats)
        self._set_up_print(top)

    def write_signature(self, words: Mapping[str, str]) -> None:
        """Write place and date, authority and post at the right below the table."""
        self._next()
        for name, look in _SIGNATURE:
            self._write_across(words[name], look, first=self.columns // 2)

    def set_columns(self, widths: Sequence[int]) -> None:
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def _next(self) -> int:
        self.row[0] += 1
        return self.row[0] - 1

    def _write_across(self, words: str, look: str, first: int = 0) -> None:
        row, last = self._next(), max(self.columns - 1, 1)
        if first < last:
            self.sheet.merge_range(row, first, row, last, words, self.formats[look])
        else:
            self.sheet.write_string(row, first, words, self.formats[look])

    def _set_up_print(self, top: int) -> None:
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.79, right=0.59, top=0.79, bottom=0.79)
        if self.columns > _UPRIGHT_COLUMNS:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(top)
        self.sheet.freeze_panes(top + 1, 0)
        self.sheet.set_footer("&C&P/&N")


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: tuple[Any, ...]) -> None:
    text, date, number, share = formats
    if isinstance(value, dt.datetime) or (isinstance(value, dt.date) and value >= _FIRST_DAY):
        sheet.write_datetime(row, column, value, date)
    elif isinstance(value, dt.date):
        sheet.write_string(row, column, format_date(value), text)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value, share)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, number)
    else:
        # Never as a formula: a name that begins with “=” stays text.
        sheet.write_string(row, column, "" if value is None else str(value), text)


def _width(label: str, rows: Sequence[Sequence[Any]], column: int) -> int:
    longest = max((len(str(row[column])) for row in rows[:200]), default=0)
    return min(max(longest, len(label) // 2, 6) + 2, _WIDEST)


def _sheet_name(number: int, title: str) -> str:
    return f"{number}. {_NOT_IN_SHEET_NAMES.sub(' ', title)}"[:_LONGEST_SHEET_NAME].strip(" '")
