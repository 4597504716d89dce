"""The sample as its users see it: a browser for each of the demo's accounts."""

import datetime as dt
import re

import pytest
from attrs import frozen
from django.core.cache import caches
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coso.access.enums import Role
from coso.accounts import queries as accounts
from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from tests.factories import lists
from tests.factories.access import make_actor

AS_OF = dt.date(2023, 6, 30)
# What begins and ends a transaction asks the database for nothing.
FRAMES = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION")
# Writing the trail and sealing it is the trail's own affair.
TRAIL = re.compile(r"audit_accessentry|audit_seal")


@frozen
class Page:
    """An answer as a reader sees it."""

    status: int
    text: str
    response: object
    queries: tuple[str, ...]

    @property
    def words(self) -> str:
        """The text without markup and without names of figures, spaces as in print."""
        plain = re.sub(r"<(script|style|code)\b.*?</\1>|<[^>]+>", " ", self.text, flags=re.DOTALL)
        return re.sub(r"\s+", " ", plain).replace(" ,", ",").strip()

    @property
    def rows(self) -> list[str]:
        """The first cell of each row of the list: names."""
        listed = self.text.rpartition('class="list-count"')[2]  # below the tables of pictures
        body = listed.partition("<tbody")[2].partition("</tbody>")[0]
        return re.findall(r'<td class="row-number">.*?</td>\s*<td[^>]*>(?:<a[^>]*>)?([^<]+)', body)

    @property
    def count(self) -> int:
        """How many rows the list says it has."""
        found = re.search(
            r'class="list-count"[^>]*>.*?<strong>([\d.]+)</strong>', self.text, re.DOTALL
        )
        return int(found[1].replace(".", ""))

    @property
    def links(self) -> list[str]:
        """The addresses that the page leads to."""
        return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', self.text)]


class Browser:
    """A signed-in browser that asks for pages as of the day of the sample."""

    def __init__(self, user) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def get(self, path: str, *, on: dt.date | None = AS_OF, headers=None, **query) -> Page:
        """Open an address; `don_vi` stands for the parameter `don-vi`."""
        parameters = {name.replace("_vi", "-vi"): value for name, value in query.items()}
        if on is not None:
            parameters["ngay"] = on.isoformat()
        reset_queries()  # the log is bounded, and nothing else empties it between captures
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(path, parameters, headers=headers or {})
        asked = tuple(
            sql
            for sql in (str(query["sql"]) for query in captured)
            if not FRAMES.match(sql) and not TRAIL.search(sql)
        )
        is_text = response.headers.get("Content-Type", "").startswith("text/")
        text = response.content.decode() if is_text else ""
        return Page(response.status_code, text, response, asked)

    def post(self, path: str, **values) -> Page:
        """Send a form."""
        response = self.client.post(path, values)
        return Page(response.status_code, response.content.decode(), response, ())

    def htmx(self, path: str, target: str, **query) -> Page:
        """Ask for a part of a page, as htmx does."""
        return self.get(path, headers={"HX-Request": "true", "HX-Target": target}, **query)


@pytest.fixture(autouse=True)
def forgetful():
    """Let a test find nothing that pages of another one have kept in this process."""
    caches["process"].clear()
    yield
    caches["process"].clear()


@pytest.fixture
def browse(in_sample):
    """Return a function that gives the browser of one of the demo's accounts."""
    return lambda username: Browser(accounts.user_named(username))


@pytest.fixture
def officer_of_sample(browse):
    """Return the browser of the sample's officer, for the district and all below."""
    return browse("tochuc")


@pytest.fixture
def root(in_sample):
    """Return the district's Party organization."""
    return organizations.root(Tree.PARTY)


@pytest.fixture
def unit_named(in_sample):
    """Return a function that finds a unit of the sample by code or name."""
    return lambda written: organizations.find_unit(written, AS_OF)


@pytest.fixture
def browse_as(db):
    """Return a function that gives a browser of any user of the test's own database."""
    return Browser


@pytest.fixture
def books(db, browse_as):
    """Return a browser of an officer of the root, above committees with branches of one name."""
    lists.place_units()
    return browse_as(make_actor(organizations.root(Tree.PARTY), Role.OFFICER))


@pytest.fixture
def small_books(db, browse_as):
    """Return such a browser of books with a few rows of every list."""
    lists.fill_books()
    return browse_as(make_actor(organizations.root(Tree.PARTY), Role.OFFICER))


@pytest.fixture
def again(tmp_path):
    """Return a function that exports a list and imports the file, for trial unless told."""

    def run(browser, address, *, mode="stop", dry_run=True, **query):
        path = tmp_path / "xuất.xlsx"
        path.write_bytes(browser.get(address, xuat="xlsx", **query).response.content)
        return import_workbooks(paths=[path], actor=SYSTEM, mode=mode, dry_run=dry_run)

    return run


def differences(report):
    """Return what stands against a file that should change nothing."""
    counts = [(s.created, s.updated) for s in report.sheets if s.created or s.updated]
    return counts + [p.message for p in report.problems if p.severity in ("error", "doubt")]
