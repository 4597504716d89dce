"""The list of plans, and the page of one: its rehearsal, its picture, its steps."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from coso.access.enums import Permission
from coso.core import jobs
from coso.documents import queries as documents
from coso.documents.models import Document
from coso.reorganizations import queries, services
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import Rehearsal
from coso.web.reorganizations import parts
from coso.web.reorganizations.filters import PlanFilter, StepFilter
from coso.web.reorganizations.pictures import flow_of
from coso.web.reorganizations.tables import PlanTable
from coso.web.shared.chips import chips_of
from coso.web.shared.stepping import SeeOther
from coso.web.shared.views import ROWS_PER_PAGE, Action, ListView, RecordView
from coso.web.templatetags.ui import Crumb

STEPS_PER_PAGE = 20
_REMOVED_SHOWN = 10
# So few steps need no filters.
_SEEN_AT_ONCE = 10
STEPS_PAGE, UNITS_PAGE = "trang-buoc", "trang-don-vi"
# In place of the number of a page: all of them, as they are printed.
_ALL = "tat-ca"


class PlanList(ListView):
    """Plans, the latest to take effect first."""

    permission = Permission.UNITS_VIEW
    table_class = PlanTable
    filterset_class = PlanFilter
    title = "Phương án sắp xếp"
    unit_word = "phương án"
    export_name = "phuong-an-sap-xep"
    is_dated = False
    empty = {
        "icon": "sitemap",
        "title": "Chưa có phương án nào",
        "text": "Phương án gom mọi việc lập, đổi tên, chuyển, nhập, chia, giải thể của một ngày; "
        "được diễn tập trước, thực hiện và hoàn tác một lần.",
    }

    def rows(self) -> QuerySet[Reorganization]:
        return queries.plans()

    def actions(self) -> list[Action]:
        if not parts.may_reorganize(self.actor):
            return super().actions()
        start, read = (
            f"{reverse(f'reorganizations:{name}')}?{self.frame.place}" for name in ("start", "read")
        )
        return [
            Action("Lập phương án", start, "plus", is_primary=True),
            Action("Đọc từ Excel", read, "upload"),
            *super().actions(),
        ]


class PlanView(RecordView):
    """Whatever shows a plan as it stands now."""

    permission = Permission.UNITS_VIEW
    context_object_name = "plan"

    def records(self) -> QuerySet[Reorganization]:
        return queries.plans()

    def address(self, name: str, *args: object) -> str:
        """Return an address of the plans, with the unit and the date in view."""
        return f"{reverse(f'reorganizations:{name}', args=args)}?{self.frame.place}"

    def own_address(self, name: str = "detail") -> str:
        """Return an address of the plan."""
        return self.address(name, self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.object.name,
            breadcrumb=[
                Crumb(label="Phương án sắp xếp", url=self.address("list")),
                Crumb(label=self.object.name),
            ],
            **(self._in_work() if self.object.work else {"status": parts.status(self.object)}),
            **kwargs,
        )

    def _in_work(self) -> dict[str, Any]:
        # Of no unit: what the worker does may found the one in view, or take it back.
        names = ("detail", "progress")
        urls = {name: reverse(f"reorganizations:{name}", args=[self.object.pk]) for name in names}
        has_worker = jobs.state().has_worker
        return {
            "status": parts.status(self.object, has_worker=has_worker),
            "has_worker": has_worker,
            "urls": {**urls, "list": self.address("list")},
        }


class Progress(PlanView):
    """What the worker is doing with a plan, for the page that asks again and again."""

    template_name = "reorganizations/plan_working.html#plan-progress"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if not request.htmx:  # type: ignore[attr-defined]
            return SeeOther(self.own_address())
        if not self.object.work:
            return HttpResponseClientRedirect(self.own_address())
        return super().get(request, *args, **kwargs)


class PlanPage(PlanView):
    """One plan: what it would do to everything, and what was decided."""

    def get_template_names(self) -> list[str]:
        if self.object.work:
            return ["reorganizations/plan_working.html"]
        return ["reorganizations/plan_detail.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan: Reorganization = self.object
        if plan.work:
            return super().get_context_data(**kwargs)
        rehearsed = self._rehearsed(plan)
        basis = documents.meant_by(plan.decision, self.actor)
        return super().get_context_data(
            actions=self._actions(plan),
            basis_url="" if basis is None else self._document_url(basis),
            **self._steps(plan, rehearsed),
            is_editable=(
                is_editable := plan.status in parts.OPEN and parts.may_reorganize(self.actor)
            ),
            removed=queries.removed_steps(plan)[:_REMOVED_SHOWN] if is_editable else (),
            **rehearsed,
            **kwargs,
        )

    def _document_url(self, document: Document) -> str:
        return f"{reverse('documents:detail', args=[document.pk])}?{self.frame.place}"

    def _steps(self, plan: Reorganization, rehearsed: dict[str, Any]) -> dict[str, Any]:
        """Return the steps that were asked for, in words, and how to ask for others."""
        is_shown = rehearsed.get("groups") is not None
        found = StepFilter(
            self.request.GET,
            queries.steps_of(plan),
            plan=plan,
            problems=rehearsed["rehearsal"].problems if is_shown else (),
        )
        chips = chips_of(found, self.request.GET)
        rows = found.qs if chips else found.queryset
        is_whole = self.request.GET.get(STEPS_PAGE) == _ALL
        steps = self._page(rows, STEPS_PAGE, max(rows.count(), 1) if is_whole else STEPS_PER_PAGE)
        return {
            "step_filter": found if chips or steps.paginator.count > _SEEN_AT_ONCE else None,
            "step_chips": chips,
            "detail_url": f"{self.own_address()}#steps",
            "steps": steps,
            "steps_field": STEPS_PAGE,
            "all_steps": _ALL,
            "lines": [*parts.lines(steps)],
        }

    def _rehearsed(self, plan: Reorganization) -> dict[str, Any]:
        if plan.status not in parts.OPEN:
            return {}
        if not parts.is_left_to_worker():
            return self._results(plan, parts.rehearsal_of(plan))
        rehearsed = services.last_rehearsal(plan)
        return {
            "is_left_to_worker": True,
            "rehearsed": rehearsed,
            "may_rehearse": parts.may_reorganize(self.actor),
            **self._results(plan, None if rehearsed is None else rehearsed.rehearsal),
        }

    def _results(self, plan: Reorganization, rehearsal: Rehearsal | None) -> dict[str, Any]:
        if rehearsal is None:
            return {}
        names_people = parts.names_people(self.actor, plan)
        return {
            "rehearsal": rehearsal,
            "groups": parts.grouped(rehearsal.problems) if names_people else None,
            "units": self._page(parts.changed_counts(rehearsal), UNITS_PAGE),
            "units_field": UNITS_PAGE,
            "chart": flow_of(plan, rehearsal.flows, self.address("flow-picture", plan.pk)),
        }

    def _page(self, rows: Any, field: str, per_page: int = ROWS_PER_PAGE) -> Page[Any]:
        return Paginator(rows, per_page).get_page(self.request.GET.get(field))

    def _actions(self, plan: Reorganization) -> list[Action]:
        trees = Action("Cây trước và sau", self.address("trees", plan.pk), "sitemap")
        changes = Action("Đã thay đổi gì", self.address("changes", plan.pk), "list-details")
        shown = [trees] if plan.status in parts.OPEN else []
        shown += [changes] if plan.status == PlanStatus.APPLIED else []
        if not parts.may_reorganize(self.actor):
            return shown
        steps = [
            Action(label, self.address(name, plan.pk), icon, is_primary=name in _MAIN)
            for label, name, icon in parts.steps_on(plan, self.frame.today)
        ]
        return [*steps, *shown]


_MAIN = {"apply", "schedule"}
