"""The one place that reads the clock; everything else is told the day."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

TIME_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> dt.datetime:
    """Return the current moment, aware, in Vietnamese time."""
    return dt.datetime.now(TIME_ZONE)


def today() -> dt.date:
    """Return the current calendar day in Vietnam."""
    return now().date()
