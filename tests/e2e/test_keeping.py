"""Registers kept by hand, from a new branch to the figures of both days, wide and narrow."""

import datetime as dt
from functools import partial

import pytest
from playwright.sync_api import expect

from coso.core.dates import PartialDate
from coso.core.types import SYSTEM
from coso.core.writing import FRESH
from coso.members import services as members
from coso.organizations import queries as organizations
from coso.organizations import services as keeping
from coso.organizations.enums import Tree
from coso.organizations.models import UnitType
from coso.people.services import PersonDetails
from tests.e2e.conftest import PASSWORD, confirm, is_for_everybody, picture, served_office

pytestmark = pytest.mark.browser

FOUNDED = dt.date(2020, 10, 1)
COMMITTEE = "Đảng bộ xã Tân Sơn"
# Which of them stand in the guide, and at which width.
GUIDE = {"keep-unit": 1280, "keep-change": 1280, "keep-move": 1280, "keep-phone": 390}
shoot = partial(picture, GUIDE)


@pytest.fixture(scope="module")
def sample_accounts():
    """Return the password of the office's only account."""
    return PASSWORD


@pytest.fixture(scope="module")
def site(seeded, django_db_blocker, tmp_path_factory):
    """Serve an installation with a committee that has one branch."""
    folder = tmp_path_factory.mktemp("registers")
    with django_db_blocker.unblock(), served_office(seeded, folder, _set_up) as address:
        yield address


def _set_up(root):
    committee = _found("GRASSROOTS_COMMITTEE_ORG", COMMITTEE, root)
    branch = _found("BRANCH", "Chi bộ Nà Pái", committee)
    members.receive_member(
        person=PersonDetails(full_name="Nông Văn Kiên", born=PartialDate(dt.date(1980, 5, 20))),
        unit=branch,
        on=FOUNDED,
        papers=members.Papers(),
        basis=FRESH,
        actor=SYSTEM,
    )


def _found(kind, name, parent):
    details = keeping.UnitDetails(name=name, type=UnitType.objects.get(pk=kind))
    return keeping.found_unit(details=details, parent=parent, on=FOUNDED, actor=SYSTEM).unit


def unit_named(name):
    return organizations.find_unit(name, dt.date(2024, 12, 31), Tree.PARTY)


def found(someone, name):
    """Found a branch below the unit in view."""
    page = someone.page
    page.get_by_role("link", name="Lập đơn vị trực thuộc").click()
    page.get_by_label("Thành lập từ ngày").fill("01/01/2023")
    page.get_by_label("Tên", exact=True).fill(name)
    page.get_by_label("Loại", exact=True).select_option("Chi bộ trực thuộc")
    is_for_everybody(someone)
    page.get_by_role("button", name="Lập đơn vị").click()
    expect(page.get_by_text(f"Đã lập {name} trực thuộc {COMMITTEE}")).to_be_visible()


def rename(someone, old, new, width):
    """Give the unit in view another name from a day on; both then stand in its history."""
    page = someone.page
    page.get_by_role("link", name="Thay đổi từ ngày").click()
    page.get_by_label("Thay đổi từ ngày").fill("01/01/2024")
    page.get_by_label("Tên", exact=True).fill(new)
    page.get_by_role("button", name="Ghi thay đổi").click()
    expect(page.locator(".consequences")).to_contain_text(f"Tên: {old} → {new}")
    is_for_everybody(someone)
    shoot(page, "keep-change", width)
    confirm(page, "Ghi thay đổi")
    history = page.locator("section.card", has_text="Tên và loại qua các thời kỳ")
    expect(history).to_contain_text(f"{old} (Chi bộ trực thuộc)")
    expect(history).to_contain_text(f"{new} (Chi bộ trực thuộc)")
    is_for_everybody(someone)


def admit(someone, name, width):
    """Admit somebody in the branch in view."""
    page = someone.page
    page.get_by_role("link", name="Kết nạp", exact=True).click()
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Ngày sinh").fill("02/03/1999")
    page.get_by_label("Giới tính").select_option("Nữ")
    page.get_by_label("Ngày kết nạp").fill("03/02/2023")
    is_for_everybody(someone)
    shoot(page, "keep-phone", width)
    page.get_by_role("button", name="Ghi kết nạp").click()
    expect(page.locator(".consequences")).to_contain_text("Thêm một người mới vào sổ")
    confirm(page, "Ghi kết nạp")
    expect(page.get_by_text("vào sổ đảng viên. Ghi nhầm thì sửa ngay")).to_be_visible()
    is_for_everybody(someone)


