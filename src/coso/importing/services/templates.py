"""Blank forms: a workbook for each register, with a sample row, lists to choose from, guidance."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, Self

import xlsxwriter
from attrs import frozen

from coso.core import numbers
from coso.core.errors import DomainError
from coso.core.text import search_key
from coso.importing.columns import Field, Kind
from coso.importing.services import guidance
from coso.importing.sheets import REGISTERS, plans
from coso.importing.sheets.base import Layout, Register
from coso.importing.workbook import (
    CHOICES_SHEET,
    GUIDE_SHEET,
    PATH_SEPARATOR,
    SAMPLE_MARK,
    column_letter,
)

_FONT: Final = {"font_name": "Times New Roman", "font_size": 12}
_CELL: Final = {**_FONT, "border": 1, "valign": "top", "text_wrap": True}
_SAMPLE: Final = {**_CELL, "italic": True, "font_color": "#7F7F7F"}
# As text Excel keeps the zeros of a code, and makes no date of “12/12”.
_AS_TEXT: Final = {"num_format": "@"}
_LOOKS: Final = {
    "bold": {**_FONT, "bold": True},
    "heading": {**_FONT, "bold": True, "font_size": 14},
    "title": {**_FONT, "bold": True, "font_size": 14, "align": "center"},
    "dating": {**_FONT, "italic": True, "align": "center"},
    "plain": _FONT,
    "head": {**_CELL, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EDEDED"},
    "text": {**_CELL, **_AS_TEXT},
    "number": _CELL,
    "sample text": {**_SAMPLE, **_AS_TEXT},
    "sample number": _SAMPLE,
    "column text": {**_FONT, **_AS_TEXT},
    "column number": _FONT,
}
_TITLE_ROW, _DATING_ROW, _HEADER_ROW = 1, 2, 4
# So many rows are drawn for a start; the lists to choose from reach further.
_DRAWN_ROWS: Final = 15
_ROW_HEIGHT: Final = 21
_LAST_CHOICE_ROW: Final = 9_999
_WIDTHS: Final = {Kind.NAME: 22, Kind.UNIT: 20, Kind.DATE: 10, Kind.PARTIAL_DATE: 10}
_NARROWEST, _WIDEST, _ROOM_FOR_TEXT = 6, 16, 26
_LONG: Final = 250
_CHOICE: Final = {
    "validate": "list",
    "error_type": "warning",
    "error_title": "Giá trị ngoài danh sách",
    "error_message": f"Hãy chọn trong danh sách, hoặc viết theo cách nêu ở trang {GUIDE_SHEET}.",
}
_A3, _A4 = 8, 9
_WIDEST_ON_A4: Final = 300


class UnableToWriteTemplate(DomainError):
    """There is no register of that kind."""


@frozen
class Template:
    """A blank form that there is: its kind, and what it is for."""

    kind: str
    label: str

    @property
    def file_name(self) -> str:
        """A name for its file, in plain letters."""
        words = search_key(self.label).replace(",", "").split()
        return f"mau-{'-'.join(words)}.xlsx"


def list_templates() -> list[Template]:
    """Return the blank forms, in the order in which the registers are filled."""
    registers = sorted(REGISTERS, key=lambda register: register.order)
    return [Template(register.kind, register.label) for register in registers]


def write_template(kind: str) -> bytes:
    """Return the blank form of a register as a workbook.

    :raises UnableToWriteTemplate: if there is no such register
    """
    register = next((register for register in REGISTERS if register.kind == kind), None)
    if register is None:
        known = ", ".join(template.kind for template in list_templates())
        raise UnableToWriteTemplate(
            "unknown_template", f"Không có mẫu “{kind}”: hãy chọn trong các mẫu {known}."
        )
    return _blank_form(register)


def write_plan_template() -> bytes:
    """Return the blank form of a plan of reorganization as a workbook of three lists."""
    return _blank_form(plans.PlanBook())


def _blank_form(register: Register) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        _Form.begin(workbook).write(register)
    return buffer.getvalue()


def write_all_templates() -> bytes:
    """Return the blank forms of all registers as one archive (zip)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for form in list_templates():
            archive.writestr(form.file_name, write_template(form.kind))
    return buffer.getvalue()


