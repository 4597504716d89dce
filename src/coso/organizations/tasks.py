"""What organizations do in the background."""

import datetime as dt

from coso.core import jobs
from coso.organizations import services


@jobs.daily("organizations.refresh_today", at=dt.time(0, 5))
def refresh_today() -> None:
    """Bring the state of today on every unit over midnight."""
    services.refresh_today()
