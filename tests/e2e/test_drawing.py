"""A small plan drawn by hand in the browser: communes with their committees, people by name."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PICTURES, SIZES, confirm, is_for_everybody, served_copy

pytestmark = pytest.mark.browser

# Milliseconds for what works on the whole installation, on a busy machine.
_LONG = 60_000
AREAS = ("Xã Yên Cư", "Xã Yên Hân", "Xã Bình Văn")
CELL = "Chi bộ Trung tâm Dịch vụ nông nghiệp"
WELCOMING = "Chi bộ Hạt Kiểm lâm huyện"


@pytest.fixture(scope="module")
def site(sample_accounts, sample_installation, django_db_blocker, tmp_path_factory):
    """Serve a copy of the sample, in which plans may be drawn."""
    original, _ = sample_installation
    folder = tmp_path_factory.mktemp("drawn")
    with django_db_blocker.unblock(), served_copy(original, folder) as address:
        yield address


def shoot(page, name, width):
    """Take a picture of the screen for the guide: a bar stands at its foot."""
    if PICTURES and width > min(SIZES):
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def begin(someone):
    """Give the plan its heading; the tree of its day opens."""
    page = someone.open("/sap-xep/")
    page.get_by_role("link", name="Lập phương án").click()
    is_for_everybody(someone)
    page.get_by_label("Tên phương án").fill("Hợp nhất ba xã phía đông")
    page.get_by_label("Ngày hiệu lực").fill("1/3/2025")
    basis = page.get_by_label("Căn cứ: số văn bản")
    basis.press_sequentially("03-NQ")
    expect(page.locator("#decision-choices option[value='03-NQ/HU']").first).to_be_attached()
    is_for_everybody(someone)
    basis.fill("15-NQ/TU")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hãy vẽ bước đầu tiên")).to_be_visible(timeout=_LONG)
    is_for_everybody(someone)


def pick(page, names, event):
    """Tick units by keyboard, choose what happens, go on."""
    for name in names:
        page.get_by_label(name, exact=True).focus()
        page.keyboard.press("Space")
    page.get_by_label("Hình thức").select_option(label=event)
    page.get_by_role("button", name="Tiếp tục").focus()
    page.keyboard.press("Enter")


def unite_communes(someone, width):
    """Three communes become one, and so do their committees, with everything below them."""
    page = someone.page
    page.get_by_role("link", name="Đơn vị hành chính").click(timeout=_LONG)
    pick(page, AREAS, "Hợp nhất")
    expect(page.get_by_label("Tên đơn vị mới")).to_be_focused(timeout=_LONG)
    expect(page.get_by_label("Hợp nhất luôn tổ chức đảng ở đó")).to_be_checked()
    is_for_everybody(someone)
    page.keyboard.type("Xã Yên Bình")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã ghi 2 bước, từ 1 đến 2")).to_be_visible(timeout=_LONG)
    expect(page.get_by_text("3.674 đảng viên trước, 3.674 sau")).to_be_visible()
    is_for_everybody(someone)
    shoot(page, "plan-draw", width)


def dissolve(someone):
    """One branch is dissolved, found by its name; its members have nowhere to go yet."""
    page = someone.page
    page.get_by_role("link", name="Tổ chức đảng").click(timeout=_LONG)
    page.get_by_label("Tên hoặc mã đơn vị").fill("dich vu nong nghiep")
    page.keyboard.press("Enter")
    pick(page, [CELL], "Giải thể")
    page.get_by_role("button", name="Ghi bước").click(timeout=_LONG)
    expect(page.get_by_text("Đã ghi bước 3: Giải thể")).to_be_visible(timeout=_LONG)
    expect(page.get_by_text(f"đảng viên của {CELL} chưa có nơi sinh hoạt mới")).to_be_visible()


def send_members(someone, width):
    """The first two are sent by name, the rest at once."""
    page = someone.page
    page.get_by_role("link", name="Xem phương án").click()
    page.get_by_role("link", name="Đảng viên chuyển", exact=True).click(timeout=_LONG)
    is_for_everybody(someone)
    for box in page.locator("tbody input[type=checkbox]").all()[:2]:
        box.check()
    page.get_by_label("Hoặc nơi khác").fill(WELCOMING)
    shoot(page, "plan-members", width)
    page.get_by_role("button", name="Chuyển người đã đánh dấu").click()
    expect(page.get_by_text("Đã ghi nơi đến cho 2 đảng viên.")).to_be_visible(timeout=_LONG)
    page.get_by_label("Chuyển về").select_option(index=1)
    page.get_by_role("button", name="Chuyển tất cả người còn lại").click()
    expect(page.get_by_text("Ai cũng có nơi đến.")).to_be_visible(timeout=_LONG)


@pytest.mark.parametrize("width", [1280, 390])
def test_plan_is_drawn_rehearsed_and_carried_out(reader, site, width):
    someone = reader(width=width, color_scheme="light")
    begin(someone)
    unite_communes(someone, width)
    dissolve(someone)
    send_members(someone, width)
    page = someone.page
    page.get_by_role("link", name="Xem phương án").click()
    expect(page.get_by_text("Không có lỗi.")).to_be_visible(timeout=_LONG)
    expect(page.get_by_text("3.674 trước, 3.674 sau; không thiếu ai")).to_be_visible()
    is_for_everybody(someone)

    page.get_by_role("link", name="Thực hiện", exact=True).click(timeout=_LONG)
    page.get_by_label("Vẫn ghi, lý do").fill("Theo chủ trương của Tỉnh ủy")
    confirm(page, "Thực hiện phương án")

    expect(page.get_by_text("Đã thực hiện phương án: 3.674 đảng viên")).to_be_visible(timeout=_LONG)
    someone.open("/to-chuc/?ngay=2025-03-01&tim=xã+yên+bình")
    expect(page.get_by_role("link", name="Đảng bộ xã Yên Bình")).to_be_visible()

    take_back(someone)


def take_back(someone):
    """Undo the plan, and find that it can be copied."""
    page = someone.page
    someone.open("/sap-xep/")
    page.get_by_role("link", name="Hợp nhất ba xã phía đông").first.click()
    page.get_by_role("link", name="Hoàn tác").click()
    page.get_by_label("Vì sao hoàn tác?").fill("Diễn tập trên máy")
    confirm(page, "Hoàn tác phương án")
    expect(page.get_by_text("sổ như trước khi thực hiện")).to_be_visible(timeout=_LONG)
    expect(page.get_by_role("link", name="Lập bản sao")).to_be_visible()


def take_out_and_put_back(someone):
    """The only step goes, and stands where it stood again."""
    page = someone.page
    page.get_by_role("link", name="Bỏ bước 1").click()
    confirm(page, "Bỏ bước")
    expect(page.get_by_role("heading", name="Bước đã bỏ")).to_be_visible(timeout=_LONG)
    is_for_everybody(someone)
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.get_by_text("Đã lấy lại bước 1")).to_be_visible(timeout=_LONG)


def left_to_worker(someone, run_jobs, result):
    """See that it waits for the worker, read the page, let it be done, see what came of it."""
    page = someone.page
    status = page.locator(".page-status")
    expect(status.get_by_text("Chưa bắt đầu được")).to_be_visible(timeout=_LONG)
    is_for_everybody(someone)
    run_jobs()
    expect(page.get_by_text(result)).to_be_visible(timeout=_LONG)
    is_for_everybody(someone)


@pytest.mark.parametrize("width", [1280, 390])
def test_in_a_large_office_the_worker_does_it(reader, run_jobs, settings, width):
    settings.PLAN_UNITS_AT_ONCE = 1
    someone = reader(width=width, color_scheme="light")
    page = someone.open("/sap-xep/")
    page.get_by_role("link", name="Lập phương án").click()
    page.get_by_label("Tên phương án").fill("Đổi tên một xã")
    page.get_by_label("Ngày hiệu lực").fill("1/3/2025")
    page.get_by_label("Căn cứ: số văn bản").fill("16-NQ/TU")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đơn vị hành chính").click(timeout=_LONG)
    pick(page, ["Xã Yên Hân"], "Đổi tên")
    page.get_by_label("Tên mới").fill("Xã Yên Hân 2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bản này chưa diễn tập")).to_be_visible(timeout=_LONG)
    page.get_by_role("link", name="Xem phương án").click()

    take_out_and_put_back(someone)
    page.get_by_role("button", name="Diễn tập").click()
    left_to_worker(someone, run_jobs, "Không có lỗi")
    page.get_by_role("link", name="Thực hiện", exact=True).click()
    if (reason := page.get_by_label("Vẫn ghi, lý do")).count():
        reason.fill("Theo chủ trương của Tỉnh ủy")
    confirm(page, "Thực hiện phương án")
    left_to_worker(someone, run_jobs, "thực hiện ngày")
    page.get_by_role("link", name="Hoàn tác").click()
    page.get_by_label("Vì sao hoàn tác").fill("Ghi nhầm ngày")
    confirm(page, "Hoàn tác phương án")
    left_to_worker(someone, run_jobs, "Đã hoàn tác")
