"""Workbooks with what offices put into theirs besides rows, and as other programs write them."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import xlsxwriter

COMMON = "http://schemas.openxmlformats.org/"
SHEET = "Danh sách"
ROWS = (
    ("ĐẢNG ỦY XÃ TÂN SƠN",),
    ("DANH SÁCH ĐẢNG VIÊN",),
    (),
    ("STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Ghi chú"),
    (1, "Lò Văn An", "20/05/1980", "Chi bộ Bản Mới", "x"),
    (2, "Lò Thị Bình", "31/02/1975", "Chi bộ Bản Cú", "y"),
    (3, "Hà Văn Chung", "hôm qua", "", "z"),
    (4, "Nông Thị Dung", "01/01/1990", "Chi bộ Bản Cũ", ""),
    (5, "Ma Văn Hùng", "02/02/1991", "", ""),
)


def rich_workbook(path: Path, *, commented=True) -> Path:
    """Write a workbook with a list that has everything, and two sheets that have nothing."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        for row, values in enumerate(ROWS):
            sheet.write_row(row, 0, values, book.add_format({"num_format": "@"}))
        _dress(book, sheet)
        _embellish(book, sheet)
        _print(sheet)
        if commented:
            _comment(sheet)
        plain = book.add_worksheet("Phụ lục & <khác>")
        plain.write_row(0, 0, ("Chỉ tiêu", "Kết quả"))
        book.add_worksheet("Trống")
        book.define_name("Ky_bao_cao", f"='{SHEET}'!$B$1")
    return path


def _dress(book, sheet):
    sheet.merge_range("A2:E2", ROWS[1][0], book.add_format({"bold": True, "align": "center"}))
    sheet.merge_range("D8:D9", ROWS[7][3])
    sheet.set_column("B:B", 28)
    sheet.set_column("D:D", 34)
    sheet.set_column("G:I", None, None, {"hidden": True})
    sheet.set_row(4, 33)
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.freeze_panes(4, 2)
    sheet.autofilter("A4:E9")
    sheet.protect("mật khẩu", {"insert_rows": True})


def _embellish(book, sheet):
    sheet.data_validation("D5:D9", {"validate": "list", "source": ["Chi bộ Bản Mới", "Khác"]})
    sheet.conditional_format("A5:A9", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C5:C9", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.add_sparkline("F5", {"range": "A5:A9"})
    sheet.insert_textbox("K2", "Ghi nhớ: nộp trước ngày 05", {"fill": {"color": "#FFFF99"}})
    sheet.insert_image("K20", "anh.png", {"image_data": _picture()})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$A$5:$A$9", "data_labels": {"value": True}})
    sheet.insert_chart("K25", chart)
    sheet.add_table("M2:N4", {"columns": [{"header": "Mã"}, {"header": "Tên"}]})


def _comment(sheet):
    sheet.write_comment("B5", "Đã hỏi chi bộ.", {"author": "Chị Hoa", "visible": True})
    sheet.write_comment("C6", "Xem lại hồ sơ gốc.", {"author": "Anh Nam", "color": "#CCFFCC"})
    sheet.insert_button("K12", {"macro": "Kiem_tra", "caption": "Kiểm tra"})


def _print(sheet):
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(3)
    sheet.print_area("A1:E9")
    sheet.set_header("&L&G&RMật", {"image_left": "anh.png", "image_data_left": _picture()})
    sheet.set_footer("&CTrang &P/&N")
    sheet.set_h_pagebreaks([20])


def _picture():
    """Return a picture of one red pixel."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    content = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + header + content + chunk(b"IEND", b""))


def bare_workbook(path: Path, space: str, office: str) -> Path:
    """Write a workbook of one cell: prefixes everywhere, a mark of UTF-8, rows without numbers."""
    types, relations = (
        f"{COMMON}package/2006/{name}" for name in ("content-types", "relationships")
    )
    content = {
        "[Content_Types].xml": f'<c:Types xmlns:c="{types}"/>',
        "_rels/.rels": f'<q:Relationships xmlns:q="{relations}"><q:Relationship Id="a" '
        f'Type="{office}/officeDocument" Target="/xl/workbook.xml"/></q:Relationships>',
        "xl/workbook.xml": f'<x:workbook xmlns:x="{space}" xmlns:r="{office}"><x:sheets>'
        '<x:sheet name="Một" sheetId="1" r:id="b"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="b" '
        f'Type="{office}/worksheet" Target="sheets/one.xml"/></Relationships>',
        "xl/sheets/one.xml": f'\ufeff<x:worksheet xmlns:x="{space}"><x:sheetData><x:row><x:c>'
        "<x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>",
        "xl/sheets/_rels/one.xml.rels": f'<Relationships xmlns="{relations}"/>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path
