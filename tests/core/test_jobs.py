"""The queue: what is put there, what runs, how often, and who is told."""

import datetime as dt

import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from coso.core import jobs
from coso.core.clock import TIME_ZONE

pytestmark = pytest.mark.django_db

ran = []
told = []


@pytest.fixture(autouse=True)
def _nothing_yet():
    ran.clear()
    told.clear()


def remember(*, error, **arguments):
    told.append((type(error), arguments))


@jobs.task("test.note")
def note(*, word):
    ran.append(word)


@jobs.task("test.follow")
def follow(*, word):
    jobs.defer("test.note", word=word)


@jobs.task("test.break", on_failure=remember)
def break_down(*, number):
    raise ValueError(number)


@jobs.task("test.lose_database", on_failure=remember)
def lose_database(*, number):
    ran.append(number)
    raise OperationalError


@jobs.daily("test.every_day", at=dt.time(0, 5))
def every_day():
    ran.append("day")


def abandon(name, *, attempts=0, started="1 minute", **arguments):
    """Put a job there as a killed worker leaves it."""
    jobs.defer(name, **arguments)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s RETURNING id", [attempts]
        )
        (job,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - %s::interval WHERE job_id = %s",
            [started, job],
        )
    return job


def statuses():
    return list(ProcrastinateJob.objects.order_by("pk").values_list("status", flat=True))


def test_job_runs_with_its_arguments(run_jobs):
    assert jobs.defer("test.note", word="một")

    assert run_jobs() == [("test.note", "succeeded")]
    assert ran == ["một"]


def test_jobs_run_in_the_order_in_which_they_came(run_jobs):
    for word in ("một", "hai", "ba"):
        jobs.defer("test.note", lock="đếm", word=word)

    run_jobs()

    assert ran == ["một", "hai", "ba"]


def test_job_of_a_rolled_back_change_never_was(run_jobs):
    with transaction.atomic():
        jobs.defer("test.note", word="một")
        transaction.set_rollback(True)

    assert run_jobs() == []


def test_name_without_a_task_is_refused():
    with pytest.raises(jobs.UnknownJob, match=r"test\.nothing"):
        jobs.defer("test.nothing")


def test_second_click_adds_no_second_job(run_jobs):
    first = jobs.defer("test.note", queueing_lock="note 1", word="một")
    second = jobs.defer("test.note", queueing_lock="note 1", word="một")

    run_jobs()

    assert (first, second) == (True, False)
    assert ran == ["một"]


def test_job_may_put_another_into_the_queue(run_jobs):
    jobs.defer("test.follow", word="hai")

    assert run_jobs() == [("test.follow", "succeeded"), ("test.note", "succeeded")]
    assert ran == ["hai"]


def test_job_that_raises_fails_at_once_and_tells(run_jobs):
    jobs.defer("test.break", number=7)

    assert run_jobs() == [("test.break", "failed")]
    assert told == [(ValueError, {"number": 7})]


def test_job_that_loses_the_database_comes_again(run_jobs):
    jobs.defer("test.lose_database", number=7)

    assert run_jobs() == [("test.lose_database", "todo")]
    assert told == []


def test_job_that_always_loses_the_database_is_given_up(run_jobs):
    jobs.defer("test.lose_database", number=7)

    for _ in range(jobs.ATTEMPTS):
        run_jobs()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")

    assert ran == [7] * jobs.ATTEMPTS
    assert told == [(OperationalError, {"number": 7})]
    assert statuses() == ["failed"]


def test_abandoned_job_runs_again(run_jobs):
    abandon("test.note", word="một")

    jobs.rescue_abandoned()

    assert run_jobs() == [("test.note", "succeeded")]
    assert ran == ["một"]


def test_job_that_has_just_been_fetched_is_not_abandoned():
    abandon("test.note", started="1 second", word="một")

    jobs.rescue_abandoned()

    assert statuses() == ["doing"]


def test_job_abandoned_too_often_fails_and_tells():
    abandon("test.break", attempts=jobs.ATTEMPTS - 1, number=7)

    jobs.rescue_abandoned()

    assert statuses() == ["failed"]
    assert told == [(jobs.JobAbandoned, {"number": 7})]


def test_job_abandoned_too_often_may_have_nobody_to_tell():
    abandon("test.note", attempts=jobs.ATTEMPTS - 1, word="một")

    jobs.rescue_abandoned()

    assert statuses() == ["failed"]


def test_daily_job_is_due_at_its_time_in_vietnam():
    periodic = app.periodic_registry.periodic_tasks["test.every_day", ""]
    morning = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC).timestamp()

    due = dt.datetime.fromtimestamp(periodic.croniter.get_next(float, morning), TIME_ZONE)

    assert due == dt.datetime(2026, 3, 2, 0, 5, tzinfo=TIME_ZONE)


def test_daily_job_runs(run_jobs):
    app.tasks["test.every_day"].configure(task_kwargs={"timestamp": 0}).defer()

    assert run_jobs() == [("test.every_day", "succeeded")]
    assert ran == ["day"]


def test_state_counts_the_jobs(run_jobs):
    jobs.defer("test.break", number=7)
    run_jobs()
    jobs.defer("test.note", word="một")

    assert jobs.state() == jobs.State(has_worker=False, waiting=1, running=0, failed=1)


def test_jobs_that_ended_long_ago_are_forgotten(run_jobs):
    jobs.defer("test.break", number=7)
    run_jobs()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '31 days'")
    jobs.defer("test.note", word="một")
    jobs.defer("core.forget_old_jobs")

    ended = run_jobs()

    assert ended == [("test.note", "succeeded"), ("core.forget_old_jobs", "succeeded")]
    assert statuses() == ["succeeded", "succeeded"]
