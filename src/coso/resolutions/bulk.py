"""Set-based checks and writing of what resolutions demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db, repeats
from coso.core.db import Finding, Initial, Known, MergeResult

_FIND_RESOLUTIONS: Final = """
WITH found AS (
    SELECT s.origin, count(*) AS number, min(d.id) AS id
      FROM {staging} s
      JOIN documents_document d ON upper(d.number) = upper(s.resolution_number)
       AND (s.resolution_day IS NULL OR d.issued_on = s.resolution_day)
     WHERE d.is_thematic AND d.type = 'NQ' AND d.issuer_id IS NOT NULL
     GROUP BY s.origin
)
UPDATE {staging} s
   SET resolutions = f.number, resolution_id = CASE WHEN f.number = 1 THEN f.id END
  FROM found f WHERE s.origin = f.origin
"""
_NO_RESOLUTION: Final = """
SELECT origin, 'resolution', 'unknown_resolution', 'doubt',
       CASE WHEN resolution_number IS NULL
            THEN 'Danh sách không ghi là của nghị quyết nào: hãy ghi số, ngày nghị quyết vào cột '
                 '“Nghị quyết”, hoặc vào tiêu đề.'
            WHEN resolutions IS NULL
            THEN format('Sổ văn bản không có nghị quyết chuyên đề %s%s: hãy sửa số, hoặc ghi văn '
                        'bản ấy vào sổ trước.', resolution_number,
                        to_char(resolution_day, '" ngày "DD/MM/YYYY'))
            ELSE format('Có %s nghị quyết chuyên đề số %s: hãy ghi cả ngày nghị quyết.',
                        resolutions, resolution_number)
        END, ''
  FROM {staging} WHERE resolution_id IS NULL AND NOT left_out ORDER BY origin
"""
# A figure that somebody chose stays, unless the list says another one.
_CHOOSE_FIGURES: Final = """
UPDATE {staging} s
   SET figure = coalesce(s.figure_said, (
           SELECT nullif(t.figure, '') FROM resolutions_target t
            WHERE t.resolution_id = s.resolution_id AND t.code = s.code
       ), s.figure_inferred, '')
"""
_INFERRED: Final = """
SELECT s.origin, 'text', 'inferred_figure', 'info',
       format('Kết quả sẽ tính từ sổ bằng số liệu “%s”, theo cách viết chỉ tiêu.', f.label), ''
  FROM {staging} s JOIN figures_named f ON f.id = s.figure
 WHERE s.figure_said IS NULL AND s.figure = s.figure_inferred AND NOT s.left_out
   AND NOT EXISTS (SELECT FROM resolutions_target t
                    WHERE t.resolution_id = s.resolution_id AND t.code = s.code
                      AND t.figure = s.figure)
 ORDER BY s.origin
"""
_TARGETS: Final = """
SELECT origin, resolution_id, code, text, measure, direction, figure, host_name, host_id, note
  FROM {staging} WHERE NOT left_out
"""
_MILESTONES: Final = """
SELECT s.origin, t.id AS target_id, g.key::integer AS year, g.value::numeric(14, 2) AS value
  FROM {staging} s
  JOIN resolutions_target t ON t.resolution_id = s.resolution_id AND t.code = s.code
 CROSS JOIN LATERAL jsonb_each_text(s.goals::jsonb) g
 WHERE NOT s.left_out
"""
_PROGRESS: Final = """
SELECT s.origin, t.id AS target_id, split_part(r.key, ' ', 1)::integer AS year,
       split_part(r.key, ' ', 2) AS part,
       CASE WHEN r.value LIKE '%/%' THEN split_part(r.value, '/', 1)::integer END AS numerator,
       CASE WHEN r.value LIKE '%/%' THEN split_part(r.value, '/', 2)::integer END AS denominator,
       CASE WHEN r.value NOT LIKE '%/%' THEN r.value::numeric(14, 2) END AS value, '' AS note
  FROM {staging} s
  JOIN resolutions_target t ON t.resolution_id = s.resolution_id AND t.code = s.code
 CROSS JOIN LATERAL jsonb_each_text(s.results::jsonb) r
 WHERE NOT s.left_out
"""
_FIND_TARGETS: Final = """
UPDATE {staging} s SET target_id = t.id
  FROM resolutions_target t WHERE t.resolution_id = s.resolution_id AND t.code = s.target
"""
# What a list leaves blank is as the register has it; what is done is wholly done.
_FILL_PERCENT: Final = """
UPDATE {staging} s
   SET percent = CASE WHEN s.done_on IS NOT NULL OR w.done_on IS NOT NULL
                      THEN coalesce(s.percent, 100) ELSE coalesce(s.percent, w.percent, 0) END
  FROM {staging} o
  LEFT JOIN resolutions_workitem w ON w.resolution_id = o.resolution_id AND w.code = o.code
 WHERE o.origin = s.origin
