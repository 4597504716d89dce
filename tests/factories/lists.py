"""A workbook with a few rows of every list, awkward ones among them."""

import tempfile
from pathlib import Path

from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks
from tests.factories import organizations, people
from tests.factories.keeping import kept, ours
from tests.factories.workbooks import workbook

LISTED = "(Tính đến ngày 30/06/2023)"
COMMITTEES = ("Đảng bộ xã Tân Sơn", "Đảng bộ xã Yên Cư")
# Each stands under both committees.
BRANCHES = ("Chi bộ Bản Mới", "Chi bộ Trạm Y tế")
OWN = "Chi bộ Bưu điện huyện"
MEMBERS = (
    *("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Ngày vào Đảng", "Chi bộ"),
    "Đảng bộ, chi bộ cơ sở",
)
STAFF = (
    *("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị công tác", "Chức vụ", "Đối tượng"),
    *("Ngày tuyển dụng", "Mã ngạch, hạng", "Ngày vào Đảng"),
)
_HERE, _THERE = (COMMITTEES[0], BRANCHES[0]), (COMMITTEES[1], BRANCHES[0])
_NO_COUNTS = (None,) * 5

SMALL = {
    "party_organizations": (
        (LISTED,),
        ["Mã tổ chức", "Tên tổ chức đảng", "Cấp trên trực tiếp", "Số QĐ thành lập"],
        [
            ("06.065.007.000.000", "Đảng bộ xã Yên Hân", None, "1-QĐ/HU"),
            ("06.065.007.000.001", "Chi bộ Bản Mới", "Đảng bộ xã Yên Hân", None),
        ],
    ),
    "areas": (
        (LISTED,),
        ["Mã đơn vị", "Tên đơn vị hành chính", "Loại", "Trực thuộc"],
        [
            ("02089", "Xã Tân Sơn", "Xã", "Huyện Chợ Mới"),
            ("02089.01", "Bản Mới", "Thôn", "Xã Tân Sơn"),
            (None, "Bản Cũ", "Thôn", "Xã Tân Sơn"),
        ],
    ),
    "agencies": (
        (LISTED,),
        ["Mã cơ quan", "Tên cơ quan, đơn vị", "Loại cơ quan", "Cơ quan cấp trên", "Địa bàn"],
        [
            (None, "UBND xã Tân Sơn", "Cấp xã", None, "Xã Tân Sơn"),
            ("T.01", "Trường Mầm non Tân Sơn", None, "UBND xã Tân Sơn", None),
            (None, "Trạm Y tế", "ĐVSN", "UBND xã Tân Sơn", None),
        ],
    ),
    "members": (
        (LISTED,),
        [*MEMBERS, "Số thẻ đảng viên", "Ghi chú"],
        [
            [
                *(1, "Lò Văn An", "1980", "Nam", "Tày", "01/01/2005", *_HERE[::-1]),
                *("01234567", "Miễn sinh hoạt từ 01/01/2023"),
            ],
            (2, "Lò Thị Hoà", "05/1985", "Nữ", "Mán", None, *_THERE[::-1], None, None),
            (3, "Lò Văn Đạt", None, None, None, "01/01/2006", None, OWN, None, None),
        ],
    ),
    "staff": (
        (LISTED,),
        STAFF,
        [
            [
                *(1, "Lò Văn An", "1980", "Nam", "UBND xã Tân Sơn", "Chủ tịch", "Cán bộ"),
                *("01/07/2001", "01.003", "01/01/2005"),
            ],
            [
                *(2, "Ma Thị Ươm", "02/03/1990", "Nữ", "UBND xã Tân Sơn", None),
                *("Hợp đồng lao động", None, "00123", None),
            ],
        ],
    ),
    "ratings": (
        ("(Năm 2022)",),
        [*STAFF[:6], "Cá nhân tự xếp loại", "Kết quả xếp loại", "Cấp xếp loại"],
        [
            [
                *(1, "Lò Văn An", "1980", "Nam", "UBND xã Tân Sơn", "Chủ tịch"),
                *("Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Cấp huyện"),
            ],
            [
                *(2, "Ma Thị Ươm", "02/03/1990", None, "Trường Mầm non Đồng Tâm", None),
                *(None, "KXL: nghỉ ốm.", "Cấp xã"),
            ],
        ],
    ),
    "member_ratings": (
        (),
        [*MEMBERS[:4], *MEMBERS[6:], "Năm", "Kết quả xếp loại", "Lý do không xếp loại"],
        [
            [
                *(1, "Lò Văn An", "1980", "Nam", *_HERE[::-1], 2022),
                *("Không xếp loại", "được miễn (từ 01/01/2022)"),
            ],
            (1, "Lò Văn An", "1980", "Nam", *_HERE[::-1], 2021, "HTXSNV", None),
            (2, "Lò Thị Hoà", "05/1985", "Nữ", *_THERE[::-1], 2022, "HTNV", None),
            (3, "Lù Văn Đã Đi", None, "Nam", None, OWN, 2022, "Không xếp loại", None),
        ],
    ),
    "unit_ratings": (
        ("(Năm 2022)",),
        ["Tên tổ chức đảng", "Cấp trên trực tiếp", "Kết quả xếp loại"],
        [
            (*_HERE[::-1], "Hoàn thành tốt nhiệm vụ"),
            (*_THERE[::-1], "Hoàn thành nhiệm vụ"),
            (OWN, None, "Không xếp loại: mới thành lập"),
        ],
    ),
    "themes": (
        ("(Nhiệm kỳ 2020-2025)",),
        ["Mã chuyên đề", "Nội dung chuyên đề"],
        [("CĐ01", "Học tập"), ("A-1b", "Nêu gương")],
    ),
    "meetings": (
        (),
        [
            *("Đảng bộ, chi bộ cơ sở", "Chi bộ", "Kỳ sinh hoạt", "Loại sinh hoạt", "Ngày họp"),
            *("Phải dự", "Có mặt", "Vắng có lý do", "Vắng không lý do", "Tự chấm", "Mã chuyên đề"),
        ],
        [
            (*_HERE, "01/2023", "Thường kỳ", "05/01/2023", 9, 8, 1, 0, 88.5, None),
            (*_THERE, "01/2023", "Thường kỳ", None, *_NO_COUNTS, None),
            (OWN, None, "Quý I/2023", "Chuyên đề", "02/04/2023", *_NO_COUNTS, "CĐ01"),
            (OWN, None, "Quý II/2023", "Chuyên đề", "02/06/2023", *_NO_COUNTS, "A-1b"),
        ],
    ),
    "visits": (
        (),
        [
            *("Ngày dự", "Tổ số", "Người dự", "Đảng bộ, chi bộ cơ sở", "Chi bộ", "Điểm chấm"),
            "Nhận xét",
        ],
        [
            ("05/01/2023", "Tổ III", "Tổ trưởng", *_HERE, 89.25, "Đúng trình tự"),
            ("06/01/2023", 3, None, COMMITTEES[1], None, None, None),
            ("07/01/2023", 3, None, OWN, OWN, None, None),
        ],
    ),
    "planning": (
        (),
        [
            *("Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị công tác", "Chức danh quy hoạch"),
            *("Giai đoạn quy hoạch", "Số quyết định", "Ngày quyết định", "Ghi chú"),
        ],
        [
            [
                *(
                    "Lò Văn An",
                    "1980",
                    "Nam",
                    "UBND xã Tân Sơn",
                    "Chủ tịch UBND xã Tân Sơn",
                    "2021-2026",
                ),
                *("557-QĐ/HU", "28/06/2023", None),
            ],
            [
                *("Ma Thị Ươm", "02/03/1990", "Nữ", None, "Ủy viên Ban Chấp hành", "2026-2031"),
                *("0558-QĐ/HU", "29/06/2023", None),
            ],
        ],
    ),
    "courses": (
        (),
        [
            *("Mã lớp", "Tên lớp", "Loại hình", "Cơ sở đào tạo", "Từ ngày", "Đến ngày"),
            *("Số quyết định", "Ngày quyết định", "Số học viên", "Đơn vị mở lớp"),
        ],
        [
            [
                *("L01", "Tập huấn nghiệp vụ", "Nghiệp vụ công tác đảng", None, "05/01/2023"),
                *("06/01/2023", "12-QĐ/HU", "02/01/2023", 2, None),
            ],
            [
                *("0002", "Trung cấp khóa 5", "Lý luận chính trị", "Trường tỉnh", "05/02/2022"),
                *(None, None, None, None, COMMITTEES[0]),
            ],
            ["L01", "Lớp năm trước", "Khác", None, "05/01/2022", None, None, None, None, None],
        ],
    ),
    "enrollments": (
        (),
        [
            *("Mã lớp", "Năm", *MEMBERS[1:4], *MEMBERS[6:], "Đơn vị công tác", "Đơn vị mở lớp"),
            *("Kết quả", "Xếp loại"),
        ],
        [
            ("L01", 2023, "Lò Văn An", "1980", "Nam", *_HERE[::-1], None, None, "Đạt", "Khá"),
            [
                *("0002", None, "Lò Văn An", "1980", "Nam", *_HERE[::-1], "UBND xã Tân Sơn"),
                *(COMMITTEES[0], "Đang học", None),
            ],
            [
                *("L01", 2022, "Ma Thị Ươm", "02/03/1990", "Nữ", None, None, "UBND xã Tân Sơn"),
                *(None, "Không tham gia", None),
            ],
        ],
    ),
    "decisions": (
        (),
        [
            *("Họ và tên", "Ngày sinh", "Giới tính", "Hình thức", "Chức vụ, đơn vị cũ"),
            *("Chức vụ, đơn vị mới", "Số quyết định", "Ngày quyết định", "Ngày hiệu lực"),
            *("Cơ quan ban hành", "Thời hạn", "Ghi chú"),
        ],
        [
            [
                *("Lò Văn An", "1980", "Nam", "Bổ nhiệm", "Chuyên viên, UBND xã Tân Sơn"),
                *("Trưởng phòng, UBND xã Tân Sơn", "0012/QĐ-UBND", "01/06/2023", None),
                *("UBND huyện", "5 năm", "Lần đầu"),
            ],
            [
                *("Ma Thị Ươm", "02/03/1990", "Nữ", "Thôi giữ chức vụ", None),
                *("Phó phòng, Sở Nội vụ", "13/QĐ-UBND", "02/06/2023", "05/06/2023", None),
                *("đến khi nghỉ hưu", None),
            ],
        ],
    ),
    "documents": (
        (),
        [
            *("Số, ký hiệu", "Ngày ban hành", "Loại nghị quyết", "Cơ quan ban hành", "Trích yếu"),
            "Giai đoạn",
        ],
        [
            ("03-NQ/HU", "15/12/2020", "Chuyên đề", "Huyện ủy", "Về bộ máy", "2021-2025"),
            ("12/QĐ-UBND", "15/12/2014", None, "UBND huyện", "Về việc giao biên chế", None),
            ("0012 của tỉnh", "01/02/2021", None, "Tỉnh ủy", "Về việc khác", None),
        ],
    ),
    "targets": (
        ("CHỈ TIÊU THỰC HIỆN NGHỊ QUYẾT 03-NQ/HU",),
        [
            *("Mã", "Chỉ tiêu", "Đơn vị tính", "So sánh", "Mốc phấn đấu › Năm 2021"),
            *("Mốc phấn đấu › Năm 2022", "Kết quả › Năm 2021", "Kết quả › 6T/2022"),
            *("Đơn vị chủ trì", "Tính từ sổ", "Ghi chú"),
        ],
        [
            [
                *("CT01", "Đảng viên hoàn thành tốt nhiệm vụ trở lên", "%", "≥", 90, 92.5),
                *("41/44 (93,2%)", None, COMMITTEES[0], None, "Hằng năm"),
            ],
            [
                *("CT02", "Đơn vị còn chi bộ ghép", "chi bộ", "≤", 2, 0, "1", "0"),
                *("Các đảng ủy xã", None, None),
            ],
        ],
    ),
    "work_items": (
        ("PHÂN CÔNG NHIỆM VỤ THỰC HIỆN NGHỊ QUYẾT 03-NQ/HU",),
        [
            *("Mã nhiệm vụ", "Nhiệm vụ", "Đơn vị thực hiện", "Thời hạn", "Ngày hoàn thành"),
            *("Tiến độ (%)", "Chỉ tiêu liên quan"),
        ],
        [
            [
                *("NV01", "Rà soát quy hoạch", COMMITTEES[0], "18/12/2021", "08/12/2021", 100),
                "CT01",
            ],
            ("NV02", "Sơ kết nghị quyết", "Ban Tổ chức", "13/08/2025", None, 40, None),
        ],
    ),
}


@kept(*organizations.SEEDED, *people.SEEDED, *organizations.PLACED)
def place_units():
    """Set an installation up with the units that the lists name."""
    root = organizations.roots().party
    people.seeds()
    for name in COMMITTEES:
        committee = organizations.unit("GRASSROOTS_COMMITTEE_ORG", name, under=root)
        for branch in BRANCHES:
            organizations.unit("BRANCH", branch, under=committee)
    organizations.unit("GRASSROOTS_BRANCH", OWN, under=root)


@kept(*ours())
def fill_books():
    """Set an installation up with those units, and import the workbook."""
    place_units()
    with tempfile.TemporaryDirectory() as folder:
        book = workbook(Path(folder) / "sổ.xlsx", **SMALL)
        report = import_workbooks(paths=[book], actor=SYSTEM)
    assert report.applied, report.problems
