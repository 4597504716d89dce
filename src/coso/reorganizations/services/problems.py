"""What stands against a plan, as its reader is told."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from coso.core.db import Severity
from coso.core.numbers import format_integer


@frozen
class Problem:
    """One thing about a plan: an error stops it, a warning is for a person to weigh.

    `step` is the event it is about, `unit` the name of the unit; either may be empty. `steps` are
    the numbers of all steps that it is about.
    """

    kind: str
    severity: Severity
    message: str
    step: str = ""
    unit: str = ""
    steps: tuple[int, ...] = ()


def listed(names: Sequence[str], most: int) -> str:
    """Return names as one reads them, not more than `most`, and how many there are besides."""
    more = f" và {format_integer(len(names) - most)} nữa" if len(names) > most else ""
    return ", ".join(names[:most]) + more
