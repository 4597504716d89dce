"""What the headers of the office mean: said once, remembered for the next files."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from coso.core.errors import DomainError
from coso.importing import queries, services
from coso.importing.models import HeaderMeaning
from coso.importing.services import SheetPreview
from coso.importing.sheets import LABELS
from coso.web.importing import parts
from coso.web.importing.forms import HeadersForm
from coso.web.importing.views.base import ImportingView, OfImport, OfRow
from coso.web.shared.confirming import Consequence
from coso.web.shared.stepping import ConfirmedStep, SeeOther
from coso.web.shared.writing import RefusableForm
from coso.web.templatetags.ui import Crumb

_SHOWN_ROWS = 12


class SheetHeaders(OfImport, RefusableForm):
    """The head of a sheet, and a meaning for each of its columns."""

    form_class = HeadersForm
    template_name = "importing/headers.html"
    reason = ""

    @property
    def sheet(self) -> tuple[str, str]:
        """The file and the sheet of the address, else the first of the import."""
        parameters = self.request.GET
        if "tep" in parameters:
            return parameters["tep"], parameters.get("trang-tinh", "")
        return next(iter(self.sheets), ("", ""))

    @cached_property
    def sheets(self) -> list[tuple[str, str]]:
        """Return the sheets of the import, those that nobody recognized first."""
        strange = [(each.file, each.sheet) for each in queries.unrecognized(self.source)]
        books = parts.books(self.source.report)
        return [*strange, *((s.file, s.sheet) for book in books for s in book.sheets)]

    @cached_property
    def preview(self) -> SheetPreview | None:
        """Return the head of the sheet, if the file is still there."""
        row = self.request.GET.get("dong", "")
        try:
            return services.preview_sheet(
                source=self.source,
                file=self.sheet[0],
                sheet=self.sheet[1],
                register=self.request.GET.get("so", ""),
                header_row=int(row) if row.isdecimal() else 0,
            )
        except DomainError as error:
            self.reason = str(error)
            return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "preview": self.preview}

    def carry_out(self, form: HeadersForm) -> HttpResponse:
        services.remember_headers(
            source=self.source,
            register=form.register,
            meanings=form.meanings(),
            actor=self.actor,
        )
        return SeeOther(self.own_address())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        preview = self.preview
        return super().get_context_data(
            title="Khai tên cột của trang tính",
            breadcrumb=self.path_below("Khai tên cột"),
            source=self.source,
            sheets=[
                parts.SheetChoice(file, sheet, is_current=(file, sheet) == self.sheet)
                for file, sheet in self.sheets
            ],
            preview=preview,
            reason=self.reason,
            head=[] if preview is None else preview.rows[:_SHOWN_ROWS],
            registers=LABELS,
            place_parameters=self.frame.place_parameters,
            cancel_url=self.own_address(),
            **kwargs,
        )


class MeaningList(ImportingView, TemplateView):
    """What the office said its headers mean."""

    template_name = "importing/meanings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Tên cột đã khai",
            breadcrumb=self.path(Crumb(label="Tên cột đã khai")),
            meanings=[
                parts.Meaning(meaning, self.address("forget", meaning.pk))
                for meaning in queries.meanings()
            ],
            **kwargs,
        )


class ForgetHeader(OfRow, ConfirmedStep):
    """A meaning that is not to be remembered."""

    submit_label = "Xóa cách hiểu này"
    meaning: HeaderMeaning

    def rows(self) -> QuerySet[HeaderMeaning]:
        return queries.meanings()

    def _require_permission(self) -> None:
        super()._require_permission()
        self.meaning = self.found()

    def get_title(self) -> str:
        return f"Xóa cách hiểu tiêu đề “{self.meaning.header}”?"

    def breadcrumb(self) -> list[Crumb]:
        meanings = Crumb(label="Tên cột đã khai", url=self.address("meanings"))
        return self.path(meanings, Crumb(label="Xóa"))

    def consequences(self) -> list[Consequence]:
        return [
            Consequence("Từ lần kiểm tra sau, cột có tiêu đề này được hiểu như thông thường."),
            Consequence("Dữ liệu đã ghi vào sổ không thay đổi."),
        ]

    def get_success_url(self) -> str:
        return self.address("meanings")

    def carry_out(self, form: Any) -> str:
        services.forget_header(meaning=self.meaning, actor=self.actor)
        return f"Đã xóa cách hiểu tiêu đề “{self.meaning.header}”."
