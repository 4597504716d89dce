"""What the register of documents does in the background."""

from __future__ import annotations

import datetime as dt

from coso.core import clock, jobs
from coso.documents import services


@jobs.daily("documents.purge_files", at=dt.time(1, 45))
def purge_files() -> None:
    """Remove files that belong to no document any more."""
    services.purge_files(now=clock.now())
