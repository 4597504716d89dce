"""A worker through all that happens to it: told to stop, killed, followed by another."""

import signal

import psutil
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from coso.audit import services as audit
from coso.audit.enums import Stream
from coso.audit.models import Seal
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


def told(folder):
    path = folder / "told"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


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
    except psutil.NoSuchProcess:
        return False


def test_worker_runs_a_job_and_finishes_it_when_told_to_stop(start, tmp_path):
    worker = start()
    until(lambda: jobs.state().has_worker)
    jobs.defer("test.wait", folder=str(tmp_path))
    until(lambda: told(tmp_path))

    worker.send_signal(signal.SIGTERM)
    (tmp_path / "go").touch()

    assert worker.wait(60) == 0
    assert statuses() == ["succeeded"]
    assert not jobs.state().has_worker


def test_worker_seals_what_was_read(start):
    reading = {"actor": None, "action": "person.read", "object_type": "person"}
    audit.record_access(**reading)

    start()

    until(lambda: Seal.objects.filter(stream=Stream.ACCESS).exists())


def test_worker_told_to_stop_gives_a_long_job_back(start, tmp_path):
    worker = start(grace=0.1)
    jobs.defer("test.wait", folder=str(tmp_path))
    until(lambda: told(tmp_path))

    worker.send_signal(signal.SIGINT)

    assert worker.wait(60) == 0
    assert statuses() == ["todo"]
    assert told(tmp_path) == ["bắt đầu"]


def test_job_is_left_to_its_worker_and_taken_up_by_the_next_when_that_is_killed(start, tmp_path):
    worker = start()
    jobs.defer("test.wait", folder=str(tmp_path))
    until(lambda: told(tmp_path))
    let_time_pass()

    jobs.rescue_abandoned()

    assert statuses() == ["doing"]
    worker.kill()
    (tmp_path / "go").touch()
    start()
    until(lambda: statuses() == ["succeeded"])
    assert told(tmp_path) == ["bắt đầu", "bắt đầu", "xong"]


def test_worker_beside_returns_when_it_is_killed_and_ends_with_the_block(environment, monkeypatch):
    monkeypatch.setattr(processes, "_BRIEF_SECONDS", 0.1)
    this = psutil.Process()

    seen = []

    def another_works():
        seen.extend(worker for worker in workers_below(this) if worker not in seen)
        return len(seen) > 1

    with processes.worker_beside():
        until(lambda: workers_below(this))
        seen += workers_below(this)
        until(lambda: jobs.state().has_worker)
        seen[0].kill()
        until(another_works)  # the killed one may be listed a moment longer

    assert not seen[1].is_running()


def test_worker_beside_ends_with_a_parent_that_is_killed(start):
    parent = start(PARENT)
    until(lambda: workers_below(psutil.Process(parent.pid)))
    (worker,) = workers_below(psutil.Process(parent.pid))
    until(lambda: jobs.state().has_worker)

    parent.kill()
    parent.wait()

    psutil.wait_procs([worker], timeout=60)
    assert not worker.is_running()
