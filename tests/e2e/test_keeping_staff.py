"""Staff kept by hand, from a new person to the headcount of the agency, wide and narrow."""

import datetime as dt
from functools import partial

import pytest
from playwright.sync_api import expect

from coso.core.types import SYSTEM
from coso.organizations import queries as organizations
from coso.organizations import services as keeping
from coso.organizations.enums import Tree
from coso.organizations.models import UnitType
from tests.e2e.conftest import PASSWORD, confirm, is_for_everybody, picture, served_office

pytestmark = pytest.mark.browser

FOUNDED = dt.date(2020, 10, 1)
# Which of them stand in the guide, and at which width.
GUIDE = {"keep-staff": 1280, "keep-quota": 1280, "keep-transfer": 390}
shoot = partial(picture, GUIDE)
NAMES = {1280: "Hoàng Thị Hoa", 390: "Hoàng Thị Hồng"}


@pytest.fixture(scope="module")
def sample_accounts():
    """Return the password of the office's only account."""
    return PASSWORD


@pytest.fixture(scope="module")
def site(seeded, django_db_blocker, tmp_path_factory):
    """Serve an installation with two agencies for each width."""
    folder = tmp_path_factory.mktemp("staff")
    with django_db_blocker.unblock(), served_office(seeded, folder, _set_up) as address:
        yield address


def _set_up(_root):
    for width in NAMES:
        for kind, name in (("STATE_AGENCY", office_of(width)), ("SCHOOL", school_of(width))):
            details = keeping.UnitDetails(name=name, type=UnitType.objects.get(pk=kind))
            parent = organizations.root(Tree.AGENCY)
            keeping.found_unit(details=details, parent=parent, on=FOUNDED, actor=SYSTEM)


def office_of(width):
    return {1280: "Phòng Nội vụ", 390: "Phòng Tư pháp"}[width]


def school_of(width):
    return {1280: "Trường Tiểu học Tân Sơn", 390: "Trường Tiểu học Yên Cư"}[width]


def unit_named(name):
    return organizations.find_unit(name, dt.date(2024, 12, 31), Tree.AGENCY)


def employ(someone, width):
    """Write a new person into the register, on a first post in the agency in view."""
    page = someone.page
    page.get_by_role("link", name="Ghi người mới").click()
    page.get_by_label("Họ và tên").fill(NAMES[width])
    page.get_by_label("Ngày sinh").fill("02/03/1990")
    page.get_by_label("Giới tính").select_option("Nữ")
    page.get_by_label("Từ ngày").fill("01/09/2021")
    page.get_by_label("Chức vụ, chức danh").fill("Chuyên viên")
    page.get_by_label("Đối tượng").select_option("Công chức")
    page.get_by_label("Hình thức").select_option("Tuyển dụng")
    is_for_everybody(someone)
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.locator(".consequences")).to_contain_text("Thêm một người mới vào sổ")
    confirm(page, "Ghi vào sổ")
    expect(page.get_by_text("vào sổ cán bộ. Ghi nhầm thì sửa ngay")).to_be_visible()


def qualify(someone):
    """Add a qualification on the record in view, and correct it where it stands."""
    page = someone.page
    page.get_by_role("link", name="Thêm trình độ").click()
    page.get_by_label("Trình độ", exact=True).select_option("Chuyên môn: Đại học")
    page.get_by_label("Chuyên ngành").fill("Luật")
    page.get_by_label("Có từ ngày").fill("01/07/2012")
    is_for_everybody(someone)
    page.get_by_role("button", name="Thêm trình độ").click()
    page.get_by_role("link", name="Sửa Đại học Luật").click()
    page.get_by_label("Chuyên ngành").fill("Luật học")
    page.get_by_label("Vì sao sửa?").fill("Theo bằng tốt nghiệp")
    is_for_everybody(someone)
    page.get_by_role("button", name="Sửa sổ").click()
    expect(page.locator("dd", has_text="Đại học Luật học")).to_be_visible()


