"""A real office from nothing: start code, roots, administrator, officer, lists, figures, backup."""

import subprocess
import time
from functools import partial

import openpyxl
import pytest
from allauth.mfa import app_settings as mfa
from allauth.mfa.totp.internal import auth as totp
from attrs import frozen
from playwright.sync_api import expect

from coso.accounts import validators
from coso.core import clock
from coso.core.dates import format_date
from tests.acceptance.installations import COSO, Installation
from tests.e2e.conftest import PASSWORD, is_for_everybody, picture, served

pytestmark = pytest.mark.browser

PARTY = "Đảng bộ xã Yên Thịnh"
BRANCHES = ("Chi bộ thôn Nà Pái", "Chi bộ Trường Trung học cơ sở")
# What the test fills the blank forms in with; the people are invented.
ORGANIZATIONS = [
    ["", name, "Chi bộ cơ sở", kind, PARTY, "", "", "", "19/05/2010", "", "Đang hoạt động"]
    for name, kind in zip(BRANCHES, ("Thôn", "Trường học"), strict=True)
]
MEMBERS = [
    *(
        ["Lò Văn Ấm", "20/05/1980", "", "Tày", "03/02/2005", "03/02/2006", *[""] * 6, BRANCHES[0]],
        ["Lý Thị Ẩn", "", "02/09/1991", "Dao", "19/05/2015", "19/05/2016", *[""] * 6, BRANCHES[0]],
        ["Ma Thị Ền", "", "11/11/1988", "Kinh", "02/09/2012", "02/09/2013", *[""] * 6, BRANCHES[1]],
    ),
]
GUIDE = {"begin-root": 1280, "begin-steps": 1280, "begin-account": 1280, "begin-empty": 390}
shoot = partial(picture, GUIDE)


EMPTY_LISTS = (
    *("", "dang-vien/", "can-bo/", "sinh-hoat/", "du-sinh-hoat/", "van-ban/"),
    *("xep-loai/", "dao-tao/", "dieu-dong-bo-nhiem/", "quy-hoach/"),
)


@frozen
class Office:
    """The installation that is served, and where."""

    installation: Installation
    address: str

    def run(self, *words):
        """Run a command of the server."""
        return subprocess.run(  # noqa: S603
            [*COSO, *words],
            env=self.installation.environment(),
            capture_output=True,
            text=True,
            check=True,
        )


@pytest.fixture(scope="module")
def office(seeded, django_db_blocker, tmp_path_factory):
    """Serve what `coso init` leaves: no root, no account."""
    folder = tmp_path_factory.mktemp("beginning")
    with django_db_blocker.unblock():
        with seeded.opened():
            installation = Installation.copied(folder.name, folder)
        with served(installation) as address:
            yield Office(installation, address)
        installation.drop()


@pytest.fixture(scope="module")
def site(office):
    return office.address


@pytest.fixture(scope="module")
def sample_accounts():
    """Return the password that everybody of this office chooses."""
    return PASSWORD


