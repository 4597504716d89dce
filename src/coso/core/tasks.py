"""What the queue does for itself."""

import datetime as dt

from coso.core import jobs


@jobs.daily("core.forget_old_jobs", at=dt.time(0, 30))
def forget_old_jobs() -> None:
    """Remove jobs that ended long ago."""
    jobs.forget_old()
