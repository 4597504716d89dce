"""What users do in the first five minutes, in a real browser, wide and narrow, light and dark."""

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from coso.members import queries as members
from coso.organizations import queries as organizations
from tests.e2e.conftest import PICTURES, is_for_everybody
from tests.web.conftest import AS_OF

pytestmark = pytest.mark.browser

ON = f"ngay={AS_OF.isoformat()}"


@pytest.fixture(scope="module")
def places(site):
    """Return the addresses of a committee, a branch, an agency and a person of the sample."""
    committee = organizations.find_unit("Đảng bộ xã Tân Sơn", AS_OF)
    branch = organizations.children_on(committee, AS_OF)[0]
    agency = organizations.find_unit("UBND xã Tân Sơn", AS_OF)
    person = members.roll_on(AS_OF, unit_ids=[branch.pk])[0].membership.person
    return {
        "committee": f"/to-chuc/{committee.pk}/",
        "branch": f"/to-chuc/{branch.pk}/",
        "agency": f"/to-chuc/{agency.pk}/",
        "person": f"/nguoi/{person.pk}/",
        "tree of committee": f"/to-chuc/cay/?don-vi={committee.pk}",
    }


# One page of every layout; the rest differ in their rows only.
LAYOUTS = [
    "/", "/so-sanh/?voi-ngay=2022-12-31", "/so-lieu/member.total/?theo=age_band",
    "/so-lieu/member.total/cach-tinh/",
    "/to-chuc/cay/", "/to-chuc/chon/", "/dang-vien/?gioi=FEMALE&tim=hoang", "/dang-vien/?tim=zzzz",
    "/tim/?q=hoang",
]  # fmt: skip
FURTHER = [
    "/so-lieu/", "/so-lieu/member.total/?theo=children", "/to-chuc/", "/can-bo/",
    "/so-lieu/meeting.regular.missing/?tu=2021-01-01",
    "/sinh-hoat/", "/du-sinh-hoat/", "/xep-loai/can-bo/?muc=EXCELLENT", "/van-ban/",
    "/dao-tao/", "/dao-tao/hoc-vien/", "/quy-hoach/", "/nghi-quyet/", "/nghi-quyet/nhiem-vu/",
    "/viec-can-lam/", "/bao-cao/mau/",
]  # fmt: skip


def dated(path):
    return f"{path}{'&' if '?' in path else '?'}{ON}"


@pytest.mark.parametrize("width", [1280, 390])
def test_from_signing_in_to_a_record(reader, sample_accounts, width):
    someone = reader(username=None, width=width)
    page = someone.open("/")
    expect(page).to_have_title(re.compile("Đăng nhập"))
    assert someone.violations() == []

    someone.sign_in("tochuc", sample_accounts)
    page.locator(".topbar-date summary").click()
    page.get_by_label("Số liệu đến ngày (ngày/tháng/năm)").fill("30/06/2023")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_text("Đang xem số liệu ngày 30/06/2023")).to_be_visible()

    members_card = page.locator(".figure-card", has_text="3.549").first
    expect(members_card).to_contain_text("Đảng viên")
    members_card.click()
    expect(page.locator("#table-content")).to_contain_text("3.549 dòng, từ chỉ tiêu Đảng viên")
    page.locator("tr[data-row-link]").first.click()
    expect(page.get_by_role("heading", name="Nơi sinh hoạt đảng")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "scheme", "paths"),
    [(1280, "light", [*LAYOUTS, *FURTHER]), (390, "dark", LAYOUTS)],
    ids=["wide", "narrow"],
)
def test_every_page_is_for_everybody(reader, places, width, scheme, paths):
    someone = reader(width=width, color_scheme=scheme)
    found = {}
    for path in [*paths, *places.values()]:
        someone.open(dated(path))
        faults = someone.violations()
        if someone.is_wider_than_the_screen():
            faults.append("wider than the screen")
        if faults:
            found[path] = faults

    assert found == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_the_trail_is_for_every_inspector(reader, width):
    someone = reader(username="kiemtra", width=width)

    for path in ("/nhat-ky/", "/nhat-ky/niem-phong/"):
        someone.open(path)
        assert (path, someone.violations()) == (path, [])
        assert (path, someone.is_wider_than_the_screen()) == (path, False)


