"""Set-based checks and writing of themes and meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding, Known, MergeResult

STAGING: Final = "meeting_by_hand"
_STAGED: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "origin": pl.Int64,
    "left_out": pl.Boolean,
    "unit_id": pl.Int64,
    "unit_name": pl.String,
    "place_on": pl.Date,
    "kind": pl.String,
    "session_from": pl.Date,
    "session_until": pl.Date,
    "held_on": pl.Date,
    "minutes": pl.Int64,
    "required": pl.Int64,
    "present": pl.Int64,
    "excused": pl.Int64,
    "unexcused": pl.Int64,
    "self_score": pl.Decimal(20, 4),
    "upper_score": pl.Decimal(20, 4),
    "theme_code": pl.String,
    "theme_id": pl.Int64,
    "reported_on": pl.Date,
}
_NO_BRANCH: Final = """
SELECT s.origin, 'branch', 'not_a_branch', 'doubt',
       format('“%s” không phải chi bộ: hãy ghi tên chi bộ đã họp.', s.unit_name), ''
  FROM {staging} s
  JOIN organizations_unitversion v ON v.unit_id = s.unit_id AND v.during @> s.place_on
  JOIN organizations_unittype t ON t.code = v.type_id
 WHERE NOT t.is_branch AND NOT s.left_out ORDER BY s.origin
"""

_REPEATED_THEMES: Final = """
SELECT s.origin, 'code', 'duplicate_row', 'doubt',
       format('Mã chuyên đề %s có hai dòng. Hãy giữ một dòng.', s.code), ''
  FROM {staging} s
 WHERE NOT s.left_out AND EXISTS (
       SELECT FROM {staging} o WHERE o.code = s.code AND o.origin <> s.origin
          AND daterange(o.valid_from, o.valid_until) && daterange(s.valid_from, s.valid_until)
          AND NOT o.left_out)
 ORDER BY s.origin
"""

_KNOWN_THEMES: Final = """
SELECT s.origin, s.code, s.title, s.basis, daterange(s.valid_from, s.valid_until) AS during,
       (SELECT t.id FROM meetings_theme t
         WHERE t.code = s.code AND t.during && daterange(s.valid_from, s.valid_until)
         ORDER BY t.during DESC LIMIT 1) AS known_id
  FROM {staging} s WHERE NOT s.left_out
"""

# The theme valid in the period, else the nearest of that code: a branch may have met on a theme
# before the committee listed it.
_FIND_THEMES: Final = """
UPDATE {staging} s SET theme_id = (
       SELECT t.id FROM meetings_theme t
        WHERE t.code = s.theme_code
        ORDER BY t.during && daterange(s.session_from, s.session_until) DESC,
                 abs(coalesce(lower(t.during), s.session_from) - s.session_from), t.id
        LIMIT 1)
 WHERE s.theme_code <> ''
"""

_UNKNOWN_THEMES: Final = """
SELECT origin, 'theme_code', 'unknown_theme', 'error',
       format('Không có chuyên đề mã “%s” trong danh mục. Hãy nhập Danh mục chuyên đề trước, '
              'hoặc sửa mã.', theme_code), ''
  FROM {staging} WHERE theme_code <> '' AND theme_id IS NULL AND NOT left_out ORDER BY origin
"""

# A row without a day says that there was no meeting, so nothing may stand beside it.
_REPEATED_MEETINGS: Final = """
SELECT s.origin, 'session', 'duplicate_row', 'doubt',
       format('%s có hai dòng cho cùng một cuộc sinh hoạt. Hãy giữ một dòng.', s.unit_name), ''
  FROM {staging} s
 WHERE NOT s.left_out AND EXISTS (
       SELECT FROM {staging} o
        WHERE o.unit_id = s.unit_id AND o.kind = s.kind AND o.session_from = s.session_from
          AND o.session_until = s.session_until AND o.origin <> s.origin AND NOT o.left_out
          AND (s.held_on IS NULL OR o.held_on IS NULL OR s.held_on = o.held_on))
 ORDER BY s.origin
"""

_HELD_AFTER_ALL: Final = """
SELECT s.origin, 'held_on', 'meeting_differs', 'doubt',
       format('Dòng này ghi %s không họp, sổ đã có cuộc họp ngày %s của kỳ này. '
              'Hãy điền ngày họp hoặc bỏ dòng.', s.unit_name,
              to_char(min(m.held_on), 'DD/MM/YYYY')), ''
  FROM {staging} s
  JOIN meetings_meeting m ON m.unit_id = s.unit_id AND m.kind = s.kind
   AND m.period = daterange(s.session_from, s.session_until) AND m.held_on IS NOT NULL
 WHERE s.held_on IS NULL AND NOT s.left_out
 GROUP BY s.origin, s.unit_name ORDER BY s.origin
"""

_ATTENDANCE: Final = """
SELECT origin, 'required', 'attendance_differs', 'doubt',
       format('Phải dự %s nhưng có mặt %s, vắng có lý do %s, vắng không lý do %s. '
              'Hãy sửa cho bằng nhau.', required, present, excused, unexcused), ''
  FROM {staging}
 WHERE NOT left_out AND required <> present + excused + unexcused ORDER BY origin
