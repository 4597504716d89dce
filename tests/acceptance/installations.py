"""Whole installations, each in a database of its own: set up, filled and looked at as by users."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from attrs import frozen
from django.db import connection
from django.test import override_settings

from coso.core import env
from coso.core.types import SYSTEM
from coso.importing import services as importing
from coso.importing.services import ImportReport
from coso.organizations import services as organizations
from coso.people import services as people
from coso.rules import services as rules

COSO = (sys.executable, "-c", "from coso.ops.cli import main; main()")
COMPILED = env.home() / "compiled"


@frozen
class Installation:
    """A database of its own, and a home for the snapshots of its figures."""

    database: str
    home: Path

    @classmethod
    def copied(cls, name: str, folder: Path) -> "Installation":
        """Make an installation that has what the present database has."""
        connection.creation.clone_test_db(suffix=name, verbosity=0, autoclobber=True)
        database = connection.creation.get_test_db_clone_settings(name)["NAME"]
        return cls(database, new_home(folder))

    @classmethod
    def empty(cls, name: str, folder: Path) -> "Installation":
        """Make an installation that has nothing, not even tables."""
        database = connection.creation.get_test_db_clone_settings(name)["NAME"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
            cursor.execute(f"CREATE DATABASE \"{database}\" TEMPLATE template0 ENCODING 'UTF8'")
        return cls(database, new_home(folder))

    def drop(self) -> None:
        """Remove the database."""
        connection.creation._destroy_test_db(self.database, verbosity=0)

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Work in this database; what is written stays, as in an office."""
        usual = connection.settings_dict["NAME"]
        _connect_to(self.database)
        try:
            with override_settings(COSO_HOME=self.home):
                yield
        finally:
            _connect_to(usual)

    def run(self, *arguments: str) -> dict:
        """Run a command line as a user's script does and return the JSON that it prints."""
        done = subprocess.run(  # noqa: S603
            [*COSO, *arguments], env=self.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def environment(self) -> dict[str, str]:
        """Return what tells another process that this is its installation."""
        server = urlsplit(os.environ["DATABASE_URL"])
        url = urlunsplit(server._replace(path=f"/{self.database}"))
        return {**os.environ, "DATABASE_URL": url, "COSO_HOME": str(self.home)}


def new_home(folder: Path) -> Path:
    """Return an empty folder as a home that has the queries compiled for every home of the run."""
    COMPILED.mkdir(exist_ok=True)
    (folder / COMPILED.name).symlink_to(COMPILED)
    return folder


def load_seeds() -> None:
    """Do what `coso init` does."""
    rules.load_seeds()
    organizations.load_seeds()
    people.load_seeds()


def fill(root: Path, workbooks: Sequence[Path]) -> ImportReport:
    """Do what `coso init --root` does then, and `coso import`."""
    organizations.init_root(root=organizations.read_root(root), actor=SYSTEM)
    return importing.import_workbooks(paths=workbooks, actor=SYSTEM)


def _connect_to(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database
