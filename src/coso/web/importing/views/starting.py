"""The log of imports, and where an import begins: files come in, blank forms go out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from coso.core.errors import DomainError
from coso.importing import queries, services
from coso.importing.enums import ImportStatus
from coso.importing.models import Import
from coso.web.importing.filters import ImportFilter
from coso.web.importing.tables import ImportTable
from coso.web.importing.views.base import ImportingView
from coso.web.shared.stepping import StepView
from coso.web.shared.views import Action, ListView, attachment

_ZIP = "application/zip"


class ImportList(ImportingView, ListView):
    """Where files are dropped; below it every import there was."""

    template_name = "importing/import_list.html"
    table_class = ImportTable
    filterset_class = ImportFilter
    title = "Nhập dữ liệu"
    unit_word = "lần nhập"
    is_dated = False
    empty = {
        "icon": "database-import",
        "title": "Chưa có lần nhập nào",
        "text": "Chọn các tệp Excel đang dùng ở trên rồi bấm “Kiểm tra các tệp”. Không có gì được "
        "ghi trước khi xem kết quả kiểm tra.",
    }

    def rows(self) -> QuerySet[Import]:
        return queries.with_open_work(queries.imports()).prefetch_related("files")

    def actions(self) -> list[Action]:
        return [
            Action("Tên cột đã khai", self.address("meanings"), "columns"),
            Action("Danh sách việc", self.address("work"), "list-check"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            templates=services.list_templates(),
            receive_url=self.address("receive"),
            largest_file=services.LARGEST_FILE,
            **kwargs,
        )


class Receive(ImportingView, StepView):
    """Files that come in: kept, and queued to be checked."""

    source: Import | None = None

    def carry_out(self) -> str:
        uploads = [
            services.Upload(file.name or "", file.size or 0, file.chunks())
            for file in self.request.FILES.getlist("tep")
        ]
        self.source = services.receive_files(uploads=uploads, actor=self.actor)
        if self.source.status == ImportStatus.CHECKING:
            return ""
        return "Các tệp này đã được gửi và kiểm tra trước đó: đây là lần nhập ấy."

    def next_address(self) -> str:
        if self.source is None:
            return self.address("list")
        return self.address("detail", self.source.pk)


class Template(ImportingView, View):
    """The blank form of a register."""

    def get(self, request: HttpRequest, *, kind: str) -> HttpResponse:
        forms = {form.kind: form.file_name for form in services.list_templates()}
        try:
            content = services.write_template(kind)
        except DomainError as error:
            raise Http404 from error
        return attachment(content, forms[kind])


class AllTemplates(ImportingView, View):
    """The blank forms of all registers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return attachment(services.write_all_templates(), "mau-nhap-du-lieu.zip", _ZIP)
