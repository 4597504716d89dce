"""An office begins with its Excel files: dropped, checked, decided about, written, taken back."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from coso.ops.commands import sample
from tests.e2e.conftest import PASSWORD, PICTURES, is_for_everybody, served_office
from tests.factories.members import ROSTER, roster, roster_row
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.browser

# A branch of the sample's commune Tân Sơn.
BRANCH = "Chi bộ Nà Pái"
FOUR = sorted(sample.SAMPLE.glob("0[1-4]*.xlsx"))


@pytest.fixture(scope="module")
def sample_accounts():
    """Return the password of the office's only account."""
    return PASSWORD


@pytest.fixture(scope="module")
def site(seeded, django_db_blocker, tmp_path_factory):
    """Serve an installation that has only its roots."""
    folder = tmp_path_factory.mktemp("office")
    with django_db_blocker.unblock(), served_office(seeded, folder) as address:
        yield address


@pytest.fixture
def addition(tmp_path):
    """Return a list with something wrong in most rows, for a commune of the sample."""
    rows = [
        roster_row("Hoàng Văn Một", branch=BRANCH),
        roster_row("Hoàng Văn Hai", branch="Chi bộ thôn Lạ"),
        roster_row("Hoàng Văn Ba", branch="Chi bộ thôn Lạ"),
        roster_row("Hoàng Văn Bốn", branch="Chi bộ thôn Lạ"),
        roster_row("Hoàng Văn Năm", branch=BRANCH, born="31/02/1980"),
        roster_row("Hoàng Văn Sáu", branch=BRANCH, born="hôm qua"),
        roster_row("Hoàng Văn Bảy", branch=BRANCH, born="hôm kia"),
    ]
    return workbook(tmp_path / "bổ sung.xlsx", Tân_Sơn=roster(*rows))


def check(page, files, run_jobs):
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Kiểm tra các tệp").click()
    expect(page.get_by_role("heading", name="Đang kiểm tra")).to_be_visible()
    run_jobs()
    expect(page.get_by_role("heading", name="Xem trước")).to_be_visible()


def doubt(page, place):
    """Return the row about a cell."""
    return page.locator(".doubt", has=page.get_by_text(place, exact=True))


def test_office_begins_with_its_files_and_adds_to_them(reader, run_jobs, addition):
    wide, narrow = reader(color_scheme="light"), reader(width=390, color_scheme="dark")
    begin(wide, run_jobs)
    receive(narrow, run_jobs, addition)
    wide.open(narrow.page.url.removeprefix(wide.site))
    picture(wide, "import-doubts", "doubts-title")
    tab_through(wide.page)
    decide(narrow, run_jobs)
    take_back(narrow, run_jobs)


def begin(someone, run_jobs):
    """Bring the four lists in and see them counted."""
    page = someone.open("/")
    page.get_by_role("link", name="Nhập từ Excel").click()
    expect(page.get_by_role("heading", name="Nhập dữ liệu")).to_be_visible()
    picture(someone, "import-start")
    is_for_everybody(someone)

    check(page, FOUR, run_jobs)
    expect(page.locator(".book", has_text="Danh sách đảng viên")).to_contain_text(
        "41 trang tính, 3.549 dòng"
    )
    picture(someone, "import-preview")
    is_for_everybody(someone)

    page.get_by_role("button", name="Ghi 5.177 dòng vào sổ").dblclick()
    expect(page.get_by_role("heading", name="Đang ghi")).to_be_visible()
    is_for_everybody(someone)
    assert run_jobs() == [("importing.apply", "succeeded")]
    expect(page.get_by_role("heading", name="đã ghi vào sổ")).to_be_visible()
    picture(someone, "import-written")
    is_for_everybody(someone)

    page.get_by_role("link", name="Xem tổng quan ngày 30/06/2023").click()
    expect(page.locator(".figure-card", has_text="3.549").first).to_contain_text("Đảng viên")


