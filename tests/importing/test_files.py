"""What is read of a file, and what is refused with advice."""

import io
import re
import unicodedata
import zipfile

import openpyxl
import pytest

from coso.importing.workbook import UnableToReadWorkbook, archives, files, read_grids
from tests.importing.test_lines import HEADER, person

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROWS = [HEADER, person(1, "Lý Văn Đại"), person(2, "Hà Thị Hằng")]
TEXT = "\n".join(";".join(map(str, row)) for row in ROWS)


def saved(path, rows=ROWS, change=None):
    """Write a workbook; `change` replaces text in the parts of its archive."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content if change is None else change(name, content))
    return path


def sheet(old, new):
    """Return a change of the XML of the first sheet."""
    return lambda name, xml: re.sub(old, new, xml) if name.endswith("sheet1.xml") else xml


def refusal(path):
    with pytest.raises(UnableToReadWorkbook) as refused:
        read_grids(path)
    return refused.value.code, refused.value.message


def names(path):
    [grid] = read_grids(path)
    return [row[1] for row in grid.rows]


@pytest.mark.parametrize("name", ["a.xlsx", "A.XLSX", "a.xlsm"])
def test_workbook_is_read_whatever_its_macros(tmp_path, name):
    assert names(saved(tmp_path / name)) == ["Họ và tên", "Lý Văn Đại", "Hà Thị Hằng"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xls", COMPOUND + b"\x00" * 600, "loại cũ .xls"),
        ("a.xlsx", COMPOUND + b"\x00" * 600, "loại cũ .xls"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "trang web"),
        ("a.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html><table>", "trang web"),
        ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "trang web"),
        ("a.xlsx", b"Lan;1\nMai;2", "không phải sổ Excel"),
        ("a.pdf", b"%PDF-1.7", "loại .pdf"),
        ("a", b"x", "loại không rõ"),
        ("a.csv", b"", "tệp rỗng"),
    ],
)
def test_file_of_another_kind_is_refused(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)

    code, message = refusal(tmp_path / name)

    assert code == "workbook_kind"
    assert said in message
    assert "hãy" in message


def test_workbook_under_another_name_is_refused(tmp_path):
    code, message = refusal(saved(tmp_path / "a.csv"))

    assert (code, message) == (
        "workbook_kind",
        "Không đọc được tệp “a.csv” (thật ra là sổ Excel): hãy đổi đuôi tệp thành .xlsx rồi nhập.",
    )


def test_archive_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<document/>")

    assert refusal(tmp_path / "a.xlsx")[0] == "workbook_kind"


def test_workbook_without_sheets_is_refused(tmp_path):
    path = saved(
        tmp_path / "a.xlsx", change=lambda _name, xml: re.sub(rb"<sheets>.*</sheets>", b"", xml)
    )

    assert refusal(path) == (
        "workbook_kind",
        "Không đọc được tệp “a.xlsx” (không có trang tính nào): hãy chọn tệp khác.",
    )


def test_sheet_with_an_endless_name_is_refused(tmp_path):
    path = saved(
        tmp_path / "a.xlsx",
        change=lambda _name, xml: xml.replace(b'"Sheet"', b'"%s"' % (b"x" * 201)),
    )

    assert "tên dài quá 200 ký tự" in refusal(path)[1]


def test_workbook_with_a_password_is_refused(tmp_path):
    entry = "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.xlsx").write_bytes(COMPOUND + b"\x00" * 1000 + entry + b"\x00" * 100)

    code, message = refusal(tmp_path / "a.xlsx")

    assert code == "workbook_locked"
    assert "bỏ mật khẩu" in message


@pytest.mark.parametrize("kept", [3, 100, 2_000, 0.5, 0.99])
def test_workbook_that_was_not_loaded_whole_is_refused(tmp_path, kept):
    path = saved(tmp_path / "a.xlsx")
    content = path.read_bytes()
    path.write_bytes(content[: kept if kept > 1 else int(kept * len(content))])

    assert refusal(path)[0] in ("workbook_damaged", "workbook_kind")


def test_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_LARGEST", 5_000)

    code, message = refusal(saved(tmp_path / "a.xlsx"))

    assert code == "workbook_too_large"
    assert "giải nén ra" in message


def test_workbook_packed_too_tightly_is_refused(tmp_path):
    path = saved(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blank.xml", b" " * 50_000_000)

    code, message = refusal(path)

    assert code == "workbook_too_large"
    assert re.search(r"nén \d+ lần, nhiều nhất là 200 lần", message)


def test_member_that_lies_about_its_size_is_refused(tmp_path):
    path = saved(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        [member] = [m for m in archive.infolist() if m.filename.endswith("sheet1.xml")]
    size = member.file_size.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (100).to_bytes(4, "little")))

    assert refusal(path)[0] == "workbook_damaged"


@pytest.mark.parametrize("address", ["XFD1", "IW3", "ABC2", "AA200000", "IW1048576"])
def test_cell_far_away_is_refused(tmp_path, address):
    far = f'<row r="9"><c r="{address}"><v>1</v></c></row></sheetData>'.encode()

    code, message = refusal(saved(tmp_path / "a.xlsx", change=sheet(b"</sheetData>", far)))

    assert code == "workbook_too_large"
    assert "256 cột × 200.000 dòng" in message


def test_sheet_is_wide_or_long_but_not_both(tmp_path):
    long = b'<row r="200000"><c r="C200000"><v>1</v></c></row></sheetData>'
    both = b'<row r="9"><c r="AA9"><v>1</v></c></row>' + long

    path = saved(tmp_path / "a.xlsx", change=sheet(b"</sheetData>", long))
    assert len(read_grids(path)[0].rows) == 200_000
    code, _message = refusal(saved(tmp_path / "b.xlsx", change=sheet(b"</sheetData>", both)))
    assert code == "workbook_too_large"


@pytest.mark.parametrize(
    "cell", ["<c r='XFD1'>", '<c\nr="XFD1">', '<c r = "XFD1">', '<x:c s="1" r="XFD1">']
)
def test_cell_far_away_is_found_however_it_is_written(tmp_path, cell):
    far = f'<row r="9">{cell}<v>1</v></c></row></sheetData>'.encode()

    code, _message = refusal(saved(tmp_path / "a.xlsx", change=sheet(b"</sheetData>", far)))

    assert code == "workbook_too_large"


@pytest.mark.parametrize("cell", ['<c r="AMJ1" s="0"/>', '<c r="IV199999"/>', '<c r="A1048576" />'])
def test_formatted_cell_far_away_is_no_matter(tmp_path, cell):
    far = f'<row r="9">{cell}</row></sheetData>'.encode()

    assert names(saved(tmp_path / "a.xlsx", change=sheet(b"</sheetData>", far)))[1] == "Lý Văn Đại"


def test_sheet_that_is_empty_but_for_its_corners_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_MOST_CELLS", 1_000)

    code, message = refusal(saved(tmp_path / "a.xlsx", [*ROWS, *[[]] * 200, ["x"]]))

    assert code == "workbook_too_large"
    assert "xóa các ô thừa" in message


def test_too_many_sheets_are_refused(tmp_path):
    book = openpyxl.Workbook()
    for number in range(501):
        book.create_sheet(f"Trang {number}")
    book.save(tmp_path / "a.xlsx")

    code, message = refusal(tmp_path / "a.xlsx")

    assert code == "workbook_too_large"
    assert "có 502 trang tính, nhiều nhất là 500" in message


def test_chart_sheets_are_no_tables(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.create_chartsheet("Biểu đồ")
    book.save(tmp_path / "a.xlsx")

    assert [grid.sheet for grid in read_grids(tmp_path / "a.xlsx")] == ["Sheet"]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        (b'<c r="B2" s="1" t="e"><v>#N/A</v></c>', "#N/A"),
        (b'<c r="B2" t="e"><f t="shared" si="0"/><v>#REF!</v></c>', "#REF!"),
        (b'<c r="B2"><f>A1</f><v></v></c>', ""),
        (b'<c r="B2"><f>A1</f><v/></c>', ""),
        (b'<c r="B2" s="2"><f>[1]Trang1!A1</f></c>', ""),
        (b'<c r="B2" t="str"><f>A1</f><v></v></c>', None),
        (b'<c r="B2" t="str"><f>[1]Trang1!A1</f><v>Lan</v></c>', None),
        (b'<c r="B2"><f>1+1</f><v>2</v></c>', None),
        (b'<c r="B2" t="inlineStr"><is><t>#REF!</t></is></c>', None),
    ],
)
def test_formula_without_a_value_is_found(tmp_path, cell, fault):
    path = saved(tmp_path / "a.xlsx", change=sheet(rb'<c r="B2".*?</c>', cell))

    [grid] = read_grids(path)

    assert dict(grid.faults) == ({} if fault is None else {(1, 1): fault})


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_is_read_in_any_encoding_of_windows(tmp_path, encoding, separator):
    text = TEXT.replace(";", separator)
    if encoding == "cp1258":
        text = decomposed(text)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))

    [grid] = read_grids(tmp_path / "a.csv")

    assert [len(row) for row in grid.rows] == [7, 7, 7]
    assert unicodedata.normalize("NFC", grid.rows[1][3]) == "xã Cao Kỳ"


def decomposed(text):
    """Return text as Windows-1258 has it: tones as signs of their own."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}

    def apart(letter):
        signs = unicodedata.normalize("NFD", letter)
        rest = "".join(sign for sign in signs if sign not in tones)
        return unicodedata.normalize("NFC", rest) + "".join(s for s in signs if s in tones)

    return "".join(map(apart, text))


