"""Reading imports: the log, what waits to be decided, what is still open."""

from __future__ import annotations

from attrs import frozen
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from coso.importing.enums import ImportStatus, Severity
from coso.importing.models import Import, ImportProblem

# A place that somebody has to look at although the import was applied.
_WORK = Q(severity__in=(Severity.DOUBT, Severity.WARNING, Severity.ERROR), closed_at=None)
_SETTLED = ("accept", "change", "skip")
_BY_WEIGHT = Case(
    *(When(severity=s, then=Value(place)) for place, s in enumerate(Severity.values)),
    output_field=IntegerField(),
)


@frozen
class Tally:
    """How many places of an import are of each weight; `open` errors and doubts wait."""

    open_errors: int
    open_doubts: int
    settled: int
    warnings: int
    infos: int

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands against writing."""
        return not (self.open_errors or self.open_doubts)


def imports() -> QuerySet[Import]:
    """Return the imports, the latest first."""
    return Import.objects.order_by("-received_at", "-pk")


def with_open_work(imports: QuerySet[Import]) -> QuerySet[Import]:
    """Count, beside each import, what is still open of it."""
    return imports.annotate(open_work=Count("problems", filter=_prefixed(_WORK)))


def problems_of(source: Import) -> QuerySet[ImportProblem]:
    """Return the problems of an import, the weightiest first, then as they stand in the files."""
    return source.problems.order_by(_BY_WEIGHT, "pk")


def waiting(source: Import) -> QuerySet[ImportProblem]:
    """Return the errors and doubts of an import, decided or not."""
    return problems_of(source).filter(severity__in=(Severity.ERROR, Severity.DOUBT))


def undecided(source: Import) -> QuerySet[ImportProblem]:
    """Return the errors and doubts about which nobody decided."""
    return waiting(source).exclude(action__in=_SETTLED)


def alike(problem: ImportProblem) -> QuerySet[ImportProblem]:
    """Return the undecided problems of the same kind, this one among them.

    Where the problem is what was typed, only those where the same was typed in the same column.
    """
    same = undecided(problem.source).filter(kind=problem.kind, field=problem.field)
    return same if problem.remedy != "replace" else same.filter(suggestion=problem.suggestion)


def tally(source: Import) -> Tally:
    """Return how many places of an import are of each weight."""
    settled = Q(action__in=_SETTLED)
    error, doubt = Q(severity=Severity.ERROR), Q(severity=Severity.DOUBT)
    return Tally(
        **source.problems.aggregate(
            open_errors=Count("pk", filter=error & ~settled),
            open_doubts=Count("pk", filter=doubt & ~settled),
            settled=Count("pk", filter=(error | doubt) & settled),
            warnings=Count("pk", filter=Q(severity=Severity.WARNING)),
            infos=Count("pk", filter=Q(severity=Severity.INFO)),
        )
    )


def open_work() -> QuerySet[ImportProblem]:
    """Return what is still to be looked at of the imports that were applied: a work list."""
    return (
        ImportProblem.objects.filter(_WORK, source__status=ImportStatus.APPLIED)
        .select_related("source")
        .order_by("-source_id", _BY_WEIGHT, "pk")
    )


def _prefixed(condition: Q) -> Q:
    return Q(*((f"problems__{name}", value) for name, value in condition.children))  # type: ignore[misc]
