"""The installation that a command works on: its settings, its database, its readiness."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import django

from coso.core import env, schema
from coso.core.errors import DomainError
from coso.ops import embedded

PACKAGE = Path(__file__).parents[1]
SETTINGS = "coso.config.settings.production"


class InstallationNotReady(DomainError):
    """The database lacks its tables, or some of them."""


def read_environment() -> None:
    """Take what `.env` says and fix it for this process and its children."""
    env.read_file(Path(".env"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ["COSO_HOME"] = str(env.home())


def open_database() -> None:
    """Point this process and its children at their database, which runs from now on."""
    read_environment()
    if env.database_url() is None:
        os.environ["DATABASE_URL"] = embedded.start(env.home())


def configure() -> None:
    """Open the database and set Django up."""
    open_database()
    django.setup()


def state_of_code() -> str:
    """Return a digest of what is installed: our files, and the versions of the packages."""
    ours = (path for path in PACKAGE.rglob("*") if path.suffix != ".pyc" and path.is_file())
    files = sorted((str(path), path.stat()) for path in ours)
    packages = sorted(path.name for path in Path(django.__file__).parents[1].glob("*.dist-info"))
    lines = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in files]
    return hashlib.sha256("\n".join(lines + packages).encode()).hexdigest()


def require_ready() -> None:
    """Refuse to go on without the tables of this version.

    :raises InstallationNotReady: if `coso init` has work to do
    """
    if schema.is_behind():
        raise InstallationNotReady(
            "not_initialized",
            "Cơ sở dữ liệu chưa được tạo hoặc chưa nâng cấp cho phiên bản này. Hãy chạy: coso init",
        )
