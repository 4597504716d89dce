"""The work list: what is still to be looked at of the imports that were written."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from coso.importing import queries, services
from coso.importing.models import ImportProblem
from coso.web.importing.filters import WorkFilter
from coso.web.importing.tables import WorkTable
from coso.web.importing.views.base import ImportingView, OfRow, StepView
from coso.web.shared.views import ListView
from coso.web.templatetags.ui import Crumb


class WorkList(ImportingView, ListView):
    """Places of workbooks that somebody has to look at."""

    table_class = WorkTable
    filterset_class = WorkFilter
    title = "Danh sách việc sau khi nhập"
    unit_word = "việc"
    export_name = "viec-sau-khi-nhap"
    empty = {
        "icon": "circle-check",
        "title": "Không còn việc nào",
        "text": "Dòng chưa ghi được và điểm cần xem của các lần nhập hiện ở đây.",
    }

    def rows(self) -> QuerySet[ImportProblem]:
        return queries.open_work()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {**super().get_table_kwargs(), "kept": self.kept}

    @property
    def kept(self) -> str:
        """The filters in view, to which a row that was struck off leads back."""
        names = self.get_filterset_class().base_filters
        return urlencode(
            [(name, value) for name, value in self.request.GET.items() if name in names]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            breadcrumb=self.path(Crumb(label="Danh sách việc")), **kwargs
        )


class CloseProblem(OfRow, StepView):
    """A place that was looked at."""

    def rows(self) -> QuerySet[ImportProblem]:
        return queries.open_work()

    def carry_out(self) -> str:
        services.close_problem(problem=self.found(), actor=self.actor)
        return "Đã xong một việc."

    def next_address(self) -> str:
        return self.address("work", query=self.request.POST.get("tro-ve", ""))
