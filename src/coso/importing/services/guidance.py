"""The guidance of a blank form: how to fill it in, each column, each value to choose."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from coso.importing.columns import Field, Kind, header_key
from coso.importing.sheets.base import Register
from coso.importing.workbook import SAMPLE_MARK

LINE_HEIGHT: Final = 17

_COLUMNS: Final = ("Cột", "Cách ghi", "Tiêu đề khác cũng hiểu", "Ví dụ", "Bắt buộc")
_VALUES: Final = ("Cột", "Giá trị để chọn", "Cách viết khác cũng hiểu")
_WIDTHS: Final = (28, 56, 56, 30, 13)
_SYNONYMS_SHOWN: Final = 8
_HOW: Final = {
    Kind.NAME: "Ghi đủ họ, chữ đệm và tên, có dấu.",
    Kind.UNIT: "Ghi đủ tên như trong sổ đơn vị.",
    Kind.CODE: "Ghi đủ mọi chữ số, kể cả số 0 ở đầu.",
    Kind.CHOICE: "Chọn trong danh sách thả xuống.",
    Kind.DATE: "Ghi đủ ngày/tháng/năm.",
    Kind.PARTIAL_DATE: "Ghi ngày/tháng/năm; không rõ ngày thì ghi 05/1980 hoặc 1980.",
    Kind.PERIOD: "Ghi tháng hoặc quý.",
    Kind.TIME: "Ghi giờ:phút.",
    Kind.INTEGER: "Ghi số nguyên.",
    Kind.DECIMAL: "Ghi số, phần thập phân sau dấu phẩy.",
}


def write(sheet: Any, register: Register, formats: Mapping[str, Any]) -> None:
    """Fill the sheet of guidance; `formats` are heading, plain, head and text."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"HƯỚNG DẪN GHI: {register.label.upper()}", formats["heading"])
    steps = _steps(register)
    sheet.write_column(2, 0, steps, formats["plain"])
    below = _write_table(sheet, len(steps) + 3, [_COLUMNS, *_columns(register)], formats)
    values = _values(register)
    if values:
        _write_table(sheet, below + 1, [_VALUES, *values], formats)


def _write_table(
    sheet: Any, top: int, rows: Sequence[Sequence[str]], formats: Mapping[str, Any]
) -> int:
    """Write a table with its headings; return the first row below it."""
    for row, cells in enumerate(rows, start=top):
        sheet.write_row(row, 0, cells, formats["head" if row == top else "text"])
        sheet.set_row(row, LINE_HEIGHT * max(map(lines, cells, _WIDTHS)))
    return top + len(rows)


def lines(text: str, width: int) -> int:
    """Return into how many lines a text breaks: not every program makes rows high enough."""
    return 1 if len(text) <= width else max(len(textwrap.wrap(text, width)), 1)


def _steps(register: Register) -> list[str]:
    """Return how a form is filled in and taken in, one sentence a line."""
    dating = register.dating
    said = [
        f"Điền vào dòng “{dating}” phía trên tiêu đề." if dating else "",
        f"Ghi danh sách từ dòng dưới dòng “{SAMPLE_MARK} …”. Dòng ấy không được nhập, có thể xóa.",
        "Được đổi thứ tự cột, bỏ cột không bắt buộc, thêm cột khác; giữ nguyên chữ của tiêu đề.",
        "Lưu dạng .xlsx rồi nhập. Nhập lại một tệp đã nhập thì sổ không thay đổi.",
    ]
    return [f"{number}. {text}" for number, text in enumerate(filter(None, said), start=1)]


def _columns(register: Register) -> list[tuple[str, ...]]:
    return [
        (field.label, _how(field), _synonyms(field), field.example, _need(field))
        for field in _fields(register)
    ]


def _values(register: Register) -> list[tuple[str, ...]]:
    """Return the values of each column; lists of one register may offer different ones."""
    offered = dict.fromkeys(
        (field.label, usual, "; ".join(others))
        for field in _all_fields(register)
        for usual, *others in _spellings(field)
    )
    labels = [field.label for field in _fields(register)]
    return sorted(offered, key=lambda value: labels.index(value[0]))


def _fields(register: Register) -> list[Field]:
    """Return the columns of all blank lists, those with one header once."""
    return list({field.label: field for field in _all_fields(register)}.values())


def _all_fields(register: Register) -> list[Field]:
    return [field for layout in register.layouts for field in layout.fields]


def _need(field: Field) -> str:
    if field.filled:
        return "Bắt buộc"
    return "Phải có cột" if field.required else "Không"


def _how(field: Field) -> str:
    kind = Kind.CHOICE if field.choices else field.kind
    if kind is Kind.TEXT:
        return f"{field.hint} Không quá {field.longest} ký tự.".strip()
    return f"{_HOW.get(kind, '')} {field.hint}".strip()


def _synonyms(field: Field) -> str:
    others = {header_key(header): header for header in field.headers}
    del others[header_key(field.label)]
    shown = [f"“{header}”" for header in others.values()]
    more = ["…"] if len(shown) > _SYNONYMS_SHOWN else []
    return "; ".join([*shown[:_SYNONYMS_SHOWN], *more])


def _spellings(field: Field) -> Iterator[list[str]]:
    """Yield the spellings of each value, the usual one first."""
    spellings: dict[str, list[str]] = {}
    for spelling, value in (field.choices() if field.choices else {}).items():
        spellings.setdefault(value, []).append(spelling)
    yield from spellings.values()
