"""Sheets typed in the fonts of before Unicode."""

from pathlib import Path

import pytest
import python_calamine as calamine

from coso.core import legacy_fonts
from coso.core.legacy_fonts import Font
from coso.importing.workbook.fonts import read_old_fonts
from coso.importing.workbook.grids import Grid
from tests.core.test_legacy_fonts import typed

SAMPLE = Path(legacy_fonts.__file__).parents[1] / "ops/sample"
READ = "gõ bằng phông chữ cũ (.VnTime hoặc VNI): đã đọc thành Unicode."
HEADER = ["STT", "Họ và tên", "Quê quán", "Chi bộ"]
PEOPLE = [
    [1.0, "Nguyễn Văn Đại", "xã Cao Kỳ", "Chi bộ Bản Mới"],
    [2.0, "Vũ Thị Hường", "xã Tân Sơn", "Chi bộ Bản Cũ"],
    [3.0, "Trần Quốc Đảng", "xã Yên Hân", "Chi bộ Nà Pái"],
]


def in_font(row, font, *columns):
    return [
        typed(cell, font) if isinstance(cell, str) and (not columns or n in columns) else cell
        for n, cell in enumerate(row)
    ]


def read(*rows):
    grid = read_old_fonts(Grid("Trang", [list(row) for row in rows]))
    return grid.rows, [(r.column, r.severity, r.message) for r in grid.remarks]


@pytest.mark.parametrize("font", Font)
def test_whole_sheet_is_read_as_unicode(font):
    rows, remarks = read(*(in_font(row, font) for row in (HEADER, *PEOPLE)))

    assert rows == [HEADER, *PEOPLE]
    assert remarks == [("", "info", f"Cột B, C, D {READ}")]


@pytest.mark.parametrize("font", Font)
def test_one_column_is_read_as_unicode(font):
    rows, remarks = read(*(in_font(row, font, 1) for row in (HEADER, *PEOPLE)))

    assert rows == [HEADER, *PEOPLE]
    assert remarks == [("", "info", f"Cột B {READ}")]


@pytest.mark.parametrize("font", Font)
def test_column_of_both_kinds_is_refused(font):
    old, proper = [in_font(row, font, 1) for row in PEOPLE], PEOPLE

    rows, [(column, severity, message)] = read(HEADER, *old, *proper)

    assert rows == [HEADER, *old, *proper]
    assert (column, severity) == ("B", "error")
    assert "UniKey" in message


@pytest.mark.parametrize("font", Font)
def test_proper_title_above_makes_nothing_else_doubtful(font):
    titles = [["ĐẢNG BỘ XÃ CAO KỲ", "", "", ""], [typed("Tính đến ngày 30/6", font), "", "", ""]]

    rows, remarks = read(*titles, *(in_font(row, font) for row in (HEADER, *PEOPLE)))

    assert rows == [titles[0], ["Tính đến ngày 30/6", "", "", ""], HEADER, *PEOPLE]
    assert remarks == [("", "info", f"Cột A, B, C, D {READ}")]


def test_sheet_of_the_right_kind_stays_as_it_is():
    rows, remarks = read(HEADER, *PEOPLE)

    assert (rows, remarks) == ([HEADER, *PEOPLE], [])


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.xlsx")), ids=lambda path: path.stem)
def test_no_text_of_the_sample_is_taken_for_an_old_font(path):
    with calamine.CalamineWorkbook.from_path(path) as book:
        rows = [
            row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
        ]
    texts = {cell for row in rows for cell in row if isinstance(cell, str)}

    assert len(texts) > 50
    assert not [text for text in texts if legacy_fonts.may_be_legacy(text)]
    assert sum(legacy_fonts.evidence(texts).fonts.values()) == 0
