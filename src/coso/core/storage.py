"""Private files below the home of the installation, for the eyes of its own user."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from attrs import frozen
from django.conf import settings

_ONLY_US: Final = 0o700
_READ_BY_US: Final = 0o600
UNFINISHED: Final = ".part"
PIECE: Final = 1 << 20


@frozen
class Stored:
    """A file that was written: how long it is, and its SHA-256."""

    size: int
    sha256: str


def folder(*parts: str) -> Path:
    """Return where a folder of private files is; the first file in it makes it."""
    return Path(settings.COSO_HOME, "files", *parts)


def write(path: Path, chunks: Iterable[bytes]) -> Stored:
    """Write a file as one step: it is there whole, or not at all."""
    _make(path.parent)
    draft = path.with_name(f"{path.name}{UNFINISHED}")
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _READ_BY_US), "wb") as out:
        for chunk in chunks:
            digest.update(chunk)
            size += out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    return Stored(size, digest.hexdigest())


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left of a file, never all of it at once."""
    return iter(lambda: file.read(PIECE), b"")


def remove_folder(*parts: str) -> None:
    """Remove a folder of private files with all that is in it, if it is there."""
    path = folder(*parts)
    if path.exists():
        shutil.rmtree(path)


def forget_uploads(*, before: dt.date) -> None:
    """Remove what is left of uploads during which the site was killed."""
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        if dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC).date() < before:
            path.unlink(missing_ok=True)


def _make(path: Path) -> None:
    """Make a folder, and those above it that are missing, for our eyes only."""
    if not path.exists():
        _make(path.parent)
        path.mkdir(mode=_ONLY_US, exist_ok=True)
