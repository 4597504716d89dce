"""Background jobs: a queue in the tables of PostgreSQL, written and read by name (ADR 8).

What a job may rely on, and what it owes:

- A service calls `defer` by name. The job is a row of the same transaction: it is committed, or
  gone, with the change that asked for it.
- Its arguments are plain JSON, ids above all; they are logged, so no names and no texts of persons.
- It may be run again from its beginning: its worker was killed, the database restarted. Running it
  twice must do no more than running it once. Two runs of one job never overlap.
- It runs on the connection of its thread and keeps it: never close it inside a job.
- One that raises has failed for good, unless it lost the database. `on_failure` is told.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

import psycopg
from attrs import frozen
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Count
from django.db.models.functions import Now
from procrastinate import RetryStrategy, sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.job_context import JobContext
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from coso.core import clock
from coso.core.errors import DomainError

ATTEMPTS: Final = 3
_KEPT_DAYS: Final = 30
_SILENT_AFTER: Final = dt.timedelta(seconds=30)
_LOST_DATABASE: Final = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,  # while rows are copied
    psycopg.InterfaceError,
)
_RETRY: Final = RetryStrategy(max_attempts=ATTEMPTS - 1, wait=2, retry_exceptions=_LOST_DATABASE)
# A worker gives the app connections of its own; ours are always those of the transaction.
_QUEUE: Final = JobManager(DjangoConnector())
# The session that runs a job holds a lock, and ends with its process: within seconds even in the
# middle of a statement, or where the machine of the worker is gone.
_HOLD: Final = """
SELECT pg_backend_pid(),
       set_config('client_connection_check_interval', '1s', false),
       set_config('tcp_keepalives_idle', '10', false),
       set_config('tcp_keepalives_interval', '5', false),
       set_config('tcp_keepalives_count', '3', false),
       pg_advisory_lock(hashtextextended('job', %s))"""
_RELEASE: Final = "SELECT pg_advisory_unlock(hashtextextended('job', %s))"
# Between fetching a job and holding it there are milliseconds, hence the seconds of grace; one that
# needed more would run again afterwards, not beside itself.
_ABANDONED: Final = """
SELECT id, task_name, args, attempts, now() AS seen_at
  FROM procrastinate_jobs job
 WHERE status = 'doing'
   AND NOT EXISTS (SELECT FROM procrastinate_events event
                    WHERE event.job_id = job.id AND event.type = 'started'
                      AND event.at > now() - interval '2 seconds')
   AND pg_try_advisory_xact_lock(hashtextextended('job', id))
   FOR UPDATE SKIP LOCKED"""

Work = TypeVar("Work", bound=Callable[..., None])
_on_failure: Final[dict[str, Callable[..., None]]] = {}
_sessions: Final[set[int]] = set()


class JobAbandoned(DomainError):
    """A job was interrupted so often that it is not tried again."""


class UnknownJob(LookupError):
    """No app declares a task of this name."""


@frozen
class State:
    """How the queue is doing."""

    has_worker: bool
    waiting: int
    running: int
    failed: int


def defer(
    name: str, *, lock: str | None = None, queueing_lock: str | None = None, **arguments: Any
) -> bool:
    """Put a job into the queue, in the transaction of the caller; return whether it was put there.

    :param lock: jobs with the same one run one after another
    :param queueing_lock: while a job with the same one waits (not: runs), no other is added
    :raises UnknownJob: if no app declares the task
    """
    app.perform_import_paths()
    if name not in app.tasks:
        raise UnknownJob(name)
    deferrer = configure_task(
        name=name, job_manager=_QUEUE, lock=lock, queueing_lock=queueing_lock, task_kwargs=arguments
    )
    try:
        with transaction.atomic():
            deferrer.defer()
    except AlreadyEnqueued:
        return False
    return True


def task(name: str, *, on_failure: Callable[..., None] | None = None) -> Callable[[Work], Work]:
    """Declare what a job of this name does.

    :param on_failure: called with the arguments of the job and `error` when it will not run again
    """

    def declare(work: Work) -> Work:
        def run(context: JobContext, /, **arguments: Any) -> None:
            with _held(context):
                _attempt(work, context, arguments)

        if on_failure is not None:
            _on_failure[name] = on_failure
        app.task(name=name, pass_context=True, retry=_RETRY)(run)
        return work

    return declare


def daily(name: str, *, at: dt.time) -> Callable[[Work], Work]:
    """Declare a job without arguments for every day at a time of Vietnam.

    A worker that starts later runs what it missed of the last day.
    """

    def declare(work: Work) -> Work:
        def run(**_timestamp: int) -> None:
            work()

        task(name)(run)
        any_day = dt.datetime.combine(dt.date(2000, 1, 1), at, tzinfo=clock.TIME_ZONE)
        utc = any_day.astimezone(dt.UTC)
        app.periodic(cron=f"{utc.minute} {utc.hour} * * *")(app.tasks[name])
        return work

    return declare


@transaction.atomic
def rescue_abandoned() -> None:
    """Put the jobs whose worker is gone back into the queue, or fail them at the last attempt."""
    app.perform_import_paths()  # what is to be told of a failure
    for job in ProcrastinateJob.objects.raw(_ABANDONED):
        if job.attempts + 1 < ATTEMPTS:
            _QUEUE.retry_job_by_id(job.id, retry_at=job.seen_at)
        else:
            _fail(job)


def forget_old() -> None:
    """Remove the jobs that ended more than a month ago."""
    ends = ["succeeded", "failed", "cancelled", "aborted"]
    _QUEUE.connector.execute_query(
        sql.queries["delete_old_jobs"], nb_hours=_KEPT_DAYS * 24, queue=None, statuses=ends
    )


def give_back() -> None:
    """Take the database from the jobs of this process: they end now, and come again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(id) FROM unnest(%s) id", [list(_sessions)])


