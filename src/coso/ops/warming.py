"""What a process reads before anybody asks for it."""

from __future__ import annotations

from django.db import connections

from coso.figures import queries as figures


def read_ahead() -> None:
    """Load the data of the figures and compile them, in a thread of its own.

    What fails here is said on the error stream, and fails again for whoever asks for it.
    """
    try:
        figures.prepare()
    finally:
        connections.close_all()
