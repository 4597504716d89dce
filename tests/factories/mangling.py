"""Workbooks with everything wrong that can be: each seed gives one, always the same."""

import datetime as dt
import io
import random
import re
import unicodedata
import zipfile

from openpyxl import Workbook

from tests.core.test_legacy_fonts import typed

COMMITTEE = "Đảng bộ xã Tân Sơn"
MEMBERS = (
    ["STT", "Họ và tên", "Ngày, tháng, năm sinh", None, "Dân tộc", "Đảng tịch", None, "Chi bộ"],
    [None, None, "Nam", "Nữ", None, "Vào Đảng", "Chính thức", None],
)
UNITS = (["STT", "Tên tổ chức đảng", "Loại hình tổ chức", "Cấp trên trực tiếp", "Ngày thành lập"],)
AREAS = (["TT", "Mã thôn", "Tên thôn, tổ dân phố", "Loại", "Xã, thị trấn", "Số hộ"],)
AGENCIES = (["STT", "Mã cơ quan", "Tên cơ quan", "Khối", "Trực thuộc", "Ngày thành lập"],)
MEETINGS = (["STT", "Chi bộ", "Kỳ sinh hoạt", "Ngày họp", "Bắt đầu", "Phải dự", "Có mặt"],)
FOOT = (
    [None, "Cộng:", 3],
    [None, "Tổng cộng", 8],
    [None],
    [None, "Ghi chú: số liệu đến hết tháng 6."],
    [None, "NGƯỜI LẬP BIỂU", None, None, "T/M BAN THƯỜNG VỤ"],
)
ODD_CELLS = (
    *(None, "", " ", "\n", "x", "-", "0", "'", '"', "=", "(1)", "Cộng", "STT", "Chi bộ"),
    *(0, -1, 10**15, 10**308, 1e-300, 0.1, 31, 1899, 60, 2958465, 2958466, True, False),
    *(dt.date(1900, 1, 1), dt.date(9999, 12, 31), dt.datetime.fromisoformat("1899-12-31T23:59")),
    *(dt.time(23, 59, 59), dt.timedelta(days=400, hours=7), "31/02/2023", "00/00/0000", "1950"),
    *("=1/0", "=A1", "=#REF!", "#N/A", "#REF!", "é" * 400, "Ắ" * 33_000, "\u200b", "\ufeff"),
    *("\u202eabc", "🎌", "\u0301\u0301\u0301", "a\u0000b".replace("\u0000", "\u00ad")),
    *("T/M BAN", "I. Khối", "Chi bộ Bản Mới", "5 đồng chí", "Ngày 30 tháng 6 năm 2023", "NaN"),
    *("1e999", "inf", "99999999999999999999", "１２", "٣", "½", "x\ty", "_x0000_", "%s", "{}"),
)


def mangled(seed):
    """Return the name and the content of the workbook of a seed."""
    chance = random.Random(seed)  # noqa: S311 — the same for each seed
    if chance.random() < 0.15:
        return "sổ.csv", _text(chance)
    content = _workbook(chance)
    if chance.random() < 0.25:
        content = _other_xml(chance, content)
    if chance.random() < 0.2:
        content = chance.choice((_cut, _flipped, _overwritten))(chance, content)
    return chance.choice(("sổ.xlsx",) * 15 + ("sổ.xlsm", "sổ.xls", "sổ.csv")), content


def _rows(chance):
    header = chance.choice((MEMBERS, MEMBERS, MEMBERS, UNITS, AREAS, AGENCIES, MEETINGS))
    titles = [["HUYỆN ỦY"], [COMMITTEE], ["(Tính đến ngày 30/06/2023)"], [None]]
    data = [_row(chance, header[0], number) for number in range(1, chance.randint(0, 9) + 1)]
    rows = [list(row) for row in (*titles, *header, *data, *FOOT)]
    for change in chance.choices(
        (_cells, _lines, _columns, _repeats, _fonts), k=chance.randint(0, 3)
    ):
        rows = change(chance, rows) or rows
    return rows


def _row(chance, header, number):
    day = f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(1940, 2020)}"
    known = {
        "STT": number,
        "TT": number,
        "Họ và tên": f"Lý Văn {chance.choice('ABCDEĐ')}",
        "Chi bộ": "Chi bộ Bản Mới",
        "Dân tộc": "Tày",
        "Cấp trên trực tiếp": COMMITTEE,
        "Tên tổ chức đảng": f"Chi bộ {number}",
        "Loại hình tổ chức": "Chi bộ",
        "Loại": "Thôn",
        "Mã thôn": f"0208{number}",
        "Tên thôn, tổ dân phố": f"Bản {number}",
        "Mã cơ quan": chance.choice((None, f"CQ.{number:04d}")),
        "Tên cơ quan": f"Phòng {chance.choice('ABCDEĐ')}",
        "Khối": chance.choice((None, "Chính quyền", "ĐVSN")),
        "Trực thuộc": chance.choice((None, f"Phòng {chance.choice('ABCDEĐ')}")),
        "Bắt đầu": "14:00",
        "Kỳ sinh hoạt": f"Thường kỳ {number:02d}/2022",
        "Phải dự": 9,
        "Có mặt": 9,
        "Số hộ": 40,
    }
    return [known.get(name, day if chance.random() < 0.8 else None) for name in header]