@pytest.mark.parametrize("width", [1280, 390])
def test_template_of_the_office_is_checked_before_it_is_used(reader, tmp_path, width):
    someone = reader(width=width)
    page = someone.open("/bao-cao/mau/")
    page.get_by_role("link", name="Báo cáo kết quả thực hiện nghị quyết chuyên đề").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải mẫu đang dùng").click()
    path = tmp_path / "mẫu.docx"
    download.value.save_as(path)
    template = docx.Document(path)
    template.add_paragraph("{{member.totl}}")
    template.save(path)

    page.get_by_label("Tệp mẫu (.docx)").set_input_files(path)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_role("alert")).to_contain_text("Có phải {{member.total}}?")
    is_for_everybody(someone)
    page.get_by_role("button", name="Bỏ tệp này").click()
    expect(page.locator("#messages")).to_contain_text("Mẫu đang dùng không đổi")
    is_for_everybody(someone)


def test_tree_opens_in_place(reader):
    page = reader().open(dated("/to-chuc/cay/"))
    node = page.locator("details", has_text="Đảng bộ xã Tân Sơn").first

    node.locator("summary").first.click()

    expect(node.locator(".tree-branch > li").nth(3)).to_be_visible()
    assert page.url.endswith(dated("/to-chuc/cay/"))


def test_list_is_filtered_sorted_and_turned(reader):
    page = reader().open(dated("/dang-vien/"))
    count = page.locator(".list-count strong")
    expect(count).to_have_text("3.549")

    page.locator(".filter-bar").get_by_label("Giới tính").select_option("FEMALE")
    expect(count).to_have_text("1.465")
    expect(page.locator(".chips")).to_contain_text("Giới tính: Nữ")

    page.locator("#sort-born_on").click()
    expect(page.locator("th", has=page.locator("#sort-born_on"))).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.get_by_role("link", name="Trang sau").click()
    expect(page.locator(".pages-total")).to_contain_text("51–100 trong 1.465")
    assert "gioi=FEMALE" in page.url
    assert "ngay=2023-06-30" in page.url

    page.locator(".chips a").click()
    expect(count).to_have_text("3.549")


def test_columns_are_chosen(reader):
    page = reader().open(dated("/dang-vien/"))

    page.locator("summary", has_text="Cột").click()
    page.get_by_label("Dân tộc", exact=True).last.check()
    page.get_by_role("button", name="Hiện các cột đã chọn").click()

    expect(page.locator("th", has_text="Dân tộc")).to_be_visible()


def test_passport_opens_beside_the_page(reader):
    someone = reader()
    page = someone.open(dated("/"))

    page.locator(".figure-passport").first.click()

    panel = page.locator("dialog#panel")
    expect(panel).to_contain_text("Chép kèm nguồn vào báo cáo")
    assert someone.violations() == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_mark_of_a_picture_opens_its_list_by_keyboard(reader):
    page = reader().open(dated("/"))
    mark = page.get_by_role("link", name="31–40 tuổi, nữ: 404 đảng viên").locator("visible=true")

    mark.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#table-content")).to_contain_text("404 dòng, từ chỉ tiêu Đảng viên nữ")
    expect(page.locator(".chips")).to_contain_text("31–40 tuổi")


def test_picture_is_taken_away_as_svg_and_png(reader):
    page = reader().open(dated("/"))
    tools = page.locator(".picture", has_text="Đảng viên theo độ tuổi").locator(".picture-tools")

    with page.expect_download() as svg:
        tools.get_by_role("link", name="SVG").click()
    with page.expect_download() as png:
        tools.get_by_role("button", name="PNG").click()

    assert svg.value.suggested_filename == "do-tuoi-2023-06-30.svg"
    assert "404" in svg.value.path().read_text(encoding="utf-8")
    assert png.value.suggested_filename == "do-tuoi-2023-06-30.png"
    assert png.value.path().read_bytes().startswith(b"\x89PNG")


def test_dashboard_is_compared(reader):
    page = reader().open(dated("/"))

    page.get_by_role("link", name="So sánh").click()
    page.get_by_label("So với đơn vị").select_option(label="Đảng bộ xã Tân Sơn")
    page.get_by_role("button", name="So sánh").click()

    members_row = page.locator("tr", has_text="Đảng viên").first
    expect(members_row).to_contain_text("3.549")
    expect(members_row).to_contain_text("+3.283")
    assert "voi-don-vi=" in page.url


def test_slash_leads_to_the_search(reader):
    page = reader().open(dated("/"))

    page.keyboard.press("/")
    page.keyboard.type("yen cu")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Đảng bộ xã Yên Cư")).to_be_visible()


