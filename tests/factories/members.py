"""Rows of rosters and of movements, as workbooks hold them."""

import datetime as dt

ROSTER = [
    *("STT", "Họ và tên", "Ngày, tháng, năm sinh › Nam", "Ngày, tháng, năm sinh › Nữ", "Dân tộc"),
    *("Quê quán", "Ngày, tháng, năm › Vào Đảng", "Ngày, tháng, năm › Chính thức"),
    *("Số thẻ đảng viên", "Trình độ › GDPT", "Trình độ › Chuyên môn", "Trình độ › LLCT"),
    *("Chức vụ đảng", "Chi bộ", "Ghi chú"),
]
PERSON = [
    *("STT", "Họ và tên", "Ngày, tháng, năm sinh › Nam", "Ngày, tháng, năm sinh › Nữ", "Chi bộ"),
    "Đảng bộ, chi bộ cơ sở",
]
DECISION = ["Số quyết định", "Ngày quyết định", "Ghi chú"]
BORN = dt.date(1980, 5, 20)


def roster_row(name="Lò Văn An", branch="Chi bộ Bản Mới", **cells):
    """Return a row of a roster; `born` or `born_female`, and any other cell, may be given."""
    row = {
        "born": BORN if "born_female" not in cells else None,
        "born_female": None,
        "ethnicity": "Tày",
        "admitted": dt.date(2005, 1, 1),
        "official": dt.date(2006, 1, 1),
        "card": None,
        "education": ("12/12", "Đại học", "Trung cấp"),
        "position": None,
        "note": None,
    } | cells
    return [
        *(1, name, row["born"], row["born_female"], row["ethnicity"], "xã Tân Sơn"),
        *(row["admitted"], row["official"], row["card"], *row["education"]),
        *(row["position"], branch, row["note"]),
    ]


def roster(*rows, organization="ĐẢNG BỘ XÃ TÂN SƠN", on="30/06/2023", header=ROSTER):
    """Return a sheet of a roster: titles, header, rows."""
    return ((organization, "DANH SÁCH ĐẢNG VIÊN", f"(Tính đến ngày {on})"), header, rows)


def movement(
    header, *rows, name="Lò Văn An", born=BORN, branch="Chi bộ Bản Mới", of="Đảng bộ xã Tân Sơn"
):
    """Return a sheet of movements: each row is what follows the columns about the person."""
    lines = [[1, name, born, None, branch, of, *row] for row in rows]
    return (("DANH SÁCH ĐẢNG VIÊN",), [*PERSON, *header], lines)
