"""How long something takes: the work of this process and of its server process, and the wall.

What the machine does for others lengthens the wall; the work tells what a request costs. Parallel
workers of PostgreSQL are not in it.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from attrs import frozen


@frozen
class Taken:
    """Milliseconds: of work, and on the wall."""

    work: float
    wall: float


class Stopwatch:
    """Measures what is done inside its block; `taken` tells afterwards."""

    def __enter__(self):
        self._wall, self._work = time.perf_counter(), _worked()
        return self

    def __exit__(self, *_error):
        work, wall = _worked() - self._work, time.perf_counter() - self._wall
        self.taken = Taken(work * 1000, wall * 1000)


def repeated(work, rounds):
    """Do something several times; return what it took each time, and the last answer."""
    taken, answer = [], None
    for _ in range(rounds):
        with Stopwatch() as watch:
            answer = work()
        taken.append(watch.taken)
    return taken, answer


def percentile(numbers, share):
    return sorted(numbers)[min(len(numbers) - 1, int(len(numbers) * share))]


def said(label, taken):
    """Print one line: median, 95 of 100 and slowest of the work, and the same on the wall."""
    parts = []
    for name in ("work", "wall"):
        numbers = [getattr(each, name) for each in taken]
        parts.append(
            f"{name} {statistics.median(numbers):8.1f} {percentile(numbers, 0.95):8.1f}"
            f" {max(numbers):8.1f} ms"
        )
    print(f"{label:52} {'   '.join(parts)}", flush=True)


def _worked():
    """Return the seconds that this process and its server process have run on a processor."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    there = int(stat.read_text().split()[0]) / 1e9 if stat.exists() else 0
    return time.process_time() + there
