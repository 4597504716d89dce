"""Statistical tables and rosters: their cells are figures, and the parts add up."""

import io
from decimal import Decimal

import openpyxl
import pytest

from coso.figures import queries
from coso.figures.queries import FigureRequest
from coso.reporting.reports.rosters import RosterOutOfReach
from tests.reporting.conftest import AS_OF, read, text_of

STATISTICS = ["thong-ke-dang-vien", "thong-ke-can-bo", "thong-ke-to-chuc"]
ROSTERS = [("danh-sach-dang-vien", "member.total"), ("danh-sach-can-bo", "staff.total")]


def broken_down(draft):
    return [table for table in draft.all_tables if table.rows[0][1] == "Tổng số"]


@pytest.mark.parametrize("name", STATISTICS)
def test_parts_add_up_to_the_total(office, name):
    for table in broken_down(office.draft(name)):
        total, *parts = table.rows
        for column, whole in enumerate(total):
            if isinstance(whole, int):
                assert sum(row[column] for row in parts) == whole, table.title


@pytest.mark.parametrize("name", STATISTICS)
def test_shares_are_of_the_total(office, name):
    for table in broken_down(office.draft(name)):
        for row in table.rows:
            wanted = Decimal(row[2]) * 100 / table.rows[0][2]
            assert abs(row[3] - wanted) <= Decimal("0.05"), table.title


def test_columns_are_figures(office):
    [table] = [t for t in office.draft("thong-ke-dang-vien").all_tables if "độ tuổi" in t.title]
    request = FigureRequest(
        unit_id=office.request().unit.pk, as_of=AS_OF, ids=("member.female",), by="age_band"
    )

    [women] = queries.evaluate(request)

    column = table.header.index("Nữ")
    assert table.rows[0][column] == women.value
    assert [row[column] for row in table.rows[1:]] == [part.value for part in women.breakdown]


def test_tables_are_titled_by_the_dimension_of_their_figures(office):
    titles = [table.title for table in office.draft("thong-ke-can-bo").all_tables]

    assert "Biểu 3. Cán bộ, công chức, viên chức theo cấp" in titles
    assert len(titles) == len(set(titles)) == 10


def test_members_of_each_organization_are_its_size(office):
    table = office.draft("thong-ke-to-chuc").all_tables[-1]
    sizes = {row[1]: (row[2], row[5]) for row in table.rows}

    assert len(table.rows) == 1 + 41
    assert sizes["Tổng số"] == (3549, 221)
    assert sizes["Đảng bộ thị trấn Đồng Tâm"] == (159, 11)


def test_day_without_a_register_gives_the_reason(office):
    table = office.draft("thong-ke-dang-vien", AS_OF.replace(year=2022)).all_tables[1]

    assert [row[1] for row in table.rows] == ["Sổ chỉ có danh sách đảng viên từ ngày 30/06/2023."]


@pytest.mark.parametrize(("name", "figure"), ROSTERS)
def test_roster_counts_to_its_figure(office, name, figure):
    [table] = office.draft(name).all_tables
    [value] = queries.evaluate(office.request().figures(figure))

    assert len(table.rows) == value.value
    assert [row[0] for row in table.rows] == list(range(1, value.value + 1))
    assert table.rows[0][1].split()[-1].startswith("A")


def test_roster_with_somebody_out_of_reach_is_refused(office):
    with pytest.raises(RosterOutOfReach, match="Không lập được danh sách"):
        office.draft(
            "danh-sach-can-bo",
            AS_OF,
            "Đảng bộ thị trấn Đồng Tâm",
            readable=lambda rows, _: rows[1:],
        )


def test_word_file_has_the_tables_with_repeated_heads(office):
    content = office.file("thong-ke-to-chuc", "docx")
    grids = [table for table in read(content).tables if table.rows[0].cells[0].text == "TT"]

    assert [len(grid.rows) for grid in grids] == [
        len(table.rows) + 1 for table in office.draft("thong-ke-to-chuc").all_tables
    ]
    assert all(grid.rows[0]._tr.xpath("w:trPr/w:tblHeader") for grid in grids)
    assert grids[-1].rows[1].cells[2].text == "3.549"
    assert "(Số liệu đến ngày 30/06/2023)" in text_of(content)


@pytest.mark.parametrize(
    ("name", "title"),
    [("danh-sach-can-bo", "Danh sách cán bộ"), ("thong-ke-to-chuc", "Thống kê tổ chức đảng")],
)
def test_table_is_headed_by_its_title_and_signed_by_its_maker(office, name, title):
    content = office.file(name, "docx", AS_OF, "Đảng bộ thị trấn Đồng Tâm")
    heading = read(content).paragraphs[0]
    lines = text_of(content).splitlines()

    assert heading.text.startswith(title)
    assert heading.runs[0].font.all_caps
    assert lines[:2] == ["ĐẢNG BỘ HUYỆN CHỢ MỚI", "ĐẢNG ỦY THỊ TRẤN ĐỒNG TÂM"]
    assert lines[-3:] == ["NGƯỜI LẬP BIỂU", "T/M ĐẢNG ỦY", "BÍ THƯ"]
    assert "-BC/" not in " ".join(lines)


def test_workbook_holds_numbers_and_is_ready_to_print(office):
    content = office.file("thong-ke-dang-vien", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[1]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    words = [cell for row in cells for cell in row if isinstance(cell, str)]

    assert cells[0][0], cells[1][0] == ("ĐẢNG BỘ TỈNH BẮC KẠN", "HUYỆN ỦY CHỢ MỚI")
    assert "THỐNG KÊ ĐẢNG VIÊN" in words
    assert "(Số liệu đến ngày 30/06/2023)" in words
    assert {"NGƯỜI LẬP BIỂU", "T/M BAN THƯỜNG VỤ", "BÍ THƯ"} <= set(words)
    [total] = [row for row in cells if row[1] == "Tổng số"]
    assert total[2:5] == [3549, 100, 3455]
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows is not None
    assert sheet.freeze_panes is not None
