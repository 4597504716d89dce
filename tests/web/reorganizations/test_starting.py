"""A plan out of a workbook: kept as a draft, or refused with every place."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coso.reorganizations.models import Reorganization
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

EVENTS = ["Mã sự kiện", "Phạm vi", "Hình thức", "Ngày hiệu lực", "Số văn bản"]
PARTS = ["Mã sự kiện", "Vai trò", "Mã", "Tên đơn vị"]
EVENT = ["SK1", "Tổ chức đảng", "Sáp nhập", dt.date(2024, 7, 1), "01-QĐ/HU"]
MERGED = [
    ["SK1", "Nguồn", "06.1.2", "Chi bộ Bản Cũ"],
    ["SK1", "Đích", "06.1.1", "Chi bộ Bản Mới"],
]


@pytest.fixture
def send(desk, tmp_path):
    """Return a function that uploads the lists of a plan."""

    def run(parts=MERGED, name="Nhập chi bộ.xlsx"):
        sheets = {"Sự kiện": ([], EVENTS, [EVENT]), "Nguồn - đích": ([], PARTS, parts)}
        content = workbook(tmp_path / "x.xlsx", **sheets).read_bytes()
        return desk.post("/sap-xep/tai-len/", tep=SimpleUploadedFile(name, content))

    return run


def test_workbook_becomes_a_draft_that_was_rehearsed(desk, send):
    sent = send()

    plan = Reorganization.objects.get()
    assert sent.status == 303
    assert (plan.name, plan.status, plan.effective_on) == (
        "Nhập chi bộ",
        "DRAFT",
        dt.date(2024, 7, 1),
    )
    page = desk.get(sent.response["Location"], on=None)
    assert "Đã đọc phương án “Nhập chi bộ”. Sổ chưa thay đổi." in page.words
    assert "9 trước, 9 sau; không thiếu ai" in page.words


def test_every_place_that_cannot_be_read_is_named_and_nothing_is_kept(send):
    sent = send([["SK1", "Nguồn", "", "Chi bộ Lạ"], ["SK9", "Đích", "", "Chi bộ Bản Mới"]])

    assert sent.status == 422
    assert "2 chỗ phải sửa" in sent.words
    assert "Nguồn - đích › D4 Không có “Chi bộ Lạ” trong sổ vào ngày 01/07/2024." in sent.words
    assert "Nguồn - đích › A5 Không có sự kiện “SK9”" in sent.words
    assert not Reorganization.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("sổ.xls", b"abc", "kiểu cũ (.xls)"),
        ("sổ.docx", b"abc", "không phải tệp Excel"),
        ("sổ.xlsx", b"", "là tệp rỗng"),
        ("sổ.xlsx", b"abc", "sổ.xlsx"),
    ],
)
def test_files_that_cannot_be_taken_in_are_refused_in_words(desk, place, name, content, sentence):
    sent = desk.post("/sap-xep/tai-len/", tep=SimpleUploadedFile(name, content))

    assert sent.status == 422
    assert sentence in sent.words
    assert not Reorganization.objects.exists()


def test_without_a_file_it_says_so(desk, place):
    sent = desk.post("/sap-xep/tai-len/")

    assert (sent.status, "Hãy chọn đúng một tệp" in sent.words) == (422, True)
