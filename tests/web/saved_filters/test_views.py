"""Saved filters: kept from a list, found again there and on the first page."""

import re

import pytest

from coso.access.enums import Role
from coso.accounts import queries as accounts
from coso.accounts.services import FilterDetails, save_filter
from tests.factories.access import make_actor
from tests.factories.registers import member

LIST = "/dang-vien/"
FILTERS = "/bo-loc/"


def save(user, query, name="Nữ", list_name="members:list"):
    details = FilterDetails(list_name=list_name, name=name, query=query)
    return save_filter(details=details, actor=user)


def save_url(page):
    return re.search(r'href="(/bo-loc/luu/[^"]+)"', page.text)[1].replace("&amp;", "&")


def opened(browser, saved, **query):
    return browser.client.get(f"{FILTERS}{saved.pk}/", query, follow=True)


@pytest.fixture
def user(party_tree):
    member(party_tree.below, full_name="Nông Văn An", gender="MALE")
    return make_actor(party_tree.own, Role.OFFICER)


@pytest.fixture
def browser(user, browse_as):
    return browse_as(user)


def test_what_a_list_shows_is_saved_and_opened_again(user, browser):
    page = browser.get(LIST, on=None, gioi="MALE", cot="unit", **{"sap-xep": "-name"}, trang="1")
    answer = browser.client.post(save_url(page), {"name": "Nam"}, follow=True)

    saved = accounts.saved_filters(user).get()
    assert (saved.list_name, saved.name) == ("members:list", "Nam")
    assert saved.query == "gioi=MALE&cot=unit&sap-xep=-name"
    words = answer.content.decode()
    assert "Đã lưu bộ lọc “Nam”" in words
    assert answer.request["QUERY_STRING"].endswith(f"bo-loc={saved.pk}")
    assert f"{FILTERS}{saved.pk}/" in browser.get(LIST, on=None).text
    assert f"{FILTERS}{saved.pk}/" in browser.get("/", on=None).text


@pytest.mark.parametrize("keeps", [True, False])
def test_unit_and_day_are_kept_only_if_wanted(user, browser, party_tree, keeps):
    page = browser.get(LIST, gioi="MALE", don_vi=party_tree.below.pk)
    values = {"name": "Nam"} | ({"keeps_place": "on"} if keeps else {})
    browser.client.post(save_url(page), values)

    query = accounts.saved_filters(user).get().query
    place = f"&don-vi={party_tree.below.pk}&ngay=2023-06-30"
    assert query == "gioi=MALE" + (place if keeps else "")


def test_filter_opens_for_the_unit_and_day_in_view(user, browser, party_tree):
    saved = save(user, "gioi=MALE")

    answer = opened(browser, saved, **{"don-vi": party_tree.below.pk, "ngay": "2023-06-30"})

    assert f"don-vi={party_tree.below.pk}" in answer.request["QUERY_STRING"]
    assert "ngay=2023-06-30" in answer.request["QUERY_STRING"]
    assert "Giới tính: Nam" in answer.content.decode()


def test_name_that_is_taken_asks_before_it_is_overwritten(user, browser):
    saved = save(user, "gioi=FEMALE", "Bộ lọc")
    url = save_url(browser.get(LIST, gioi="MALE"))

    refused = browser.client.post(url, {"name": "bộ lọc"})
    assert refused.status_code == 422
    assert "Đặt tên khác, hoặc chọn ghi đè" in refused.content.decode()
    browser.client.post(url, {"name": "bộ lọc", "overwrites": "on"})

    saved.refresh_from_db()
    assert saved.query == "gioi=MALE"


def test_opened_filter_is_offered_to_be_overwritten(user, browser):
    saved = save(user, "gioi=FEMALE", "Bộ lọc")
    page = browser.get(LIST, gioi="MALE", **{"bo-loc": saved.pk})

    form = browser.client.get(save_url(page)).content.decode()

    assert 'value="Bộ lọc"' in form
    assert re.search(r'name="overwrites"[^>]*checked', form)


def test_unit_out_of_reach_is_left_out_with_a_sentence(user, browser, party_tree):
    saved = save(user, f"gioi=MALE&don-vi={party_tree.sibling.pk}&ngay=2023-06-30")

    answer = opened(browser, saved)

    assert answer.status_code == 200
    assert "không còn trong phạm vi bạn được xem" in answer.content.decode()
    assert f"don-vi={party_tree.sibling.pk}" not in answer.request["QUERY_STRING"]


@pytest.mark.parametrize(
    "query",
    ["gioi=MALE&cot=unit&cot=mat-roi", "gioi=MALE&sap-xep=mat-roi", "gioi=KHAC", "mat_roi=1"],
)
def test_what_the_list_no_longer_has_is_left_out_with_a_sentence(user, browser, query):
    answer = opened(browser, save(user, query))

    assert answer.status_code == 200
    assert "phần ấy đã được bỏ" in answer.content.decode()
    assert "mat" not in answer.request["QUERY_STRING"]
    assert "KHAC" not in answer.request["QUERY_STRING"]


@pytest.mark.parametrize("list_name", ["mat:roi", "access:users", "home:dashboard"])
def test_list_that_is_gone_or_closed_leads_to_the_own_filters(user, browser, list_name):
    answer = opened(browser, save(user, "", list_name=list_name))

    assert answer.request["PATH_INFO"] == FILTERS
    assert "Không mở được bộ lọc “Nữ”" in answer.content.decode()


@pytest.mark.parametrize("name", ["", "mat:roi", "home:dashboard", "access:users"])
def test_only_lists_that_may_be_opened_are_saved(browser, name):
    assert browser.client.get(f"{FILTERS}luu/", {"danh-sach": name}).status_code == 404


def test_filter_is_renamed_and_deleted(user, browser):
    saved = save(user, "gioi=MALE")

    answer = browser.client.post(f"{FILTERS}{saved.pk}/doi-ten/", {"name": "Nam"}, follow=True)
    assert "Đã đổi tên bộ lọc thành “Nam”" in answer.content.decode()
    asked = browser.client.get(f"{FILTERS}{saved.pk}/xoa/").content.decode()
    assert "Xóa bộ lọc “Nam”?" in asked
    answer = browser.client.post(f"{FILTERS}{saved.pk}/xoa/", {"confirmed": "on"}, follow=True)

    assert "Chưa lưu bộ lọc nào" in answer.content.decode()


@pytest.mark.parametrize("step", ["", "doi-ten/", "xoa/"])
def test_filters_of_others_do_not_exist(user, browser, party_tree, step):
    saved = save(make_actor(party_tree.own, Role.OFFICER), "gioi=MALE")

    assert browser.client.get(f"{FILTERS}{saved.pk}/{step}").status_code == 404
    assert browser.client.post(f"{FILTERS}{saved.pk}/{step}").status_code in {404, 405}
    assert accounts.saved_filters(saved.user).exists()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "most"), [(LIST, 13), (FILTERS, 9)])
def test_pages_cost_the_same_for_one_and_three_filters(user, browser, rows, path, most):
    for number in range(rows):
        save(user, "gioi=MALE", str(number))
    browser.get(path)

    page = browser.get(path)

    assert page.text.count('href="/bo-loc/') >= rows
    assert len(page.queries) <= most
