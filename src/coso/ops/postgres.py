"""The database as a whole: dumped and filled by PostgreSQL's own programs, made, renamed, dropped.

A program must not be older than what it reads, so the fitting one of the machine is looked for; the
embedded one comes last, it knows no TLS.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import IO, Final, cast
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from django.db import OperationalError, connection
from psycopg.conninfo import make_conninfo
from psycopg.rows import scalar_row
from psycopg.sql import SQL, Composed, Identifier

from coso.core import storage
from coso.core.errors import DomainError
from coso.ops import embedded

_INSTALLED: Final = "/usr/lib/postgresql"  # as Debian lays them out, one folder for each version
_NAME_LENGTH: Final = 50  # of the 63 bytes of a name: the rest is for our suffix
# Programs since 17 turn it off for their session; servers before do not have it.
_HARMLESS: Final = 'unrecognized configuration parameter "transaction_timeout"'
_OTHERS: Final = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = %s AND pid <> pg_backend_pid()
   AND backend_type IS DISTINCT FROM 'autovacuum worker'"""


class UnableToRunProgram(DomainError):
    """A program of PostgreSQL is missing, or ended with an error."""


class UnableToMakeDatabase(DomainError):
    """The server does not let us make, rename or drop a database."""


def told_of_silence(error: Exception) -> str:
    """Return what a reader is told where nobody answers or lets us in; empty for other errors."""
    found = error.__cause__ if isinstance(error, OperationalError) else error
    if not isinstance(found, psycopg.OperationalError) or found.sqlstate:
        return ""
    return (
        "Không nối được cơ sở dữ liệu. Hãy xem máy chủ PostgreSQL có đang chạy không, và địa chỉ, "
        f"tên, mật khẩu trong DATABASE_URL có đúng không. PostgreSQL trả lời: {found}"
    )


def name() -> str:
    """Return the name of the database of this installation."""
    return str(connection.settings_dict["NAME"])


def beside(suffix: str) -> str:
    """Return the name of a database that belongs to ours."""
    return f"{name().encode()[:_NAME_LENGTH].decode(errors='ignore')}_{suffix}"


def url(database: str) -> str:
    """Return the address of a database beside ours, as `DATABASE_URL` takes it."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{quote(database)}"))


def server_version() -> str:
    """Return the version of the server, such as 15.14."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


def major(version: str) -> int:
    """Return the first part of a version."""
    return int(version.partition(".")[0])


def counts(session: psycopg.Connection, tables: Iterable[str]) -> dict[str, int]:
    """Return how many rows tables have."""
    with session.cursor(row_factory=scalar_row) as cursor:
        return {
            table: cursor.execute(_statement("SELECT count(*) FROM {}", table)).fetchone() or 0
            for table in sorted(tables)
        }


def program(name: str, *, at_least: int) -> tuple[Path, int]:
    """Return the oldest program of the machine that is not too old, and its major version.

    :raises UnableToRunProgram: if there is none; the message says what to install
    """
    for path, major in sorted(_programs(name), key=lambda found: found[1]):
        if major >= at_least:
            return path, major
    raise UnableToRunProgram(
        "program_missing",
        f"Cần chương trình {name} của PostgreSQL {at_least} trở lên mà máy này không có. Hãy cài, "
        f"chẳng hạn: sudo apt install postgresql-client-{at_least}",
    )


def dump(snapshot: str, *, leaving_out: Iterable[str], with_program: Path) -> Iterator[bytes]:
    """Yield a dump of the database as a transaction sees it, without the rows of some tables."""
    left_out = [f"--exclude-table-data={table}" for table in leaving_out]
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    with _running(with_program, [*options, *left_out], name(), stdout=subprocess.PIPE) as process:
        yield from storage.pieces(cast("IO[bytes]", process.stdout))


def fill(database: str, chunks: Iterable[bytes], *, with_program: Path) -> None:
    """Load a dump into an empty database.

    :raises UnableToRunProgram: if anything of it was refused
    """
    options = ["--no-owner", "--no-privileges"]
    with (
        _running(with_program, options, database, stdin=subprocess.PIPE) as process,
        contextlib.suppress(BrokenPipeError),  # where the program ends early, it says why itself
        cast("IO[bytes]", process.stdin) as entry,
    ):
        for chunk in chunks:
            entry.write(chunk)


