"""Working in an installation that was filled once for the whole run."""

import pytest


@pytest.fixture(scope="module")
def work_in(django_db_blocker):
    """Return a function that opens an installation for the tests of a module."""
    with django_db_blocker.unblock():
        yield lambda installation: installation.opened()
