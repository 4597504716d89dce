"""Excel workbooks: lists and tables with title rows, frozen header and A4 print set-up."""

from __future__ import annotations

import datetime as dt
import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from attrs import frozen

from coso.core.dates import format_date
from coso.reporting.paper import Table

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_WIDEST = 36
_FIRST_DAY = dt.date(1900, 3, 1)  # Excel counts days from here on as everybody does
_WIDTH_OF_PAGE = 95
_UPRIGHT_WIDTH = 108  # what is wider would be too small on an upright A4 page
_HEIGHT_OF_LINE = 16  # points
_MOST_LINES = 25  # Excel has no rows higher than 409 points
_LONGEST_SHEET_NAME = 31
_FOOTER_FONT: Final = '&"Times New Roman,Regular"&10'
# Letters of our font for each unit of the width of a column.
_ROOM: Final = 1.1
_ROOM_FOR_BOLD: Final = 0.9
_MAKER: Final = "NGƯỜI LẬP BIỂU"
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
    "text": {"border": 1, "num_format": "@", "valign": "top", "text_wrap": True},
    "date": {"border": 1, "num_format": "dd/mm/yyyy", "valign": "top", "align": "center"},
    "number": {"border": 1, "valign": "top"},
    "ordinal": {"border": 1, "valign": "top", "align": "center"},
    "counted": {"border": 1, "valign": "top", "num_format": "#,##0"},
    "share": {"border": 1, "valign": "top", "num_format": "0.0"},
}
# How text, days, numbers and shares look.
_OF_A_LIST: Final = ("text", "date", "number", "number")
_OF_A_TABLE: Final = ("text", "date", "counted", "share")
# What stands under a table at the right, from the top: the words of a paper, and how they look.
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
        widths = [_width(label, rows, at) for at, label in enumerate(header)]
        sheet = _Sheet.of(workbook, "Danh sách", widths)
        sheet.write_titles([unit_name.upper()], title, format_date(as_of))
        sheet.write_rows(header, rows, _OF_A_LIST)
    return buffer.getvalue()


def tables_workbook(*, title: str, tables: Sequence[Table], words: Mapping[str, str]) -> bytes:
    """Return a workbook with a sheet for each table, ready to be signed.

    :param words: what stands in the head and in the signature, by the names of the fields
    """
    buffer = io.BytesIO()
    organs = [words["cơ quan cấp trên"], words["cơ quan ban hành"]]
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        for number, table in enumerate(tables, start=1):
            widths = [_WIDTH_OF_PAGE * share // sum(table.widths) + 2 for share in table.widths]
            sheet = _Sheet.of(workbook, _sheet_name(number, table.title), widths)
            sheet.write_titles(organs, title, words["ngày số liệu"], table.title)
            sheet.write_rows(table.header, table.rows, _OF_A_TABLE)
            sheet.write_signature(words)
    return buffer.getvalue()


@frozen
class _Sheet:
    """A sheet that is written from the top down."""

    sheet: Any
    formats: Mapping[str, Any]
    widths: Sequence[int]
    row: list[int]

    @classmethod
    def of(cls, workbook: Any, name: str, widths: Sequence[int]) -> _Sheet:
        formats = {name: workbook.add_format({**_FONT, **look}) for name, look in _FORMATS.items()}
        sheet = workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return cls(sheet, formats, widths, [0])

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
        self.sheet.set_footer(f"&L{_FOOTER_FONT}Số liệu đến ngày {when}&R{_FOOTER_FONT}&P/&N")

    def write_rows(
        self, header: Sequence[str], rows: Sequence[Sequence[Any]], looks: Sequence[str]
    ) -> None:
        top = self._next()
        self._make_room(top, header, _ROOM_FOR_BOLD)
        for column, label in enumerate(header):
            self.sheet.write_string(top, column, label, self.formats["head"])
        text, date, number, share = (self.formats[name] for name in looks)
        first = (text, date, self.formats["ordinal"], share)
        for row in rows:
            at = self._next()
            self._make_room(at, row)
            for column, value in enumerate(row):
                formats = (text, date, number, share) if column else first
                _write_cell(self.sheet, at, column, value, formats)
        self._set_up_print(top)

    def write_signature(self, words: Mapping[str, str]) -> None:
        """Write who made the table at the left; place and date, authority and post at the right."""
        self._next()
        middle = max(len(self.widths) // 2, 2)  # the first column may be too narrow alone
        for name, look in _SIGNATURE:
            self._write_across(words[name], look, first=middle)
        maker = self.row[0] - len(_SIGNATURE) + 1
        self._merge(maker, 0, middle - 1, _MAKER, "strong")

    def _make_room(self, at: int, row: Sequence[Any], room: float = _ROOM) -> None:
        """Make a row as high as its longest text; programs do not do so when they open a file."""
        lines = max(map(_lines, row, (width * room for width in self.widths)), default=1)
        if lines > 1:
            self.sheet.set_row(at, _HEIGHT_OF_LINE * min(lines, _MOST_LINES))

    def _next(self) -> int:
        self.row[0] += 1
        return self.row[0] - 1

    def _write_across(self, words: str, look: str, first: int = 0) -> None:
        self._merge(self._next(), first, max(len(self.widths) - 1, 1), words, look)

    def _merge(self, row: int, first: int, last: int, words: str, look: str) -> None:
        if first < last:
            self.sheet.merge_range(row, first, row, last, words, self.formats[look])
        else:
            self.sheet.write_string(row, first, words, self.formats[look])

    def _set_up_print(self, top: int) -> None:
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.79, right=0.59, top=0.79, bottom=0.79)
        if sum(self.widths) > _UPRIGHT_WIDTH:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(top)
        self.sheet.freeze_panes(top + 1, 0)


def _lines(value: Any, width: float) -> int:
    """Return how many lines a cell takes in a column of a width."""
    text = value if isinstance(value, str) else ""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(len(textwrap.wrap(line, max(int(width), 1))) or 1 for line in text.split("\n"))


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
