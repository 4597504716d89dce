"""Every environment variable the project reads, with its type and default."""

from __future__ import annotations

from pathlib import Path

import environ

ENV = environ.Env()


def home() -> Path:
    """Where the embedded database, files and snapshots live (`COSO_HOME`)."""
    return Path(ENV.str("COSO_HOME", default="var")).resolve()


def database_url() -> str | None:
    """Return the PostgreSQL server to use (`DATABASE_URL`); `None` means the embedded one."""
    return ENV.str("DATABASE_URL", default="") or None


def secret_key() -> str | None:
    """Return the signing secret (`COSO_SECRET_KEY`); `None` means the file below the home."""
    return ENV.str("COSO_SECRET_KEY", default="") or None


def debug() -> bool:
    """Whether pages show tracebacks (`COSO_DEBUG`); never on a served installation."""
    return bool(ENV.bool("COSO_DEBUG", default=False))


def allowed_hosts() -> list[str]:
    """Host names that the site answers to (`COSO_ALLOWED_HOSTS`, comma separated)."""
    return list(ENV.list("COSO_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]))


def attachment_megabytes() -> int:
    """Return how large a file kept with a document may be (`COSO_ATTACHMENT_MB`)."""
    return int(ENV.int("COSO_ATTACHMENT_MB", default=20))


def https() -> bool:
    """Whether the site is served over TLS (`COSO_HTTPS`): secure cookies and HSTS."""
    return bool(ENV.bool("COSO_HTTPS", default=False))


def log_level() -> str:
    """Return the least severe message that is logged (`COSO_LOG_LEVEL`)."""
    return str(ENV.str("COSO_LOG_LEVEL", default="WARNING")).upper()


def log_as_json() -> bool:
    """Return whether a log line is a JSON object (`COSO_LOG_JSON`), for machines to collect."""
    return bool(ENV.bool("COSO_LOG_JSON", default=False))


def read_file(path: Path) -> None:
    """Take variables from a file; those of the environment win."""
    if path.is_file():
        ENV.read_env(path)
