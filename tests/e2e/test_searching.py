"""The search over all registers, by hand, by keyboard, and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PICTURES, is_for_everybody

pytestmark = pytest.mark.browser

DAY = "ngay=2023-06-30"


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_arrows_lead_from_the_words_to_a_record(reader):
    someone = reader(color_scheme="light")
    page = someone.open(f"/?{DAY}")
    page.keyboard.press("/")
    page.keyboard.type("hoàng văn")
    page.keyboard.press("Enter")
    expect(page.locator("#found-nguoi")).to_be_visible()
    is_for_everybody(someone)
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "search.png")

    page.locator("#q").focus()
    page.keyboard.press("ArrowDown")
    first = focused(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert focused(page) == first != ""
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(first)


def test_kind_is_paged_and_left_again_on_a_phone(reader):
    someone = reader(width=390)
    page = someone.open(f"/tim/?q=nông&{DAY}")
    is_for_everybody(someone)
    page.get_by_role("link", name="Xem tất cả").first.click()
    expect(page.locator("#found-nguoi")).to_be_visible()
    is_for_everybody(someone)
    page.get_by_role("link", name="Trang sau").click()
    expect(page.locator(".pages-total")).to_contain_text("21–")
    page.get_by_role("link", name="trong mọi sổ").click()
    expect(page.locator("#found-don-vi, #found-nguoi").first).to_be_visible()


def test_empty_search_says_what_can_be_searched(reader):
    someone = reader(java_script_enabled=False)
    page = someone.open("/tim/")
    expect(page.get_by_text("Tên hiện nay, tên trước đây, hoặc mã")).to_be_visible()
    page.locator("#q").fill("sao lưu không có ở đây")
    page.get_by_role("button", name="Tìm", exact=False).last.click()
    expect(page.get_by_text("Không tìm thấy “sao lưu không có ở đây”")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_filter_is_saved_and_opened_again(reader, width):
    name = f"Đảng viên nữ {width}"
    someone = reader(width=width, color_scheme="light")
    page = someone.open(f"/dang-vien/?gioi=FEMALE&{DAY}")
    page.locator(".list-head summary", has_text="Bộ lọc").click()
    is_for_everybody(someone)
    page.get_by_role("link", name="Lưu bộ lọc").click()
    page.get_by_label("Tên bộ lọc").fill(name)
    page.get_by_label("Giữ ngày số liệu và đơn vị").check()
    is_for_everybody(someone)
    page.get_by_role("button", name="Lưu bộ lọc").click()
    expect(page.locator(".chips")).to_contain_text("Giới tính: Nữ")

    page = someone.open("/")
    is_for_everybody(someone)
    page.get_by_label("Bộ lọc của tôi").get_by_role("link", name=name).click()
    expect(page.locator(".list-count")).to_contain_text("đến ngày 30/06/2023")
    page.locator(".list-head summary", has_text=name).click()
    if PICTURES and width == 1280:
        page.screenshot(path=Path(PICTURES) / "saved-filters.png")

    page.get_by_role("link", name="Bộ lọc của tôi").last.click()
    is_for_everybody(someone)
    page.get_by_role("link", name=f"Xóa {name}").click()
    page.get_by_label("Tôi đã xem những thay đổi trên").check()
    page.get_by_role("button", name="Xóa bộ lọc").click()
    expect(page.get_by_text(f"Đã xóa bộ lọc “{name}”")).to_be_visible()
