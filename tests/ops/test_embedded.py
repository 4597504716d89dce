"""The embedded server through all that happens to a machine."""

import contextlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import ClassVar

import psutil
import psycopg
import pytest

from coso.ops import embedded
from coso.ops.embedded import UnableToStartServer, folders, server

USER = """
import sys, time
from pathlib import Path
from coso.ops import embedded
print(embedded.start(Path(sys.argv[1])), flush=True)
sys.stdin.readline()
"""


class User:
    """Another process that uses the server of a home until it is told to leave."""

    running: ClassVar[list["User"]] = []

    def __init__(self, home, **settings):
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", USER, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **settings,
        )
        User.running.append(self)
        self.url = self.process.stdout.readline().strip()

    def leave(self):
        User.running.remove(self)
        self.process.communicate("\n", timeout=60)

    def kill(self):
        self.process.kill()
        self.process.communicate(timeout=60)


@pytest.fixture(scope="module")
def used_home():
    """Return a home whose cluster was made and left: making one takes longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="cs"))
    User(folder / "home").leave()
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.fixture
def home(used_home, new_home):
    """Return a home that was used before."""
    subprocess.run(["/bin/cp", "-a", used_home, new_home], check=True)  # noqa: S603 -- with owners
    return new_home


@pytest.fixture
def new_home():
    """Return a home that does not exist, with a short path, whatever the length of pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="cs"))
    yield folder / "home"
    for user in User.running:
        user.kill()
    User.running.clear()
    for process in servers_below(folder):
        process.kill()
    shutil.rmtree(folder, ignore_errors=True)


def servers_below(folder):
    return [
        process
        for process in psutil.process_iter(["name"])
        if process.info["name"] == "postgres" and str(folder) in _folder_of(process)
    ]


def _folder_of(process):
    try:
        return process.cwd()
    except psutil.Error:
        return ""


def answer(url, question="SELECT current_database()"):
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()[0]


def test_first_start_makes_a_database_that_answers(new_home):
    user = User(new_home)

    assert answer(user.url) == "coso"
    assert embedded.status(new_home).running
    user.leave()
    assert servers_below(new_home) == []


def test_data_outlive_a_restart(home):
    first = User(home)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS value")
    first.leave()

    second = User(home)

    assert answer(second.url, "SELECT value FROM kept") == 42
    second.leave()


def test_last_user_stops_the_server(home):
    first, second = User(home), User(home)

    first.leave()

    assert answer(second.url) == "coso"
    second.leave()
    assert servers_below(home) == []


def test_user_killed_without_goodbye_is_forgotten(home):
    User(home).kill()
    assert servers_below(home) != []

    User(home).leave()

    assert servers_below(home) == []


def test_killed_server_recovers(home):
    user = User(home)
    with psycopg.connect(user.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS value")
    user.process.kill()
    for process in servers_below(home):
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended with another
            process.kill()

    again = User(home)

    assert answer(again.url, "SELECT value FROM kept") == 42
    again.leave()


def test_claim_of_a_process_that_is_no_server_is_removed(home):
    lines = [os.getpid(), home / "postgres", int(time.time()), 5432, home / "postgres", "", "", ""]
    (home / "postgres" / "postmaster.pid").write_text("\n".join(map(str, lines)))

    user = User(home)

    assert answer(user.url) == "coso"
    user.leave()


def test_interrupted_first_start_is_begun_again(new_home):
    unfinished = new_home / "postgres.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")

    user = User(new_home)

    assert answer(user.url) == "coso"
    user.leave()


def test_long_path_gets_a_short_socket(home):
    deep = home.parent / ("d" * 60) / ("e" * 60)
    deep.parent.mkdir()
    home.rename(deep)

    user = User(deep)

    assert answer(user.url) == "coso"
    assert str(deep) not in user.url
    user.leave()


def test_settings_of_another_postgresql_do_not_matter(home):
    environment = os.environ | {"PGPORT": "1", "PGHOST": "nowhere", "PGDATA": "/nowhere"}
    user = User(home, env=environment)

    assert answer(user.url) == "coso"
    user.leave()


def test_nobody_else_reaches_socket_and_data(home):
    user = User(home)

    for path in (home / "postgres", home / "postgres" / ".s.PGSQL.5432"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    user.leave()


def test_folder_of_another_user_is_refused_with_advice(new_home):
    if os.geteuid() != 0:
        pytest.skip("needs root to be another user")
    new_home.mkdir()
    for folder in (new_home.parent, *Path(sys.executable).parents):
        if not folder.stat().st_mode & stat.S_IXOTH:
            pytest.skip(f"{folder} is closed to other users")

    user = User(new_home, user="nobody", env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})

    assert user.url == ""
    _, told = user.process.communicate(timeout=60)
    assert "COSO_HOME" in told


def test_full_disk_is_said_before_anything_is_made(new_home, monkeypatch):
    new_home.mkdir()
    monkeypatch.setattr(server, "NEEDED_MEGABYTES", 10**9)

    with pytest.raises(UnableToStartServer, match="MB"):
        server.initialize(new_home / "postgres")

    assert list(new_home.iterdir()) == []


def test_home_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(UnableToStartServer, match="COSO_HOME"):
        folders.make_home(tmp_path / "file" / "home")


def test_status_of_an_empty_home(tmp_path):
    assert not embedded.status(tmp_path).running
    embedded.stop(tmp_path)
