"""What a process reads before anybody asks for it."""

from __future__ import annotations

from django.db import connections

from coso.figures import queries as figures
from coso.web.home.pictures import CUTS


def read_ahead() -> None:
    """Load the data of the figures and compile what a dashboard asks, in a thread of its own.

    What fails here is said on the error stream, and fails again for whoever asks for it.
    """
    try:
        figures.prepare(CUTS)
    finally:
        connections.close_all()
