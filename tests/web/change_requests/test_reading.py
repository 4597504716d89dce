"""The list of requests: what is shown, what each reader has to do, what it costs."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.core.dates import format_date
from coso.documents.models import Document
from coso.reorganizations import services
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.change_requests import NEW_NAME, NOW, answer, rejected
from tests.web.change_requests.conftest import TODAY, WANTED_ON
from tests.web.test_pages import MOST_QUERIES

pytestmark = pytest.mark.django_db


def rows(browser, **query):
    return browser.get("/de-nghi/", on=None, **query).rows


def test_the_list_says_who_asks_for_what_and_where_it_stands(desk, asked, place, officer):
    asked(name=NEW_NAME, merge_into=place.one)
    asked(place.three, officer, is_dissolved=True)

    page = desk.get("/de-nghi/", on=None)

    assert page.rows == ["Chi bộ Nà Lạn", "Chi bộ Bản Cũ"]
    wanted = format_date(WANTED_ON)
    assert f"Chi bộ Bản Cũ Tên, Sáp nhập vào Chờ trả lời {wanted}" in page.words
    assert "Lý Thị Sen" in page.words


def test_an_empty_list_says_where_requests_come_from(desk, place):
    page = desk.get("/de-nghi/", on=None)

    assert "Chưa có đề nghị nào" in page.words
    assert "từ trang của tổ chức, địa bàn, cơ quan mình" in page.words


def test_each_finds_the_own_part(desk, below, asked, place, officer, secretary):
    asked()
    first = asked(is_dissolved=True)
    answer(first, officer, {"DISSOLVE": rejected()}, on=TODAY)
    gone = asked(place.three, officer)
    services.withdraw_request(request=gone, at=NOW, actor=officer)

    assert rows(desk, phan="can-tra-loi") == ["Chi bộ Bản Cũ"]
    assert rows(desk, phan="da-gui") == ["Chi bộ Nà Lạn"]
    assert rows(below, phan="da-gui") == ["Chi bộ Bản Cũ", "Chi bộ Bản Cũ"]
    assert rows(below, phan="can-tra-loi") == []
    assert rows(desk, tinh_trang="WITHDRAWN") == ["Chi bộ Nà Lạn"]
    assert rows(desk, tinh_trang="DECIDED") == ["Chi bộ Bản Cũ"]
    assert rows(desk, tim="na lan") == ["Chi bộ Nà Lạn"]


def test_a_branch_sees_only_the_own_requests(below, asked, place, officer):
    asked()
    asked(place.three, officer)

    assert rows(below) == ["Chi bộ Bản Cũ"]


def test_whoever_sees_no_person_sees_no_request(browse_as, place, asked):
    request = asked()
    reader = browse_as(make_actor(place.root, Role.FIGURES_READER))

    assert reader.get("/de-nghi/", on=None).status == 403
    assert reader.get(f"/de-nghi/{request.pk}/", on=None).status == 403
    assert "Đề nghị thay đổi" not in reader.get("/to-chuc/", on=None).words


def test_the_register_of_units_tells_how_many_wait(desk, below, asked):
    assert "Đề nghị thay đổi (" not in desk.get("/to-chuc/", on=None).words

    asked()

    assert "Đề nghị thay đổi (1)" in desk.get("/to-chuc/", on=None).words
    assert "Đề nghị thay đổi (" not in below.get("/to-chuc/", on=None).words


def test_the_list_costs_the_same_with_one_request_and_with_three(desk, asked, place, officer):
    asked()
    desk.get("/de-nghi/", on=None)
    one = desk.get("/de-nghi/", on=None)
    asked(place.three, officer, name="Chi bộ Nà Lạn 1", merge_into=place.one)
    asked(place.one, officer, is_dissolved=True)
    three = desk.get("/de-nghi/", on=None)

    assert (one.count, three.count) == (1, 3)
    assert len(one.queries) == len(three.queries) <= MOST_QUERIES


@pytest.mark.parametrize("step", ["", "tra-loi/"])
def test_a_request_costs_the_same_with_one_field_and_with_three(desk, asked, place, officer, step):
    one = asked()
    three = asked(place.three, officer, name="x", merge_into=place.one, is_dissolved=True)
    desk.get(f"/de-nghi/{one.pk}/{step}", on=None)

    costs = [len(desk.get(f"/de-nghi/{each.pk}/{step}", on=None).queries) for each in (one, three)]

    assert costs[0] == costs[1] <= MOST_QUERIES


def test_the_page_of_a_unit_leads_to_what_it_asked_for(desk, below, asked, place):
    address = f"/to-chuc/{place.two.pk}/"
    assert "Đề nghị đã gửi" not in below.get(address, on=None).words

    asked()

    page = below.get(address, on=None)
    assert "Đề nghị đã gửi" in page.words
    assert any(f"/de-nghi/?don-vi={place.two.pk}" in link for link in page.links)
    assert "Đề nghị đã gửi" not in desk.get(f"/to-chuc/{place.one.pk}/", on=None).words


def test_an_answer_in_the_evening_of_greenwich_is_of_the_next_day_here(desk, asked, officer):
    request = asked()
    evening = dt.datetime(2026, 11, 27, 22, 52, tzinfo=dt.UTC)
    answer(request, officer, {"NAME": rejected()}, on=TODAY, at=evening)

    page = desk.get(f"/de-nghi/{request.pk}/", on=None)

    assert "Trần Thị Bình, ngày 28/11/2026" in page.words


@pytest.mark.parametrize(
    ("basis", "is_led_to"),
    [("01-NQ/HU ngày 10/06/2026", True), ("02-NQ/HU", False), ("", False)],
)
def test_the_document_that_a_request_rests_on_is_led_to(desk, asked, place, basis, is_led_to):
    document = registers.resolution(place.root, TODAY)
    Document.objects.filter(pk=document.pk).update(number="01-NQ/HU")
    request = asked(basis=basis)

    page = desk.get(f"/de-nghi/{request.pk}/", on=None)

    assert any(f"/van-ban/{document.pk}/" in link for link in page.links) == is_led_to


def test_a_document_out_of_reach_is_not_led_to(below, asked, place):
    document = registers.resolution(place.root, TODAY)
    request = asked(basis=document.number)

    page = below.get(f"/de-nghi/{request.pk}/", on=None)

    assert document.number in page.words
    assert not any("/van-ban/" in link for link in page.links)
