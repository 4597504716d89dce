"""The first day of what is counted over a period, as an address names it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from coso.core import dates
from coso.core.dates import format_date

SINCE_PARAMETER: Final = "tu"


def period_start(written: str, as_of: dt.date) -> tuple[dt.date | None, str]:
    """Return the first day of the period, and why the one that is written does not do."""
    if not written.strip():
        return None, ""
    try:
        asked = dates.parse_day(written)
    except ValueError as error:
        return None, str(error)
    if asked > as_of:
        return None, (
            f"Ngày bắt đầu {format_date(asked)} sau ngày số liệu {format_date(as_of)}: "
            "hãy chọn ngày bắt đầu sớm hơn."
        )
    return asked, ""