def _cells(chance, rows):
    for _time in range(chance.randint(1, 6)):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(ODD_CELLS)
    return [list(row) for row in rows]


def _lines(chance, rows):
    for _time in range(chance.randint(1, 4)):
        place = chance.randrange(len(rows))
        change = chance.choice(("delete", "double", "blank", "move", "shuffle"))
        if change == "delete" and len(rows) > 1:
            del rows[place]
        elif change == "double":
            rows.insert(place, list(rows[place]))
        elif change == "blank":
            rows.insert(place, [None])
        elif change == "move":
            rows.insert(place, rows.pop())
        else:
            chance.shuffle(rows)


def _columns(chance, rows):
    order = list(range(8))
    chance.shuffle(order)
    order = order[: chance.randint(2, 8)]
    return [[row[n] if n < len(row) else None for n in order] for row in rows]


def _repeats(chance, rows):
    rows.insert(chance.randrange(len(rows)), list(MEMBERS[0]))
    rows.insert(chance.randrange(len(rows)), ["I", "Chi bộ Bản Cũ"])


def _fonts(chance, rows):
    font = chance.choice(("TCVN3", "VNI"))
    form = chance.choice(("NFC", "NFD"))
    return [
        [
            unicodedata.normalize(form, typed(cell, font))
            if isinstance(cell, str) and chance.random() < 0.8
            else cell
            for cell in row
        ]
        for row in rows
    ]


def _workbook(chance):
    book = Workbook()
    book.remove(book.active)
    for number in range(chance.randint(1, 3)):
        page = book.create_sheet(f"Trang {number}")
        for row in map(list, _rows(chance)):
            page.append(row)
        for _time in range(chance.randint(0, 5)):
            top, left = chance.randint(1, 20), chance.randint(1, 8)
            bottom, right = top + chance.randint(0, 8), left + chance.randint(0, 3)
            page.merge_cells(None, top, left, bottom, right)
        page.row_dimensions[chance.randint(1, 12)].hidden = True
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _other_xml(chance, content):
    """Return a sound archive whose XML is not."""
    changes = (
        (rb'r="([A-Z]+)\d+"', rb'r="\g<1>%d"' % chance.randint(0, 300)),
        (rb't="\w+"', chance.choice((b't="e"', b't="b"', b't="s"', b't="d"', b't="n"', b""))),
        (rb"<v>[^<]*", b"<v>" + chance.choice((b"", b"x", b"-1", b"9e9", b"99999999999", b"NaN"))),
        (rb"<v>", b"<f>A1</f><v>"),
        (rb' s="\d+"', b' s="%d"' % chance.randint(0, 99)),
        (rb'ref="[A-Z0-9:]+"', chance.choice((b'ref="A1:C4"', b'ref="B9:A1"', b'ref="ZZ9"', b""))),
        (rb"</row>", b""),
        (rb"<c ", chance.choice((b"<x ", b"<c  ", b"<d:c "))),
        (rb'name="[^"]*"', b'name="Trang"'),
        (rb'encoding="UTF-8"', b'encoding="UTF-16"'),
    )
    old, new = chance.choice(changes)
    part = chance.choice(("sheet1.xml", "sheet1.xml", "workbook.xml", "styles.xml", "Strings.xml"))
    times = chance.choice((1, 3, 0))
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(packed, "w") as changed:
        for name in whole.namelist():
            xml = whole.read(name)
            if name.endswith(part):
                xml = re.sub(old, new, xml, count=times)
            if chance.random() > 0.02:
                changed.writestr(name, xml)
    return packed.getvalue()


def _cut(chance, content):
    return content[: chance.randrange(len(content))]


def _flipped(chance, content):
    changed = bytearray(content)
    for _time in range(chance.randint(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _overwritten(chance, content):
    place = chance.randrange(len(content))
    return content[:place] + chance.randbytes(chance.randint(1, 400)) + content[place:]


def _text(chance):
    separator = chance.choice((",", ";", "\t", "|"))
    rows = [["" if cell is None else str(cell) for cell in row] for row in _rows(chance)]
    text = chance.choice(("", "", "sep=;\n", "\ufeff")) + "\n".join(map(separator.join, rows))
    encoding = chance.choice(("utf-8", "utf-16", "utf-16-le", "cp1258", "cp1252", "latin-1"))
    content = text.encode(encoding, "ignore")
    return _flipped(chance, content) if content and chance.random() < 0.3 else content
