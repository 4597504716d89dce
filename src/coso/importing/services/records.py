"""What is kept of an import: its sheets and problems, the records it changed, what was said."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier, Literal

from coso.core import db
from coso.importing.enums import DecisionKind
from coso.importing.models import HeaderMeaning, Import, ImportDecision, ImportProblem
from coso.importing.rows import Problem
from coso.importing.services.decisions import Decision, Place
from coso.importing.services.reading import Meanings
from coso.importing.services.reports import ImportReport

_TARGETS: Final = """
SELECT target, array_agg(name ORDER BY name) FROM merge_columns
 WHERE target IN (SELECT target FROM merge_log) GROUP BY target ORDER BY target
"""
# Several steps of an import may write one record: the values before the first, those after the
# last, and the columns that any of them wrote.
_KEEP: Final = """
INSERT INTO importing_importchange (source_id, "table", record_id, kind, before, after)
SELECT {source}, {target}, l.record_id, l.kind, l.before, {digest}
  FROM (SELECT record_id, min(kind) AS kind, (
               SELECT jsonb_object_agg(key, value)
                 FROM (SELECT DISTINCT ON (key) key, value
                         FROM merge_log e CROSS JOIN jsonb_each(e.before)
                        WHERE e.target = {target} AND e.record_id = m.record_id
                        ORDER BY key, e.id) first
                WHERE min(m.kind) = 'UPDATED') AS before
          FROM merge_log m WHERE target = {target} GROUP BY record_id) l
  JOIN {table} t ON t.id = l.record_id
"""


def keep_changes(cursor: CursorWrapper, source: Import) -> dict[str, list[str]]:
    """Keep which records the transaction changed; return the columns written, by table."""
    written: dict[str, list[str]] = dict(db.rows(cursor, _TARGETS))
    db.run(cursor, "CREATE INDEX ON merge_log (target, record_id)")
    for target, columns in written.items():
        statement = SQL(_KEEP).format(
            source=Literal(source.pk),
            target=Literal(target),
            digest=db.digest("t", columns),
            table=Identifier(target),
        )
        db.run(cursor, statement)
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
        suggestion=problem.suggestion,
        remedy=problem.remedy,
        action=problem.action,
        person_id=problem.person_id,
    )
