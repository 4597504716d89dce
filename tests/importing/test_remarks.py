"""What is remarked on a sheet becomes a problem of the import."""

import pytest
from openpyxl import load_workbook

from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks
from tests.core.test_legacy_fonts import typed
from tests.factories.workbooks import workbook
from tests.importing.conftest import COMMITTEE, NEW_BRANCH, counts, places

TITLES = [COMMITTEE, "(Tính đến ngày 30/06/2023)"]
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Quê quán", "Vào Đảng", "Chính thức", "Chi bộ")
ROWS = [
    (1, "Lý Văn An", "02/03/1980", "xã Cao Kỳ", "19/05/2010", "19/05/2011", NEW_BRANCH),
    (2, "Hà Thị Bé", "05/07/1985", "xã Cao Kỳ", "19/05/2012", "19/05/2013", NEW_BRANCH),
]


def run(path):
    return import_workbooks(paths=[path], actor=SYSTEM)


def test_lines_between_the_rows_are_no_members(party, importing):
    total = ["", "Tổng cộng:", 3]
    foot = [None, ["", "Ghi chú: có mặt."], ["", "NGƯỜI LẬP BIỂU", "", "", "", "T/M CHI ỦY"]]

    report = importing(Trang=(TITLES, HEADER, [*ROWS, total, *foot]))

    assert report.applied
    assert counts(report) == [(2, 0, 0)]
    assert [(p.severity, p.row, p.column) for p in report.problems] == [("warning", 8, "C")]


@pytest.mark.parametrize(("letter", "is_read"), [("F", True), ("D", False)])
def test_formula_with_an_error_matters_where_its_column_is_read(party, tmp_path, letter, is_read):
    path = workbook(tmp_path / "sổ.xlsx", Trang=(TITLES, HEADER, ROWS))
    book = load_workbook(path)
    book.active[f"{letter}7"] = "#N/A"
    book.save(path)

    report = run(path)

    assert report.applied is not is_read
    found = [("formula_error", "Trang", 7, "F")] if is_read else []
    assert places(report, "formula_error") == found


def test_sheet_in_an_old_font_is_imported(party, importing):
    rows = [[typed(c, "VNI") if isinstance(c, str) else c for c in row] for row in ROWS]
    titles, header = [typed(t, "VNI") for t in TITLES], [typed(t, "VNI") for t in HEADER]

    report = importing(Trang=(titles, header, rows))

    assert counts(report) == [(2, 0, 0)]
    assert places(report) == [("legacy_font", "Trang", 0, "")]


def test_column_in_two_fonts_stops_the_import(party, importing):
    rows = [(row[0], typed(row[1], "VNI"), *row[2:]) for row in ROWS]
    names = [(row[0] + 2, row[1].replace("An", "Chi"), *row[2:]) for row in ROWS]

    report = importing(Trang=(TITLES, HEADER, [*rows, *names]))

    assert not report.applied
    assert places(report, "legacy_font") == [("legacy_font", "Trang", 0, "B")]


def test_sheet_without_a_header_that_nobody_can_read_says_why(party, importing):
    words = ["Nguyễn Đại", "Trần Hường", "Lường Đảng"]
    lines = [[word, typed(word, "VNI") if n else word] for n, word in enumerate(words * 2)]

    report = importing(Trang=(["x"], [typed("Trần Hằng", "VNI"), "y"], lines))

    found = [(p.kind, p.severity) for p in report.problems]
    assert sorted(found) == [("legacy_font", "warning"), ("unrecognized_sheet", "info")]