def transfer(someone, width):
    """Let the person in view leave the office for the school; both stand in the record."""
    page = someone.page
    page.get_by_role("link", name="Chuyển công tác").click()
    page.get_by_label("Chuyển từ ngày").fill("01/01/2024")
    page.get_by_label("Cơ quan, đơn vị").fill(school_of(width))
    page.get_by_label("Chức vụ, chức danh").fill("Hiệu trưởng")
    page.get_by_label("Đối tượng").select_option("Viên chức")
    page.get_by_label("Hình thức").select_option("Điều động")
    page.get_by_label("Số quyết định").fill("12-QĐ/UBND")
    is_for_everybody(someone)
    page.get_by_role("button", name="Ghi chuyển công tác").click()
    expect(page.locator(".consequences")).to_contain_text(f"Hiệu trưởng, {school_of(width)}")
    is_for_everybody(someone)
    shoot(page, "keep-transfer", width)
    confirm(page, "Ghi chuyển công tác")
    history = page.locator("section.card", has_text="Quá trình công tác")
    expect(history).to_contain_text(f"Chuyên viên, {office_of(width)}")
    expect(history).to_contain_text("Viên chức; điều động; quyết định 12-QĐ/UBND")
    is_for_everybody(someone)
    shoot(page, "keep-staff", width)


def give_quota(someone, width):
    """Give the agency in view a headcount that is less than who is there."""
    page = someone.page
    page.get_by_role("link", name="Ghi biên chế giao").click()
    page.get_by_label("Biên chế giao").fill("0")
    is_for_everybody(someone)
    page.get_by_role("button", name="Ghi biên chế giao").click()
    expect(page.locator(".note-soon")).to_contain_text("vượt 1")
    page.get_by_label("Vẫn ghi, lý do").fill("Chờ quyết định bổ sung")
    is_for_everybody(someone)
    shoot(page, "keep-quota", width)
    confirm(page, "Ghi biên chế giao")
    facts = page.locator("section.card", has_text="Biên chế giao").first
    expect(facts).to_contain_text("có mặt 1; vượt 1")
    is_for_everybody(someone)


def staff_of(someone, agency, day):
    page = someone.open(f"/so-lieu/staff.total/?don-vi={agency.pk}&ngay={day}")
    return int(page.locator(".figure-value").inner_text())


@pytest.mark.parametrize("width", [1280, 390])
def test_person_is_employed_and_moves_on_and_the_figures_follow(reader, site, width):
    office, school = unit_named(office_of(width)), unit_named(school_of(width))
    someone = reader(width=width, color_scheme="light")

    someone.open(f"/can-bo/?don-vi={office.pk}")
    employ(someone, width)
    qualify(someone)
    transfer(someone, width)
    someone.open(f"/to-chuc/{school.pk}/")
    give_quota(someone, width)

    days = ("2023-12-31", "2024-01-01")
    assert [staff_of(someone, office, day) for day in days] == [1, 0]
    assert [staff_of(someone, school, day) for day in days] == [0, 1]


def test_wrong_line_is_taken_back_without_script(reader, site):
    office = unit_named(office_of(390))
    page = reader(java_script_enabled=False).open(f"/to-chuc/{office.pk}/")

    page.get_by_role("link", name="Thêm vị trí việc làm").click()
    page.get_by_label("Chức vụ, chức danh").fill("Văn thư")
    page.get_by_label("Nhóm").select_option("Công việc phòng, ban")
    page.get_by_role("button", name="Thêm vị trí").click()
    page.get_by_role("link", name="Bỏ vị trí Văn thư").click()
    page.get_by_label("Vì sao bỏ?").fill("Không có vị trí này")
    page.get_by_role("button", name="Bỏ vị trí").click()

    expect(page.get_by_text("lý do ở trong nhật ký")).to_be_visible()
