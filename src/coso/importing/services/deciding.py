"""What people say about doubtful rows, about headers of their own, about a whole import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl
from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Now

from coso.audit import services as audit
from coso.core.errors import DomainError
from coso.core.text import normalize
from coso.core.types import Actor
from coso.importing import columns, queries, rows
from coso.importing.columns import Field, Kind
from coso.importing.enums import DecisionKind, ImportStatus, Remedy
from coso.importing.models import HeaderMeaning, Import, ImportDecision, ImportProblem
from coso.importing.services import files
from coso.importing.services.decisions import Decision, accepted
from coso.importing.services.reading import LIST_DATE
from coso.importing.services.receiving import queue_check
from coso.importing.sheets import REGISTERS
from coso.importing.workbook import Cells

# What settles a place about which nothing was decided itself.
_BY_ANOTHER: Final = DecisionKind.ACCEPT.lower()
_DAY_OF_LIST: Final = Field(LIST_DATE, ("Ngày lập danh sách",), Kind.DATE, filled=True)


class UnableToDecide(DomainError):
    """The decision does not fit the row."""


@transaction.atomic
def decide(
    *,
    source: Import,
    problems: QuerySet[ImportProblem],
    kind: DecisionKind,
    actor: Actor,
    text: str = "",
) -> int:
    """Decide about the rows of some problems; return how many problems were decided about.

    Taking the suggestion concerns those that have a safe one; leaving a row out settles all that
    was found in the row.

    :raises UnableToDecide: if nothing can be decided any more, if nothing fits, or if the next
        check could not read the value either
    """
    source = _open(source)
    problems = queries.waiting(source).filter(pk__in=problems.values("pk"))
    if kind == DecisionKind.SKIP:
        problems = queries.in_the_same_rows(source, problems)
    if kind == DecisionKind.CHANGE:
        _require_readable(source, problems, text)
    chosen = [(p, _decision(p, kind, text)) for p in problems]
    fitting = [(problem, decision) for problem, decision in chosen if decision is not None]
    if not fitting:
        raise UnableToDecide(
            "nothing_to_decide", "Không có dòng nào quyết định được như vậy: hãy sửa hoặc bỏ qua."
        )
    ImportDecision.objects.bulk_create(
        {queries.place_of(p): _row(source, p, d) for p, d in fitting}.values(),
        update_conflicts=True,
        unique_fields=["source", "file", "sheet", "row", "field"],
        update_fields=["kind", "remedy", "text"],
    )
    for problem, decision in fitting:
        problem.action = decision.kind.lower()
    ImportProblem.objects.bulk_update([p for p, _ in fitting], ["action"], batch_size=1_000)
    _note(source, actor, f"Quyết định về {len(fitting)} dòng: {DecisionKind(kind).label}")
    return len(fitting)


@transaction.atomic
def keep_row(*, source: Import, problem: ImportProblem, actor: Actor) -> int:
    """Keep one row of a person who stands in several, leave the others out; return how many.

    :raises UnableToDecide: if nothing can be decided any more, or the person has no other row
    """
    others = queries.of_the_same_person(problem)
    decide(source=source, problems=others, kind=DecisionKind.SKIP, actor=actor)
    rows = others.order_by().values("file", "sheet", "row").distinct().count()
    problem.action = _BY_ANOTHER
    problem.save(update_fields=["action"])
    return rows


@transaction.atomic
def withdraw(*, source: Import, problem: ImportProblem, actor: Actor) -> None:
    """Take a decision back: the cell is doubtful again, or all of a row that was left out."""
    source = _open(source)
    place = {"file": problem.file, "sheet": problem.sheet, "row": problem.row}
    if problem.action != "skip":
        place["field"] = problem.field
    source.decisions.filter(**place).delete()
    kept = queries.of_the_same_person(problem).filter(action=_BY_ANOTHER)
    decided = queries.waiting(source).filter(Q(**place) | Q(pk__in=kept.values("pk")))
    decided.order_by().update(
        action=Case(When(severity="doubt", then=Value("stopped")), default=Value(""))
    )
    _note(source, actor, f"Bỏ quyết định về dòng {problem.row}")


@transaction.atomic
def recheck(*, source: Import, actor: Actor) -> None:
    """Have an import checked again with what was decided."""
    source = _open(source)
    _note(source, actor, "Kiểm tra lại")
    queue_check(source)


@transaction.atomic
def remember_headers(
    *, source: Import, register: str, meanings: Mapping[str, str], actor: Actor
) -> None:
    """Remember for the office what its headers mean in a register, and check again.

    `meanings` maps a header as it stands in the sheet to the usual header of the register; an
    empty one says that the register has nothing to do with the column.

    :raises UnableToDecide: if the import is closed, or the register has no such header
    """
    source = _open(source)
    _require_known(register, meanings)
    for header, means in meanings.items():
        HeaderMeaning.objects.update_or_create(
            register=register,
            header_key=columns.path_key(header),
            defaults={"header": normalize(header)[:200], "means": means, "said_by": actor.label},
        )
    _note(source, actor, f"Khai nghĩa của {len(meanings)} tiêu đề")
    queue_check(source)


@transaction.atomic
def forget_header(*, meaning: HeaderMeaning, actor: Actor) -> None:
    """Forget what a header meant; the next check reads it as everybody does."""
    audit.record(
        actor=actor,
        action="importing.forget_header",
        subject=meaning,
        summary=f"Xóa cách hiểu tiêu đề “{meaning.header}”",
    )
    meaning.delete()


@transaction.atomic
def discard(*, source: Import, actor: Actor) -> None:
    """Throw an import away that was not written; its files are removed."""
    source = _open(source)
    source.status = ImportStatus.DISCARDED
    source.save(update_fields=["status"])
    source.decisions.all().delete()
    source.problems.all().delete()
    files.remove(source)
    _note(source, actor, f"Bỏ lần nhập {source.pk}")


@transaction.atomic
def close_problem(*, problem: ImportProblem, actor: Actor) -> None:
    """Strike a problem off the work list."""
    problem.closed_at, problem.closed_by = Now(), actor.label
    problem.save(update_fields=["closed_at", "closed_by"])
    _note(problem.source, actor, f"Đã xử lý một chỗ cần xem của lần nhập {problem.source_id}")


def _open(source: Import) -> Import:
    """Lock an import and return it, if its user may still decide about it."""
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status not in (ImportStatus.READY, ImportStatus.CHECKING, ImportStatus.FAILED):
        raise UnableToDecide(
            "import_closed",
            f"Lần nhập này {source.get_status_display().lower()}: không quyết định gì thêm được.",
        )
    return source


def _decision(problem: ImportProblem, kind: DecisionKind, text: str) -> Decision | None:
    if kind == DecisionKind.SKIP:
        return Decision(kind, Remedy.DROP)
    if kind == DecisionKind.CHANGE:
        return Decision(kind, Remedy.REPLACE, normalize(text)) if problem.field else None
    return accepted(problem.remedy, problem.suggestion) if problem.remedy else None


def _require_readable(source: Import, problems: QuerySet[ImportProblem], text: str) -> None:
    cells = Cells(pl.Series([text.strip() or None], dtype=pl.String), pl.Series([False]))
    for field in _fields_of(source, problems):
        for refusal in rows.clean(field, cells).refusals:
            raise UnableToDecide(refusal.kind, refusal.message)


def _fields_of(source: Import, problems: QuerySet[ImportProblem]) -> Iterator[Field]:
    """Yield the fields of the cells in which something was found, as far as they are known."""
    kinds = {(sheet["file"], sheet["sheet"]): sheet["kind"] for sheet in source.report["sheets"]}
    fields = {(each.kind, field.name): field for each in REGISTERS for field in each.fields}
    places = problems.order_by().values_list("file", "sheet", "field").distinct()
    for file, sheet, name in places:
        place = kinds.get((file, sheet), ""), name
        if name == LIST_DATE:
            yield _DAY_OF_LIST
        elif place in fields:
            yield fields[place]


def _require_known(register: str, meanings: Mapping[str, str]) -> None:
    known = {
        field.label for each in REGISTERS if each.kind == register for field in each.fields
    } | {""}
    for header, means in meanings.items():
        if means not in known:
            raise UnableToDecide(
                "unknown_header",
                f"Không khai được “{header}” là “{means}”: sổ này không có cột ấy. Hãy chọn trong "
                "danh sách.",
            )


def _row(source: Import, problem: ImportProblem, decision: Decision) -> ImportDecision:
    return ImportDecision(
        source=source,
        file=problem.file,
        sheet=problem.sheet,
        row=problem.row,
        field=problem.field,
        kind=decision.kind,
        remedy=decision.remedy,
        text=decision.text,
    )


def _note(source: Import, actor: Actor, summary: str) -> None:
    source.decided_at = Now()
    source.save(update_fields=["decided_at"])
    audit.record(actor=actor, action="importing.decide", subject=source, summary=summary)
