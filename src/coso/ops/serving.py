"""The web server: one place that says how granian is run."""

from __future__ import annotations

import contextlib
import multiprocessing
import socket

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from coso.core.errors import DomainError

# Each thread keeps a database connection of its own (`CONN_MAX_AGE`).
THREADS = 4
PORTS_TO_TRY = 100


class PortNotFree(DomainError):
    """The port cannot be listened on."""


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the site until told to stop."""
    # A fork would share the threads of the columnar engine, which then wait for ever.
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "coso.ops.site:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
        respawn_failed_workers=workers > 1,
    ).serve()


def require_free(host: str, port: int) -> None:
    """Refuse a port that is taken.

    :raises PortNotFree: with a port to try instead
    """
    if _is_free(host, port):
        return
    others = range(max(port, 1023) + 1, min(port + PORTS_TO_TRY, 65536))
    other = next((each for each in others if _is_free(host, each)), None)
    advice = f" Hãy thử cổng khác, chẳng hạn --port {other} (make demo PORT={other})."
    raise PortNotFree(
        "port_taken",
        f"Không mở được cổng {port}: có chương trình khác đang dùng hoặc không đủ quyền."
        + (advice if other else ""),
    )


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True
