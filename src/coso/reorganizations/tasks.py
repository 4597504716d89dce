"""Plans whose day has come, and what takes longer than a page may."""

from __future__ import annotations

import datetime as dt

from coso.core import clock, jobs
from coso.reorganizations import services
from coso.reorganizations.enums import PlanWork


@jobs.task("reorganizations.work", on_failure=services.fail_work)
def work(plan_id: int, actor_id: int, work: PlanWork, seen: str) -> None:
    """Do with a plan what somebody asked for."""
    services.do_work(plan_id=plan_id, actor_id=actor_id, work=work, seen=seen, on=clock.today())


@jobs.daily("reorganizations.apply_due", at=dt.time(0, 10))
def apply_due() -> None:
    """Carry out the scheduled plans of today."""
    services.apply_due_plans(on=clock.today())