@contextlib.contextmanager
def scratch(database: str) -> Iterator[None]:
    """Make an empty database and drop what is left of it at the end."""
    _drop(database)
    _administer("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", database)
    try:
        yield
    finally:
        _drop(database)


@contextlib.contextmanager
def replaced(database: str, *, kept_as: str) -> Iterator[None]:
    """Put a database in the place of ours, which stays under a name; all of it or nothing.

    What the block does goes with it: an error in it, and ours is where it was.
    """
    _drop(kept_as)
    with _refused(database), _maintenance() as session:
        connection.close()  # a database that somebody works in keeps its name
        with session.transaction():
            session.execute(_statement("ALTER DATABASE {} RENAME TO {}", name(), kept_as))
            session.execute(_statement("ALTER DATABASE {} RENAME TO {}", database, name()))
            yield


def is_used_by_others() -> bool:
    """Return whether another process works in our database: the site, a worker, a command."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, [name()])
        return bool(cursor.fetchone()[0])


@contextlib.contextmanager
def connected(database: str) -> Iterator[psycopg.Connection]:
    """Connect to a database of our server, outside Django."""
    address, password = _address(database)
    with psycopg.connect(address, password=password or None, autocommit=True) as session:
        yield session


def _address(database: str) -> tuple[str, str]:
    """Return how our server is reached, and the password, which no list of processes may show."""
    given = connection.get_connection_params()
    # Only what was given: older programs do not know every option that this one has a default for.
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    named = {key: value for key, value in given.items() if key in known - {"password"}}
    return make_conninfo(**named | {"dbname": database}), given.get("password", "")


def _drop(database: str) -> None:
    _administer("DROP DATABASE IF EXISTS {}", database)


def _administer(statement: str, database: str) -> None:
    with _refused(database), _maintenance() as session:
        session.execute(_statement(statement, database))


def _statement(text: str, *names: str) -> Composed:
    return SQL(text).format(*map(Identifier, names))


def _maintenance() -> contextlib.AbstractContextManager[psycopg.Connection]:
    """Connect to the database that every server has."""
    return connected("postgres")


@contextlib.contextmanager
def _refused(database: str) -> Iterator[None]:
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise UnableToMakeDatabase(
            "not_allowed_to_make_databases",
            "Tài khoản PostgreSQL của cài đặt không được tạo cơ sở dữ liệu. Hãy chạy bằng tài "
            f'khoản postgres: ALTER ROLE "{connection.settings_dict["USER"]}" CREATEDB;',
        ) from error
    except psycopg.errors.ObjectInUse as error:
        raise UnableToMakeDatabase(
            "database_in_use",
            f"Cơ sở dữ liệu {name()} hoặc {database} đang có tiến trình khác dùng. Hãy dừng coso "
            "serve, coso worker và các lệnh coso khác rồi chạy lại.",
        ) from error


def _programs(name: str) -> Iterator[tuple[Path, int]]:
    with contextlib.suppress(embedded.UnableToStartServer):
        yield from _versioned(embedded.programs() / name)
    on_path = shutil.which(name)
    for path in (*Path(_INSTALLED).glob(f"*/bin/{name}"), *([Path(on_path)] if on_path else ())):
        yield from _versioned(path)


@cache
def _versioned(path: Path) -> list[tuple[Path, int]]:
    """Return the program with its major version, or nothing where it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return []
    major = re.search(r"\) (\d+)", said.stdout)
    return [(path, int(major[1]))] if major else []


@contextlib.contextmanager
def _running(
    program: Path,
    options: list[str],
    database: str,
    *,
    stdin: int | None = None,
    stdout: int | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program on a database and refuse to go on if it ended with an error."""
    address, password = _address(database)
    environment = os.environ | {"PGPASSWORD": password, "LC_ALL": "C.UTF-8"}
    command = [str(program), f"--dbname={address}", *options]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(  # noqa: S603
            command, env=environment, stdin=stdin, stdout=stdout, stderr=said
        ) as process:
            try:
                yield process
            except BaseException:
                process.kill()
                raise
        said.seek(0)
        if process.returncode:
            _require_harmless(program, said.read().decode(errors="replace").strip())


def _require_harmless(program: Path, said: str) -> None:
    errors = [line for line in said.splitlines() if ": error: " in line]
    if not errors or any(_HARMLESS not in line for line in errors):
        raise UnableToRunProgram(
            "program_failed", f"{program.name} báo lỗi:\n{said or 'không rõ lý do'}"
        )
