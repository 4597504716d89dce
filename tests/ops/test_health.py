"""Whether the site works, asked from outside."""

import pytest
from django.db import connection

from coso.core import jobs
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


@pytest.mark.django_db
def test_health_fails_without_the_database(client):
    connection.close()
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "không-có"
    try:
        answer = client.get(health.PATH)
    finally:
        connection.settings_dict["NAME"] = name
        connection.close()

    assert answer.status_code == 503
