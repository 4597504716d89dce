"""Workbooks as they are printed: nothing is hidden by the next row, nothing too small to read."""

import datetime as dt
import io

import openpyxl
import pytest

from coso.reporting.writers import xlsx

DAY = dt.date(2023, 6, 30)
LONG = "lãnh đạo, chỉ đạo công tác tổ chức bộ máy và công tác cán bộ ở cơ sở " * 4


def sheet_of(*rows, header=("Tên", "Trích yếu")):
    content = xlsx.list_workbook(
        title="Văn bản", unit_name="Đảng bộ xã", as_of=DAY, header=header, rows=rows
    )
    return openpyxl.load_workbook(io.BytesIO(content)).active


def height(sheet, words):
    """Return the height of the row that begins with some words."""
    [row] = [cells[0].row for cells in sheet.iter_rows() if cells[0].value == words]
    return sheet.row_dimensions[row].height


def test_row_is_as_high_as_its_longest_text():
    sheet = sheet_of(("ngắn", "một dòng"), ("dài", LONG))

    assert height(sheet, "ngắn") is None
    assert height(sheet, "dài") >= 8 * 15
    assert sheet.column_dimensions["B"].width < 40


def test_row_is_never_higher_than_excel_allows():
    assert height(sheet_of(("dài", LONG * 40)), "dài") <= 409


def test_head_of_a_narrow_column_is_not_cut_off():
    sheet = sheet_of(("A", 1), header=("Tên", "Ngày quyết định đưa ra khỏi quy hoạch"))

    assert height(sheet, "Tên") >= 2 * 15


@pytest.mark.parametrize(("columns", "orientation"), [(3, "portrait"), (7, "landscape")])
def test_page_lies_on_its_side_where_the_columns_are_wide(columns, orientation):
    sheet = sheet_of(["Hoàn thành tốt nhiệm vụ"] * columns, header=["Kết quả"] * columns)

    assert sheet.page_setup.orientation == orientation


def test_narrow_columns_stand_upright_however_many():
    assert sheet_of(["x"] * 7, header=["TT"] * 7).page_setup.orientation == "portrait"


def test_every_page_says_of_which_day_it_is():
    footer = sheet_of(("A", "B")).oddFooter

    assert footer.left.text == "Số liệu đến ngày 30/06/2023"
    assert footer.right.text == "&P/&N"
