"""Headcounts and posts of an agency, written from its record."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.personnel import queries as personnel
from coso.personnel.models import HeadcountQuota, Post
from tests.factories import organizations as make
from tests.factories.access import make_actor
from tests.factories.registers import employee, quota

DAY = dt.date(2023, 6, 30)


@pytest.fixture
def office(db):
    roots = make.roots()
    made = make.unit("STATE_AGENCY", "Phòng Nội vụ", under=roots.agencies)
    type(made).objects.filter(pk=made.pk).update(overseer=roots.party)
    made.refresh_from_db()
    return made


@pytest.fixture
def keeper(office, browse_as):
    return browse_as(make_actor(office.overseer, Role.PERSONNEL_OFFICER))


def record(office):
    return f"/to-chuc/{office.pk}/"


def labels(page):
    return [task.label for task in page.response.context["tasks"]]


def test_quota_is_given_and_stands_beside_who_is_there(keeper, office):
    employee(office)
    before = keeper.get(record(office), on=None)

    done = keeper.post(
        f"/can-bo/co-quan/{office.pk}/bien-che/",
        year="2023",
        quantity="5",
        decision="9-QĐ/UBND",
    )

    assert labels(before) == ["Ghi biên chế giao", "Thêm vị trí việc làm"]
    assert done.response.url.startswith(record(office))
    page = keeper.get(record(office))
    assert "Năm 2023 5; có mặt 1; quyết định 9-QĐ/UBND" in page.words
    assert "Năm 2023 5; quyết định 9-QĐ/UBND" in keeper.get(record(office), on=None).words


def test_staff_beyond_the_quota_ask_for_the_reason(keeper, office):
    employee(office)
    employee(office)
    path = f"/can-bo/co-quan/{office.pk}/bien-che/"

    asked = keeper.post(path, year="2023", quantity="1")
    keeper.post(path, **dict(asked.response.context["kept"]), confirmed="on", reason="Tinh giản")

    assert "biên chế giao năm 2023 là 1: vượt 1" in asked.words
    assert "Năm 2023 1; có mặt 2; vượt 1" in keeper.get(record(office)).words


def test_refused_quota_keeps_what_was_written(keeper, office):
    quota(office, 2023, 5)

    page = keeper.post(f"/can-bo/co-quan/{office.pk}/bien-che/", year="2023", quantity="6")

    assert page.status == 422
    assert "Sổ đã ghi biên chế giao năm 2023 là 5." in page.words
    assert 'value="6"' in page.text


def test_a_quota_beyond_what_a_register_holds_is_refused(keeper, office):
    path = f"/can-bo/co-quan/{office.pk}/bien-che/"

    page = keeper.post(path, year="2023", quantity="9" * 20)

    assert (page.status, set(page.response.context["form"].errors)) == (422, {"quantity"})


def test_quota_is_corrected_and_taken_back_where_it_stands(keeper, office):
    given = quota(office, 2023, 5)
    page = keeper.get(record(office))
    path = f"/can-bo/bien-che/{given.pk}"

    keeper.post(f"{path}/sua/", year="2023", quantity="7", reason="Điều chỉnh giữa năm")
    corrected = personnel.quotas_of(office).get().quantity
    keeper.post(f"{path}/bo/", reason="Nhầm cơ quan")

    assert any(link.startswith(f"{path}/sua/") for link in page.links)
    assert corrected == 7
    assert not HeadcountQuota.objects.exists()


def test_posts_are_added_corrected_and_taken_out(keeper, office):
    keeper.post(f"/can-bo/co-quan/{office.pk}/vi-tri/", title="Văn thư", group="OFFICE")
    post = Post.objects.get()
    page = keeper.get(record(office))
    path = f"/can-bo/vi-tri/{post.pk}"

    keeper.post(f"{path}/sua/", title="Văn thư, lưu trữ", group="OFFICE", reason="Đủ tên")
    renamed = Post.objects.get().title
    keeper.post(f"{path}/bo/", reason="Không có vị trí này")

    assert "Văn thư chưa có người; công việc phòng, ban" in page.words
    assert renamed == "Văn thư, lưu trữ"
    assert not Post.objects.exists()


def test_reader_of_staff_sees_and_is_offered_nothing(office, browse_as):
    quota(office, 2023, 5)
    reader = browse_as(make_actor(office.overseer, Role.LEADER))
    without = browse_as(make_actor(office.overseer, Role.FIGURES_READER))

    page = reader.get(record(office), on=None)

    assert "Biên chế giao" in page.words
    assert not any("/bien-che/" in link for link in page.links)
    assert "Biên chế giao" not in without.get(record(office)).words


def test_record_asks_as_much_for_three_lines_as_for_one(keeper, office):
    keeper.get(record(office))  # what a process keeps is asked for once
    queries = []
    for number in range(3):
        employee(office)
        quota(office, 2021 + number, 5)
        queries.append(len(keeper.get(record(office)).queries))

    assert queries[0] == queries[2]