def state() -> State:
    """Return how the queue is doing."""
    numbers = dict(ProcrastinateJob.objects.values_list("status").annotate(Count("pk")))
    since = Now() - _SILENT_AFTER
    return State(
        has_worker=ProcrastinateWorker.objects.filter(last_heartbeat__gt=since).exists(),
        waiting=numbers.get("todo", 0),
        running=numbers.get("doing", 0),
        failed=numbers.get("failed", 0),
    )


@contextlib.contextmanager
def _held(context: JobContext) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [context.job.id])
        session = cursor.fetchone()[0]
    _sessions.add(session)
    try:
        yield
    finally:
        _sessions.discard(session)
        # A session that is lost has released its locks.
        with contextlib.suppress(*_LOST_DATABASE), connection.cursor() as cursor:
            cursor.execute(_RELEASE, [context.job.id])


def _attempt(work: Callable[..., None], context: JobContext, arguments: dict[str, Any]) -> None:
    try:
        work(**arguments)
    except Exception as error:
        if _RETRY.get_retry_decision(exception=error, job=context.job) is None:
            if not connection.is_usable():
                connection.close()
            _tell(context.job.task_name, arguments, error)
        raise


def _fail(job: ProcrastinateJob) -> None:
    error = JobAbandoned(
        "job_abandoned",
        f"Việc này đã {ATTEMPTS} lần bị dừng giữa chừng (máy chủ tắt hoặc hết bộ nhớ) nên không "
        "chạy lại nữa. Hãy làm lại; nếu vẫn vậy, hãy báo người quản trị.",
    )
    _tell(job.task_name, job.args, error)
    _QUEUE.connector.execute_query(
        sql.queries["finish_job"], job_id=job.id, status="failed", delete_job=False
    )


def _tell(name: str, arguments: dict[str, Any], error: Exception) -> None:
    if name in _on_failure:
        _on_failure[name](error=error, **arguments)