def test_dark_is_chosen_and_remembered(reader):
    page = reader(color_scheme="light").open(dated("/"))
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)

    page.locator(".topbar-person summary").click()
    page.locator(".topbar-person").get_by_role("button", name="Nền tối").click()

    assert page.evaluate(ground) != light
    page.reload()
    assert page.evaluate(ground) != light


def test_print_shows_title_and_day_and_no_navigation(reader):
    page = reader().open(dated("/dang-vien/?gioi=FEMALE"))
    page.emulate_media(media="print")

    expect(page.locator(".print-head")).to_contain_text("Số liệu đến ngày 30/06/2023")
    expect(page.locator(".print-head")).to_be_visible()
    for navigation in (".topbar", ".sidebar", ".filter-bar"):
        expect(page.locator(navigation)).to_be_hidden()


def test_print_of_a_figure_leaves_out_the_ways_to_cut_it_and_shows_the_table(reader):
    page = reader().open(dated("/so-lieu/member.total/?theo=age_band"))
    expect(page.locator(".choices")).to_be_visible()
    page.emulate_media(media="print")

    expect(page.locator(".choices")).to_be_hidden()
    expect(page.locator(".picture-table table")).to_be_visible()


def test_wide_list_lies_on_its_sheet_with_its_picture(reader):
    page = reader().open(dated("/dieu-dong-bo-nhiem/"))
    page.emulate_media(media="print")

    expect(page.locator(".print-head")).to_have_text(re.compile(r"Chợ Mới\s+Điều động"))
    on = "() => getComputedStyle(document.body).page"
    assert page.evaluate(on) == "lying"
    drawn, table = (
        page.locator(each).bounding_box() for each in (".picture-wide", ".picture-foot")
    )
    assert abs(drawn["y"] - table["y"]) < drawn["height"]


def test_everything_works_without_script(reader):
    page = reader(java_script_enabled=False).open(dated("/"))

    page.locator(".picture-wide a").first.click()
    expect(page.locator(".list-count")).to_be_visible()
    page.go_back()
    page.locator(".figure-card a").first.click()
    expect(page.locator(".list-count")).to_be_visible()
    page.get_by_role("link", name="Đảng viên", exact=True).first.click()
    page.get_by_label("Họ tên hoặc số thẻ").fill("hoang")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator(".chips")).to_contain_text("hoang")
    page.locator("#sort-born_on").click()
    expect(page.locator(".chips")).to_contain_text("hoang")
    page.get_by_role("link", name="Tổ chức", exact=True).first.click()
    page.get_by_role("link", name="Xem dạng cây").click()
    page.locator("summary", has_text="Đảng bộ xã Tân Sơn").click()
    page.locator("details[open]").get_by_role("link", name="Xem các đơn vị bên dưới").click()
    expect(page.locator(".tree-branch > li").nth(3)).to_be_visible()


def test_secretary_finds_the_branch_on_a_phone(reader):
    someone = reader(username="bithu", width=390)
    page = someone.open(dated("/"))

    page.locator(".bottombar").get_by_role("link", name="Đảng viên").click()

    expect(page.locator(".list-count")).to_contain_text("đảng viên")
    page.locator(".bottombar summary").click()
    expect(page.locator(".bottombar").get_by_text("Đăng xuất")).to_be_visible()
    assert someone.violations() == []


@pytest.mark.skipif(not PICTURES, reason="chụp hình cho sách hướng dẫn khi có COSO_PICTURES")
def test_pictures_of_the_guide(reader, places):
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    wide, narrow = reader(color_scheme="light"), reader(width=390, color_scheme="light")
    for name, path in {
        "dashboard": "/",
        "list": "/dang-vien/?gioi=FEMALE&tim=hoang",
        "tree": "/to-chuc/cay/",
        "person": places["person"],
        "figure": "/so-lieu/member.total/?theo=age_band",
        "unit": places["committee"],
        "list-targets": "/nghi-quyet/",
    }.items():
        page = wide.open(dated(path))
        if name == "tree":
            page.locator(".tree details summary").nth(1).click()
            page.locator("details .tree-branch > li").nth(2).wait_for()
        page.screenshot(path=folder / f"{name}.png")
    pictures = wide.open(dated("/")).locator(".figure-section:has(.picture)").first
    pictures.screenshot(path=folder / "dashboard-pictures.png")
    wide.open("/so-sanh/?ngay=2023-12-31&voi-ngay=30/06/2023").screenshot(
        path=folder / "comparison.png"
    )
    narrow.open(dated("/")).screenshot(path=folder / "phone.png")
