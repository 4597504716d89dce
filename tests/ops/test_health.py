"""Whether the site works, asked from outside."""

import datetime as dt

import attrs
import pytest
import time_machine
from django.db import connection

from coso.core import clock, jobs
from coso.core import health as core_health
from coso.ops import health


@pytest.mark.django_db
def test_health_is_ok_without_signing_in(client):
    answer = client.get(health.PATH)

    assert answer.status_code == 200
    assert answer.content.splitlines() == [b"ok", b"worker none", b"waiting 0", b"failed 0"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_health_tells_of_the_worker_and_its_jobs(client):
    jobs.defer("core.forget_old_jobs")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")

    answer = client.get(health.PATH)

    assert answer.content.splitlines() == [b"ok", b"worker alive", b"waiting 1", b"failed 0"]


@pytest.fixture
def home(tmp_path, settings):
    settings.COSO_HOME = tmp_path
    return tmp_path


def told(client):
    answer = client.get(health.JSON_PATH)
    return answer.status_code, answer.json()


@pytest.mark.django_db
def test_machines_are_told_what_has_to_be_looked_after(client, home):
    status, content = told(client)

    assert (status, content["status"]) == (200, "warning")
    assert content["troubles"] == ["worker", "backup", "drill"]
    assert content["backup_age_seconds"] is content["drill_age_seconds"] is None
    assert 0 < content["disk_free_bytes"] < content["disk_total_bytes"]


@pytest.mark.django_db
def test_machines_are_told_that_all_is_well_and_when_it_ends(client, home):
    now = dt.datetime(2023, 6, 30, 12, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False) as travel:
        core_health.note(core_health.BACKUP, now - dt.timedelta(hours=1))
        core_health.note(core_health.DRILL, now - dt.timedelta(days=1))
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        _, well = told(client)
        travel.shift(dt.timedelta(hours=36))
        _, late = told(client)

    assert (well["status"], well["troubles"], well["worker"]) == ("ok", [], True)
    assert (well["jobs_waiting"], well["backup_age_seconds"]) == (0, 3600)
    assert (late["status"], late["troubles"]) == ("warning", ["backup"])


@pytest.mark.django_db
def test_a_database_that_is_behind_is_down(client, home):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'members'")

    status, content = told(client)

    assert (status, content["status"], content["troubles"][0]) == (503, "down", "schema")
    assert client.get(health.PATH).content == b"schema"


@pytest.mark.django_db
def test_a_disk_that_is_nearly_full_is_told(home):
    state = core_health.state(clock.now())

    little = attrs.evolve(state, free_bytes=1 << 30, total_bytes=1 << 40)

    assert core_health.Trouble.DISK in little.troubles()
    assert core_health.Trouble.DISK not in attrs.evolve(little, free_bytes=3 << 30).troubles()


@pytest.mark.django_db
def test_health_fails_without_the_database(client):
    connection.close()
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "không-có"
    try:
        answer = client.get(health.PATH)
        status, content = told(client)
    finally:
        connection.settings_dict["NAME"] = name
        connection.close()

    assert (answer.status_code, answer.content) == (503, b"database")
    assert (status, content) == (503, {"status": "down", "troubles": ["database"]})
