"""A worker through all that happens to it: told to stop, killed, followed by another."""

import signal

import psutil
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from coso.core import jobs
from coso.ops import processes
from tests.acceptance.installations import Installation
from tests.ops import worker_tasks  # noqa: F401 -- declares the names
from tests.ops.conftest import until

PARENT = """
import time
from coso.ops import processes
with processes.worker_beside():
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def installation(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return a database of its own, in which what is written can be seen by other processes."""
    with django_db_blocker.unblock():
        made = Installation.copied("jobs", tmp_path_factory.mktemp("jobs"))
        with made.opened():
            yield made
            until(lambda: sessions() == 1)
        made.drop()


@pytest.fixture(autouse=True)
def _empty_queue(installation):
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def told(tmp_path):
    """Return a file that jobs write into."""
    return tmp_path / "told"


def lines(path):
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []


def statuses():
    ours = ProcrastinateJob.objects.filter(task_name__startswith="test.")  # not the daily ones
    return list(ours.order_by("pk").values_list("status", flat=True))


def sessions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]


def let_time_pass():
    """Let the running jobs have started a minute ago."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 minute'")


def workers_below(process):
    return [child for child in process.children() if is_worker(child)]


def is_worker(process):
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.ZombieProcess:
        return False


def test_worker_runs_a_job_as_soon_as_it_is_there(start, told):
    start()
    until(lambda: jobs.state().has_worker)

    jobs.defer("test.write", path=str(told))

    until(lambda: statuses() == ["succeeded"], seconds=3)
    assert lines(told) == ["xong"]


def test_worker_told_to_stop_finishes_its_job(start, told):
    worker = start()
    jobs.defer("test.wait", path=str(told), seconds=0.3)
    until(lambda: lines(told))

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(10) == 0
    assert statuses() == ["succeeded"]
    assert not jobs.state().has_worker


def test_worker_told_to_stop_gives_a_long_job_back(start, told):
    worker = start()
    jobs.defer("test.wait", path=str(told), seconds=60)
    until(lambda: lines(told))

    worker.send_signal(signal.SIGINT)

    assert worker.wait(10) == 0
    assert statuses() == ["todo"]
    assert lines(told) == ["bắt đầu"]


def test_job_of_a_killed_worker_is_taken_up_by_the_next(start, told):
    worker = start()
    jobs.defer("test.wait", path=str(told), seconds=1)
    until(lambda: lines(told))
    worker.kill()
    let_time_pass()

    start()

    until(lambda: statuses() == ["succeeded"])
    assert lines(told) == ["bắt đầu", "bắt đầu", "xong"]


def test_job_that_takes_long_is_left_to_its_worker(start, told):
    start()
    jobs.defer("test.wait", path=str(told), seconds=60)
    until(lambda: lines(told))
    let_time_pass()

    jobs.rescue_abandoned()

    assert statuses() == ["doing"]


def test_worker_beside_returns_when_it_is_killed_and_ends_with_the_block(environment, monkeypatch):
    monkeypatch.setattr(processes, "_BRIEF_SECONDS", 0.1)
    this = psutil.Process()

    with processes.worker_beside():
        until(lambda: workers_below(this))
        first = workers_below(this)[0]
        until(lambda: jobs.state().has_worker)
        first.kill()
        until(lambda: workers_below(this))
        second = workers_below(this)[0]

    assert second != first
    assert not second.is_running()


def test_worker_beside_ends_with_a_parent_that_is_killed(start):
    parent = start(PARENT)
    until(lambda: workers_below(psutil.Process(parent.pid)))
    (worker,) = workers_below(psutil.Process(parent.pid))
    until(lambda: jobs.state().has_worker)

    parent.kill()
    parent.wait()

    psutil.wait_procs([worker], timeout=10)
    assert not worker.is_running()