"""
_ITEMS_ASKED: Final = """
SELECT origin, 'target', 'unknown_target', 'doubt',
       format('Nghị quyết không có chỉ tiêu mã “%s”: hãy sửa mã, hoặc nhập chỉ tiêu trước.',
              target), 'Bỏ trống chỉ tiêu', 'clear'
  FROM {staging}
 WHERE target IS NOT NULL AND target_id IS NULL AND resolution_id IS NOT NULL AND NOT left_out
UNION ALL
SELECT origin, 'percent', 'impossible_number', 'doubt',
       format('Tiến độ không thể là %s%%: hãy ghi từ 0 đến 100.', percent), '', ''
  FROM {staging} WHERE percent NOT BETWEEN 0 AND 100 AND NOT left_out
UNION ALL
SELECT origin, 'percent', 'done_in_part', 'doubt',
       format('Nhiệm vụ có ngày hoàn thành mà tiến độ là %s%%: hãy sửa tiến độ, hoặc bỏ trống ngày '
              'hoàn thành.', percent), '100', 'replace'
  FROM {staging} WHERE done_on IS NOT NULL AND percent BETWEEN 0 AND 99 AND NOT left_out
UNION ALL
SELECT s.origin, 'due_on', 'due_before_issue', 'doubt',
       format('Thời hạn %s trước ngày nghị quyết, %s: hãy kiểm tra lại ngày.',
              to_char(s.due_on, 'DD/MM/YYYY'), to_char(d.issued_on, 'DD/MM/YYYY')), '', ''
  FROM {staging} s JOIN documents_document d ON d.id = s.resolution_id
 WHERE s.due_on < d.issued_on AND NOT s.left_out
 ORDER BY 1, 2
"""
_ITEMS: Final = """
SELECT origin, resolution_id, code, text, responsible_name, responsible_id, due_on, done_on,
       percent, target_id, note
  FROM {staging} WHERE NOT left_out
"""
_KEY: Final = ("resolution_id", "code")


def find_resolutions(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Fill `resolution_id`; return the rows that name no thematic resolution, or several.

    The staging table has `resolution_number`, `resolution_day` and `resolutions`.
    """
    db.run(cursor, db.on(_FIND_RESOLUTIONS, staging))
    return db.findings(cursor, db.on(_NO_RESOLUTION, staging))


def check_targets(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the targets that stand twice."""
    return repeats.find_repeats(
        cursor,
        staging,
        key=_KEY,
        alike=("text", "measure", "direction", "goals", "results"),
        field="code",
        kind="duplicate_code",
        message="format('Mã chỉ tiêu %s có hai dòng. Hãy sửa mã, hoặc giữ một dòng.', code)",
    )


def choose_figures(cursor: CursorWrapper, staging: str, labels: Mapping[str, str]) -> list[Finding]:
    """Fill which figure counts each target; return where the wording alone says so.

    :param labels: what each figure is called
    """
    named = pl.DataFrame({"id": list(labels), "label": list(labels.values())})
    db.copy_frame(cursor, "figures_named", named)
    db.run(cursor, db.on(_CHOOSE_FIGURES, staging))
    return db.findings(cursor, db.on(_INFERRED, staging))


def merge_targets(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the targets, their milestones and what was reported; a blank leaves what there is."""
    merged = db.merge(
        cursor,
        table="resolutions_target",
        source=db.on(_TARGETS, staging),
        key=_KEY,
        values=(
            *("text", "measure", "direction"),
            *map(Known, ("figure", "host_name", "host_id", "note")),
        ),
        origin="origin",
    )
    db.merge(
        cursor,
        table="resolutions_milestone",
        source=db.on(_MILESTONES, staging),
        key=("target_id", "year"),
        values=("value",),
        origin="origin",
    )
    db.merge(
        cursor,
        table="resolutions_progress",
        source=db.on(_PROGRESS, staging),
        key=("target_id", "year", "part"),
        values=("numerator", "denominator", "value", Initial("note")),
        origin="origin",
    )
    return merged


def check_work_items(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Fill `target_id` and `percent`; return the work items that cannot be so, or stand twice."""
    db.run(cursor, db.on(_FIND_TARGETS, staging))
    db.run(cursor, SQL(_FILL_PERCENT).format(staging=Identifier(staging)))
    repeated = repeats.find_repeats(
        cursor,
        staging,
        key=_KEY,
        alike=("text", "responsible_name", "due_on", "done_on", "percent"),
        field="code",
        kind="duplicate_code",
        message="format('Mã nhiệm vụ %s có hai dòng. Hãy sửa mã, hoặc giữ một dòng.', code)",
    )
    return [*repeated, *db.findings(cursor, db.on(_ITEMS_ASKED, staging))]


def merge_work_items(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the work items; what the list leaves blank stays as it was."""
    known = ("responsible_id", "done_on", "target_id", "note")
    return db.merge(
        cursor,
        table="resolutions_workitem",
        source=db.on(_ITEMS, staging),
        key=_KEY,
        values=("text", "responsible_name", "due_on", "percent", *map(Known, known)),
        origin="origin",
    )
