"""The reorganization of 1 July 2025 drawn by hand, within what a person does in ten minutes."""

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from coso.organizations.models import Unit
from tests.e2e.conftest import confirm, is_for_everybody, served_copy
from tests.e2e.planned import LONG, PLAN, members_received, told_in_advance

pytestmark = pytest.mark.browser

# A click takes somebody two seconds with finding its place, a character a quarter of one: so many
# leave half of ten minutes for reading.
CLICKS, CHARACTERS = 110, 350
COMMUNES = {
    "Xã Chợ Mới": ("02086", "535-QĐ/TU", ("Thị trấn Đồng Tâm", "Xã Như Cố", "Xã Quảng Chu")),
    "Xã Tân Kỳ": ("02104", "536-QĐ/TU", ("Xã Tân Sơn", "Xã Hoà Mục", "Xã Cao Kỳ")),
    "Xã Thanh Mai": ("02101", "537-QĐ/TU", ("Xã Thanh Vận", "Xã Mai Lạp", "Xã Thanh Mai")),
    "Xã Thanh Thịnh": ("02107", "538-QĐ/TU", ("Xã Nông Hạ", "Xã Thanh Thịnh")),
    "Xã Yên Bình": ("02116", "539-QĐ/TU", ("Xã Yên Cư", "Xã Yên Hân", "Xã Bình Văn")),
}
# The committees whose branches go to the first of the communes, and those whose branches dissolve.
HANDED_OVER = (
    "Công an huyện",
    "Quân sự huyện",
    "Trung tâm Y tế huyện",
    "Công ty TNHH MTV Lâm nghiệp",
)
DISSOLVED = ("các cơ quan Đảng, đoàn thể huyện", "Cơ quan chính quyền huyện")
PROJECTS = "Chi bộ Ban Quản lý dự án đầu tư xây dựng"


class Hand:
    """Somebody who draws with mouse and keyboard; what they do is counted."""

    def __init__(self, page):
        self.page, self.clicks, self.characters = page, 0, 0

    def click(self, what):
        what.click(timeout=LONG)
        self.clicks += 1

    def open(self, name):
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def press(self, name, within=None):
        """Press a button that leads to another page."""
        with self.page.expect_navigation(timeout=LONG):
            self.click((within or self.page).get_by_role("button", name=name).first)

    def tick(self, *names):
        for name in names:
            self.click(self.page.get_by_label(name, exact=True))

    def write(self, text, field=None):
        """Fill in the field that the cursor stands in, or that is clicked."""
        if field is not None:
            self.click(self.page.get_by_label(field).first)
            self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        self.characters += len(text)

    def enter(self):
        self.page.keyboard.press("Enter")
        self.characters += 1

    def go_on(self, event=None):
        """Choose what happens to the units picked, unless it is what happened before."""
        if event is not None:
            self.page.get_by_label("Hình thức").select_option(label=event)
            self.clicks += 2
        self.press("Tiếp tục")
        expect(self.page.get_by_role("button", name="Ghi bước")).to_be_visible(timeout=LONG)

    def note(self, told):
        """Write the step; see that it stands."""
        self.press("Ghi bước")
        expect(self.page.get_by_text(told)).to_be_visible(timeout=LONG)

    def paste(self, text, field):
        self.click(self.page.get_by_label(field))
        self.page.get_by_label(field).fill(text)
        self.clicks += 3  # to copy it where it stands


@pytest.fixture(scope="module")
def site(sample_accounts, sample_installation, django_db_blocker, tmp_path_factory):
    """Serve a copy of the sample, which may be reorganized."""
    original, _ = sample_installation
    folder = tmp_path_factory.mktemp("drawn-whole")
    with django_db_blocker.unblock(), served_copy(original, folder) as address:
        yield address


def sheet_of_members():
    """Return the lines of the office's sheet of members who go by name, as they are copied."""
    rows = load_workbook(PLAN)["Đảng viên chuyển"].iter_rows(values_only=True)
    cells = ([_copied(cell) for cell in row] for row in rows if isinstance(row[0], int))
    return "\n".join("\t".join(row) for row in cells)


def _copied(cell):
    if cell is None:
        return ""
    return f"{cell:%d/%m/%Y}" if hasattr(cell, "year") else str(cell)


def begin(hand):
    hand.open("Tổ chức")
    hand.open("Phương án sắp xếp")
    hand.open("Lập phương án")
    hand.write("Sắp xếp năm 2025", "Tên phương án")
    hand.write("1/7/2025", "Ngày hiệu lực")
    hand.write("1683/NQ-UBTVQH15", "Căn cứ: số văn bản")
    hand.enter()


def unite_communes(hand):
    """Fourteen communes become five, with their committees and all that stands below."""
    hand.open("Đơn vị hành chính")
    for number, (name, (code, decision, areas)) in enumerate(COMMUNES.items()):
        hand.tick(*areas)
        hand.go_on(None if number else "Hợp nhất")
        hand.write(name)
        hand.write(code, "Mã mới")
        if number == 0:  # afterwards it is what it was before
            hand.write("Tỉnh Thái Nguyên", "Cấp trên của đơn vị mới")
            hand.write("Đảng bộ tỉnh Thái Nguyên", "Cấp trên của đảng bộ mới")
            hand.tick("Đơn vị khác, cấp trên chưa có trong sổ (tỉnh, trung ương)")
        hand.write(decision, "Số quyết định về đảng bộ mới")
        hand.note(f"Đã ghi 2 bước, từ {2 * number + 1} đến {2 * number + 2}")


