"""Reading imports: the log, what waits to be decided, what is still open."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from coso.core.keeping import ChangeKind
from coso.importing.enums import (
    DETAIL_LABEL,
    ONE_BY_ONE,
    RECORD_LABELS,
    REPEATED_PERSON,
    SETTLED,
    ImportStatus,
    Remedy,
    Severity,
)
from coso.importing.models import (
    HeaderMeaning,
    Import,
    ImportDecision,
    ImportFile,
    ImportProblem,
)
from coso.importing.readers import UNKNOWN_DATE
from coso.people import queries as people

_WAITS = Q(severity__in=(Severity.ERROR, Severity.DOUBT)) & ~Q(action__in=SETTLED)
# What the registers do not know now, because the file says it wrongly.
_LEFT_UNKNOWN = Q(action="accept") & (Q(remedy=Remedy.CLEAR) | Q(suggestion=UNKNOWN_DATE))
# A place that somebody has to look at although the import was applied.
_WORK = (_WAITS | _LEFT_UNKNOWN | Q(severity=Severity.WARNING)) & Q(closed_at=None)
_ROW = Concat("file", Value("\n"), "sheet", Value("\n"), Cast("row", CharField()))
_ALIKE = ("kind", "field", "written")
_BY_WEIGHT = Case(
    *(When(severity=s, then=Value(place)) for place, s in enumerate(Severity.values)),
    output_field=IntegerField(),
)

Likeness = tuple[str, str, str]


@frozen
class Tally:
    """How many places of an import are of each weight.

    `open` errors and doubts wait for a decision; `safe` of them have a suggestion to be taken.
    """

    open_errors: int
    open_doubts: int
    safe: int
    settled: int
    warnings: int
    infos: int

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands against writing."""
        return not self.waiting

    @property
    def waiting(self) -> int:
        """How many places wait for a decision."""
        return self.open_errors + self.open_doubts


@frozen
class Changed:
    """How many records of one kind an import created and changed."""

    label: str
    created: int
    updated: int


def imports() -> QuerySet[Import]:
    """Return the imports, the latest first."""
    return Import.objects.order_by("-received_at", "-pk")


def with_open_work(imports: QuerySet[Import]) -> QuerySet[Import]:
    """Count, beside each import, what is still open of it."""
    open_work = ImportProblem.objects.filter(_WORK, source=OuterRef("pk")).order_by()
    counted = open_work.values("source").annotate(number=Count("pk")).values("number")
    return imports.annotate(open_work=Coalesce(Subquery(counted), 0))


def with_dropped_rows(imports: QuerySet[Import]) -> QuerySet[Import]:
    """Count, beside each import, the rows that somebody decided to leave out (`dropped_rows`)."""
    dropped = ImportDecision.objects.filter(source=OuterRef("pk"), remedy=Remedy.DROP, row__gt=0)
    counted = dropped.order_by().values("source").annotate(number=Count(_ROW, distinct=True))
    return imports.annotate(dropped_rows=Coalesce(Subquery(counted.values("number")), 0))


def files() -> QuerySet[ImportFile]:
    """Return the workbooks that were received."""
    return ImportFile.objects.select_related("source").order_by("pk")


def meanings() -> QuerySet[HeaderMeaning]:
    """Return what the office said its headers mean, by register."""
    return HeaderMeaning.objects.order_by("register", "header", "pk")


def problems_of(source: Import) -> QuerySet[ImportProblem]:
    """Return the problems of an import, the weightiest first, then as they stand in the files."""
    return source.problems.order_by(_BY_WEIGHT, "pk")


def waiting(source: Import) -> QuerySet[ImportProblem]:
    """Return the errors and doubts of an import, decided or not."""
    return problems_of(source).filter(severity__in=(Severity.ERROR, Severity.DOUBT))


def undecided(source: Import) -> QuerySet[ImportProblem]:
    """Return the errors and doubts about which nobody decided."""
    return open_ones(waiting(source))


def open_ones(problems: QuerySet[ImportProblem]) -> QuerySet[ImportProblem]:
    """Keep those about which nobody decided."""
    return problems.exclude(action__in=SETTLED)


def open_ones_first(problems: QuerySet[ImportProblem]) -> QuerySet[ImportProblem]:
    """Put those about which nobody decided before the others."""
    is_settled = Case(When(action__in=SETTLED, then=1), default=0, output_field=IntegerField())
    return problems.order_by(is_settled, _BY_WEIGHT, "pk")


def safe_ones(problems: QuerySet[ImportProblem]) -> QuerySet[ImportProblem]:
    """Keep those about which nobody decided and that have a safe suggestion."""
    return open_ones(problems).exclude(remedy="")


def by_remedy(problems: QuerySet[ImportProblem]) -> dict[str, int]:
    """Return how many of some problems each remedy would settle."""
    return dict(problems.order_by().values_list("remedy").annotate(Count("pk")))


def decided(problems: QuerySet[ImportProblem]) -> QuerySet[ImportProblem]:
    """Keep those about which somebody decided."""
    return problems.filter(action__in=SETTLED)


def notices(source: Import) -> QuerySet[ImportProblem]:
    """Return what the user should know of an import, but has nothing to decide about."""
    return problems_of(source).filter(severity__in=(Severity.WARNING, Severity.INFO))


def unrecognized(source: Import) -> QuerySet[ImportProblem]:
    """Return the sheets of which no register knows the headers."""
    return notices(source).filter(kind="unrecognized_sheet")


def only(problem: ImportProblem) -> QuerySet[ImportProblem]:
    """Return one problem, as those that are decided about together."""
    return ImportProblem.objects.filter(pk=problem.pk)


