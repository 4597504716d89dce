"""Which lines below a header are rows, and which are not."""

import pytest

from coso.importing import columns
from coso.importing.sheets import REGISTERS
from coso.importing.workbook import Grid, find_table

WORDS = columns.header_words(field for register in REGISTERS for field in register.fields)
HEADER = ["STT", "Họ và tên", "Ngày sinh", "Quê quán", "Vào Đảng", "Chi bộ", "Ghi chú"]
BLANK = [""] * len(HEADER)


def found(*lines, header=HEADER, merges=(), titles=()):
    """Return the table of a sheet with a header and lines below it."""
    rows = [*titles, header, *lines]
    width = max(map(len, rows))
    grid = Grid("Trang", [[*row, *[""] * (width - len(row))] for row in rows], merges)
    return find_table("a.xlsx", grid, lambda text: columns.header_key(text) in WORDS)


def person(number, name, branch="Chi bộ Bản Mới"):
    return [number, name, "02/03/1980", "xã Cao Kỳ", "19/05/2010", branch, ""]


def names(table, letter="B"):
    return table.cells[letter].text.to_list()


def kinds(table):
    return [(remark.kind, remark.row) for remark in table.remarks]


AN, BINH, CHI = person(1, "An"), person(2, "Bình"), person(3, "Chi")


@pytest.mark.parametrize(
    "line",
    [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        ["A", "B", 1.0, 2.0, 3.0, 4.0, 5.0],
        ["1", "2", "3", "4", "5=3+4", "6", "7"],
        ["[1]", "[2]", "", "[4]", "[5]", "[6]", "[7]"],
        ["a", "b", 1.0, 2.0, 3.0, 4.0, 5.0],
    ],
)
def test_numbers_of_the_columns_are_no_row(line):
    table = found(line, AN, BINH, HEADER, line, CHI)

    assert names(table) == ["An", "Bình", "Chi"]
    assert kinds(table) == []


def test_first_row_of_numbers_that_number_nothing_is_a_row():
    header = ["STT", "Tổ số", "Số đảng viên"]

    assert len(found([1.0, 5.0, 9.0], [2.0, 3.0, 8.0], header=header)) == 2


@pytest.mark.parametrize(
    "header",
    [
        [HEADER],
        [["TT", "HỌ TÊN", "Sinh  ngày", "Nguyên quán", "Ngày vào Đảng", "Tên chi bộ", "G/chú"]],
        [["Số\nTT", "Họ và tên", "Ngày sinh", "", "", "Chi bộ", ""]],
        [BLANK, ["DANH SÁCH ĐẢNG VIÊN (tiếp)", *BLANK[1:]], HEADER],
        [["DANH SÁCH ĐẢNG VIÊN", *BLANK[1:]], ["(Đến 30/06/2023)", *BLANK[1:]], HEADER],
    ],
)
def test_header_of_a_new_page_is_no_row(header):
    titles = [["(Đến 30/06/2023)", *BLANK[1:]]]

    table = found(AN, *header, BINH, titles=titles)

    assert names(table) == ["An", "Bình"]
    assert kinds(table) == []


def test_header_of_two_rows_is_repeated_with_both():
    header = ["STT", "Họ và tên", "Ngày sinh", "", "Từ 01/07/2025", "", "Chi bộ"]
    below = ["", "", "Nam", "Nữ", "Mới", "Khác", ""]
    rows = [[n, f"Người {n}", "1980", "", "a", "b", "A"] for n in range(1, 5)]

    table = found(below, *rows[:2], header, below, *rows[2:], header=header)

    assert names(table) == ["Người 1", "Người 2", "Người 3", "Người 4"]