def heading(someone, name):
    return expect(someone.page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def step(someone, title):
    return someone.page.locator(".setup-step", has_text=title)


def test_office_begins_with_nothing_and_ends_with_a_backup(reader, office, run_jobs, tmp_path):
    administrator = reader(username=None, color_scheme="light")
    start(administrator)
    heading(administrator, "Việc cần làm tiếp")
    expect(step(administrator, "Tổ chức gốc và nhiệm kỳ")).to_contain_text("nhiệm kỳ 2025-2030")
    shoot(administrator.page, "begin-steps", 1280)
    is_for_everybody(administrator)
    password = open_account(administrator)

    officer = reader(username=None, color_scheme="light")
    sign_in_first(officer, password)
    see_empty_pages(reader(width=390), officer)
    files = fill_in_forms(officer, tmp_path)
    bring_in(officer, files, run_jobs)
    take_report(officer)

    turn_on_second_step(administrator)
    office.run("backup", "--to", str(tmp_path))
    administrator.open("/viec-can-lam/")
    expect(administrator.page.get_by_text("Đã xong 7 trong 7 việc")).to_be_visible()
    is_for_everybody(administrator)
    administrator.page.get_by_role("button", name="Ẩn khỏi trình đơn").click()
    work = administrator.page.get_by_role("navigation", name="Các phần việc", exact=True)
    expect(work.get_by_role("link", name="Quản trị")).to_be_visible()
    expect(work.get_by_role("link", name="Việc cần làm tiếp")).to_have_count(0)


def start(someone):
    """Give the start code, say whose books these are, make the first administrator, sign in."""
    page = someone.open("/")
    page.get_by_label("Mã khởi tạo").fill(validators.start_code())
    page.get_by_role("button", name="Tiếp tục").click()
    for label, words in {
        "Tên đảng bộ": PARTY,
        "Tên đơn vị hành chính": "Xã Yên Thịnh",
        "Mã đơn vị hành chính": "2092",
        "Đơn vị hành chính cấp trên (": "Tỉnh Thái Nguyên",
        "Mã đơn vị hành chính cấp trên": "19",
        "Nhiệm kỳ (": "2025-2030",
        "Nhiệm kỳ từ ngày": "01/10/2025",
    }.items():
        page.get_by_label(label).first.fill(words)
    page.get_by_label("Cấp", exact=True).select_option("Cấp xã")
    page.get_by_label("Lập theo mô hình tổ chức").select_option("R1b")
    page.get_by_role("button", name="Lập sổ").click()
    expect(page.get_by_role("alert")).to_contain_text("gồm 5 chữ số")
    page.get_by_label("Mã đơn vị hành chính").first.fill("02092")
    is_for_everybody(someone)
    shoot(someone.page, "begin-root", 1280)
    page.get_by_role("button", name="Lập sổ").click()

    page.get_by_label("Họ và tên").fill("Đặng Văn Giang")
    page.get_by_label("Tên đăng nhập").fill("quantri")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_label("Gõ lại mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Lập tài khoản quản trị").click()
    someone.sign_in("quantri", PASSWORD)


def open_account(someone):
    """Give an officer an account; return the one-time password."""
    page = someone.page
    step(someone, "Tài khoản và vai trò").get_by_role("link", name="Thêm tài khoản").click()
    expect(page.get_by_label("Tại tổ chức đảng")).to_have_value(PARTY)
    page.get_by_label("Họ và tên").fill("Nông Thị Lan")
    page.get_by_label("Tên đăng nhập").fill("tochuc")
    page.get_by_label("Vai trò").select_option("Cán bộ tổ chức, xây dựng Đảng")
    shoot(someone.page, "begin-account", 1280)
    is_for_everybody(someone)
    page.get_by_role("button", name="Lập tài khoản").click()
    password = page.locator("#one-time-password").inner_text()
    page.get_by_role("main").get_by_role("link", name="Việc cần làm tiếp").click()
    expect(step(someone, "Tài khoản và vai trò")).to_contain_text("Đã xong")
    return password


def sign_in_first(someone, password):
    someone.sign_in("tochuc", password)
    page = someone.page
    page.get_by_label("Mật khẩu dùng một lần").fill(password)
    page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    page.get_by_label("Gõ lại mật khẩu mới").fill(PASSWORD)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    heading(someone, "Việc cần làm tiếp")


def see_empty_pages(narrow, officer):
    """Open every page of an office without records, on a phone: each says what to do next."""
    narrow.page.context.add_cookies(officer.page.context.cookies())
    for path in EMPTY_LISTS:
        page = narrow.open(f"/{path}")
        way = page.get_by_role("main").get_by_role("link", name="Nhập từ Excel")
        expect(way).to_be_visible()
        is_for_everybody(narrow)
    shoot(narrow.page, "begin-empty", 390)
    for path in ("to-chuc/cay/", "so-lieu/", "so-lieu/member.total/", "bao-cao/", "so-sanh/"):
        page = narrow.open(f"/{path}")
        expect(page.get_by_role("main").get_by_role("link", name="Nhập từ Excel")).to_be_visible()
        is_for_everybody(narrow)
    narrow.open("/viec-can-lam/")
    is_for_everybody(narrow)


def fill_in_forms(someone, folder):
    """Take the two blank forms that are needed, fill them in, return the files."""
    rows = {"Tổ chức đảng": ORGANIZATIONS, "Danh sách đảng viên": MEMBERS}
    return [_filled_in(someone, label, lines, folder) for label, lines in rows.items()]


def _filled_in(someone, label, rows, folder):
    link = someone.page.get_by_role("link", name=f"Tải mẫu {label}", exact=True)
    with someone.page.expect_download() as download:
        link.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["A3"] = f"(Tính đến ngày {format_date(clock.today())})"
    sample = next(row for row in range(5, 12) if str(sheet.cell(row, 2).value).startswith("VÍ DỤ"))
    for row, cells in enumerate(rows, start=sample + 1):
        for column, value in enumerate(cells, start=2):
            sheet.cell(row, column).value = value or None
    book.save(path)
    return path


def bring_in(someone, files, run_jobs):
    page = someone.page
    page.get_by_role("link", name="Nhập từ Excel").click()
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Kiểm tra các tệp").click()
    expect(page.get_by_role("heading", name="Đang kiểm tra")).to_be_visible()
    run_jobs()
    page.get_by_role("button", name="Ghi 5 dòng vào sổ").click()
    run_jobs()
    expect(page.get_by_role("heading", name="đã ghi vào sổ")).to_be_visible()
    someone.open("/")
    expect(page.locator(".figure-card", has_text="Đảng viên nữ")).to_contain_text("2")
    expect(page.locator(".figure-card").first).to_contain_text("2")


def take_report(someone):
    page = someone.open("/bao-cao/thong-ke-dang-vien/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải Word").click()
    assert download.value.suggested_filename.endswith(".docx")
    someone.open("/viec-can-lam/")
    expect(step(someone, "Báo cáo đầu tiên")).to_contain_text("Đã xong")
    expect(step(someone, "Các danh sách")).to_contain_text("3 bản ghi")


def turn_on_second_step(someone):
    page = someone.open("/viec-can-lam/")
    step(someone, "Xác thực hai bước").get_by_role("link", name="Bật xác thực hai bước").click()
    page.get_by_role("link", name="Bật ứng dụng tạo mã").click()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Tiếp tục").click()
    secret = page.locator("#authenticator-secret").inner_text()
    counter = int(time.time()) // mfa.TOTP_PERIOD
    page.get_by_label("Mã sáu chữ số").fill(
        totp.format_hotp_value(totp.hotp_value(secret, counter))
    )
    page.get_by_role("button", name="Bật xác thực hai bước").click()
    expect(page.get_by_text("Đã bật ứng dụng tạo mã")).to_be_visible()