def alike(problem: ImportProblem) -> QuerySet[ImportProblem]:
    """Return the undecided problems of the same kind where the same was typed, this one too."""
    if problem.kind in ONE_BY_ONE:
        return only(problem)
    return undecided(problem.source).filter(**{name: getattr(problem, name) for name in _ALIKE})


def alike_counts(source: Import, problems: Collection[ImportProblem]) -> dict[ImportProblem, int]:
    """Return how many undecided problems are like each of these, itself among them."""
    kinds = {problem.kind for problem in problems} - {*ONE_BY_ONE}
    same = undecided(source).filter(kind__in=kinds).order_by()
    counted: dict[Likeness, int] = {
        (kind, field, written): number
        for kind, field, written, number in same.values_list(*_ALIKE).annotate(Count("pk"))
    }
    return {
        problem: counted.get((problem.kind, problem.field, problem.written), 0)
        for problem in problems
    }


def decisions_on(
    source: Import, problems: Collection[ImportProblem]
) -> dict[ImportProblem, ImportDecision]:
    """Return what was decided about each of these problems, where something was."""
    rows = {problem.row for problem in problems}
    made = {place_of(each): each for each in source.decisions.filter(row__in=rows)}
    return {problem: made[place_of(problem)] for problem in problems if place_of(problem) in made}


def kinds_and_sheets(problems: QuerySet[ImportProblem]) -> list[tuple[str, str, str]]:
    """Return which kinds of problems there are in which files and sheets."""
    found = problems.order_by("file", "sheet", "kind").values_list("kind", "file", "sheet")
    return list(found.distinct())


def kinds_and_sources(problems: QuerySet[ImportProblem]) -> list[tuple[str, int]]:
    """Return which kinds of problems there are in which imports."""
    return list(problems.order_by("kind").values_list("kind", "source").distinct())


def in_the_same_rows(source: Import, problems: QuerySet[ImportProblem]) -> QuerySet[ImportProblem]:
    """Return the errors and doubts that stand in the rows of some problems."""
    same = problems.order_by().filter(
        file=OuterRef("file"), sheet=OuterRef("sheet"), row=OuterRef("row")
    )
    return waiting(source).filter(Exists(same))


def tally(source: Import) -> Tally:
    """Return how many places of an import are of each weight."""
    settled = Q(action__in=SETTLED)
    error, doubt = Q(severity=Severity.ERROR), Q(severity=Severity.DOUBT)
    return Tally(
        **source.problems.aggregate(
            open_errors=Count("pk", filter=error & ~settled),
            open_doubts=Count("pk", filter=doubt & ~settled),
            safe=Count("pk", filter=(error | doubt) & ~settled & ~Q(remedy="")),
            settled=Count("pk", filter=(error | doubt) & settled),
            warnings=Count("pk", filter=Q(severity=Severity.WARNING)),
            infos=Count("pk", filter=Q(severity=Severity.INFO)),
        )
    )


def of_the_same_person(problem: ImportProblem) -> QuerySet[ImportProblem]:
    """Return what was found about the other rows of the person who stands in several."""
    if problem.kind not in REPEATED_PERSON or problem.person_id is None:
        return ImportProblem.objects.none()
    found = waiting(problem.source).filter(kind__in=REPEATED_PERSON, person_id=problem.person_id)
    return found.exclude(file=problem.file, sheet=problem.sheet, row=problem.row)


def rows_of_people(source: Import, problems: Collection[ImportProblem]) -> dict[int, int]:
    """Return in how many rows each person stands about whom these problems are."""
    people = {each.person_id for each in problems if each.kind in REPEATED_PERSON}
    if not people:
        return {}
    found = open_ones(waiting(source)).filter(kind__in=REPEATED_PERSON, person_id__in=people)
    return dict(found.order_by().values_list("person_id").annotate(Count("pk")))


def open_work() -> QuerySet[ImportProblem]:
    """Return what is still to be looked at of the imports that were applied: a work list."""
    return (
        ImportProblem.objects.filter(_WORK, source__status=ImportStatus.APPLIED)
        .select_related("source")
        .order_by("-source_id", _BY_WEIGHT, "pk")
    )


def past_problems(imports: QuerySet[Import]) -> QuerySet[ImportProblem]:
    """Return what was found in imports that are over and nobody has to look at any more."""
    is_work = _WORK & Q(source__status=ImportStatus.APPLIED)
    return ImportProblem.objects.filter(source__in=imports).exclude(is_work)


def with_person(problems: QuerySet[ImportProblem]) -> QuerySet[ImportProblem]:
    """Tell, beside each problem, whether the person whom its row is about is in the registers."""
    return problems.annotate(has_person=Exists(people.people().filter(pk=OuterRef("person_id"))))


def changed_records(source: Import) -> list[Changed]:
    """Return how many records of each kind an import created and changed, details last."""
    counted = source.changes.values_list("table").annotate(
        created=_records_of(ChangeKind.CREATED), updated=_records_of(ChangeKind.UPDATED)
    )
    numbers = {table: (new, old) for table, new, old in counted}
    details = [number for table, number in numbers.items() if table not in RECORD_LABELS]
    known = [(label, table) for table, label in RECORD_LABELS.items() if table in numbers]
    found = [Changed(label, *numbers[table]) for label, table in known]
    if details:
        found.append(Changed(DETAIL_LABEL, *map(sum, zip(*details, strict=True))))
    return found


def _records_of(kind: ChangeKind) -> Sum:
    return Sum("record_ids__len", filter=Q(kind=kind), default=0)


def place_of(of: ImportProblem | ImportDecision) -> tuple[str, str, int, str]:
    """Return the cell that a problem or a decision is about."""
    return of.file, of.sheet, of.row, of.field