@frozen
class _Form:
    """A workbook on its way, with the formats of its cells by name."""

    workbook: Any
    formats: dict[str, Any]

    @classmethod
    def begin(cls, workbook: Any) -> Self:
        """Prepare a workbook."""
        return cls(workbook, {name: workbook.add_format(look) for name, look in _LOOKS.items()})

    def write(self, register: Register) -> None:
        """Write the blank lists, the guidance and the hidden sheet with the values to choose."""
        sheets = [self.workbook.add_worksheet(layout.sheet) for layout in register.layouts]
        guide = self.workbook.add_worksheet(GUIDE_SHEET)
        guidance.write(guide, register, self.formats)
        _print_across(guide, _A4)
        ranges = self._write_choices(register.layouts)
        for layout, sheet in zip(register.layouts, sheets, strict=True):
            self._write_titles(sheet, layout, register.dating)
            first = self._write_header(sheet, layout.fields)
            self._write_rows(sheet, layout.fields, first)
            _offer(sheet, layout.fields, first, ranges)
            sheet.freeze_panes(first, 2)
            sheet.repeat_rows(_HEADER_ROW, first - 1)
            _print_across(sheet, _paper(layout.fields))

    def _write_titles(self, sheet: Any, layout: Layout, dating: str) -> None:
        last = len(layout.fields)
        title, below = self.formats["title"], self.formats["dating"]
        sheet.write_string(0, 0, "ĐƠN VỊ: …", self.formats["bold"])
        sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, layout.title.upper(), title)
        sheet.merge_range(_DATING_ROW, 0, _DATING_ROW, last, dating, below)

    def _write_header(self, sheet: Any, fields: Sequence[Field]) -> int:
        """Write the header, groups above their columns; return the first row below it."""
        paths = [("STT",), *map(_path, fields)]
        last = _HEADER_ROW + max(map(len, paths)) - 1
        lines = (guidance.lines(_path(field)[-1], _width(field)) for field in fields)
        sheet.set_row(last, guidance.LINE_HEIGHT * max(lines))
        for group, columns in groupby(enumerate(paths), key=lambda column: column[1][0]):
            places = [place for place, _path in columns]
            grouped = len(paths[places[0]]) > 1
            bottom = _HEADER_ROW if grouped else last
            self._merge(sheet, (_HEADER_ROW, places[0], bottom, places[-1]), group)
            for place in places if grouped else ():
                sheet.write_string(last, place, paths[place][-1], self.formats["head"])
        return last + 1

    def _merge(self, sheet: Any, area: tuple[int, int, int, int], text: str) -> None:
        top, left, bottom, right = area
        if (top, left) == (bottom, right):
            sheet.write_string(top, left, text, self.formats["head"])
        else:
            sheet.merge_range(top, left, bottom, right, text, self.formats["head"])

    def _write_rows(self, sheet: Any, fields: Sequence[Field], first: int) -> None:
        """Write the sample row and empty rows; whole columns have the format, for what follows."""
        sheet.set_default_row(_ROW_HEIGHT)
        sheet.set_column(0, 0, 5, self.formats["column number"])
        for row in range(first, first + _DRAWN_ROWS):
            sheet.write_blank(row, 0, None, self.formats["number"])
        for column, field in enumerate(fields, start=1):
            kind = "number" if _is_number(field) else "text"
            sheet.set_column(column, column, _width(field), self.formats[f"column {kind}"])
            for row in range(first + 1, first + _DRAWN_ROWS):
                sheet.write_blank(row, column, None, self.formats[kind])
        self._write_sample(sheet, fields, first)

    def _write_sample(self, sheet: Any, fields: Sequence[Field], row: int) -> None:
        texts = [field.example for field in fields]
        texts[0] = f"{SAMPLE_MARK} {texts[0]}"
        for column, (field, text) in enumerate(zip(fields, texts, strict=True), start=1):
            if _is_number(field):
                number = float(numbers.parse_number(text))
                sheet.write_number(row, column, number, self.formats["sample number"])
            else:
                sheet.write_string(row, column, text, self.formats["sample text"])
        lines = map(guidance.lines, texts, map(_width, fields))
        sheet.set_row(row, max(guidance.LINE_HEIGHT * max(lines), _ROW_HEIGHT))

    def _write_choices(self, layouts: Iterable[Layout]) -> dict[tuple[str, ...], str]:
        """Write each list to choose from into a column; return where it stands."""
        sheet = self.workbook.add_worksheet(CHOICES_SHEET)
        sheet.hide()
        lists = {tuple(field.offered()): field for layout in layouts for field in layout.fields}
        lists.pop((), None)
        ranges = {}
        for column, (values, field) in enumerate(lists.items()):
            sheet.write_column(0, column, [field.label, *values])
            letter = column_letter(column)
            ranges[values] = f"='{CHOICES_SHEET}'!${letter}$2:${letter}${len(values) + 1}"
        return ranges


def _offer(
    sheet: Any, fields: Sequence[Field], first: int, ranges: Mapping[tuple[str, ...], str]
) -> None:
    """Let the cells of a column be chosen from its values; another spelling only warns."""
    for column, field in enumerate(fields, start=1):
        source = ranges.get(tuple(field.offered()))
        if source is not None:
            chosen = {**_CHOICE, "source": source}
            sheet.data_validation(first, column, _LAST_CHOICE_ROW, column, chosen)


def _paper(fields: Sequence[Field]) -> int:
    """Return the paper on which a list one page wide can still be read."""
    return _A4 if sum(map(_width, fields)) <= _WIDEST_ON_A4 else _A3


def _print_across(sheet: Any, paper: int) -> None:
    """Set a sheet up for paper across, one page wide."""
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.set_margins(left=0.59, right=0.59, top=0.79, bottom=0.79)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def _is_number(field: Field) -> bool:
    return field.kind in (Kind.INTEGER, Kind.DECIMAL)


def _width(field: Field) -> int:
    """Return how wide a column is: cells may break, words of the header may not."""
    if field.longest > _LONG:
        return _ROOM_FOR_TEXT
    needed = _WIDTHS.get(field.kind, min(len(field.example) or _WIDEST, _WIDEST))
    return max(needed, *map(len, _path(field)[-1].split()), _NARROWEST) + 2


def _path(field: Field) -> tuple[str, ...]:
    return tuple(field.label.split(PATH_SEPARATOR))
