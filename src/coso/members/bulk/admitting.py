"""What must be true of the day on which somebody joined, as a list tells it."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db
from coso.core.db import Finding
from coso.rules import queries as rules

_DAYS: Final = """
SELECT DISTINCT {day} FROM {staging}
 WHERE joined_on IS NOT NULL AND {day} IS NOT NULL AND NOT left_out ORDER BY 1
"""
# Who is known to be born in some year is taken to be as old as may be.
_TOO_YOUNG: Final = """
SELECT origin, %(field)s, 'admitted_too_young',
       CASE WHEN joined_on < born_on THEN 'doubt' ELSE 'warning' END,
       CASE WHEN joined_on < born_on
            THEN format('Ngày vào Đảng %%s trước ngày sinh %%s: hãy kiểm tra hai ngày.',
                        to_char(joined_on, 'DD/MM/YYYY'), to_char(born_on, 'DD/MM/YYYY'))
            ELSE format('Ngày vào Đảng %%s, %%s chưa đủ %%s tuổi: hãy kiểm tra ngày sinh, ngày vào '
                        'Đảng.', to_char(joined_on, 'DD/MM/YYYY'), full_name, %(youngest)s::text)
            END, ''
  FROM {staging}
 WHERE joined_on < born_on + make_interval(years => %(youngest)s)
   AND {day} = %(day)s AND NOT left_out
 ORDER BY origin
"""


def check_ages(cursor: CursorWrapper, staging: str, *, field: str, day: str) -> list[Finding]:
    """Return who joined before the age for it, or before being born.

    The staging table holds `full_name`, `born_on` and `joined_on`, which was written in `field`;
    `day` is the column of the day whose rules hold.
    """
    parts = {"staging": Identifier(staging), "day": Identifier(day)}
    youngest = {
        on: rules.parameter("members", "min_admission_age", on)
        for (on,) in db.rows(cursor, SQL(_DAYS).format(**parts))
    }
    statement = SQL(_TOO_YOUNG).format(**parts)
    return [
        finding
        for on, age in youngest.items()
        for finding in db.findings(cursor, statement, {"field": field, "day": on, "youngest": age})
    ]
