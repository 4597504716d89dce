"""What is still to be looked at: the work list, and workbooks to look at it in Excel."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from coso.audit import services as audit
from coso.core.errors import DomainError
from coso.importing import queries, services
from coso.importing.models import ImportFile, ImportProblem
from coso.web.importing.filters import WorkFilter
from coso.web.importing.tables import WorkTable
from coso.web.importing.views.base import ImportingView, OfImport, OfRow
from coso.web.shared.stepping import SeeOther, StepView
from coso.web.shared.views import ListView, attachment
from coso.web.templatetags.ui import Crumb


class WorkList(ImportingView, ListView):
    """Places of workbooks that somebody has to look at."""

    table_class = WorkTable
    filterset_class = WorkFilter
    title = "Danh sách việc sau khi nhập"
    unit_word = "việc"
    is_dated = False
    export_name = "viec-sau-khi-nhap"
    empty = {
        "icon": "circle-check",
        "title": "Không còn việc nào",
        "text": "Dòng chưa ghi được và điểm cần xem của các lần nhập hiện ở đây.",
    }

    def rows(self) -> QuerySet[ImportProblem]:
        return queries.with_person(queries.open_work())

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


class ProblemList(OfImport, View):
    """All that an import found, as a workbook to filter, print and hand on."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        problems = list(queries.problems_of(self.source))
        audit.record_access(
            actor=self.actor,
            action="list.exported",
            object_type="cho-can-xem",
            object_id=self.source.pk,
            summary=f"Chỗ cần xem của lần nhập {self.source.pk}",
            rows=len(problems),
        )
        content = services.problems_workbook(problems)
        return attachment(content, f"cho-can-xem-lan-nhap-{self.source.pk}.xlsx")


class CommentedFile(OfRow, View):
    """A workbook as it was received, with a note at each place that somebody has to look at."""

    def rows(self) -> QuerySet[ImportFile]:
        return queries.files()

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        file = self.found()
        try:
            content = services.commented_workbook(file)
        except DomainError as error:
            messages.error(request, str(error))
            return SeeOther(self.address("detail", file.source_id))
        audit.record_access(
            actor=self.actor,
            action="importing.return_file",
            object_type="importing.importfile",
            object_id=file.pk,
            summary=f"Lấy lại tệp “{file.name}” của lần nhập {file.source_id}",
        )
        name = PurePath(file.name)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return attachment(content, f"{name.stem} (ghi chú){name.suffix}", kind)


class CloseProblem(OfRow, StepView):
    """A place that was looked at."""

    def rows(self) -> QuerySet[ImportProblem]:
        return queries.open_work()

    def carry_out(self) -> str:
        services.close_problem(problem=self.found(), actor=self.actor)
        return "Đã xong một việc."

    def next_address(self) -> str:
        return self.address("work", query=self.request.POST.get("tro-ve", ""))
