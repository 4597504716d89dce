"""Processes of their own: started from a test, looked at from it, and never left behind."""

import os
import subprocess
import sys
import time
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

_WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
_KEY = "hashtext('coso.registers')"
WORKER = """
import django
django.setup()
from coso.ops import working
from tests.ops import worker_tasks
working.GRACE_SECONDS = {grace}
working.LOOK_SECONDS = 0.2
working.work()
"""


@pytest.fixture
def environment(installation, monkeypatch):
    """Point processes that are started from here at the database."""
    url = urlunsplit(
        urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{installation.database}")
    )
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("COSO_HOME", str(installation.home))


@pytest.fixture
def start(environment):
    """Return a function that starts a process; what still runs at the end is killed."""
    started = []

    def start_one(code=WORKER, *, grace=60):
        code = code.format(grace=grace)
        process = subprocess.Popen([sys.executable, "-c", code])  # noqa: S603
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def killed_amid(start):
    """Return a function that kills a worker amid a step, and lets another bring it to its end."""

    def run(is_done):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_lock({_KEY})")
            kill(start(), once=lambda: _asked(cursor, _WAITS) == 1)  # read, and about to write
            cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 minute'")
            cursor.execute(f"SELECT pg_advisory_unlock({_KEY})")
        kill(start(), once=is_done)

    return run


def kill(worker, once):
    """End a worker without a word as soon as something holds."""
    until(once)
    worker.kill()
    worker.wait()


def _asked(cursor, query):
    cursor.execute(query)
    return cursor.fetchone()[0]


def until(condition, seconds=60):
    """Wait for something that other processes do."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "đợi quá lâu"
        time.sleep(0.02)
