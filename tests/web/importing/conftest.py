"""An officer of a small district at a browser, with workbooks to import."""

import pytest
from attrs import frozen

from coso.importing import services
from tests.factories.access import make_actor
from tests.importing.conftest import checked, home, party, party_of_the_module, upload
from tests.web.conftest import Browser

__all__ = ["checked", "home", "party", "party_of_the_module", "upload"]

IMPORTS = "/nhap-du-lieu/"


@frozen
class Desk:
    """Where an officer works: pages are asked for as of today."""

    browser: Browser

    def get(self, path="", **query):
        return self.browser.get(f"{IMPORTS}{path}", on=None, **query)

    def post(self, path, data=None, *, htmx=False):
        headers = {"HX-Request": "true"} if htmx else {}
        return self.browser.client.post(f"{IMPORTS}{path}", data or {}, headers=headers)


@pytest.fixture
def user(party):
    """Return an officer of the whole district."""
    return make_actor(party, full_name="Trần Thị Bình")


@pytest.fixture
def desk(user, browse_as):
    return Desk(browse_as(user))


@pytest.fixture
def written(checked, user, run_jobs):
    """Return a function that imports rows of a roster as far as they can be."""

    def run(*rows, **options):
        source = checked(*rows, **options)
        services.apply_import(source=source, actor=user, leave_out_doubtful=True)
        run_jobs()
        source.refresh_from_db()
        return source

    return run
