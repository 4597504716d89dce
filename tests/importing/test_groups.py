"""Titles between the rows that stand for a column."""

import pytest

from coso.importing import columns
from coso.importing.columns import Field
from tests.importing.conftest import COMMITTEE, NEW_BRANCH, OLD_BRANCH, counts, places
from tests.importing.test_lines import found

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Quê quán", "Vào Đảng", "Số thẻ"]
BLANK = [""] * len(HEADER)


def people(*numbers):
    return [
        [number, f"Người {number}", "02/03/1980", "xã Cao Kỳ", "19/05/2010", "1"]
        for number in numbers
    ]


def title(text, place=0):
    return [*BLANK[:place], text, *BLANK[place + 1 :]]


def offered(*lines, header=HEADER, titles=()):
    """Return the columns that the titles stand for: letter, header and texts."""
    table = found(*lines, header=header, titles=titles)
    return {
        (column.letter, column.header): table.cells[column.letter].text.to_list()
        for column in table.columns
        if column.offered
    }


def test_titles_name_the_unit_of_the_rows_below_them():
    lines = [title("Chi bộ Bản Mới"), *people(1, 2), title("Chi bộ Bản Cũ"), *people(3)]

    assert offered(*lines) == {
        ("G", "Chi bộ"): ["Chi bộ Bản Mới", "Chi bộ Bản Mới", "Chi bộ Bản Cũ"]
    }


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("I. Chi bộ Bản Mới", "Chi bộ Bản Mới"),
        ("1. CHI BỘ BẢN MỚI:", "CHI BỘ BẢN MỚI"),
        ("Chi bộ Bản Mới (12 đảng viên)", "Chi bộ Bản Mới"),
        ("Chi bộ Bản Mới: 12 đồng chí", "Chi bộ Bản Mới"),
        ("A/ Chi bộ Trường THCS (cơ sở 2)", "Chi bộ Trường THCS (cơ sở 2)"),
    ],
)
def test_number_of_the_title_and_of_the_rows_is_no_part_of_the_name(text, unit):
    assert offered(title(text), *people(1)) == {("G", "Chi bộ"): [unit]}


def test_unit_ends_the_units_below_it():
    lines = [
        *(title("Đảng bộ xã A"), title("Chi bộ 1"), *people(1), title("Chi bộ 2"), *people(2)),
        *(title("Đảng bộ xã B"), *people(3), title("Chi bộ 3"), *people(4)),
    ]

    assert offered(*lines) == {
        ("G", "Đảng bộ"): ["Đảng bộ xã A", "Đảng bộ xã A", "Đảng bộ xã B", "Đảng bộ xã B"],
        ("H", "Chi bộ"): ["Chi bộ 1", "Chi bộ 2", None, "Chi bộ 3"],
    }


def test_header_and_titles_of_a_new_page_end_nothing():
    above = [title("ĐẢNG BỘ XÃ A"), title("DANH SÁCH ĐẢNG VIÊN")]
    lines = [title("Chi bộ 1"), *people(1), *above, HEADER, *people(2), title("Chi bộ 2")]

    assert offered(*lines, *people(3), titles=above) == {
        ("G", "Chi bộ"): ["Chi bộ 1", "Chi bộ 1", "Chi bộ 2"]
    }


def test_first_group_may_be_named_above_the_header():
    lines = [*people(1), title("CHI BỘ 2"), HEADER, *people(2)]

    assert offered(*lines, titles=[title("CHI BỘ 1")]) == {
        ("G", "Chi bộ"): ["CHI BỘ 1", "CHI BỘ 2"]
    }


def test_title_of_another_kind_ends_the_unit_if_it_looks_like_its_title():
    lines = [title("Chi bộ 1"), *people(1), title("Tổ một"), *people(2)]
    within = [title("Chi bộ 1"), title("a) Chính thức"), *people(1), title("b) Dự bị"), *people(2)]

    assert offered(*lines) == {("G", "Chi bộ"): ["Chi bộ 1", None]}
    assert offered(*within) == {("G", "Chi bộ"): ["Chi bộ 1", "Chi bộ 1"]}


def test_unit_of_a_kind_above_ends_the_unit_too():
    lines = [title("Chi bộ 1"), *people(1), title("Thôn Nà Pái"), *people(2)]

    assert offered(*lines) == {
        ("G", "Thôn, tổ dân phố"): [None, "Thôn Nà Pái"],
        ("H", "Chi bộ"): ["Chi bộ 1", None],
    }


def test_rows_before_the_first_title_have_no_unit():
    assert offered(*people(1), title("Chi bộ 1"), *people(2)) == {
        ("G", "Chi bộ"): [None, "Chi bộ 1"]
    }


def test_titles_that_are_no_units_stand_for_nothing():
    assert offered(title("I. Khối Đảng"), *people(1), title("II. Khối khác"), *people(2)) == {}


def test_column_that_stands_in_the_sheet_comes_before_one_that_is_offered():
    fields = (Field("branch", ("Chi bộ", "Tên chi bộ")), Field("name", ("Họ và tên",)))
    header = ["STT", "Họ và tên", "Ngày sinh", "Quê quán", "Vào Đảng", "Tên chi bộ"]

    with_column = found(title("Chi bộ A"), *people(1), header=header)
    without = found(title("Chi bộ A"), *people(1), header=HEADER)

    assert columns.match(with_column.columns, fields)["branch"].letter == "F"
    assert columns.match(without.columns, fields)["branch"].letter == "G"


def test_members_are_imported_by_the_titles_above_them(party, importing):
    header = ("STT", "Họ và tên", "Ngày sinh", "Dân tộc", "Vào Đảng", "Chính thức")
    person = ("02/03/1980", "Tày", "19/05/2010", "19/05/2011")
    rows = [
        *([f"I. {NEW_BRANCH} (2 đồng chí)"], (1, "Lý Văn An", *person), (2, "Lý Thị Bé", *person)),
        *(["", "Cộng", 2], [f"II. {OLD_BRANCH}"], (3, "Lý Văn Chi", *person), ["", "Cộng", 2]),
    ]

    titles = [f"DANH SÁCH {COMMITTEE.upper()}", COMMITTEE, "(Tính đến ngày 30/06/2023)"]
    report = importing(Trang=(titles, header, rows))

    assert report.applied
    assert counts(report) == [(3, 0, 0)]
    assert places(report, "wrong_subtotal") == [("wrong_subtotal", "Trang", 13, "C")]