def receive(someone, run_jobs, addition):
    """Bring a list in that has something wrong in most rows."""
    page = someone.open("/nhap-du-lieu/")
    check(page, addition, run_jobs)
    expect(page.locator(".write-bar")).to_contain_text("Chưa ghi được: còn 2 lỗi")
    is_for_everybody(someone)
    page.get_by_text("Xem trong Excel").click()
    expect(page.get_by_text("Tệp của bạn, kèm ghi chú ở từng ô")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    assert page.locator(".effects").evaluate("e => e.scrollWidth <= e.clientWidth")


def tab_through(page):
    """Go from one field to the next: none is outside of the screen, or under the bar below."""
    expect(page.locator(".write-bar")).to_be_visible()
    for _field in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => {
              const [focused, bar] = [document.activeElement, document.querySelector(".write-bar")];
              const [inner, outer] = [focused, bar].map((each) => each.getBoundingClientRect());
              return bar.contains(focused) || (inner.top >= 0 && inner.bottom <= outer.top);
            }"""
        ), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    assert page.evaluate("scrollY") > 0


def decide(someone, run_jobs):
    """Decide about doubtful rows each way, then write."""
    page = someone.page
    doubt(page, "C12").get_by_role("button", name="Theo gợi ý").press("Enter")
    expect(doubt(page, "C12")).to_contain_text("Theo gợi ý: ghi “không rõ ngày”")
    # The row went below the open ones; the reader goes on at the next of those.
    expect(doubt(page, "C13").get_by_role("button", name="Bỏ qua dòng")).to_be_focused()
    expect(page.locator(".write-bar")).to_be_in_viewport()
    doubt(page, "C13").get_by_label("Giá trị đúng của ô C13").fill("20/05/1980")
    doubt(page, "C13").get_by_role("button", name="Sửa").click()
    expect(doubt(page, "C13")).to_contain_text("Sửa thành “20/05/1980”")
    # Otherwise the page jumps to its end where there are more rows than here.
    expect(page.locator("#import-decisions")).to_have_css("overflow-anchor", "none")
    doubt(page, "C14").get_by_role("button", name="Bỏ qua dòng").click()
    expect(doubt(page, "C14")).to_contain_text("Đã quyết định")
    expect(page.locator(".topbar")).to_be_in_viewport()
    doubt(page, "N9").get_by_label("Áp dụng cho 3 dòng giống vậy").check()
    doubt(page, "N9").get_by_label("Giá trị đúng của ô N9").fill(BRANCH)
    doubt(page, "N9").get_by_role("button", name="Sửa").click()
    expect(page.locator("#import-decisions")).to_contain_text("Mọi chỗ đã được quyết định")
    is_for_everybody(someone)

    page.locator(".write-bar").get_by_role("button", name="Kiểm tra lại").click()
    run_jobs()
    page.get_by_role("button", name="Ghi 6 dòng vào sổ").click()
    run_jobs()
    expect(page.get_by_role("heading", name="đã ghi vào sổ")).to_be_visible()
    is_for_everybody(someone)


def take_back(someone, run_jobs):
    """Undo what was written last."""
    page = someone.page
    page.get_by_role("link", name="Hoàn tác", exact=True).click()
    expect(page.locator(".consequences")).to_contain_text("người đã thêm sẽ bị bỏ")
    is_for_everybody(someone)
    page.get_by_label("Tôi đã xem những thay đổi trên").check()
    page.get_by_role("button", name="Hoàn tác lần nhập này").click()
    run_jobs()

    expect(page.locator(".figure-card", has_text="Giữ nguyên")).to_contain_text("0")
    is_for_everybody(someone)
    someone.open("/nhap-du-lieu/")
    expect(page.locator("tbody tr").first).to_contain_text("Đã hoàn tác")
    is_for_everybody(someone)


def test_files_are_dropped_and_what_is_too_large_is_refused_before_it_is_sent(reader):
    page = reader().open("/nhap-du-lieu/")
    send = page.get_by_role("button", name="Kiểm tra các tệp")
    expect(send).to_be_hidden()

    for name, megabytes in (("vừa.xlsx", 1), ("quá lớn.xlsx", 51)):
        dropped = page.evaluate_handle(
            """([name, size]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([new Uint8Array(size * 2 ** 20)], name));
              return transfer;
            }""",
            [name, megabytes],
        )
        page.dispatch_event("form.drop", "drop", {"dataTransfer": dropped})

    expect(page.locator(".drop-files li")).to_have_count(2)
    expect(page.locator(".drop-files")).to_contain_text("vừa.xlsx, 1 MB")
    expect(page.locator("#drop-error")).to_contain_text("“quá lớn.xlsx” lớn hơn 50 MB")
    send.click()
    assert page.url.endswith("/nhap-du-lieu/")

    page.get_by_role("button", name="Bỏ quá lớn.xlsx ra").click()
    expect(page.locator("#drop-error")).to_be_hidden()
    expect(page.locator(".drop-files li")).to_have_count(1)

    page.locator("#files").set_input_files({"name": "cũ.xls", "mimeType": "", "buffer": b"x"})
    expect(page.locator("#drop-error")).to_contain_text("“cũ.xls” là tệp Excel kiểu cũ (.xls)")


def test_headers_are_named_on_a_page_for_everybody(reader, run_jobs, tmp_path):
    header = ["Đồng chí" if text == "Họ và tên" else text for text in ROSTER]
    path = workbook(tmp_path / "riêng.xlsx", Sổ_tay=roster(roster_row(), header=header))
    someone = reader(width=390)
    page = someone.open("/nhap-du-lieu/")
    check(page, path, run_jobs)

    page.get_by_role("link", name="Khai tên cột của Sổ tay").click()
    page.get_by_label("Trang này thuộc sổ").select_option(label="Danh sách đảng viên")
    page.get_by_label("Đồng chí").select_option("Họ và tên")
    is_for_everybody(someone)
    page.get_by_role("button", name="Nhớ và kiểm tra lại").click()
    run_jobs()

    expect(page.locator(".book", has_text="Danh sách đảng viên")).to_contain_text("1 trang tính")
    someone.open("/nhap-du-lieu/tieu-de/")
    expect(page.locator("tbody")).to_contain_text("Đồng chí")
    is_for_everybody(someone)
    page.get_by_role("link", name="Xóa cách hiểu Đồng chí").click()
    page.get_by_label("Tôi đã xem những thay đổi trên").check()
    page.get_by_role("button", name="Xóa cách hiểu này").click()
    expect(page.get_by_role("heading", name="Chưa khai tiêu đề nào")).to_be_visible()


def test_import_works_without_script(reader, run_jobs, tmp_path):
    path = workbook(tmp_path / "lẻ.xlsx", Sổ=roster(roster_row(), roster_row("Lò Thị Bình")))
    page = reader(java_script_enabled=False).open("/nhap-du-lieu/")

    page.get_by_label("Chọn tệp trong máy").set_input_files(path)
    page.get_by_role("button", name="Kiểm tra các tệp").click()
    run_jobs()
    page.get_by_role("link", name="Xem lại").click()
    page.get_by_role("button", name="Bỏ qua dòng").first.click()
    expect(page.locator(".doubt.is-settled")).to_contain_text("Bỏ qua dòng")
    page.get_by_role("link", name="Bỏ lần nhập này").click()
    page.get_by_label("Tôi đã xem những thay đổi trên").check()
    page.get_by_role("button", name="Bỏ lần nhập này").click()
    expect(page.locator("#messages")).to_contain_text("Sổ không thay đổi.")


def picture(someone, name, anchor=""):
    """Take a picture for the guide, where it is asked for."""
    if PICTURES:
        page = someone.page
        page.wait_for_load_state("networkidle")
        if anchor:
            into_view = "id => document.getElementById(id).scrollIntoView({behavior: 'instant'})"
            page.evaluate(into_view, anchor)
        page.screenshot(path=Path(PICTURES) / f"{name}.png")
