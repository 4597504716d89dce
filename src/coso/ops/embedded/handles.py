"""Which processes use the server: the last to leave stops it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

import psutil

# A process and the time it was born: together they tell it from a later one with its number.
Handle = tuple[int, float]


@contextlib.contextmanager
def locked(home: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with (home / "postgres.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def own() -> Handle:
    """Return the handle of this process."""
    return os.getpid(), psutil.Process().create_time()


def live(home: Path) -> set[Handle]:
    """Return the handles whose processes still run: one killed by SIGKILL never signed off."""
    try:
        handles = json.loads((home / "postgres.handles").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return set()
    return {(pid, born) for pid, born in handles if _lives(pid, born)}


def _lives(pid: int, born: float) -> bool:
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - born) < 1
        return bool(same and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def write(home: Path, handles: set[Handle]) -> None:
    """Keep the handles for the next process."""
    path = home / "postgres.handles"
    path.write_text(json.dumps(sorted(handles)), encoding="ascii")