def move(someone, branch, width):
    """Move the member in view to another branch."""
    page = someone.page
    page.get_by_role("link", name="Chuyển chi bộ").click()
    page.get_by_label("Chuyển từ ngày").fill("01/06/2024")
    receiving = page.get_by_label("Chi bộ tiếp nhận")
    receiving.press_sequentially("Nà Pái", delay=40)
    expect(page.locator("datalist option")).to_have_count(1)
    receiving.fill(page.locator("datalist option").get_attribute("value"))
    is_for_everybody(someone)
    page.get_by_role("button", name="Chuyển chi bộ").click()
    expect(page.locator(".consequences")).to_contain_text(branch)
    is_for_everybody(someone)
    shoot(page, "keep-move", width)
    confirm(page, "Chuyển chi bộ")
    expect(page.get_by_text("sang chi bộ mới")).to_be_visible()


def members_of(someone, unit, day):
    page = someone.open(f"/so-lieu/member.total/?don-vi={unit.pk}&ngay={day}")
    return int(page.locator(".figure-value").inner_text())


@pytest.mark.parametrize("width", [1280, 390])
def test_branch_is_founded_and_renamed_and_a_member_moves(reader, site, width):
    branch, renamed = f"Chi bộ Bản Mới {width}", f"Chi bộ thôn Bản Mới {width}"
    someone = reader(width=width, color_scheme="light")
    there, days = unit_named("Chi bộ Nà Pái"), ("2024-05-31", "2024-06-01")
    before = [members_of(someone, there, day) for day in days]

    page = someone.open(f"/to-chuc/{unit_named(COMMITTEE).pk}/")
    is_for_everybody(someone)
    shoot(page, "keep-unit", width)
    found(someone, branch)
    rename(someone, branch, renamed, width)
    here = unit_named(renamed)
    someone.open(f"/dang-vien/?don-vi={here.pk}")
    admit(someone, f"Hoàng Thị Én {'Hồng' if width == 390 else 'Hoa'}", width)
    move(someone, there.name, width)

    assert [members_of(someone, here, day) for day in days] == [1, 0]
    assert [members_of(someone, there, day) for day in days] == [before[0], before[1] + 1]


def test_draft_comes_back_after_an_expired_session_and_goes_with_signing_out(
    reader, site, sample_accounts
):
    someone = reader(username=None)
    someone.sign_in("tochuc", sample_accounts)
    path = f"/to-chuc/{unit_named(COMMITTEE).pk}/lap/"
    page = someone.open(path)
    page.get_by_label("Tên", exact=True).fill("Chi bộ ghi dở")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lập đơn vị").click()
    page.get_by_label("Tên đăng nhập").fill("tochuc")
    page.get_by_label("Mật khẩu", exact=True).fill(sample_accounts)
    page.get_by_role("button", name="Đăng nhập").click()

    expect(page.get_by_label("Tên", exact=True)).to_have_value("Chi bộ ghi dở")
    expect(page.locator("[data-draft-note]")).to_be_visible()
    assert someone.violations() == []
    page.locator(".topbar-person summary").click()
    page.locator(".topbar-person").get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap/**")
    assert (
        page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft:'))") == []
    )


def test_units_are_kept_without_script(reader, site):
    page = reader(java_script_enabled=False).open(f"/to-chuc/{unit_named('Chi bộ Nà Pái').pk}/")

    page.get_by_role("link", name="Sửa chỗ ghi sai").click()
    page.get_by_label("Số quyết định").fill("7-QĐ/ĐU")
    page.get_by_label("Vì sao sửa?").fill("Thiếu số quyết định")
    page.get_by_role("button", name="Sửa sổ").click()

    expect(page.get_by_text("lý do ở trong nhật ký")).to_be_visible()
    expect(page.get_by_text("7-QĐ/ĐU").first).to_be_visible()
