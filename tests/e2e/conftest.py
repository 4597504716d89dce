"""The machine's Chromium, and the sample served to it."""

import contextlib
import datetime as dt
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import caches
from django.db import connection
from django.test.testcases import LiveServerThread
from playwright.sync_api import Error, expect, sync_playwright

from coso.access import services as access
from coso.access.enums import Reach, Role
from coso.accounts import services as accounts
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.ops.commands import sample
from coso.organizations import services as keeping
from tests import queues
from tests.acceptance.installations import Installation

# Of the only account of an office that begins.
PASSWORD = "van-phong-2026"
# COSO_PICTURES=docs/guide/pictures makes the pictures of the guide.
PICTURES = os.environ.get("COSO_PICTURES")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_PATIENCE = 10_000  # milliseconds; the first dashboard of a fresh home compiles its questions
expect.set_options(timeout=_PATIENCE)
SIZES = {1280: (1280, 900), 390: (390, 844)}
# What the reader is told on purpose; everything else that fails is a fault of the page.
EXPECTED_FAILURES = tuple(
    f"Failed to load resource: the server responded with a status of {status}"
    for status in (404, 422)
)


@pytest.fixture(scope="module")
def chromium():
    """Return a running browser; say loudly where there is none."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("KHÔNG CÓ CHROMIUM: bỏ qua các hành trình trên trình duyệt")
    # Playwright runs a loop in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextlib.contextmanager
def served(installation):
    """Serve an installation for as long as the block lasts; yield its address."""
    with installation.opened():
        caches["process"].clear()  # what pages of another installation have kept in this process
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()


@contextlib.contextmanager
def served_copy(sample, folder):
    """Serve a copy of the sample, into which everything may be written."""
    with sample.opened():
        copy = Installation.copied(folder.name, folder)
    with served(copy) as address:
        yield address
    copy.drop()


@contextlib.contextmanager
def served_office(seeded, folder, set_up=None):
    """Serve an office with one account, "tochuc"; `set_up` fills its registers, given the root."""
    with seeded.opened():
        office = Installation.copied(folder.name, folder)
    with office.opened():
        root = keeping.read_root(sample.SAMPLE / "root.toml")
        unit = keeping.init_root(root=root, actor=SYSTEM).party
        if set_up is not None:
            set_up(unit)
        _open_account(unit)
    with served(office) as address:
        yield address
    office.drop()


def _open_account(unit):
    user = accounts.create_user(
        username="tochuc", full_name="Nông Thị Lan", password=PASSWORD, actor=SYSTEM
    )
    access.grant_role(
        user=user,
        role=Role.OFFICER,
        unit=unit,
        reach=Reach.UNIT_AND_BELOW,
        during=Period(dt.date(2020, 10, 1)),
        actor=SYSTEM,
    )


@pytest.fixture(scope="module")
def site(sample_accounts, sample_installation, django_db_blocker):
    """Serve the sample; return its address."""
    installation, _ = sample_installation
    with django_db_blocker.unblock(), served(installation) as address:
        yield address


@pytest.fixture
def run_jobs(monkeypatch):
    """Return a function that runs the waiting jobs, beside the browser's loop."""
    queues.stay_in_this_thread(monkeypatch)

    def run():
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(_run_waiting).result()

    return run


def _run_waiting():
    try:
        return queues.run_waiting()
    finally:
        connection.close()


def picture(guide, page, name, width):
    """Take a picture of a page for the guide, if it is the one of this width."""
    if PICTURES and guide[name] == width:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=width > 390)


def confirm(page, button):
    """Tick that the changes were read, and write them."""
    page.get_by_label("Tôi đã xem những thay đổi trên").check()
    page.get_by_role("button", name=button).click()


def is_for_everybody(someone):
    """Assert that a page is for those who do not see it, and for those with a small screen."""
    someone.page.evaluate("scrollTo(0, 0)")  # half a button under a bar is no fault of the page
    assert someone.violations() == []
    assert not someone.is_wider_than_the_screen()


class Reader:
    """Somebody at a browser, with all that went wrong on the way."""

    def __init__(self, page, site):
        self.page, self.site = page, site
        self.faults = []

    def listen(self):
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("requestfailed", self._note_request)
        return self

    def _note(self, message):
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED_FAILURES):
            self.faults.append(f"{message.type}: {message.text}")

    def _note_request(self, request):
        if request.failure != "net::ERR_ABORTED":  # left for another page
            self.faults.append(f"{request.url}: {request.failure}")

    def open(self, path):
        self.page.goto(f"{self.site}{path}")
        return self.page

    def sign_in(self, username, password):
        self.open("/tai-khoan/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu", exact=True).fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.wait_for_url(f"{self.site}/**")
        return self

    def violations(self):
        """Return what axe-core finds, one line for each."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "values => axe.run({runOnly: {type: 'tag', values}, resultTypes: ['violations']})",
            RULES,
        )
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def is_wider_than_the_screen(self):
        return self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )


@pytest.fixture(scope="module")
def signed_in_states(chromium, site, sample_accounts):
    """Return a function that signs an account in once, and remembers its cookies."""
    states = {}

    def state_of(username):
        if username not in states:
            context = chromium.new_context(locale="vi-VN")
            context.set_default_timeout(_PATIENCE)
            Reader(context.new_page(), site).sign_in(username, sample_accounts)
            states[username] = context.storage_state()
            context.close()
        return states[username]

    return state_of


@pytest.fixture
def reader(chromium, site, signed_in_states):
    """Return a function that seats somebody at a screen; nothing may go wrong on the way."""
    seated = []

    def sit(username="tochuc", width=1280, **settings):
        context = chromium.new_context(
            viewport=dict(zip(("width", "height"), SIZES[width], strict=True)),
            locale="vi-VN",
            storage_state=signed_in_states(username) if username else None,
            **settings,
        )
        context.set_default_timeout(_PATIENCE)
        seated.append(Reader(context.new_page(), site).listen())
        return seated[-1]

    yield sit
    faults = [fault for each in seated for fault in each.faults]
    for each in seated:
        try:
            each.page.context.close()
        except Error as error:
            faults.append(str(error))
    assert faults == []
