"""A plan out of a workbook: kept as a draft, or refused with every place."""

import datetime as dt
import io

import openpyxl
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


def test_blank_form_has_the_three_lists_and_its_sample_row_is_no_plan(desk, place):
    response = desk.get("/sap-xep/mau/", on=None).response
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames[:4] == ["Sự kiện", "Nguồn - đích", "Đảng viên chuyển", "Hướng dẫn"]

    sent = desk.post("/sap-xep/tai-len/", tep=SimpleUploadedFile("mẫu.xlsx", response.content))

    assert sent.status == 422
    assert not Reorganization.objects.exists()


def test_blank_form_that_was_filled_in_is_read(desk, place, tmp_path):
    content = desk.get("/sap-xep/mau/", on=None).response.content
    book = openpyxl.load_workbook(io.BytesIO(content))
    fill(book["Sự kiện"], dict(zip(EVENTS, EVENT, strict=True)))
    for part in MERGED:
        fill(book["Nguồn - đích"], dict(zip(PARTS, part, strict=True)))
    book.save(tmp_path / "x.xlsx")

    sent = desk.post(
        "/sap-xep/tai-len/",
        tep=SimpleUploadedFile("Nhập.xlsx", (tmp_path / "x.xlsx").read_bytes()),
    )

    assert sent.status == 303, sent.words
    assert Reorganization.objects.get().steps.count() == 1


def fill(sheet, values):
    """Write a row below the others, each value under its header."""
    header = next(row for row in sheet.iter_rows() if row[1].value == "Mã sự kiện")
    number = max(cell.row for row in sheet.iter_rows() for cell in row[1:] if cell.value) + 1
    for cell in header:
        label = {"Tên đơn vị, tổ chức": "Tên đơn vị"}.get(cell.value, cell.value)
        if label in values:
            sheet.cell(number, cell.column, values[label])
