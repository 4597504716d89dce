"""An import after it was decided about: written, taken back, thrown away, interrupted."""

import datetime as dt
import io
from urllib.parse import quote

import openpyxl
import pytest
import time_machine

from coso.audit import queries as audit
from coso.core.errors import DomainError
from coso.importing import queries, services
from coso.importing.models import Import
from coso.people.models import Person
from tests.factories.members import roster, roster_row

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
GOOD, BAD = roster_row(), roster_row("Lò Thị Bình", branch="Chi bộ Lạ")


def test_written_import_says_what_it_did_and_what_is_left(desk, written):
    source = written(GOOD, BAD)

    page = desk.get(f"{source.pk}/")

    assert "Thêm 1 dòng" in page.words
    assert "Không ghi 1" in page.words
    assert "Còn 1 việc phải xem lại" in page.words
    assert f"/nhap-du-lieu/viec/?don-vi={page.response.context['frame'].unit.pk}" in page.text
    assert "Xem tổng quan ngày 30/06/2023" in page.words
    assert "Số liệu đã thay đổi" in page.words
    assert len(page.queries) <= MOST_QUERIES


def test_undo_asks_with_counts_and_says_what_was_taken_back(desk, written, run_jobs):
    source = written(GOOD)
    asked = desk.get(f"{source.pk}/hoan-tac/")
    assert "1 dòng đã ghi của lần nhập này được hoàn tác" in asked.words
    assert "1 người đã thêm sẽ bị bỏ." in asked.words
    assert "1 đảng viên đã thêm sẽ bị bỏ." in asked.words
    assert "mục chi tiết kèm theo (tên gọi, cấp trên, nơi sinh hoạt…) đã thêm" in asked.words
    assert "_" not in asked.words.partition("Hoàn tác lần nhập")[2].partition("Tôi đã xem")[0]

    response = desk.post(f"{source.pk}/hoan-tac/")

    assert response.status_code == 303
    on_its_way = desk.get(f"{source.pk}/").words
    assert "Đang hoàn tác lần nhập" in on_its_way
    assert "Bước" not in on_its_way  # of what was done before
    run_jobs()
    page = desk.get(f"{source.pk}/")
    assert "đã hoàn tác" in page.words
    assert "Giữ nguyên 0 hồ sơ không hoàn tác được" in page.words
    assert Person.objects.count() == 0


def test_what_undo_kept_is_listed_with_the_reason(desk, written, run_jobs):
    source = written(GOOD, roster_row("Lò Văn Ba"))
    Person.objects.filter(full_name="Lò Văn An").update(full_name="Lò Văn Ân")

    desk.post(f"{source.pk}/hoan-tac/")
    run_jobs()

    page = desk.get(f"{source.pk}/")
    assert "người: Lò Văn Ân đã được sửa sau đó" in page.words


def test_undo_is_not_offered_when_it_is_too_late(desk, written):
    source = written(GOOD)
    later = source.applied_at + dt.timedelta(days=32)
    with time_machine.travel(later, tick=False):
        desk.browser.client.force_login(source.actor)  # the session of a month ago has ended
        assert "Hoàn tác" not in desk.get(f"{source.pk}/").words
        asked = desk.get(f"{source.pk}/hoan-tac/")
        refused = desk.post(f"{source.pk}/hoan-tac/")

    assert "Chỉ hoàn tác được đến" in asked.words
    assert "confirm-submit" not in asked.text
    assert refused.status_code == 422
    assert Import.objects.get().status == "APPLIED"


def test_import_that_was_not_written_has_nothing_to_undo(desk, checked):
    source = checked(GOOD)

    assert "chưa ghi gì vào sổ" in desk.get(f"{source.pk}/hoan-tac/").words
    assert desk.post(f"{source.pk}/hoan-tac/").status_code == 422


def test_import_is_thrown_away_after_a_word(desk, checked):
    source = checked(GOOD, BAD)
    asked = desk.get(f"{source.pk}/bo/")
    assert "1 tệp đã tải lên bị xóa khỏi máy chủ" in asked.words

    response = desk.post(f"{source.pk}/bo/")

    assert response.status_code == 303
    assert "Sổ không thay đổi." in desk.browser.get(response["Location"], on=None).words
    assert "Không có gì được ghi vào sổ" in desk.get(f"{source.pk}/").words
    assert desk.post(f"{source.pk}/bo/").status_code == 422


