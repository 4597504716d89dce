"""Whether the site works, asked from outside."""

import pytest
from django.db import connection

from coso.ops import health


@pytest.mark.django_db
def test_health_is_ok_without_signing_in(client):
    answer = client.get(health.PATH)

    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


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
