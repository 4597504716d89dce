"""Carrying out each day the plans whose day has come."""

from __future__ import annotations

import datetime as dt

from coso.core import clock, jobs
from coso.reorganizations import services


@jobs.daily("reorganizations.apply_due", at=dt.time(0, 10))
def apply_due() -> None:
    """Carry out the scheduled plans of today."""
    services.apply_due_plans(on=clock.today())
