"""What the office says its headers mean."""

import re

import pytest

from coso.importing import queries
from coso.importing.models import HeaderMeaning
from tests.factories.members import ROSTER, roster, roster_row

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
OWN = ["Đồng chí" if header == "Họ và tên" else header for header in ROSTER]


@pytest.fixture
def strange(upload, run_jobs):
    """Return an import of a sheet with a header of the office's own."""
    source = upload(A=roster(roster_row(), header=OWN))
    run_jobs()
    return source


def choices(page):
    """Return what each column is taken for, by its header."""
    form = page.response.context["form"]
    return {column.header: field.value() for column, field in form.rows}


def filled(page, **said):
    """Return what a browser sends of the form, some columns said otherwise."""
    form = page.response.context["form"]
    return {column.letter: said.get(column.header, field.value()) for column, field in form.rows}


def test_preview_leads_to_the_sheet_that_nobody_knows(desk, strange):
    page = desk.get(f"{strange.pk}/")

    [link] = [link for link in page.links if "/tieu-de/" in link]
    assert "tep=s%E1%BB%95.xlsx&trang-tinh=A" in link


def test_page_shows_the_head_of_the_sheet_and_asks_for_the_register(desk, strange):
    page = desk.get(f"{strange.pk}/tieu-de/")

    assert "DANH SÁCH ĐẢNG VIÊN" in page.words
    assert "Chọn sổ mà trang tính này thuộc về" in page.words
    assert len(page.queries) <= MOST_QUERIES


def test_what_is_said_is_remembered_and_checked_again(desk, strange, run_jobs):
    path = f"{strange.pk}/tieu-de/?so=members"
    page = desk.get(f"{strange.pk}/tieu-de/", so="members")
    assert choices(page)["Đồng chí"] == ""
    assert choices(page)["Dân tộc"] == "Dân tộc"

    response = desk.post(path, filled(page, **{"Đồng chí": "Họ và tên"}))

    assert response.status_code == 303
    assert HeaderMeaning.objects.get().means == "Họ và tên"
    run_jobs()
    assert "Danh sách đảng viên 1 trang tính, 1 dòng" in desk.get(f"{strange.pk}/").words
    again = desk.get(f"{strange.pk}/tieu-de/")
    assert choices(again)["Đồng chí"] == "Họ và tên"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Chưa có cột nào là “Họ và tên”"),
        ({"Đồng chí": "Họ và tên", "Dân tộc": "Họ và tên"}, "2 cột cùng khai là “Họ và tên”"),
        ({"Đồng chí": "Con vật"}, "Con vật"),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, strange, said, sentence):
    page = desk.get(f"{strange.pk}/tieu-de/", so="members")

    response = desk.post(f"{strange.pk}/tieu-de/?so=members", filled(page, **said))

    assert response.status_code == 422
    assert sentence in re.sub(r"\s+", " ", response.content.decode())
    assert not HeaderMeaning.objects.exists()


def test_saying_nothing_new_is_refused(desk, checked):
    source = checked(roster_row())
    page = desk.get(f"{source.pk}/tieu-de/")

    response = desk.post(f"{source.pk}/tieu-de/", filled(page))

    assert response.status_code == 422
    assert "Chưa khai gì khác" in response.content.decode()


def test_sheet_that_is_gone_is_said(desk, checked):
    source = checked(roster_row())

    page = desk.get(f"{source.pk}/tieu-de/", tep="khác.xlsx")

    assert page.status == 200
    assert "hãy tải tệp lên lại" in page.words


def test_row_of_the_header_may_be_said(desk, upload, run_jobs):
    longer = ["một", "hai", "ba", "bốn", "năm"]
    source = upload(A=(("SỔ TAY",), ["Anh em", "Chỗ ở"], [longer, ["Lò Văn An", "Bản Mới"]]))
    run_jobs()

    page = desk.get(f"{source.pk}/tieu-de/", so="members", dong="4")

    assert list(choices(page)) == ["Anh em", "Chỗ ở"]


def test_meanings_are_listed_and_forgotten_after_a_word(desk, strange):
    assert "Chưa khai tiêu đề nào" in desk.get("tieu-de/").words
    HeaderMeaning.objects.create(
        register="members", header_key="dong chi", header="Đồng chí", means="Họ và tên",
        said_by="Trần Thị Bình",
    )  # fmt: skip
    meaning = queries.meanings().get()
    page = desk.get("tieu-de/")
    assert "Đồng chí Họ và tên Danh sách đảng viên Trần Thị Bình" in page.words
    assert "Đồng chí" in desk.get(f"tieu-de/{meaning.pk}/xoa/").words

    response = desk.post(f"tieu-de/{meaning.pk}/xoa/")

    assert response.status_code == 303
    assert not HeaderMeaning.objects.exists()
    assert "Đã xóa cách hiểu" in desk.browser.get(response["Location"], on=None).words
