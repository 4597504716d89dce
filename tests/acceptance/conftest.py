"""The sample installation and one that a generator makes, each filled once for the whole run."""

import pytest

from coso.ops.commands.sample import SAMPLE
from tests.acceptance.installations import Installation, fill


@pytest.fixture(scope="session")
def make_installation(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return a function that sets an installation up and fills it from workbooks."""
    made = []

    def make(name, root, workbooks):
        with django_db_blocker.unblock():
            installation = Installation.create(name, tmp_path_factory.mktemp(name))
            made.append(installation)
            with installation.opened():
                return installation, fill(root, workbooks)

    yield make
    with django_db_blocker.unblock():
        for installation in made:
            installation.drop()


@pytest.fixture(scope="session")
def sample_installation(make_installation):
    """Return the installation of the sample and what its import said."""
    return make_installation("sample", SAMPLE / "root.toml", [SAMPLE])


@pytest.fixture(scope="module")
def work_in(django_db_blocker):
    """Return a function that opens an installation for the tests of a module."""
    with django_db_blocker.unblock():
        yield lambda installation: installation.opened()
