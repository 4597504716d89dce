"""The worker: one place that says how procrastinate is run."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import threading
from collections.abc import Callable

from django.db import close_old_connections
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params

from coso.audit import services as audit
from coso.audit.enums import Stream
from coso.core import jobs
from coso.figures import queries as figures

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How long a running job may take to its end when the worker is told to stop.
GRACE_SECONDS = 5
# A new job is announced; one that comes again is found by looking.
LOOK_SECONDS = 2
# For so long a reading may stand in the trail without a seal.
SEAL_SECONDS = 10


def work() -> None:
    """Run the jobs of the queue, one after another, until told to stop.

    One that stops by itself, say because the database restarts, is to be started again.
    """
    # The check of an import counts them, while somebody waits for it.
    threading.Thread(target=figures.compile_figures, daemon=True).start()
    was_told = asyncio.run(_work())
    if not was_told:
        sys.exit(1)


async def _work() -> bool:
    stop = _told_to_stop()
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=2)
    with app.replace_connector(connector):
        async with app.open_async():
            await _run_until(stop)
    return stop.is_set()


def _told_to_stop() -> asyncio.Event:
    stop = asyncio.Event()
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` asks for
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _run_until(stop: asyncio.Event) -> None:
    running = asyncio.create_task(
        app.run_worker_async(install_signal_handlers=False, fetch_job_polling_interval=LOOK_SECONDS)
    )
    beside = [
        asyncio.create_task(_for_ever(jobs.rescue_abandoned, LOOK_SECONDS)),
        asyncio.create_task(_for_ever(_seal_readings, SEAL_SECONDS)),
    ]
    told = asyncio.create_task(stop.wait())
    await asyncio.wait({running, *beside, told}, return_when=asyncio.FIRST_COMPLETED)
    await _end(running)
    for task in (told, *beside):
        task.cancel()
    for ended in (running, *beside):
        with contextlib.suppress(asyncio.CancelledError):
            await ended  # raises what ended it


async def _end(running: asyncio.Task[None]) -> None:
    """Let the running job finish, or give it back."""
    running.cancel()  # it takes no further job
    _, unfinished = await asyncio.wait({running}, timeout=GRACE_SECONDS)
    if unfinished:
        await asyncio.to_thread(jobs.give_back)
        await asyncio.wait(unfinished)


async def _for_ever(do: Callable[[], object], seconds: float) -> None:
    while True:
        await asyncio.to_thread(_alone, do)
        await asyncio.sleep(seconds)


def _alone(do: Callable[[], object]) -> None:
    close_old_connections()  # or one that died since the last time
    do()


def _seal_readings() -> None:
    audit.seal(Stream.ACCESS)
