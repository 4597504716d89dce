"""The reorganization of 1 July 2025 in the browser: read, rehearsed, carried out, taken back."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from coso.documents.models import Document
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from tests.e2e.conftest import PICTURES, is_for_everybody, served_copy
from tests.e2e.planned import LONG, NEW, PLAN, members_on, members_received, told_in_advance

pytestmark = pytest.mark.browser

# Which of them stand in the guide, and at which width.
GUIDE = {
    "plan-read": 1280,
    "plan-rehearsed": 1280,
    "plan-confirm": 1280,
    "plan-trees": 1280,
    "plan-phone": 390,
    "both-trees": 1280,
    "lineage": 1280,
    "map": 1280,
}


@pytest.fixture(scope="module")
def site(sample_accounts, sample_installation, django_db_blocker, tmp_path_factory):
    """Serve a copy of the sample, which may be reorganized."""
    original, _ = sample_installation
    folder = tmp_path_factory.mktemp("planned")
    with django_db_blocker.unblock(), served_copy(original, folder) as address:
        yield address


def shoot(page, name, width, *, whole=False):
    if PICTURES and GUIDE[name] == width:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=whole)


def read_plan(someone, width):
    """Upload the plan; it is a draft then."""
    page = someone.open("/to-chuc/")
    page.get_by_role("link", name="Phương án sắp xếp").click()
    is_for_everybody(someone)
    page.get_by_role("link", name="Đọc từ Excel").click()
    is_for_everybody(someone)
    shoot(page, "plan-read", width)
    page.locator("#files").set_input_files(PLAN)
    page.get_by_role("button", name="Đọc phương án").click(timeout=LONG)
    expect(page.get_by_text("3.707 trước, 3.707 sau; không thiếu ai")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Không có lỗi.")).to_be_visible()


def narrow_steps(someone):
    """Look for the steps about a commune, then for those that something stands against."""
    page = someone.page
    page.get_by_label("Tên đơn vị").fill("xa tan ky")
    page.keyboard.press("Enter")
    chip = page.get_by_role("link", name="Tên đơn vị: xa tan ky")
    expect(chip).to_be_visible(timeout=LONG)
    is_for_everybody(someone)
    chip.click()
    expect(chip).to_be_hidden(timeout=LONG)


def compare_trees(someone, width):
    """Open what comes under a new commune, and go back."""
    page = someone.page
    plan = page.url
    page.get_by_role("link", name="Cây trước và sau").click(timeout=LONG)
    expect(page.get_by_role("heading", name="Trước", exact=True)).to_be_visible()
    after = page.locator("section.card", has=page.get_by_role("heading", name="Sau", exact=True))
    after.locator("summary", has_text="Đảng bộ xã Tân Kỳ").click()
    expect(after.get_by_text("trước ở Đảng bộ xã").first).to_be_visible()
    is_for_everybody(someone)
    shoot(page, "plan-trees", width)
    page.goto(plan, timeout=LONG)


def carry_out(someone, width):
    """Confirm what will happen, with a reason."""
    page = someone.page
    page.get_by_role("link", name="Thực hiện", exact=True).click(timeout=LONG)
    expect(page.locator(".consequences")).to_contain_text("đảng viên sau khi sắp xếp.")
    is_for_everybody(someone)
    shoot(page, "plan-confirm", width)
    page.get_by_label("Vẫn ghi, lý do").fill("Theo Nghị quyết 1683/NQ-UBTVQH15")
    page.get_by_label("Tôi đã xem những thay đổi trên").check()
    page.get_by_role("button", name="Thực hiện phương án").click(timeout=LONG)
    expect(page.get_by_text("Đã thực hiện phương án: 3.707 đảng viên")).to_be_visible(timeout=LONG)
    is_for_everybody(someone)


def look_at_changes(someone):
    """Open what the plan has changed, and only what was founded."""
    page = someone.page
    page.get_by_role("link", name="Đã thay đổi gì").click()
    expect(page.get_by_text("190 đảng viên chuyển nơi sinh hoạt")).to_be_visible()
    is_for_everybody(someone)
    page.get_by_role("link", name="Lập mới: 19").click()
    expect(page.get_by_role("link", name="Đảng bộ xã Yên Bình", exact=True)).to_be_visible()


def take_back(someone):
    """Undo the plan in view."""
    page = someone.page
    page.get_by_role("link", name="Hoàn tác").click()
    page.get_by_label("Vì sao hoàn tác?").fill("Diễn tập trên máy")
    page.get_by_label("Tôi đã xem những thay đổi trên").check()
    is_for_everybody(someone)
    page.get_by_role("button", name="Hoàn tác phương án").click(timeout=LONG)
    expect(page.get_by_text("sổ như trước khi thực hiện")).to_be_visible(timeout=LONG)


def ask_under_both_trees(someone, district, width):
    """Ask for the members of a closed period as units stand today, and both ways."""
    page = someone.open(
        f"/so-lieu/member.total/?don-vi={district.pk}&ngay=2023-06-30&theo=children"
    )
    trees = page.get_by_role("navigation", name="Theo tổ chức nào")
    trees.get_by_role("link", name="hôm nay").click()
    expect(page.locator(".figure-value")).to_have_text("3.549")
    expect(page.locator(".page-note")).to_contain_text("Đảng bộ tỉnh Thái Nguyên, tính đến ngày")
    trees.get_by_role("link", name="cả hai").click()
    row = page.get_by_role("row", name="Đảng bộ xã Yên Cư").first
    expect(row).to_contain_text("Hợp nhất ngày 01/07/2025: nay thuộc Đảng bộ xã Yên Bình.")
    is_for_everybody(someone)
    row.scroll_into_view_if_needed()
    shoot(page, "both-trees", width)


def registered_decision(unit):
    """Let the register of documents hold the decision that founded a unit; return its number."""
    number = unit.inheritances.first().decision
    said = {"type": "QĐ", "issued_on": NEW, "issuer_name": "Tỉnh ủy Thái Nguyên"}
    Document.objects.get_or_create(number=number, defaults={**said, "summary": "Hợp nhất"})
    return number


def look_at_lineage(someone, width):
    """Open the record of what three communes became, and one of the three from the picture."""
    new = organizations.find_unit("Đảng bộ xã Chợ Mới", NEW, Tree.PARTY)
    decision = registered_decision(new)
    page = someone.open(f"/to-chuc/{new.pk}/")
    expect(page.locator("main").get_by_role("link", name=decision).first).to_be_visible()
    picture = page.locator("figure", has=page.get_by_role("heading", name="Lai lịch tổ chức"))
    expect(picture).to_contain_text("kế thừa 3 đơn vị")
    is_for_everybody(someone)
    picture.scroll_into_view_if_needed()
    shoot(page, "lineage", width)
    picture.locator("a.picture-mark:visible", has_text="Đảng bộ xã Như Cố").first.click()
    expect(page.get_by_role("heading", name="Đảng bộ xã Như Cố", level=1)).to_be_visible()


def look_at_map(someone, width):
    """Choose a figure for the map of the new communes, as of a day before they were."""
    page = someone.open("/ban-do/?ngay=2023-06-30&cay-ngay=nay")
    page.get_by_label("Chỉ tiêu").select_option(label="Đảng viên nữ")
    page.get_by_role("button", name="Xem", exact=True).last.click()
    expect(page.get_by_role("heading", name="Đảng viên nữ theo địa bàn")).to_be_visible()
    expect(page.locator("a.picture-mark:visible")).to_have_count(5)
    is_for_everybody(someone)
    shoot(page, "map", width)


@pytest.mark.parametrize("width", [1280, 390])
def test_plan_is_read_rehearsed_carried_out_and_taken_back(reader, site, width):
    someone = reader(width=width, color_scheme="light")
    read_plan(someone, width)
    is_for_everybody(someone)
    shoot(someone.page, "plan-rehearsed", width)
    shoot(someone.page, "plan-phone", width)
    narrow_steps(someone)
    compare_trees(someone, width)
    carry_out(someone, width)
    plan = someone.page.url

    district = Unit.objects.get(name="Đảng bộ huyện Chợ Mới")
    assert members_on(someone, district, "2023-06-30") == "3.549"
    assert members_received(someone) == told_in_advance()

    ask_under_both_trees(someone, district, width)
    look_at_lineage(someone, width)
    look_at_map(someone, width)

    someone.page.goto(plan)
    look_at_changes(someone)
    someone.page.goto(plan)
    take_back(someone)
    assert members_on(someone, district, "2025-07-01") == "3.707"