def test_text_of_an_old_font_is_read_as_unicode(tmp_path):
    text = "STT;Hä vµ tªn;Chi bé\n1;NguyÔn V¨n An;B¶n Míi\n2;TrÇn ThÞ Hßa;B¶n Cò"
    (tmp_path / "a.csv").write_bytes(text.encode("cp1252"))

    assert names(tmp_path / "a.csv") == ["Họ và tên", "Nguyễn Văn An", "Trần Thị Hòa"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"Caf\xe9;1\nM\xfcller;2", b"\x81\x8d;1"])
def test_text_in_an_unknown_encoding_is_refused(tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)

    code, message = refusal(tmp_path / "a.csv")

    assert code == "workbook_encoding"
    assert "CSV UTF-8" in message


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nSTT;Họ, tên;Quê\n1;Lan;xã A, huyện B",
        "STT;Họ, tên;Quê\n1;Lan;xã A, huyện B\n2;Mai;xã A, huyện B\n3;Cúc;xã B, huyện B",
        'STT,"Họ, tên",Quê\n1,Lan,"xã A; huyện B"\n2,Mai,"xã A; huyện B"',
        "STT\tHọ, tên\tQuê\n1\tLan\txã A, huyện B; tỉnh C",
    ],
)
def test_separator_is_what_cuts_lines_evenly(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    assert names(tmp_path / "a.csv")[:2] == ["Họ, tên", "Lan"]


def test_text_of_too_many_columns_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("a" + ";b" * 300, encoding="utf-8")

    assert refusal(tmp_path / "a.csv")[0] == "workbook_too_large"
