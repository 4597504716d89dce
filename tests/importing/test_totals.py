"""Totals between the rows that are not what the rows add up to."""

import pytest

from tests.importing.test_lines import BLANK, found, person

ADVICE = ": hãy kiểm tra xem thiếu hay thừa."
QUOTA = ["STT", "Đơn vị công tác", "Khối", "Biên chế giao", "Có mặt", "HĐLĐ"]


def people(*numbers):
    return [person(number, f"Người {number}") for number in numbers]


def total(label, number, place=2):
    line = ["", label, *BLANK[2:]]
    line[place] = number
    return line


def wrong(*lines, **options):
    """Return row, column and text of the totals that are pointed out."""
    table = found(*lines, **options)
    return [(r.row, r.column, r.message) for r in table.remarks if r.kind == "wrong_subtotal"]


def test_total_counts_the_rows_since_the_last():
    lines = [*people(1, 2), total("Cộng", 2.0), *people(3, 4, 5), total("Cộng:", 3.0)]

    assert wrong(*lines, total("Tổng cộng:", 5.0)) == []
    assert wrong(*lines[:-1], total("Tổng số:", 4.0), total("Tổng cộng:", 6.0)) == [
        (
            8,
            "C",
            "“Tổng số:” ghi 4, nhưng từ dòng 5 đến dòng 7 có 3 dòng" + ADVICE,
        ),
        (
            9,
            "C",
            "“Tổng cộng:” ghi 6, nhưng từ dòng 2 đến dòng 7 có 5 dòng" + ADVICE,
        ),
    ]


def test_total_of_all_may_stand_below_a_group_without_one():
    lines = [*people(1, 2), total("Cộng", 2.0), *people(3, 4, 5)]

    assert wrong(*lines, total("Tổng cộng", 5.0)) == []
    assert [text[:40] for _row, _column, text in wrong(*lines, total("Tổng cộng", 6.0))] == [
        "“Tổng cộng” ghi 6, nhưng từ dòng 2 đến d"
    ]


def test_totals_of_groups_within_groups_are_right():
    first = [["A", "Khối Đảng", *BLANK[2:]], ["I", "Ban", *BLANK[2:]], *people(1, 2)]
    second = [["II", "Phòng", *BLANK[2:]], *people(3, 4, 5), total("Cộng II", 3.0)]
    third = [["B", "Khối khác", *BLANK[2:]], *people(6), total("Cộng B", 1.0)]
    lines = [*first, total("Cộng I", 2.0), *second, total("Cộng A", 5.0), *third]

    assert wrong(*lines, total("Tổng cộng", 6.0)) == []
    assert [row for row, *_rest in wrong(*lines, total("Tổng cộng", 7.0))] == [16]


def test_total_of_a_group_counts_from_its_title():
    lines = [["I", "Ban", *BLANK[2:]], *people(1, 2), ["II", "Phòng", *BLANK[2:]], *people(3)]

    assert wrong(*lines, total("Cộng II", 1.0)) == []
    assert wrong(*lines, total("Cộng", 3.0)) == []
    assert len(wrong(*lines, total("Cộng", 2.0))) == 1


def test_total_above_the_rows_counts_those_below():
    assert wrong(total("Tổng số", 3.0), *people(1, 2, 3)) == []
    assert [row for row, *_rest in wrong(total("Tổng số", 4.0), *people(1, 2, 3))] == [2]


@pytest.mark.parametrize(
    ("label", "is_wrong"),
    [
        *(("Cộng (3 người)", True), ("Tổng cộng: 3 đồng chí", True), ("Cộng: 03", True)),
        *(("Cộng (2 người)", False), ("Tổng số đảng viên nữ: 1", False), ("Cộng 2023", False)),
        *(("Tổng số quyết định: 5", False), ("Tỷ lệ", False), ("Tổng số hộ: 98", False)),
    ],
)
def test_number_in_the_label_is_of_the_rows_if_it_says_so(label, is_wrong):
    assert bool(wrong(*people(1, 2), ["", label, *BLANK[2:]])) is is_wrong


@pytest.mark.parametrize("number", [2.0, "2", "02", "2 đồng chí", "(2)", "2 người"])
def test_number_may_be_written_in_many_ways(number):
    assert wrong(*people(1, 2), total("Cộng", number)) == []
    assert len(wrong(*people(1, 2, 3), total("Cộng", number))) == 1


def test_number_that_stands_apart_may_count_the_filled_cells_of_its_column():
    lines = people(1, 2, 3)
    lines[0][6] = "x"

    assert wrong(*lines, total("Tổng số", 1.0, place=6)) == []
    assert wrong(*lines, total("Tổng số", 3.0, place=6)) == []
    assert len(wrong(*lines, total("Tổng số", 2.0, place=6))) == 1


def test_sums_are_of_columns_of_whole_numbers():
    rows = [[1.0, "Phòng Nội vụ", "", 5.0, 4.0, ""], [2.0, "Phòng Y tế", "", 3.0, "3 ", 1.0]]

    assert wrong(*rows, ["", "Cộng", "", 8.0, 7.0, 1.0], header=QUOTA) == []
    assert wrong(*rows, ["", "Cộng", "", 8.0, 8.0, 1.0], header=QUOTA) == [
        (
            4,
            "E",
            "“Cộng” ghi 8, nhưng từ dòng 2 đến dòng 3 cộng lại là 7" + ADVICE,
        )
    ]


@pytest.mark.parametrize("header", ["Tỷ lệ (%)", "Điểm chấm", "Năm sinh", "Số thẻ đảng viên", ""])
def test_of_other_columns_nobody_writes_the_sum(header):
    columns = ["STT", "Họ và tên", "Chi bộ", header, "Dân tộc"]
    rows = [[n, f"Người {n}", "A", 10.0 * n, "Tày"] for n in (1.0, 2.0, 3.0)]

    assert wrong(*rows, ["", "Cộng", 3.0, 7.0, ""], header=columns) == []


def test_person_on_two_lines_counts_once():
    second = [*BLANK]
    second[6] = "Thạc sĩ"
    lines = [people(1)[0], second, *people(2)]
    merges = tuple((1, n, 2, n) for n in range(6))

    assert wrong(*lines, total("Cộng", 2.0), merges=merges) == []
    assert wrong(*lines, total("Cộng", 3.0), merges=merges) == []
    assert len(wrong(*lines, total("Cộng", 4.0), merges=merges)) == 1
