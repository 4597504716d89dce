"""Set-based checks and writing of decisions on personnel."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db, repeats
from coso.core.db import Finding, Known, MergeResult

_EFFECTIVE_BEFORE: Final = """
SELECT origin, 'effective_on', 'effective_before_decision', 'doubt',
       format('Có hiệu lực ngày %s, trước ngày quyết định %s: hãy sửa một trong hai ngày.',
              to_char(effective_on, 'DD/MM/YYYY'), to_char(decided_on, 'DD/MM/YYYY')),
       'Bỏ trống ngày hiệu lực', 'clear'
  FROM {staging} WHERE effective_on < decided_on AND NOT left_out ORDER BY origin
"""
_NO_POST: Final = """
SELECT origin, 'new_post', 'missing_post', 'error',
       format('Quyết định số %s không ghi chức vụ, đơn vị cũ lẫn mới: hãy ghi ít nhất một.',
              number), ''
  FROM {staging} WHERE old_post = '' AND new_post = '' AND NOT left_out ORDER BY origin
"""
_DECISIONS: Final = """
SELECT s.origin, s.person_id, s.kind, s.old_post, s.old_unit_id, s.new_post, s.new_unit_id,
       s.number, s.decided_on, s.issuer, s.note,
       CASE WHEN s.says_effect THEN s.effective_on
            ELSE coalesce(d.effective_on, s.effective_on) END AS effective_on,
       CASE WHEN s.term IS NULL THEN d.term_months ELSE s.term_months END AS term_months,
       CASE WHEN s.term IS NULL THEN coalesce(d.until_retirement, false)
            ELSE s.until_retirement END AS until_retirement
  FROM {staging} s
  LEFT JOIN appointments_decision d
    ON d.person_id = s.person_id AND d.kind = s.kind AND d.decided_on = s.decided_on
   AND d.number = s.number
 WHERE NOT s.left_out
"""


def check_decisions(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the decisions that stand twice, or are effective before they were taken.

    The staging table holds the columns of a decision, `full_name`, the `term` as it is written,
    and whether the list `says_effect`: without, a decision is effective on its day.
    """
    repeated = repeats.find_repeats(
        cursor,
        staging,
        key=("person_id", "kind", "decided_on", "number"),
        alike=("old_post", "new_post", "effective_on", "term_months", "until_retirement"),
        field="number",
        kind="duplicate_row",
        message="format('%s có hai dòng cùng hình thức theo quyết định số %s. Hãy giữ một dòng.', "
        "full_name, number)",
    )
    checks = (_NO_POST, _EFFECTIVE_BEFORE)
    found = (each for check in checks for each in db.findings(cursor, db.on(check, staging)))
    return [*found, *repeated]


def merge_decisions(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the decisions; what the list leaves blank stays as it was."""
    known = ("old_post", "old_unit_id", "new_post", "new_unit_id")
    return db.merge(
        cursor,
        table="appointments_decision",
        source=db.on(_DECISIONS, staging),
        key=("person_id", "kind", "decided_on", "number"),
        values=(
            *map(Known, known),
            "effective_on",
            Known("issuer"),
            "term_months",
            "until_retirement",
            Known("note"),
        ),
        origin="origin",
    )