def end_district(hand):
    """The district ends, and its province goes into the other."""
    hand.press("Tỉnh Bắc Kạn")
    hand.tick("Huyện Chợ Mới")
    hand.go_on("Kết thúc hoạt động")
    hand.note("Đã ghi bước 11")
    hand.press("Cả cây")
    hand.tick("Tỉnh Bắc Kạn")
    hand.go_on("Sáp nhập")
    hand.write("Tỉnh Thái Nguyên")
    hand.note("Đã ghi bước 12")


def hand_over(hand):
    """Committees end in favour of the first commune; branches without one go there themselves."""
    hand.open("Tổ chức đảng")
    hand.tick(*(f"Đảng bộ {name}" for name in HANDED_OVER))
    hand.go_on("Kết thúc hoạt động")
    hand.write("Đảng bộ xã Chợ Mới")
    hand.note("Đã ghi bước 13")

    for name in DISSOLVED:
        hand.click(hand.page.locator("summary", has_text=f"Đảng bộ {name}"))
        hand.press("Đánh dấu cả", within=hand.page.locator(".tree-below .tree-branch"))
    hand.tick(PROJECTS)
    hand.go_on("Giải thể")
    hand.note("Đã ghi bước 14")

    hand.press("Đánh dấu cả 22 đơn vị")
    hand.tick(*(f"Đảng bộ {name}" for name in DISSOLVED))
    hand.go_on("Chuyển giao")
    hand.write("Đảng bộ xã Chợ Mới")
    hand.note("Đã ghi 20 bước")


def found_branches(hand):
    """Each new commune gets two branches of its offices."""
    hand.write("đảng bộ xã", "Tên hoặc mã đơn vị")
    hand.enter()
    hand.press("Đánh dấu cả 5 đơn vị")
    hand.go_on("Thành lập")
    hand.write("Chi bộ Cơ quan Đảng ...\nChi bộ Cơ quan Ủy ban nhân dân ...")
    hand.note("Đã ghi 5 bước")


def end_committees(hand):
    """What is left of the district's committee ends."""
    hand.tick(*(f"Đảng bộ {name}" for name in DISSOLVED))
    hand.press("Đảng bộ tỉnh Bắc Kạn")
    hand.tick("Đảng bộ huyện Chợ Mới")
    hand.go_on("Kết thúc hoạt động")
    hand.note("Đã ghi bước 40")


def send_members(hand):
    """The members of the dissolved branches go as the office's sheet says."""
    hand.open("Chọn nơi đến cho đảng viên")
    hand.click(hand.page.locator("summary", has_text="Dán danh sách họ tên"))
    hand.paste(sheet_of_members(), "Họ tên, mỗi dòng một người")
    hand.press("Chuyển người đã đánh dấu")
    expect(hand.page.get_by_text("Đã ghi nơi đến cho 190 đảng viên.")).to_be_visible(timeout=LONG)
    hand.open("Xem phương án")


def carry_out(page):
    page.get_by_role("link", name="Thực hiện", exact=True).click()
    page.get_by_label("Vẫn ghi, lý do").fill("Theo chủ trương của Tỉnh ủy")
    confirm(page, "Thực hiện phương án")
    expect(page.get_by_text("Đã thực hiện phương án: 3.707 đảng viên")).to_be_visible(timeout=LONG)


def take_back(page):
    page.get_by_role("link", name="Hoàn tác").click()
    page.get_by_label("Vì sao hoàn tác?").fill("Diễn tập trên máy")
    confirm(page, "Hoàn tác phương án")
    expect(page.get_by_text("sổ như trước khi thực hiện")).to_be_visible(timeout=LONG)


def members_on_the_dashboard(someone):
    """Return the members on the dashboard of the district that was, on a day before it ended."""
    district = Unit.objects.get(name="Đảng bộ huyện Chợ Mới")
    page = someone.open(f"/?don-vi={district.pk}&ngay=2023-06-30")
    members = page.get_by_role("link", name="Đảng viên", exact=True)
    return page.locator("article", has=members).locator(".figure-value").first.inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_whole_plan_is_drawn_by_hand_and_carried_out(reader, site, width):
    someone = reader(width=width, color_scheme="light")
    page = someone.open("/to-chuc/")
    hand = Hand(page)
    for part in (begin, unite_communes, end_district, hand_over, found_branches, end_committees):
        part(hand)
    send_members(hand)
    assert hand.clicks <= CLICKS
    assert hand.characters <= CHARACTERS

    expect(page.get_by_text("Không có lỗi.")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("3.707 trước, 3.707 sau; không thiếu ai")).to_be_visible()
    is_for_everybody(someone)
    carry_out(page)
    plan = page.url
    assert members_received(someone) == told_in_advance()
    assert members_on_the_dashboard(someone) == "3.549"

    page.goto(plan)
    take_back(page)
    assert members_on_the_dashboard(someone) == "3.549"
