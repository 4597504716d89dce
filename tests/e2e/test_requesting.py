"""A branch asks for another name and a merger; the level above answers, plans, and carries out."""

import datetime as dt
from functools import partial

import pytest
from playwright.sync_api import expect

from coso.access import services as access
from coso.access.enums import Reach, Role
from coso.accounts import services as accounts
from coso.core import clock
from coso.core.dates import PartialDate, format_date
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.core.writing import FRESH
from coso.members import services as members
from coso.organizations import services as keeping
from coso.organizations.models import Unit, UnitType
from coso.people.services import PersonDetails
from tests.e2e.conftest import PASSWORD, confirm, is_for_everybody, picture, served_office

pytestmark = pytest.mark.browser

FOUNDED = dt.date(2020, 10, 1)
COMMITTEE = "Đảng bộ xã Tân Sơn"
OTHER = "Chi bộ Nà Cà"
# A journey for each width begins with a branch of its own.
BRANCHES = {1280: "Chi bộ Nà Pái", 390: "Chi bộ Khuổi Sưng"}
MEMBERS = {1280: "Nông Văn Kiên", 390: "Nông Văn Trung"}
SECRETARIES = {1280: "napai", 390: "khuoisung"}
# Which of them stand in the guide, and at which width.
GUIDE = {"request-ask": 1280, "request-answer": 1280, "request-phone": 390}
shoot = partial(picture, GUIDE)


@pytest.fixture(scope="module")
def sample_accounts():
    """Return the password of all accounts of the office."""
    return PASSWORD


@pytest.fixture(scope="module")
def site(seeded, django_db_blocker, tmp_path_factory):
    """Serve an office above a committee with branches, each with its secretary."""
    folder = tmp_path_factory.mktemp("requests")
    with django_db_blocker.unblock(), served_office(seeded, folder, _set_up) as address:
        yield address


def _set_up(root):
    committee = _found("GRASSROOTS_COMMITTEE_ORG", COMMITTEE, root)
    _found("BRANCH", OTHER, committee)
    for width, name in BRANCHES.items():
        branch = _found("BRANCH", name, committee)
        members.receive_member(
            person=PersonDetails(full_name=MEMBERS[width], born=PartialDate(dt.date(1980, 5, 20))),
            unit=branch,
            on=FOUNDED,
            papers=members.Papers(),
            basis=FRESH,
            actor=SYSTEM,
        )
        user = accounts.create_user(
            username=SECRETARIES[width], full_name="Lý Thị Sen", password=PASSWORD, actor=SYSTEM
        )
        access.grant_role(
            user=user,
            role=Role.BRANCH_SECRETARY,
            unit=branch,
            reach=Reach.UNIT,
            during=Period(FOUNDED),
            actor=SYSTEM,
        )


def _found(kind, name, parent):
    details = keeping.UnitDetails(name=name, type=UnitType.objects.get(pk=kind))
    return keeping.found_unit(details=details, parent=parent, on=FOUNDED, actor=SYSTEM).unit


def ask(someone, branch, new_name, width):
    """Ask for another name and for a merger."""
    page = someone.open(f"/to-chuc/{branch.pk}/")
    page.get_by_role("link", name="Đề nghị thay đổi", exact=True).click()
    page.get_by_label("Đề nghị có hiệu lực từ ngày").fill(format_date(clock.today()))
    page.get_by_label("Tên mới").fill(new_name)
    page.get_by_label("Sáp nhập vào").fill(OTHER)
    page.get_by_label("Lý do").fill("Thôn đã đổi tên từ đầu năm")
    page.get_by_label("Căn cứ").fill("05-NQ/CB ngày 10/06/2026")
    is_for_everybody(someone)
    shoot(page, "request-ask", width)
    page.get_by_label("Lý do").fill("")
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_role("alert")).to_contain_text("Lý do")
    is_for_everybody(someone)
    page.get_by_label("Lý do").fill("Thôn đã đổi tên từ đầu năm")
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_text("Rút được cho đến khi cấp trên trả lời.")).to_be_visible()
    expect(page.get_by_role("link", name="Rút đề nghị")).to_be_visible()
    is_for_everybody(someone)


def answer(someone, branch, width):
    """Accept the name, reject the merger with a comment."""
    page = someone.open("/to-chuc/")
    page.get_by_role("link", name="Đề nghị thay đổi (1)").click()
    is_for_everybody(someone)
    page.get_by_role("link", name=str(branch)).click()
    is_for_everybody(someone)
    page.get_by_role("link", name="Trả lời từng mục").click()
    page.get_by_role("group", name="Trả lời mục “Tên”").get_by_label(
        "Chấp nhận", exact=True
    ).check()
    page.get_by_role("group", name="Trả lời mục “Sáp nhập vào”").get_by_label(
        "Không chấp nhận"
    ).check()
    page.get_by_label("Số quyết định").fill("12-QĐ/HU")
    page.get_by_label("Ngày quyết định").fill(format_date(clock.today()))
    is_for_everybody(someone)
    shoot(page, "request-answer", width)
    page.get_by_role("button", name="Ghi trả lời").click()
    expect(page.get_by_role("alert")).to_contain_text("hãy ghi ý kiến để bên dưới biết vì sao")
    is_for_everybody(someone)
    page.get_by_label("Ý kiến về mục “Sáp nhập vào”").fill("Hai chi bộ cách xa nhau")
    page.get_by_role("button", name="Ghi trả lời").click()
    expect(page.get_by_text("Đã ghi trả lời đề nghị số")).to_be_visible()
    is_for_everybody(someone)


def carry_out(someone, branch, new_name):
    """Carry out the plan that the accepted name is a step of."""
    page = someone.page
    page.get_by_role("link", name=f"Theo đề nghị của {branch}").click()
    expect(page.locator(".plan-steps")).to_contain_text(new_name)
    expect(page.get_by_text("Không có lỗi.")).to_be_visible()
    page.get_by_role("link", name="Thực hiện", exact=True).click()
    confirm(page, "Thực hiện phương án")
    expect(page.get_by_text("Đã thực hiện phương án")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_what_a_branch_asks_for_is_answered_and_carried_out(reader, site, width):
    branch = Unit.objects.get(name=BRANCHES[width])
    new_name = f"{branch} mới"
    below, above = reader(SECRETARIES[width], width=width), reader(width=width)

    ask(below, branch, new_name, width)
    answer(above, branch, width)
    carry_out(above, branch, new_name)

    page = below.page
    page.reload()
    expect(page.get_by_text("Đã thực hiện, trong phương án")).to_be_visible()
    expect(page.get_by_text("Hai chi bộ cách xa nhau")).to_be_visible()
    is_for_everybody(below)
    shoot(page, "request-phone", width)
    below.open(f"/to-chuc/{branch.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(new_name)