"""

_IMPOSSIBLE: Final = """
SELECT s.origin, n.field, 'impossible_number', 'doubt',
       format('Không thể có %s “%s”: hãy nhập số từ 0 đến %s.', n.label, n.value::float, n.most), ''
  FROM {staging} s CROSS JOIN LATERAL (VALUES
       ('minutes', 'thời lượng', s.minutes::numeric, 1440),
       ('required', 'số phải dự', s.required::numeric, 100000),
       ('present', 'số có mặt', s.present::numeric, 100000),
       ('excused', 'số vắng có lý do', s.excused::numeric, 100000),
       ('unexcused', 'số vắng không lý do', s.unexcused::numeric, 100000),
       ('self_score', 'điểm tự chấm', s.self_score, 100),
       ('upper_score', 'điểm cấp trên chấm', s.upper_score, 100)) n(field, label, value, most)
 WHERE n.value NOT BETWEEN 0 AND n.most AND NOT s.left_out ORDER BY s.origin
"""

_REPORTED_EARLY: Final = """
SELECT origin, 'reported_on', 'reported_before_held', 'doubt',
       format('Ngày báo cáo %s trước ngày họp %s. Hãy kiểm tra hai ngày.',
              to_char(reported_on, 'DD/MM/YYYY'), to_char(held_on, 'DD/MM/YYYY')), ''
  FROM {staging} WHERE NOT left_out AND reported_on < held_on ORDER BY origin
"""

# A meeting already known is the one of that day; a row "not held" is filled in once it was held.
_KNOWN_MEETINGS: Final = """
SELECT s.origin, s.unit_id, s.kind, s.session_from, s.session_until, s.held_on, s.started_at,
       s.minutes, s.required, s.present, s.excused, s.unexcused, s.self_score, s.upper_score,
       s.theme_id, s.reported_on, s.note,
       coalesce(same.id, CASE WHEN s.held_on IS NOT NULL THEN missed.id END) AS known_id
  FROM {staging} s
  LEFT JOIN meetings_meeting same
    ON same.unit_id = s.unit_id AND same.kind = s.kind
   AND same.period = daterange(s.session_from, s.session_until)
   AND same.held_on IS NOT DISTINCT FROM s.held_on
  LEFT JOIN meetings_meeting missed
    ON missed.unit_id = s.unit_id AND missed.kind = s.kind
   AND missed.period = daterange(s.session_from, s.session_until) AND missed.held_on IS NULL
 WHERE NOT s.left_out
"""

_DETAILS: Final = (
    "started_at",
    "minutes",
    "required",
    "present",
    "excused",
    "unexcused",
    "self_score",
    "upper_score",
    "theme_id",
    "reported_on",
    "note",
)


def check_themes(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the themes listed twice for the same time.

    The staging table holds `code`, `title`, `basis`, `valid_from` and `valid_until`.
    """
    return db.findings(cursor, db.on(_REPEATED_THEMES, staging))


def merge_themes(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the catalogue of themes; a code valid in the same time is the same theme."""
    known = f"{staging}_known"
    db.materialize(cursor, known, db.on(_KNOWN_THEMES, staging))
    updated = db.merge(
        cursor,
        table="meetings_theme",
        source=db.on("SELECT *, known_id AS id FROM {staging} WHERE known_id IS NOT NULL", known),
        key=("id",),
        values=("title", Known("basis")),
        origin="origin",
    )
    created = db.merge(
        cursor,
        table="meetings_theme",
        source=db.on("SELECT * FROM {staging} WHERE known_id IS NULL", known),
        key=("code", "during"),
        values=("title", "basis"),
        origin="origin",
    )
    return MergeResult(created.created, updated.updated, updated.unchanged)


def stage_meeting(cursor: CursorWrapper, meeting: Mapping[str, Any]) -> None:
    """Put a meeting written by hand into a staging table of its own, like a row of a list."""
    row = {name: meeting.get(name) for name in _STAGED}
    one = row | {"origin": 1, "left_out": False, "theme_code": ""}
    db.copy_frame(cursor, STAGING, pl.DataFrame([one], _STAGED))


def check_meetings(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Find the theme of each row; return the rows that cannot be true or say things twice.

    The staging table holds `unit_id`, `unit_name`, `place_on` (the day on which it is looked at),
    `kind`, `session_from`, `session_until`, `held_on`, `theme_code`, an empty `theme_id` and the
    columns of a meeting.
    """
    db.run(cursor, db.on(_FIND_THEMES, staging))
    checks = (
        _NO_BRANCH,
        _UNKNOWN_THEMES,
        _REPEATED_MEETINGS,
        _HELD_AFTER_ALL,
        _IMPOSSIBLE,
        _ATTENDANCE,
        _REPORTED_EARLY,
    )
    return [found for check in checks for found in db.findings(cursor, db.on(check, staging))]


def merge_meetings(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the meetings held and not held."""
    known = f"{staging}_known"
    db.materialize(cursor, known, db.on(_KNOWN_MEETINGS, staging))
    updated = db.merge(
        cursor,
        table="meetings_meeting",
        source=db.on("SELECT *, known_id AS id FROM {staging} WHERE known_id IS NOT NULL", known),
        key=("id",),
        values=("held_on", *map(Known, _DETAILS)),
        origin="origin",
    )
    created = db.merge(
        cursor,
        table="meetings_meeting",
        source=db.on(
            "SELECT *, daterange(session_from, session_until) AS period"
            " FROM {staging} WHERE known_id IS NULL",
            known,
        ),
        key=("unit_id", "kind", "period", "held_on"),
        values=_DETAILS,
        origin="origin",
    )
    return MergeResult(created.created, updated.updated, updated.unchanged)
