"""The problems of imports as a workbook: a sheet for each file."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import xlsxwriter

from coso.importing.services import wording
from coso.importing.services.guidance import LINE_HEIGHT, lines
from coso.importing.services.wording import Told

_COLUMNS: Final = {
    "Tệp": 24,
    "Trang tính": 22,
    "Ô": 9,
    "Mức": 11,
    "Đã ghi": 26,
    "Vấn đề": 54,
    "Gợi ý": 34,
    "Đã xử lý": 24,
}
_FONT: Final = {"font_name": "Times New Roman", "font_size": 12, "border": 1, "text_wrap": True}
_HEAD: Final = {**_FONT, "bold": True, "align": "center", "valign": "vcenter"}
# As text: what was typed is shown as it was typed.
_CELL: Final = {**_FONT, "num_format": "@", "valign": "top"}
_ROWS_AT_MOST: Final = 1_000_000
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31
_LONGEST_TEXT: Final = 32_767
_HIGHEST_ROW: Final = 409
_A4: Final = 9


def problems_workbook(problems: Iterable[Told]) -> bytes:
    """Return a workbook that lists problems in their order, with a sheet for each file."""
    of_files: dict[str, list[Told]] = {}
    for problem in problems:
        of_files.setdefault(problem.file, []).append(problem)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        formats = book.add_format(_HEAD), book.add_format(_CELL)
        taken: set[str] = set()
        for file, told in (of_files or {"Chỗ cần xem": []}).items():
            for first in range(0, max(len(told), 1), _ROWS_AT_MOST):
                sheet = book.add_worksheet(_free_name(file, taken))
                _write(sheet, told[first : first + _ROWS_AT_MOST], *formats)
    return buffer.getvalue()


def _write(sheet: Any, problems: Sequence[Told], head: Any, cell: Any) -> None:
    for column, (label, width) in enumerate(_COLUMNS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    for row, problem in enumerate(problems, start=1):
        cells = _cells(problem)
        sheet.set_row(row, _height(cells))
        for column, text in enumerate(cells):
            if text:  # never as a formula
                sheet.write_string(row, column, text[:_LONGEST_TEXT], cell)
            else:
                sheet.write_blank(row, column, None, cell)
    sheet.autofilter(0, 0, len(problems), len(_COLUMNS) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def _cells(problem: Told) -> tuple[str, ...]:
    return (
        problem.file,
        problem.sheet,
        wording.cell_of(problem),
        wording.severity_of(problem),
        wording.written_at(problem),
        wording.told_of(problem),
        problem.suggestion,
        wording.done_about(problem),
    )


def _height(cells: Iterable[str]) -> int:
    widths = _COLUMNS.values()
    broken = (lines(text, width) for text, width in zip(cells, widths, strict=True))
    return min(LINE_HEIGHT * max(broken), _HIGHEST_ROW)


def _free_name(file: str, taken: set[str]) -> str:
    """Return a name for the sheet of a file: short, of letters that Excel takes, only once."""
    plain = _NOT_IN_A_NAME.sub("_", file).strip("'")
    endings = itertools.chain([""], (f" ({number})" for number in itertools.count(2)))
    names = (plain[: _LONGEST_NAME - len(ending)] + ending for ending in endings)
    name = next(name for name in names if name.lower() not in taken)
    taken.add(name.lower())
    return name
