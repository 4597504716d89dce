"""What the workers of the tests can do; each job tells of itself in a folder."""

from pathlib import Path

from django.db import connection

from coso.core import jobs


@jobs.task("test.wait")
def wait(*, folder):
    """Work until the file `go` is there."""
    told = Path(folder, "told")
    _add(told, "bắt đầu")
    while not Path(folder, "go").exists():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.05)")
    _add(told, "xong")


def _add(path, word):
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{word}\n")
