"""Excel workbooks: lists with title rows, frozen header and A4 print set-up."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from coso.core.dates import format_date

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_WIDEST = 45
_TITLE_ROWS = 4
_FIRST_DAY = dt.date(1900, 3, 1)  # Excel counts days from here on as everybody does
_UPRIGHT_COLUMNS = 6  # more of them do not fit across an upright A4 page


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
        sheet = workbook.add_worksheet("Danh sách")
        _write_titles(workbook, sheet, title, unit_name, as_of, len(header))
        _write_rows(workbook, sheet, header, rows)
        _set_up_print(sheet, len(header))
    return buffer.getvalue()


def _write_titles(
    workbook: Any, sheet: Any, title: str, unit_name: str, as_of: dt.date, width: int
) -> None:
    organ = workbook.add_format({**_FONT, "bold": True})
    heading = workbook.add_format({**_FONT, "bold": True, "font_size": 14, "align": "center"})
    date = workbook.add_format({**_FONT, "italic": True, "align": "center"})
    sheet.write_string(0, 0, unit_name.upper(), organ)
    last = max(width - 1, 1)
    sheet.merge_range(1, 0, 1, last, title.upper(), heading)
    sheet.merge_range(2, 0, 2, last, f"(Số liệu đến ngày {as_of:%d/%m/%Y})", date)


def _write_rows(
    workbook: Any, sheet: Any, header: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    bold = workbook.add_format(
        {
            **_FONT,
            "bold": True,
            "border": 1,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
        }
    )
    text = workbook.add_format({**_FONT, "border": 1, "num_format": "@", "valign": "top"})
    date = workbook.add_format({**_FONT, "border": 1, "num_format": "dd/mm/yyyy", "valign": "top"})
    number = workbook.add_format({**_FONT, "border": 1, "valign": "top"})
    for column, label in enumerate(header):
        sheet.write_string(_TITLE_ROWS, column, label, bold)
        sheet.set_column(column, column, _width(label, rows, column))
    for offset, row in enumerate(rows, start=_TITLE_ROWS + 1):
        for column, value in enumerate(row):
            _write_cell(sheet, offset, column, value, (text, date, number))


def _write_cell(
    sheet: Any, row: int, column: int, value: Any, formats: tuple[Any, Any, Any]
) -> None:
    text, date, number = formats
    if isinstance(value, dt.datetime) or (isinstance(value, dt.date) and value >= _FIRST_DAY):
        sheet.write_datetime(row, column, value, date)
    elif isinstance(value, dt.date):
        sheet.write_string(row, column, format_date(value), text)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, column, value, number)
    else:
        # Never as a formula: a name that begins with “=” stays text.
        sheet.write_string(row, column, "" if value is None else str(value), text)


def _width(label: str, rows: Sequence[Sequence[Any]], column: int) -> int:
    longest = max((len(str(row[column])) for row in rows[:200]), default=0)
    return min(max(longest, len(label) // 2, 6) + 2, _WIDEST)


def _set_up_print(sheet: Any, width: int) -> None:
    sheet.set_paper(9)
    sheet.set_margins(left=0.79, right=0.59, top=0.79, bottom=0.79)
    if width > _UPRIGHT_COLUMNS:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TITLE_ROWS)
    sheet.freeze_panes(_TITLE_ROWS + 1, 0)
    sheet.set_footer("&C&P/&N")
