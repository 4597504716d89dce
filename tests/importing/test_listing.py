import io

import openpyxl

from coso.importing.rows import Problem
from coso.importing.services import problems_workbook
from tests.factories.workbooks import lines

HEADER = ["Tệp", "Trang tính", "Ô", "Mức", "Đã ghi", "Vấn đề", "Gợi ý", "Đã xử lý"]


def problem(file="sổ.xlsx", row=9, column="C", **values):
    values = {"kind": "k", "severity": "doubt", "message": "Không có ngày này."} | values
    return Problem(file, "Danh sách", row, column, **values)


def test_problems_are_listed_by_file():
    content = problems_workbook(
        [
            problem(written="31/02/1975", suggestion="không rõ ngày", action="stopped"),
            problem("khác.xlsx", column="", severity="error", about="Lò Thị Bình"),
            problem(row=0, column="", severity="info", message="Đã bỏ qua trang này."),
        ]
    )

    assert lines(content) == {
        "sổ.xlsx": [
            HEADER,
            [
                *("sổ.xlsx", "Danh sách", "C9", "Chưa chắc", "31/02/1975", "Không có ngày này."),
                *("không rõ ngày", "Chờ quyết định"),
            ],
            ["sổ.xlsx", "Danh sách", None, "Thông tin", None, "Đã bỏ qua trang này.", None, None],
        ],
        "khác.xlsx": [
            HEADER,
            [
                *("khác.xlsx", "Danh sách", "dòng 9", "Lỗi", None),
                *("Lò Thị Bình: Không có ngày này.", None, None),
            ],
        ],
    }


def test_list_is_ready_to_be_filtered_and_printed():
    content = problems_workbook([problem(written="=1+1", message="Dài. " * 40)])

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:H2", "A2")
    assert (sheet["E2"].value, sheet["E2"].data_type, sheet["E2"].number_format) == (
        "=1+1",
        "s",
        "@",
    )
    assert sheet.row_dimensions[2].height >= 3 * 15
    assert sheet.print_title_rows == "$1:$1"


def test_sheets_of_files_with_like_names_are_told_apart():
    names = ["a/sổ [1].xlsx", "a:SỔ [1].xlsx", "d" * 40 + "1.xlsx", "d" * 40 + "2.xlsx"]

    assert list(lines(problems_workbook(map(problem, names)))) == [
        "a_sổ _1_.xlsx",
        "a_SỔ _1_.xlsx (2)",
        "d" * 31,
        "d" * 27 + " (2)",
    ]


def test_day_is_shown_as_people_write_it():
    [rows] = lines(problems_workbook([problem(written="2021-12-02")])).values()

    assert rows[1][4] == "02/12/2021"


def test_what_is_longer_than_a_cell_is_cut():
    [rows] = lines(problems_workbook([problem(written="x" * 40_000)])).values()

    assert rows[1][4] == "x" * 32_767


def test_nothing_to_list_is_an_empty_list():
    assert lines(problems_workbook([])) == {"Chỗ cần xem": [HEADER]}
