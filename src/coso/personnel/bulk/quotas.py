"""Set-based checks and writing of headcount quotas."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db, repeats
from coso.core.db import Finding, MergeResult

_QUOTAS: Final = "SELECT origin, agency_id, year, quantity FROM {staging} WHERE NOT left_out"

_IMPOSSIBLE_QUOTAS: Final = """
SELECT origin, 'quantity', 'impossible_number', 'doubt',
       format('Không thể giao “%s” biên chế: hãy kiểm tra lại số.', quantity), ''
  FROM {staging} WHERE quantity NOT BETWEEN 0 AND 100000 AND NOT left_out ORDER BY origin
"""

_UNDECIDED: Final = """
SELECT DISTINCT agency_id FROM {staging} WHERE left_out AND agency_id IS NOT NULL
"""
_NONE_UNDECIDED: Final = "SELECT NULL::bigint AS agency_id WHERE false"

_HEADCOUNTS: Final = """
WITH counted AS (
    SELECT s.origin, s.agency, s.present, s.contracts,
           count(a.id) FILTER (WHERE a.category <> 'CONTRACT_WORKER') AS staff,
           count(a.id) FILTER (WHERE a.category = 'CONTRACT_WORKER') AS contracted
      FROM {staging} s
      LEFT JOIN personnel_post p ON p.agency_id = s.agency_id
      LEFT JOIN personnel_assignment a
        ON a.post_id = p.id AND a.is_primary AND a.during @> s.listed_on
     WHERE NOT s.left_out AND s.agency_id NOT IN (SELECT agency_id FROM undecided_agencies)
     GROUP BY s.origin, s.agency, s.present, s.contracts)
SELECT origin, 'present', 'headcount_differs', 'warning',
       format('%s ghi có mặt %s người, danh sách cán bộ có %s. Hãy đối chiếu hai bảng.',
              agency, present, staff), ''
  FROM counted WHERE present <> staff
UNION ALL
SELECT origin, 'contracts', 'headcount_differs', 'warning',
       format('%s ghi %s hợp đồng lao động, danh sách cán bộ có %s. Hãy đối chiếu hai bảng.',
              agency, contracts, contracted), ''
  FROM counted WHERE contracts <> contracted
 ORDER BY 1
"""


def check_quotas(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the agencies that stand twice in the table of headcounts, and impossible numbers.

    The staging table holds `row`, `agency_id`, `agency`, `year`, `quantity`, `present`,
    `contracts` and `listed_on`.
    """
    repeated = repeats.find_repeats(
        cursor,
        staging,
        key=("agency_id", "year"),
        alike=("quantity",),
        field="agency",
        kind="duplicate_row",
        message="format('%s có hai dòng biên chế năm %s. Hãy giữ một dòng.', agency, year)",
    )
    return repeated + db.findings(cursor, db.on(_IMPOSSIBLE_QUOTAS, staging))


def compare_headcounts(cursor: CursorWrapper, staging: str, staff: str) -> list[Finding]:
    """Return the counts of the table that differ from the register; they are never written.

    `staff` is the staging table of the list of staff, if one was read: an agency of whom somebody
    is left out is not compared before that is decided.
    """
    is_read = db.rows(cursor, "SELECT to_regclass(%(staff)s) IS NOT NULL", {"staff": staff})[0][0]
    undecided = db.on(_UNDECIDED, staff) if is_read else _NONE_UNDECIDED
    db.materialize(cursor, "undecided_agencies", undecided)
    return db.findings(cursor, db.on(_HEADCOUNTS, staging))


def merge_quotas(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the headcount given to each agency for the year."""
    return db.merge(
        cursor,
        table="personnel_headcountquota",
        source=db.on(_QUOTAS, staging),
        key=("agency_id", "year"),
        values=("quantity",),
        origin="origin",
    )