def test_interrupted_import_says_why_and_is_checked_again(desk, upload, run_jobs):
    source = upload(A=roster(GOOD))
    error = DomainError("out_of_memory", "Hết bộ nhớ.")
    services.fail_check(import_id=source.pk, error=error)
    page = desk.get(f"{source.pk}/")
    assert "bị ngắt" in page.words
    assert "Hết bộ nhớ." in page.words

    desk.post(f"{source.pk}/kiem-tra-lai/")
    run_jobs()

    assert "Xem trước" in desk.get(f"{source.pk}/").words


def test_step_that_comes_too_late_is_refused_in_words(desk, written):
    source = written(GOOD)

    response = desk.post(f"{source.pk}/kiem-tra-lai/")

    page = desk.browser.get(response["Location"], on=None)
    assert "không quyết định gì thêm được" in page.words


@pytest.mark.parametrize("rows", [1, 3])
def test_work_list_costs_the_same_for_one_and_three_rows(desk, written, rows):
    written(GOOD, *(roster_row(f"Lò Thị {n}", branch="Chi bộ Lạ") for n in range(rows)))
    desk.get("viec/")

    page = desk.get("viec/")

    assert page.count == rows
    assert len(page.queries) == 9


def test_work_names_whom_it_concerns(desk, written):
    written(GOOD, BAD)

    assert "Lò Thị Bình: Không có “Chi bộ Lạ”" in desk.get("viec/").words


def test_name_that_begins_the_sentence_is_not_said_twice(desk, written):
    written(roster_row("Lò Thị Bình", born=None))

    assert "Lò Thị Bình: Lò Thị Bình" not in desk.get("viec/").words


def test_work_is_narrowed_opened_and_struck_off(desk, written):
    first = written(GOOD, BAD)
    written(GOOD, roster_row("Lò Thị Năm", branch="Chi bộ Xa"))
    page = desk.get("viec/")
    assert (page.count, "Chưa có chi bộ này" in page.words) == (2, True)
    assert desk.get("viec/", lan=first.pk).count == 1
    work = queries.open_work().get(source=first)

    response = desk.post(f"viec/{work.pk}/xong/", {"tro-ve": f"lan={first.pk}"})

    assert response.status_code == 303
    assert f"lan={first.pk}" in response["Location"]
    assert desk.get("viec/").count == 1
    assert desk.post(f"viec/{work.pk}/xong/").status_code == 404


def test_work_leads_to_the_person_concerned_if_there_is_one(desk, written):
    source = written(GOOD)
    person = Person.objects.get()
    for number in (person.pk, person.pk + 1):
        source.problems.create(
            file="sổ.xlsx", sheet="A", row=8, kind="home_differs", severity="warning",
            message="Nơi sinh hoạt khác sổ.", person_id=number,
        )  # fmt: skip

    page = desk.get("viec/")

    assert page.count == 2
    assert [link.partition("?")[0] for link in page.links if "/nguoi/" in link] == [
        f"/nguoi/{person.pk}/"
    ]


def test_work_is_taken_away_as_a_workbook(desk, written):
    written(GOOD, BAD)

    response = desk.get("viec/", xuat="xlsx").response

    assert "viec-sau-khi-nhap" in response["Content-Disposition"]


def test_nothing_to_do_is_said(desk):
    assert "Không còn việc nào" in desk.get("viec/").words


def test_what_was_found_is_taken_away_to_be_looked_at_in_excel(desk, checked, user):
    source = checked(GOOD, BAD)
    page = desk.get(f"{source.pk}/")
    assert "Danh sách chỗ cần xem" in page.words

    problems = desk.get(f"{source.pk}/van-de/").response
    file = source.files.get()
    workbook = desk.get(f"tep/{file.pk}/").response

    rows = list(openpyxl.load_workbook(io.BytesIO(problems.content)).active.values)
    assert (rows[1][2], rows[1][4]) == ("N9", "Chi bộ Lạ")
    assert quote("sổ (ghi chú).xlsx") in workbook["Content-Disposition"]
    [sheet] = openpyxl.load_workbook(io.BytesIO(workbook.content)).worksheets
    assert "Chưa chắc" in sheet["N9"].comment.text
    assert list(audit.readings().values_list("action", "rows"))[:2] == [
        ("importing.return_file", 1), ("list.exported", 1),
    ]  # fmt: skip


def test_file_that_is_gone_is_said(desk, checked, user):
    source = checked(GOOD, BAD)
    file = source.files.get()
    services.discard(source=source, actor=user)

    response = desk.get(f"tep/{file.pk}/").response

    assert response.status_code == 303
    page = desk.browser.get(response["Location"], on=None)
    assert "Tệp “sổ.xlsx” không còn" in page.words