@pytest.mark.parametrize(
    "label",
    [
        *("Cộng", "Cộng:", "CỘNG", "Tổng cộng", "Tổng số:", "TỔNG CỘNG:", "Tổng"),
        *("Cộng Chi bộ Bản Mới", "Cộng khối Đảng", "Cộng I", "Cộng trang 1", "Cộng mang sang"),
        *("Tổng số đảng viên", "Tổng cộng toàn Đảng bộ", "Lũy kế", "Mang sang trang sau"),
        *("Tổng cộng", "Trong đó nữ", "Grand Total"),
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_total_is_no_row(label, place):
    line = [*BLANK]
    line[place] = label

    table = found(AN, BINH, line, [*line[:2], 2.0, *line[3:]])

    assert names(table) == ["An", "Bình"]
    assert kinds(table) == []


@pytest.mark.parametrize(
    "label", ["Cộng (2 người)", "Tổng cộng: 2 đồng chí", "Tổng số: 02 đảng viên", "Cộng: 2"]
)
def test_total_may_say_its_number_itself(label):
    assert kinds(found(AN, BINH, ["", label, *BLANK[2:]])) == []


def test_total_with_a_sum_in_many_columns_is_no_row():
    header = ["STT", "Đơn vị công tác", "Khối", "Biên chế giao", "Có mặt", "HĐLĐ"]
    rows = [[1.0, "Phòng Nội vụ", "", 5.0, 4.0, 0.0], [2.0, "Phòng Y tế", "", 3.0, 3.0, 1.0]]

    table = found(*rows, ["", "Tổng cộng", "", 8.0, 7.0, 1.0], header=header)

    assert names(table) == ["Phòng Nội vụ", "Phòng Y tế"]
    assert kinds(table) == []


@pytest.mark.parametrize(
    "line",
    [
        person(3, "Tổng Văn Cộng"),
        person(3, "Cộng Thị Hoa"),
        person("", "Tổng Văn Cộng"),
        person(3, "An", "Chi bộ Tổng hợp"),
        ["", "Tổng Văn Cộng", 1980.0, "", 2010.0, "", ""],
        [3.0, "Cộng Hòa", "", "", "", "", ""],
        [3.0, "Tổng Văn Cộng", "", "", "", "", ""],
        [3.0, "Nguyễn Văn Ký", "", "", "", "", ""],
        person("", "Nam"),
        person(3, "Bí thư"),
    ],
)
def test_row_that_looks_like_another_line_stays(line):
    assert len(found(AN, BINH, line, CHI)) == 4


@pytest.mark.parametrize(
    "name", ["Tổng công ty Điện lực", "Tổng cục Thuế", "Công an xã", "Cộng Hòa"]
)
def test_unit_whose_name_begins_like_a_total_stays(name):
    header = ["Tên thôn, tổ dân phố", "Số hộ", "Số khẩu", "Loại"]

    table = found(["Bản Cũ", 3.0, 9.0, ""], [name, 5.0, 20.0, ""], header=header)

    assert names(table, "A") == ["Bản Cũ", name]


FOOT = [
    BLANK,
    ["", "Ghi chú: số liệu tổng hợp theo báo cáo của các cơ sở.", *BLANK[2:]],
    ["Danh sách có 2 đồng chí./.", *BLANK[1:]],
    ["", "", "", "", "Cao Kỳ, ngày 30 tháng 6 năm 2023", "", ""],
    ["", "NGƯỜI LẬP BIỂU", "", "", "", "T/M BAN THƯỜNG VỤ", ""],
    ["", "(Ký, ghi rõ họ tên)", "", "", "", "BÍ THƯ", ""],
    BLANK,
    ["", "Nguyễn Thị Lan", "", "", "", "Trần Văn Hùng", ""],
]


def test_remarks_and_signatures_below_the_table_are_no_rows():
    table = found(AN, BINH, *FOOT)

    assert names(table) == ["An", "Bình"]
    assert kinds(table) == []


def test_remarks_and_signatures_end_where_the_next_page_begins():
    table = found(AN, *FOOT, ["ĐẢNG BỘ XÃ CAO KỲ", *BLANK[1:]], HEADER, BINH, *FOOT)

    assert names(table) == ["An", "Bình"]


def test_breakdown_below_the_last_total_is_no_row():
    table = found(AN, BINH, ["", "Tổng cộng", 2.0], ["", "- Nữ: 1 đồng chí"], ["", "Dự bị", 1.0])

    assert names(table) == ["An", "Bình"]
    assert kinds(table) == []


def test_row_below_the_remarks_is_pointed_out():
    table = found(AN, BINH, *FOOT[:3], [3.0, "Chi", *BLANK[2:]])

    assert names(table) == ["An", "Bình"]
    assert kinds(table) == [("stray_line", 7)]


def test_numbers_that_wait_for_rows_are_no_rows():
    table = found(AN, BINH, *([float(number), *BLANK[1:]] for number in range(3, 40)))

    assert names(table) == ["An", "Bình"]
    assert kinds(table) == []


def test_remark_between_the_rows_ends_nothing():
    table = found(AN, ["* Đồng chí An là bí thư.", *BLANK[1:]], [2.0, "Bình", *BLANK[2:]], CHI)

    assert names(table) == ["An", "Bình", "Chi"]


def test_table_without_numbers_of_rows_ends_at_its_signatures():
    header = ["Họ và tên", "Chi bộ"]
    lines = [["", "Ngày 30 tháng 6 năm 2023"], ["NGƯỜI LẬP", "T/M CHI ỦY"], ["Nguyễn Thị Lan", ""]]

    table = found(["An", "A"], ["Bình", "B"], *lines, header=header)

    assert names(table, "A") == ["An", "Bình"]


@pytest.mark.parametrize(
    "title",
    [
        ["I. Khối Đảng, đoàn thể", *BLANK[1:]],
        ["I", "Khối Đảng, đoàn thể", *BLANK[2:]],
        ["A.", "Khối Đảng, đoàn thể", 2.0, *BLANK[3:]],
        ["", "Chi bộ Bản Mới", *BLANK[2:]],
        ["Đảng viên chính thức", *BLANK[1:]],
    ],
)
def test_title_of_a_group_is_no_row(title):
    table = found(title, AN, BINH, title, CHI)

    assert names(table) == ["An", "Bình", "Chi"]
    assert kinds(table) == []


def test_title_of_a_group_may_be_merged_over_the_columns():
    title = ["", "Mới kết nạp", *BLANK[2:]]

    table = found(AN, title, BINH, merges=((2, 1, 2, 6),))

    assert names(table) == ["An", "Bình"]


def test_unit_without_a_number_among_units_is_a_row():
    header = ["STT", "Mã tổ chức", "Tên tổ chức đảng", "Loại hình tổ chức", "Cấp trên"]
    rows = [[n, f"0{n}", f"Chi bộ {n}", "Chi bộ", "Đảng bộ A"] for n in range(1, 6)]

    table = found(*rows, ["", "", "Chi bộ 6", "", ""], header=header)

    assert "stray_line" in dict(kinds(table))
    assert len(table) == 5


def test_line_that_is_neither_row_nor_anything_else_is_pointed_out():
    table = found(AN, ["", "(chuyển từ Hà Nội)", *BLANK[2:]], BINH, CHI)

    assert names(table) == ["An", "Bình", "Chi"]
    assert kinds(table) == [("stray_line", 3)]


def test_second_table_below_is_pointed_out_and_left_out():
    lines = [
        ["Tên tổ chức đảng", "", "", "", "Số QĐ", "", "", "Ngày thành lập"],
        ["Chi bộ 1", "", "", "", "5"],
    ]

    table = found(AN, BINH, BLANK, *lines)

    assert names(table) == ["An", "Bình"]
    assert kinds(table) == [("other_table", 5)]


def test_only_merged_areas_are_filled_down():
    rows = [person(n, f"Người {n}", "") for n in range(1, 6)]
    rows[0][5], rows[3][5] = "Chi bộ A", "Chi bộ B"

    table = found(*rows, merges=((1, 5, 2, 5), (4, 5, 5, 6)))

    assert names(table, "F") == ["Chi bộ A", "Chi bộ A", None, "Chi bộ B", "Chi bộ B"]


def test_person_on_two_lines_is_filled_down_too():
    second = [*BLANK]
    second[6] = "Thạc sĩ"

    table = found(AN, second, BINH, CHI, merges=tuple((1, n, 2, n) for n in range(6)))

    assert names(table) == ["An", "An", "Bình", "Chi"]
    assert kinds(table) == []


def test_merged_area_is_filled_down_past_a_total_and_a_header():
    rows = [person(n, f"Người {n}", "") for n in range(1, 4)]
    rows[0][5] = "Chi bộ A"

    table = found(
        rows[0], ["", "Cộng", 1.0, *BLANK[3:]], rows[1], HEADER, rows[2], merges=((1, 5, 5, 5),)
    )

    assert names(table, "F") == ["Chi bộ A"] * 3


def test_lines_below_the_header_may_be_missing():
    assert len(found()) == 0
    assert len(found(BLANK, ["", "Tổng cộng", 0.0])) == 0
