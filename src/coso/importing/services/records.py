"""What is kept of an import: its problems, what was said about headers and rows."""

from __future__ import annotations

from coso.importing.enums import DecisionKind
from coso.importing.models import HeaderMeaning, Import, ImportDecision, ImportProblem
from coso.importing.rows import Problem
from coso.importing.services.decisions import Decision, Place
from coso.importing.services.reading import Meanings
from coso.importing.services.reports import ImportReport


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
