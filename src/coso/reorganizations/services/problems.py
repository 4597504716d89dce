"""What stands against a plan, as its reader is told."""

from __future__ import annotations

from attrs import frozen

from coso.core.db import Severity


@frozen
class Problem:
    """One thing about a plan: an error stops it, a warning is for a person to weigh.

    `step` is the event it is about, `unit` the name of the unit; either may be empty.
    """

    kind: str
    severity: Severity
    message: str
    step: str = ""
    unit: str = ""
