"""Where an import begins: files come in, blank forms go out, the log says what was."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coso.access.enums import Role
from coso.importing import queries, services
from coso.importing.models import Import
from coso.web import uploads
from tests.factories.access import make_actor, make_unit
from tests.factories.members import roster, roster_row
from tests.factories.workbooks import workbook
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db

GOOD, BAD = roster_row(), roster_row("Lò Thị Bình", branch="Chi bộ Lạ")


def file(name="sổ.xlsx", content=b"abc"):
    return SimpleUploadedFile(name, content)


def test_page_says_what_to_do_and_offers_every_form(desk):
    page = desk.get()

    assert "Chưa có lần nhập nào" in page.words
    assert 'type="file" multiple required accept=".xlsx,.xlsm,.csv"' in page.text
    for form in services.list_templates():
        assert form.label in page.words
        assert f"/nhap-du-lieu/mau/{form.kind}/" in page.text


def test_files_come_in_and_are_checked_by_a_job(desk, tmp_path, run_jobs):
    content = workbook(tmp_path / "sổ.xlsx", A=roster(GOOD)).read_bytes()

    response = desk.post("tai-len/", {"tep": [file(content=content)]})

    source = Import.objects.get()
    assert response.status_code == 303
    assert response["Location"].startswith(f"/nhap-du-lieu/{source.pk}/")
    assert "Đang kiểm tra" in desk.get(f"{source.pk}/").words
    assert run_jobs() == [("importing.check", "succeeded")]
    assert "Xem trước" in desk.get(f"{source.pk}/").words


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "Chưa chọn tệp nào"),
        ([file("sổ.xls")], "kiểu cũ (.xls)"),
        ([file("sổ.docx")], "không phải tệp Excel"),
        ([file(content=b"")], "là tệp rỗng"),
    ],
)
def test_files_that_cannot_be_taken_in_are_refused_in_words(desk, files, sentence):
    response = desk.post("tai-len/", {"tep": files})

    assert (response.status_code, Import.objects.exists()) == (303, False)
    assert sentence in desk.browser.get(response["Location"], on=None).words


def test_the_same_files_again_lead_to_the_import_they_are(desk, run_jobs):
    first = desk.post("tai-len/", {"tep": [file()]})
    run_jobs()

    again = desk.post("tai-len/", {"tep": [file()]})

    assert again["Location"] == first["Location"]
    page = desk.browser.get(again["Location"], on=None)
    assert "Các tệp này đã được gửi và kiểm tra trước đó" in page.words
    # That is not a workbook, and there is no sheet whose headers might be named.
    assert "Bỏ lần nhập này và chọn tệp khác" in page.words
    assert "Khai tên cột" not in page.words


def test_no_more_of_a_file_is_kept_than_may_be_imported(desk, monkeypatch):
    monkeypatch.setattr(uploads, "_LARGEST", 100_000)
    monkeypatch.setattr(services.receiving, "LARGEST_FILE", 100_000)
    kept = []
    finished = uploads.BoundedUploadHandler.file_complete

    def complete(handler, size):
        kept.append((handler.file.tell(), handler.file.temporary_file_path()))
        return finished(handler, size)

    monkeypatch.setattr(uploads.BoundedUploadHandler, "file_complete", complete)

    response = desk.post("tai-len/", {"tep": [file(content=b"x" * 1_000_000)]})

    [(length, path)] = kept
    assert length < 200_000
    assert "/uploads/" in path
    assert "lớn hơn" in desk.browser.get(response["Location"], on=None).words
    assert not Import.objects.exists()


def test_blank_form_of_a_register_is_a_workbook(desk):
    response = desk.get("mau/members/").response

    assert "mau-danh-sach-dang-vien.xlsx" in response["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(response.content)).sheetnames


def test_all_blank_forms_come_as_one_archive(desk):
    response = desk.get("mau/").response

    names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert names == [form.file_name for form in services.list_templates()]


def test_form_that_there_is_not_is_not_found(desk):
    assert desk.get("mau/khong-co/").status == 404


def test_log_says_what_each_import_did(desk, written, checked):
    written(GOOD, BAD)
    checked(roster_row("Lò Văn Ba"), roster_row("Lò Văn Tư"))

    page = desk.get()

    assert page.count == 2
    assert "Chờ ghi vào sổ" in page.words
    assert "Đã ghi vào sổ Hoàn tác đến" in page.words
    cells = [row.cells for row in page.response.context["table"].rows]
    assert [each["created"] for each in cells] == ["2", "1"]
    assert [each["open_work"] for each in cells] == ["0", "1"]
    assert "sổ.xlsx" in page.words


def test_log_narrows_to_a_state(desk, written, checked):
    written(GOOD)
    checked(roster_row("Lò Văn Ba"))

    assert desk.get(tinh_trang="APPLIED").count == 1
    assert "Không có dòng nào khớp" in desk.get(tinh_trang="UNDONE").words


@pytest.mark.parametrize("rows", [1, 3])
def test_log_costs_the_same_for_one_and_three_imports(desk, upload, rows):
    for number in range(rows):
        upload(f"sổ {number}.xlsx", A=roster(roster_row(f"Lò Văn {number}")))
    desk.get()

    page = desk.get()

    assert page.count == rows
    assert len(page.queries) == 9


def test_navigation_leads_here_whoever_may_import_and_counts_what_waits(desk, written, party):
    assert "Nhập dữ liệu" in desk.get().words
    assert "việc đang chờ" not in desk.get().words

    written(GOOD, BAD)

    assert queries.open_work().count() == 1
    assert "Nhập dữ liệu 1 việc đang chờ" in desk.get().words
    for role in (Role.LEADER, Role.INSPECTOR):
        page = Browser(make_actor(party, role)).get("/to-chuc/", on=None)
        assert "Nhập dữ liệu" not in page.words


def test_officer_of_a_part_imports_nothing(party):
    part = make_unit("Đảng bộ xã Riêng", party)
    make_actor(party, Role.ADMINISTRATOR, full_name="Ma Thị Cả Huyện")
    make_actor(part, Role.ADMINISTRATOR, full_name="Hà Văn Một Xã")
    make_actor(party, full_name="Nông Thị Nhập")
    make_actor(part, full_name="Nông Thị Xã")
    browser = Browser(make_actor(part))

    assert "/nhap-du-lieu/" not in browser.get("/to-chuc/", on=None).text
    refused = browser.get("/nhap-du-lieu/", on=None)
    assert refused.status == 403
    assert f"quyền Nhập dữ liệu từ Excel của {party.name}" in refused.words
    assert "gửi tệp cho người nhập dữ liệu: Nông Thị Nhập." in refused.words
    assert "vai trò có quyền (“Cán bộ tổ chức, xây dựng Đảng”)" in refused.words
    assert "vai trò ở đơn vị cấp dưới không đủ" in refused.words
    assert "Ma Thị Cả Huyện" in refused.words
    assert "Hà Văn Một Xã" not in refused.words
    response = browser.client.post("/nhap-du-lieu/tai-len/", {"tep": [file()]})
    assert response.status_code == 403
    assert not Import.objects.exists()
