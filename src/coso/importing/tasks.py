"""The jobs of the import."""

from __future__ import annotations

import datetime as dt

from coso.core import clock, jobs
from coso.importing import services
from coso.importing.services import Mode


@jobs.task("importing.check", on_failure=services.fail_check)
def check(import_id: int) -> None:
    """Check uploaded workbooks."""
    services.check_import(import_id=import_id, on=clock.today())


@jobs.task("importing.apply", on_failure=services.fail_apply)
def apply(import_id: int, actor_id: int, mode: Mode) -> None:
    """Write a checked import."""
    services.write_import(import_id=import_id, actor_id=actor_id, mode=mode)


@jobs.task("importing.undo", on_failure=services.fail_undo)
def undo(import_id: int, actor_id: int) -> None:
    """Take an import back."""
    services.undo_requested(import_id=import_id, actor_id=actor_id)


@jobs.daily("importing.purge", at=dt.time(1, 30))
def purge() -> None:
    """Remove what is kept of imports longer than it may be."""
    services.purge(on=clock.today())
