import datetime as dt
import unicodedata

import pytest
from openpyxl import Workbook

from coso.importing import columns
from coso.importing.sheets.base import find_list_date, find_year
from coso.importing.workbook import (
    Grid,
    Title,
    column_letter,
    find_table,
    read_grids,
)

MIDNIGHT = dt.datetime.combine(dt.date(2023, 6, 30), dt.time.min)
MORNING = dt.datetime.combine(dt.date(2023, 6, 30), dt.time(8, 15))
WORDS = columns.header_words(
    [
        columns.Field("name", ("Họ và tên",)),
        columns.Field("male", ("Ngày sinh › Nam",)),
        columns.Field("female", ("Ngày sinh › Nữ",)),
        columns.Field("branch", ("Chi bộ",)),
    ]
)


def known(text):
    return columns.header_key(text) in WORDS


def table(*rows, merges=()):
    return find_table("a.xlsx", Grid("Trang", [list(row) for row in rows], merges), known)


def saved(tmp_path, *rows, merges=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merges:
        book.active.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def texts(found, letter):
    return found.cells[letter].text.to_list()


def test_header_is_found_below_any_number_of_title_lines():
    found = table(
        *(["HUYỆN ỦY", ""], ["", ""], ["DANH SÁCH", ""], ["(Tính đến ngày 30/06/2023)", ""]),
        *(["STT", "Họ và tên"], [1.0, "An"], ["", ""], [2.0, "Bình"], ["", ""]),
    )

    assert found.header_row == 5
    assert found.titles == (
        Title(1, "HUYỆN ỦY"),
        Title(3, "DANH SÁCH"),
        Title(4, "(Tính đến ngày 30/06/2023)"),
    )
    assert found.rows.to_list() == [6, 8]
    assert texts(found, "B") == ["An", "Bình"]


@pytest.mark.parametrize("merged", [True, False])
def test_group_of_a_header_stands_above_each_of_its_columns(tmp_path, merged):
    path = saved(
        tmp_path,
        *(["DANH SÁCH"], ["STT", "Họ và tên", "Ngày sinh", None, "Chi bộ"]),
        *([None, None, "Nam", "Nữ", None], [1, "An", dt.date(1980, 1, 2), None, "A"]),
        merges=("A2:A3", "B2:B3", "C2:D2", "E2:E3") if merged else (),
    )

    [grid] = read_grids(path)
    found = find_table("a.xlsx", grid, known)

    assert [column.header for column in found.columns] == [
        *("STT", "Họ và tên", "Ngày sinh › Nam", "Ngày sinh › Nữ", "Chi bộ")
    ]
    assert found.header_row == 2
    assert texts(found, "C") == ["1980-01-02"]


def test_second_row_may_name_columns_that_nobody_knows(tmp_path):
    path = saved(
        tmp_path,
        *(["STT", "Họ và tên", "Từ 01/07/2025", None, "Chi bộ"], [None, None, "Mới", "Khác"]),
        [1, "An", "a", "b", "A"],
    )

    [grid] = read_grids(path)
    found = find_table("a.xlsx", grid, known)

    assert [column.header for column in found.columns] == [
        *("STT", "Họ và tên", "Từ 01/07/2025 › Mới", "Từ 01/07/2025 › Khác", "Chi bộ")
    ]
    assert texts(found, "B") == ["An"]


def test_row_with_blanks_below_a_header_is_a_row():
    found = table(["STT", "Họ và tên", "Chi bộ", ""], ["", "An", "A", "x"])

    assert texts(found, "B") == ["An"]


def test_title_that_is_also_a_header_is_no_group_above_all_columns():
    found = table(
        *(["HỌ VÀ TÊN", "", ""], ["Họ và tên", "Ngày sinh", ""], ["", "Nam", "Nữ"]),
        ["An", "1990-01-01", ""],
    )

    assert found.header_row == 2
    assert [column.header for column in found.columns] == [
        "Họ và tên",
        "Ngày sinh › Nam",
        "Ngày sinh › Nữ",
    ]


@pytest.mark.parametrize(
    "header",
    [
        *(["STT", "HỌ VÀ TÊN", "CHI BỘ"], ["Số TT", "Họ  và\ntên", "Chi\nbộ "]),
        *(["S T T", "Họvàtên", "CHI-BỘ"], ["STT", "Họ và tên (chữ in)", "Chi bộ*"]),
        [unicodedata.normalize("NFD", text) for text in ("STT", "Họ và tên", "Chi bộ")],
    ],
)
def test_header_is_known_however_it_is_typed(header):
    found = table(["DANH SÁCH", "", ""], header, [1.0, "An", "A"])
    fields = (columns.Field("name", ("Họ và tên",)), columns.Field("branch", ("Chi bộ",)))

    matched = columns.match(found.columns, fields)

    assert {name: column.letter for name, column in matched.items()} == {"name": "B", "branch": "C"}


def test_header_of_three_rows_is_one_header(tmp_path):
    path = saved(
        tmp_path,
        ["STT", "Họ và tên", "Thông tin cá nhân", None, None],
        [None, None, "Ngày sinh", None, "Chi bộ"],
        [None, None, "Nam", "Nữ", None],
        [1, "An", dt.date(1980, 1, 2), None, "A"],
        merges=("A1:A3", "B1:B3", "C1:E1", "C2:D2", "E2:E3"),
    )

    [grid] = read_grids(path)
    found = find_table("a.xlsx", grid, known)

    assert [column.header for column in found.columns] == [
        *("STT", "Họ và tên", "Thông tin cá nhân › Ngày sinh › Nam"),
        *("Thông tin cá nhân › Ngày sinh › Nữ", "Thông tin cá nhân › Chi bộ"),
    ]
    assert texts(found, "C") == ["1980-01-02"]


def test_lines_of_a_form_above_the_header_are_titles():
    found = table(
        *(["Chi bộ", "Bản Mới", "", ""], ["", "", "Ngày sinh: 01/01/1990", ""]),
        *(["STT", "Họ và tên", "Ngày sinh", "Chi bộ"], [1.0, "An", "1990", "A"]),
    )

    assert found.header_row == 3
    assert [title.text for title in found.titles] == ["Chi bộ", "Bản Mới", "Ngày sinh: 01/01/1990"]


def test_header_may_stand_far_down_and_to_the_right():
    introduction = [["Căn cứ Điều lệ Đảng", *[""] * 11] for _line in range(150)]
    header = [*[""] * 9, "STT", "Họ và tên", "Chi bộ"]

    found = table(*introduction, header, [*[""] * 9, 1.0, "An", "A"])

    assert found.header_row == 151
    assert texts(found, "K") == ["An"]


def test_title_of_a_group_right_below_the_header_is_no_part_of_it():
    found = table(
        *(["", "STT", "Họ và tên", "Ngày sinh"], ["Chi bộ", "", "", ""]),
        *(["", 1.0, "An", "1990"], ["", 2.0, "Bình", "1991"]),
    )

    assert [column.header for column in found.columns] == ["", "STT", "Họ và tên", "Ngày sinh"]


def test_hidden_rows_and_columns_are_read(tmp_path):
    book = Workbook()
    for row in (["STT", "Họ và tên", "Chi bộ"], [1, "An", "A"], [2, "Bình", "B"]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(tmp_path / "a.xlsx")

    [grid] = read_grids(tmp_path / "a.xlsx")

    assert texts(find_table("a.xlsx", grid, known), "C") == ["A", "B"]


def test_repeated_header_is_not_a_second_header_row():
    found = table(["STT", "Họ và tên"], ["STT", "Họ và tên"], [1.0, "An"])

    assert [column.header for column in found.columns] == ["STT", "Họ và tên"]


def test_cells_become_text_and_remember_numbers():
    found = table(
        ["Họ và tên", "Chi bộ"],
        *([6971459.0, "06971459"], [1.5, True], [MIDNIGHT, dt.time(7, 30)]),
        *([MORNING, dt.timedelta(hours=7, minutes=5)], ["x", " "]),
    )

    assert texts(found, "A") == ["6971459", "1.5", "2023-06-30", "2023-06-30T08:15:00", "x"]
    assert texts(found, "B") == ["06971459", "có", "07:30:00", "07:05", None]
    assert found.cells["A"].is_number.to_list() == [True, True, False, False, False]


def test_sheet_without_known_headers_has_no_table():
    assert table(["Báo cáo", "2023"], ["Số liệu", 5.0]) is None
    assert table() is None


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_a_table_of_text(tmp_path, separator):
    path = tmp_path / "a.csv"
    lines = ("DANH SÁCH", f"Họ và tên{separator}Chi bộ", f"An{separator}A")
    path.write_text("\n".join(lines), encoding="utf-8-sig")

    [grid] = read_grids(path)

    assert texts(find_table("a.csv", grid, known), "B") == ["A"]


def test_column_letters():
    assert [column_letter(n) for n in (0, 25, 26, 51, 52, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "AAA",
    ]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("(Tính đến ngày 30/06/2023)", dt.date(2023, 6, 30)),
        ("Số liệu đến hết ngày 30 tháng 6 năm 2023", dt.date(2023, 6, 30)),
        ("Thời điểm 1.7.2025", dt.date(2025, 7, 1)),
        ("(Tính đến ngày 31/02/2023)", None),
        ("Năm 2022", None),
    ],
)
def test_list_date_is_read_from_the_titles(title, day):
    assert find_list_date(table([title, ""], ["STT", "Họ và tên"])) == day


def test_year_is_read_from_the_titles():
    assert find_year(table(["(Năm 2022)", ""], ["STT", "Họ và tên"])) == 2022
    assert find_year(table(["DANH SÁCH", ""], ["STT", "Họ và tên"])) is None
