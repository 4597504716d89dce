"""What every test may ask for: a small Party tree, people with rights on it, a day."""

import datetime as dt
import gc

import hypothesis
import pytest
import pytest_socket
import time_machine
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases

from coso.access.enums import Reach, Role
from coso.ops.commands import sample
from tests import processes, queues
from tests.acceptance.installations import Installation, fill, load_seeds, new_home
from tests.factories.access import make_actor, make_party_tree
from tests.factories.accounts import make_user

# No test is timed: a busy machine is not a defect.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

A_DAY = dt.date(2023, 6, 30)
TRAIL_TABLES = ("audit_auditentry", "audit_auditdetail", "audit_accessentry", "audit_seal")


def pytest_xdist_auto_num_workers(config):
    """Use every core for the whole suite."""
    return processes.number_for(config)


def pytest_xdist_make_scheduler(config, log):
    """Spread the tests so that no installation is filled twice."""
    return processes.Scheduling(config, log)


def pytest_collection_finish():
    """Spare the collector of garbage what lasts: all that was imported, and the tests."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_process(tmp_path_factory):
    """Keep snapshots apart: each process has a database of its own."""
    with override_settings(COSO_HOME=new_home(tmp_path_factory.mktemp("home"))):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_modify_db_settings,
    django_db_keepdb,
    django_db_createdb,
    django_db_blocker,
):
    """Make the test database whichever tests are chosen: those of the sample carry no mark.

    A test with real transactions may empty the trail after itself, by truncating it.
    """
    keeps = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False, keepdb=keeps)
        _keep_the_sweeper_off()
        _let_truncate()
    yield
    if not keeps:
        with django_db_blocker.unblock():
            teardown_databases(databases, verbosity=0)


def _keep_the_sweeper_off():
    """Let no autovacuum hold a table of the trail: sealing never waits for a lock."""
    with connection.cursor() as cursor:
        for table in TRAIL_TABLES:
            cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")


def _let_truncate():
    with connection.cursor() as cursor:
        for table in TRAIL_TABLES:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass "
                "AND tgname LIKE 'pgtrigger_never_truncated%%'",
                [table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker):
    """Let fixtures of a module write what its tests begin with; it is taken back at the end.

    Each test takes back what it adds itself, so a module in which one test must not find these
    rows has no such fixture.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def a_day():
    """Return the day of the sample, and make it today."""
    with time_machine.travel(dt.datetime(2023, 6, 30, 5, tzinfo=dt.UTC), tick=False):
        yield A_DAY


@pytest.fixture
def party_tree(db):
    """Return a root (`above`), a committee (`own`), its branch (`below`) and a `sibling`."""
    return make_party_tree()


@pytest.fixture
def officer(party_tree):
    """Return an officer of the committee, for it and all below."""
    return make_actor(party_tree.own, Role.OFFICER, full_name="Trần Thị Bình")


@pytest.fixture
def branch_secretary(party_tree):
    """Return the secretary of the branch, for it alone."""
    return make_actor(
        party_tree.below, Role.BRANCH_SECRETARY, Reach.UNIT, full_name="Hoàng Văn Cường"
    )


@pytest.fixture
def figures_reader(party_tree):
    """Return somebody who sees the committee's totals and no person."""
    return make_actor(party_tree.own, Role.FIGURES_READER, full_name="Lý Thị Dung")


@pytest.fixture
def administrator(party_tree):
    """Return an administrator of the root."""
    return make_actor(party_tree.above, Role.ADMINISTRATOR, full_name="Đặng Văn Giang")


@pytest.fixture
def inspector(party_tree):
    """Return an inspector of the root."""
    return make_actor(party_tree.above, Role.INSPECTOR, full_name="Bùi Thị Hà")


@pytest.fixture
def outsider(db):
    """Return a user without any right."""
    return make_user(full_name="Phạm Văn Khách")


@pytest.fixture
def sign_in():
    """Return a function that gives a browser in which the user has signed in."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def as_officer(sign_in, officer):
    """Return the officer's browser."""
    return sign_in(officer)


@pytest.fixture
def as_branch_secretary(sign_in, branch_secretary):
    """Return the branch secretary's browser."""
    return sign_in(branch_secretary)


@pytest.fixture
def as_reader(sign_in, figures_reader):
    """Return the figures reader's browser."""
    return sign_in(figures_reader)


@pytest.fixture
def as_administrator(sign_in, administrator):
    """Return the administrator's browser."""
    return sign_in(administrator)


@pytest.fixture
def as_inspector(sign_in, inspector):
    """Return the inspector's browser."""
    return sign_in(inspector)


@pytest.fixture
def as_outsider(sign_in, outsider):
    """Return the browser of somebody without any right."""
    return sign_in(outsider)


@pytest.fixture
def run_jobs(db, monkeypatch):
    """Return a function that runs the waiting jobs here and now and says how each ended."""
    queues.stay_in_this_thread(monkeypatch)
    return queues.run_waiting


def pytest_runtest_setup():
    """Let no test leave the machine; the database and the live server are on it."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return an installation without roots: what `coso init` leaves."""
    with django_db_blocker.unblock():
        installation = Installation.copied("seeded", tmp_path_factory.mktemp("seeded"))
        with installation.opened():
            load_seeds()
    yield installation
    with django_db_blocker.unblock():
        installation.drop()


@pytest.fixture(scope="session")
def make_installation(seeded, django_db_blocker, tmp_path_factory):
    """Return a function that sets an installation up and fills it from workbooks."""
    made = []

    def make(name, root, workbooks):
        with django_db_blocker.unblock():
            with seeded.opened():
                installation = Installation.copied(name, tmp_path_factory.mktemp(name))
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
    return make_installation("sample", sample.SAMPLE / "root.toml", [sample.SAMPLE])


@pytest.fixture(scope="session")
def sample_accounts(sample_installation, django_db_blocker):
    """Open an account for every role in the sample; return the password of them all."""
    installation, _ = sample_installation
    password = "chay-thu-2023"
    with django_db_blocker.unblock(), installation.opened():
        sample.open_accounts(password)
    return password


@pytest.fixture
def in_sample(sample_accounts, sample_installation, django_db_blocker):
    """Work in the sample; what is written stays, so tests only add to its trail."""
    installation, _ = sample_installation
    with django_db_blocker.unblock(), installation.opened():
        yield installation


@pytest.fixture(scope="module")
def work_in(django_db_blocker):
    """Return a function that opens an installation for the tests of a module."""
    with django_db_blocker.unblock():
        yield lambda installation: installation.opened()
