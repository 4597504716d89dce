"""One import: on its way, waiting for decisions, written, ended."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from attrs import evolve
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRefresh

from coso.core import jobs
from coso.importing import queries, services
from coso.importing.enums import DecisionKind, ImportStatus, Severity
from coso.importing.models import ImportProblem
from coso.web.importing import parts
from coso.web.importing.filters import DoubtFilter
from coso.web.importing.views.base import OfImport
from coso.web.shared.chips import chips_of
from coso.web.shared.stepping import SeeOther, StepView
from coso.web.shared.views import PAGE_PARAMETER, ROWS_PER_PAGE
from coso.web.templatetags.ui import Crumb

# So few rows need no filters.
_SEEN_AT_ONCE = 10
_NOTICES_PARAMETER = "trang-luu-y"
_KEPT_PARAMETER = "trang-giu-lai"
# A suggestion that is not safe, chosen by somebody who knows.
_CHOOSE = "CHOOSE"
# One row of somebody who stands in several; the others are left out.
_KEEP = "KEEP"
_OWN = (
    *("progress", "decide", "withdraw", "decide-all", "recheck", "apply", "discard", "undo"),
    *("headers", "problems"),
)
_WORKING = (ImportStatus.CHECKING, ImportStatus.APPLYING, ImportStatus.UNDOING)
_TITLES = {
    ImportStatus.CHECKING: "Đang kiểm tra lần nhập {}",
    ImportStatus.READY: "Xem trước lần nhập {}",
    ImportStatus.APPLYING: "Đang ghi lần nhập {} vào sổ",
    ImportStatus.APPLIED: "Lần nhập {} đã ghi vào sổ",
    ImportStatus.UNDOING: "Đang hoàn tác lần nhập {}",
    ImportStatus.UNDONE: "Lần nhập {} đã hoàn tác",
    ImportStatus.DISCARDED: "Lần nhập {} đã bỏ",
    ImportStatus.FAILED: "Lần nhập {} bị ngắt",
}


class ImportView(OfImport):
    """Whatever shows an import as it stands now."""

    def context(self) -> dict[str, Any]:
        """Return what is shown of the import in its state."""
        common = {
            "title": _TITLES[ImportStatus(self.source.status)].format(self.source.pk),
            "breadcrumb": self.path(Crumb(label=str(self.source))),
            "source": self.source,
            "status": parts.status(self.source),
            "books": parts.books(self.source.report),
            "counts": evolve(parts.counts_of(self.source), dropped=self.source.dropped_rows),
            "files": parts.files_of(self.source),
            "kept_files": self._kept_files(),
            "effects_on": parts.effects_on(self.source),
            "urls": self._urls(),
        }
        return common | self._own_context()

    def _urls(self) -> dict[str, str]:
        own = {name.replace("-", "_"): self.address(name, self.source.pk) for name in _OWN}
        return {
            **own,
            "detail": self.own_address(),
            "list": self.address("list"),
            "work": self.address("work", query=f"lan={self.source.pk}"),
        }

    def _kept_files(self) -> list[parts.KeptFile]:
        """Return the workbooks that can be taken back with notes."""
        kept = (file for file in self.source.files.all() if file.removed_at is None)
        return [parts.KeptFile(file.name, self.address("file", file.pk)) for file in kept]

    def _own_context(self) -> dict[str, Any]:
        match self.source.status:
            case ImportStatus.READY:
                return self._review_context(self.request.GET)
            case ImportStatus.APPLIED:
                return self._written_context()
            case ImportStatus.UNDONE:
                return self._undone_context()
            case status if status in _WORKING:
                return self._progress_context()
        return {}

    def _progress_context(self) -> dict[str, Any]:
        step = services.step_of(self.source)
        return {"step": step, "has_worker": step is not None or jobs.state().has_worker}

    def _written_context(self) -> dict[str, Any]:
        return {
            "until": parts.undo_until(self.source, self.frame.today),
            "work": queries.open_work().filter(source=self.source).count(),
        }

    def _undone_context(self) -> dict[str, Any]:
        undone = services.undone(self.source)
        kept = Paginator(undone.kept if undone else (), ROWS_PER_PAGE)
        page = kept.get_page(self.request.GET.get(_KEPT_PARAMETER))
        return {"undone": undone, "kept": page, "kept_parameter": _KEPT_PARAMETER}

    def _review_context(self, query: QueryDict) -> dict[str, Any]:
        """Return what waits to be decided, what was decided, and what is worth knowing."""
        tally = queries.tally(self.source)
        doubts = DoubtFilter(query, queries.waiting(self.source))
        chips = chips_of(doubts, query)
        number = tally.waiting + tally.settled
        found = queries.open_ones_first(doubts.qs)
        page = _page(found, query.get(PAGE_PARAMETER), None if chips else number)
        checked, decided = self.source.checked_at, self.source.decided_at
        return {
            "tally": tally,
            "filter": doubts if chips or number > _SEEN_AT_ONCE else None,
            "chips": chips,
            "kept_parameters": self.frame.place_parameters,
            "query": query.urlencode(),
            "page": page,
            "page_field": PAGE_PARAMETER,
            "doubts": self._doubts(list(page)),
            "is_stale": checked is not None and decided is not None and decided > checked,
            "notices": _page(
                queries.notices(self.source),
                query.get(_NOTICES_PARAMETER),
                tally.warnings + tally.infos,
            ),
            "notices_field": _NOTICES_PARAMETER,
            "shows_notices": _NOTICES_PARAMETER in query,
            "unrecognized": [
                parts.Unrecognized(problem.file, problem.sheet)
                for problem in queries.unrecognized(self.source)
            ],
        }

    def _doubts(self, problems: list[ImportProblem]) -> list[parts.Doubt]:
        made = queries.decisions_on(self.source, problems)
        alike = queries.alike_counts(self.source, problems)
        rows = queries.rows_of_people(self.source, problems)
        return [
            parts.Doubt(each, made.get(each), alike[each], rows.get(each.person_id or 0, 1) - 1)
            for each in problems
        ]


class ImportPage(ImportView, TemplateView):
    """One import: what it brings before it is written, what it brought afterwards."""

    def get_template_names(self) -> list[str]:
        if self.source.status in _WORKING:
            return ["importing/progress.html"]
        if self.source.status == ImportStatus.READY:
            return ["importing/review.html"]
        return ["importing/written.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.context(), **kwargs)


class Progress(ImportView, TemplateView):
    """How far the work on an import is, for the page that asks again and again."""

    template_name = "importing/progress.html#import-progress"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.htmx:  # type: ignore[attr-defined]
            return SeeOther(self.own_address())
        if self.source.status not in _WORKING:
            return HttpResponseClientRefresh()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.context(), **kwargs)


class DecisionStep(ImportView, StepView):
    """A decision about a row; the rows are shown again, decided."""

    def problem(self) -> ImportProblem:
        """Return the problem that was decided about."""
        number = self.request.POST.get("van-de", "")
        problems = queries.waiting(self.source)
        found = problems.filter(pk=int(number)).first() if number.isdecimal() else None
        if found is None:
            raise Http404
        return found

    @cached_property
    def query(self) -> QueryDict:
        """Return the filters and the page of the rows in view."""
        return QueryDict(self.request.POST.get("tro-ve", ""))

    def next_address(self) -> str:
        kept = self.query.copy()
        for name, _value in self.frame.place_parameters:
            kept.pop(name, None)
        return f"{self.own_address(kept.urlencode())}#import-decisions"

    def answer(self, status: HTTPStatus) -> HttpResponse:
        if not self.request.htmx:  # type: ignore[attr-defined]
            return super().answer(status)
        self.source.refresh_from_db()
        if self.source.status != ImportStatus.READY:
            return HttpResponseClientRefresh()
        self.request.GET = self.query  # type: ignore[assignment] # the rows are those of the page on which it was decided
        context = self.context()
        context |= {"is_part": True, "next": self._next(context["doubts"])}
        template = "importing/review.html#import-decisions"
        return render(self.request, template, context, status=status)

    def _next(self, doubts: list[parts.Doubt]) -> ImportProblem | None:
        """Return where the reader goes on: at the row itself if it is open again, else the next."""
        problem = self.problem()
        waiting = [doubt.problem for doubt in doubts if not doubt.is_settled]
        later = (each for each in waiting if _rank(each) >= _rank(problem))
        return next(later, next(iter(waiting), None))


class Decide(DecisionStep):
    """A doubtful cell or its row: take the suggestion, change it, leave it out."""

    def carry_out(self) -> str:
        problem = self.problem()
        if self.request.POST.get("viec") == _KEEP:
            left = services.keep_row(source=self.source, problem=problem, actor=self.actor)
            return f"Đã giữ dòng này, bỏ {left} dòng khác của người này."
        kind, text = self._asked(problem)
        is_for_all = "giong-vay" in self.request.POST
        together = queries.alike(problem) if is_for_all else queries.only(problem)
        number = services.decide(
            source=self.source, problems=together, kind=kind, text=text, actor=self.actor
        )
        return f"Đã quyết định về {number} chỗ: {kind.label.lower()}."

    def _asked(self, problem: ImportProblem) -> tuple[DecisionKind, str]:
        """Return what is to be done, and what is to stand in place of what was typed."""
        asked = self.request.POST.get("viec", "")
        if asked == _CHOOSE and problem.possible_value:
            return DecisionKind.CHANGE, problem.possible_value
        if asked not in DecisionKind:
            raise Http404
        return DecisionKind(asked), self.request.POST.get("gia-tri", "")


class Withdraw(DecisionStep):
    """A decision taken back."""

    def carry_out(self) -> str:
        services.withdraw(source=self.source, problem=self.problem(), actor=self.actor)
        return ""


def _rank(problem: ImportProblem) -> tuple[int, int]:
    return Severity.values.index(problem.severity), problem.pk


def _page(
    rows: QuerySet[ImportProblem], number: str | None, count: int | None
) -> Page[ImportProblem]:
    """Return a page of rows, of which somebody may have counted all."""
    pages = Paginator(rows, ROWS_PER_PAGE)
    if count is not None:
        pages.count = count
    return pages.get_page(number)
