"""What is kept of an import: its sheets and problems, the records it changed, what was said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composable, Identifier, Literal

from coso.core import db
from coso.importing.enums import ChangeKind, DecisionKind
from coso.importing.models import HeaderMeaning, Import, ImportDecision, ImportProblem
from coso.importing.rows import Problem
from coso.importing.services.decisions import Decision, Place
from coso.importing.services.reading import Meanings
from coso.importing.services.reports import ImportReport

_COLUMNS: Final = "SELECT target, array_agg(name ORDER BY name) FROM merge_columns GROUP BY target"
# New records have numbers one after another: about a thousand stand in a row.
_KEEP_CREATED: Final = """
INSERT INTO importing_importchange (source_id, "table", kind, record_ids, after)
SELECT {source}, {target}, 'CREATED', array_agg(t.id), array_agg({digest})
  FROM merge_log l JOIN {table} t ON t.id = l.record_id
 WHERE l.target = {target} AND l.kind = 'CREATED'
 GROUP BY t.id / 1000
"""
# Several steps of an import may write one record: the values before the first, those after the
# last, and the columns that any of them wrote.
_KEEP_UPDATED: Final = """
WITH first AS (
    SELECT DISTINCT ON (l.record_id, b.key) l.record_id, b.key, b.value
      FROM merge_log l CROSS JOIN jsonb_each(l.before) b
     WHERE l.target = {target} AND l.record_id NOT IN (
           SELECT record_id FROM merge_log WHERE target = {target} AND kind = 'CREATED')
     ORDER BY l.record_id, b.key, l.id
), changed AS (
    SELECT record_id, jsonb_object_agg(key, value) AS before FROM first GROUP BY record_id
)
INSERT INTO importing_importchange (source_id, "table", kind, record_ids, before, after)
SELECT {source}, {target}, 'UPDATED', array_agg(t.id), array_agg(c.before), array_agg({digest})
  FROM changed c JOIN {table} t ON t.id = c.record_id
 GROUP BY t.id / 1000
"""


_KEEP: Final = {ChangeKind.CREATED: _KEEP_CREATED, ChangeKind.UPDATED: _KEEP_UPDATED}


def keep_changes(
    cursor: CursorWrapper, source: Import, changes: Iterable[tuple[str, str, int]]
) -> dict[str, list[str]]:
    """Keep which records the transaction changed; return the columns written, by table.

    `changes` are the tables in `merge_log` with what was done to how many of their records.
    """
    columns: dict[str, list[str]] = dict(db.rows(cursor, _COLUMNS))
    written: dict[str, list[str]] = {}
    for target, kind, _number in changes:
        written[target] = columns[target]
        parts: dict[str, Composable] = {
            "source": Literal(source.pk),
            "target": Literal(target),
            "digest": db.digest("t", columns[target]),
            "table": Identifier(target),
        }
        db.run(cursor, SQL(_KEEP[ChangeKind(kind)]).format(**parts))
    return written


def keep_problems(source: Import, report: ImportReport) -> None:
    """Keep what somebody has to look at, in place of what an earlier check found."""
    source.problems.all().delete()
    ImportProblem.objects.bulk_create(
        (_stored(source, problem) for problem in report.problems), batch_size=5_000
    )


def meanings() -> Meanings:
    """Return what the office said its headers mean."""
    said: dict[str, dict[str, str]] = {}
    for meaning in HeaderMeaning.objects.order_by("pk"):
        said.setdefault(meaning.register, {})[meaning.header_key] = meaning.means
    return said


def decisions_of(source: Import) -> dict[Place, Decision]:
    """Return what was decided about the rows of an import."""
    return {
        Place(d.file, d.sheet, d.row, d.field): Decision(DecisionKind(d.kind), d.remedy, d.text)
        for d in ImportDecision.objects.filter(source=source)
    }


def _stored(source: Import, problem: Problem) -> ImportProblem:
    return ImportProblem(
        source=source,
        file=problem.file,
        sheet=problem.sheet,
        row=problem.row,
        column=problem.column,
        field=problem.field,
        kind=problem.kind,
        severity=problem.severity,
        message=problem.message,
        written=problem.written,
        about=problem.about,
        suggestion=problem.suggestion,
        remedy=problem.remedy,
        action=problem.action,
        person_id=problem.person_id,
    )
