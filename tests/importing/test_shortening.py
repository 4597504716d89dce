"""The first rows of a sheet, without the rest being read."""

import re

import openpyxl
import pytest

from coso.importing.workbook import UnableToReadWorkbook, read_grids, read_head, shortening
from tests.importing.test_files import saved, sheet

HEIGHT = 5
LONG = [["STT", "Họ và tên"], *([number, f"Lò Văn {number}"] for number in range(1, 200))]


def prefixed(xml):
    """Return a sheet whose elements have a prefix, as some programs write them."""
    named = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml)
    return named.replace(b"xmlns=", b"xmlns:x=")


CHANGES = {
    "as usual": None,
    "prefixed": lambda name, xml: prefixed(xml) if name.endswith("sheet1.xml") else xml,
    "rows without numbers": sheet(rb'<row r="\d+"[^>]*>', b"<row>"),
    "no rows": sheet(rb"<sheetData>.*</sheetData>", b"<sheetData/>"),
}


@pytest.mark.parametrize("chunk", [2**20, 64])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_head_is_what_the_whole_sheet_begins_with(tmp_path, monkeypatch, change, chunk):
    monkeypatch.setattr(shortening, "_CHUNK", chunk)
    path = saved(tmp_path / "a.xlsx", LONG, change)

    [whole] = read_grids(path)

    assert read_head(path, "Sheet", HEIGHT).rows == whole.rows[:HEIGHT]


def test_head_has_its_merged_cells_and_only_those_of_its_sheet(tmp_path):
    book = openpyxl.Workbook()
    for name in ("A", "B"):
        page = book.create_sheet(name)
        page["C3"], page["B100"] = f"Danh sách {name}", "hết"
        page.merge_cells("C3:F4")
    book["B"].merge_cells("A1:B1")
    book.save(tmp_path / "a.xlsx")
    grids = {grid.sheet: grid for grid in read_grids(tmp_path / "a.xlsx")}

    head = read_head(tmp_path / "a.xlsx", "B", HEIGHT)

    assert head.rows == grids["B"].rows[:HEIGHT]
    assert sorted(head.merges) == [(0, 0, 0, 1), (2, 2, 3, 5)]
    assert read_head(tmp_path / "a.xlsx", "C", HEIGHT) is None


def test_rest_of_a_sheet_is_not_read(tmp_path):
    path = saved(tmp_path / "a.xlsx", LONG, sheet(rb'<row r="150".*?</row>', b"<row><c></row>"))

    with pytest.raises(UnableToReadWorkbook):
        read_grids(path)
    assert read_head(path, "Sheet", HEIGHT).rows == LONG[:HEIGHT]


def test_sheet_that_breaks_off_has_no_head(tmp_path):
    path = saved(tmp_path / "a.xlsx", LONG, sheet(rb"</sheetData>.*", b""))

    with pytest.raises(UnableToReadWorkbook, match="tệp hỏng"):
        read_head(path, "Sheet", HEIGHT)


def test_head_of_a_table_of_text(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("STT;Họ và tên\n1;Lò Văn An\n2;Lò Văn Ba;dài hơn\n", encoding="utf-8")

    assert read_head(path, "a", 2).rows == [["STT", "Họ và tên"], ["1", "Lò Văn An"]]
