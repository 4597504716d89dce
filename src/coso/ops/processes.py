"""The processes beside the one that was started: they end with it, however it ends."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from coso.ops import installation, progress

_CONTEXT = multiprocessing.get_context("spawn")
# Whoever waits for a page goes before whoever waits for a job.
_NICENESS = 5
_STOP_SECONDS = 15
_RESTART_SECONDS = 1
# A worker that ends again at once has a reason that will not go away in a second.
_BRIEF_SECONDS = 10


def live_with_parent() -> None:
    """End this process with the one that started it, however that ended."""
    # Ctrl-C in a terminal is for the parent alone, which then tells its processes: one that hears
    # it twice does not stop for seconds.
    os.setpgrp()
    threading.Thread(target=_end_with_parent, daemon=True).start()


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Keep a worker running for as long as the block lasts."""
    end, ended = multiprocessing.Pipe()
    keeper = threading.Thread(target=_keep_working, args=(ended,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        end.close()
        keeper.join()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    # Killed, it could not tell its processes to stop, and they would keep what they hold.
    os._exit(1)


def _keep_working(ended: Connection) -> None:
    pause = 0
    while not wait([ended], pause):
        began = time.monotonic()
        worker = _CONTEXT.Process(target=_work, daemon=True)
        worker.start()
        if ended in wait([ended, worker.sentinel]):
            _stop(worker)
            return
        worker.join()
        progress.say(f"Tiến trình việc nền đã dừng (mã {worker.exitcode}), sẽ tự chạy lại.")
        was_brief = time.monotonic() - began < _BRIEF_SECONDS
        pause = _BRIEF_SECONDS if was_brief else _RESTART_SECONDS


def _work() -> None:
    live_with_parent()
    os.nice(_NICENESS)
    installation.configure()
    importlib.import_module("coso.ops.working").work()


def _stop(worker: SpawnProcess) -> None:
    worker.terminate()
    worker.join(_STOP_SECONDS)
    worker.kill()
    worker.join()
