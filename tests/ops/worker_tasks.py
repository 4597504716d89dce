"""What the workers of the tests can do; each job tells of itself in a file."""

from pathlib import Path

from django.db import connection

from coso.core import jobs


@jobs.task("test.write")
def write(*, path):
    _add(path, "xong")


@jobs.task("test.wait")
def wait(*, path, seconds):
    _add(path, "bắt đầu")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])
    _add(path, "xong")


def _add(path, word):
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{word}\n")
