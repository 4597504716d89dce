"""A plan, a course with its learners and a decision written by hand, wide and narrow."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from coso.core.types import SYSTEM
from coso.organizations import queries as organizations
from coso.organizations import services as keeping
from coso.organizations.enums import Tree
from coso.organizations.models import UnitType
from tests.e2e.conftest import PASSWORD, is_for_everybody, served_office
from tests.factories.people import person
from tests.factories.registers import employee

pytestmark = pytest.mark.browser

NAMES = {1280: "Hoàng Thị Hoa", 390: "Hoàng Thị Hồng"}
COURSES = {1280: "Bồi dưỡng cấp ủy viên", 390: "Bồi dưỡng bí thư chi bộ"}
OFFICE = "Phòng Nội vụ"
TITLE = "Trưởng phòng, Phòng Nội vụ"


@pytest.fixture(scope="module")
def sample_accounts():
    """Return the password of the office's only account."""
    return PASSWORD


@pytest.fixture(scope="module")
def site(seeded, django_db_blocker, tmp_path_factory):
    """Serve an office where somebody works for each width."""
    folder = tmp_path_factory.mktemp("cadres")
    with django_db_blocker.unblock(), served_office(seeded, folder, _set_up) as address:
        yield address


def _set_up(_root):
    details = keeping.UnitDetails(name=OFFICE, type=UnitType.objects.get(pk="STATE_AGENCY"))
    parent, founded = organizations.root(Tree.AGENCY), dt.date(2020, 10, 1)
    made = keeping.found_unit(details=details, parent=parent, on=founded, actor=SYSTEM)
    for name in NAMES.values():
        employee(made.unit, holder=person(full_name=name))


def open_record(someone, name):
    page = someone.open("/can-bo/")
    page.get_by_role("link", name=name, exact=True).click()
    return page


def plan(someone, name):
    """Put somebody into the plan; the page says where the whole plan falls short."""
    page = open_record(someone, name)
    page.get_by_role("link", name="Đưa vào quy hoạch").click()
    page.get_by_label("Giai đoạn quy hoạch").fill("2026-2031")
    page.get_by_label("Chức danh quy hoạch").fill(TITLE)
    page.get_by_label("Số quyết định").fill("12-QĐ/ĐU")
    page.get_by_label("Ngày quyết định").fill("03/03/2025")
    is_for_everybody(someone)
    page.get_by_role("button", name="Đưa vào quy hoạch").click()
    expect(page.get_by_text(f"Đã ghi {name} vào quy hoạch 2026–2031")).to_be_visible()
    expect(page.locator("section.card", has_text="Cơ cấu quy hoạch")).to_contain_text("dưới mức")
    is_for_everybody(someone)


def train(someone, name, width):
    """Write a course and send somebody to it."""
    page = someone.open("/dao-tao/")
    page.get_by_role("link", name="Ghi lớp").first.click()
    page.get_by_label("Đơn vị mở lớp").fill(str(organizations.root(Tree.PARTY)))
    page.get_by_label("Mã lớp").fill(f"L{width}")
    page.get_by_label("Tên lớp").fill(COURSES[width])
    page.get_by_label("Loại hình").select_option("Nghiệp vụ công tác đảng")
    page.get_by_label("Từ ngày").fill("03/03/2025")
    page.get_by_role("textbox", name="Đến ngày (không bắt buộc)").fill("07/03/2025")
    is_for_everybody(someone)
    page.get_by_role("button", name="Ghi lớp").click()
    page.get_by_role("link", name="Thêm học viên").first.click()
    page.get_by_label("Học viên").fill(name)
    page.get_by_label("Kết quả").select_option("Hoàn thành")
    page.get_by_label("Xếp loại").select_option("Giỏi")
    is_for_everybody(someone)
    page.get_by_role("button", name="Thêm học viên").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
    is_for_everybody(someone)


def appoint(someone, name):
    """Write that somebody is given a post for five years; the end of the term is reckoned."""
    page = open_record(someone, name)
    page.get_by_role("link", name="Ghi quyết định cán bộ").click()
    page.get_by_label("Hình thức").select_option("Bổ nhiệm")
    page.get_by_label("Số quyết định").fill("34-QĐ/ĐU")
    page.get_by_label("Ngày quyết định").fill("03/03/2025")
    page.get_by_label("Chức vụ, đơn vị mới").fill(TITLE)
    page.get_by_label("Đơn vị mới trong sổ").fill(OFFICE)
    page.get_by_label("Thời hạn").fill("5 năm")
    is_for_everybody(someone)
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.locator("dd", has_text="03/03/2030")).to_be_visible()
    is_for_everybody(someone)


@pytest.mark.parametrize("width", [1280, 390])
def test_cadre_is_planned_trained_and_appointed_by_hand(reader, site, width):
    name = NAMES[width]
    someone = reader(width=width, color_scheme="light")

    plan(someone, name)
    train(someone, name, width)
    appoint(someone, name)

    record = open_record(someone, name)
    for written in ("2026–2031", COURSES[width], "Bổ nhiệm"):
        expect(record.locator("main")).to_contain_text(written)
    for address in ("/quy-hoach/", "/dao-tao/", "/dieu-dong-bo-nhiem/"):
        page = someone.open(f"{address}?ngay=2025-06-01")
        expect(page.locator(".picture-title")).to_be_visible()
        is_for_everybody(someone)
