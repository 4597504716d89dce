"""A list as of a date."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from coso.access import scoping
from coso.access.enums import Permission
from coso.web.refusals import denied
from coso.web.shared import columns, saved
from coso.web.shared.chips import chips_of
from coso.web.shared.saved import ORDER_PARAMETER, SAVED_PARAMETER
from coso.web.shared.tables import STANDING
from coso.web.shared.views.framed import Action, FiguresView

ROWS_PER_PAGE = 50
PAGE_PARAMETER = "trang"
EXPORT_PARAMETER = "xuat"


class ListView(FiguresView, SingleTableMixin, FilterView):
    """A list as of a date: filter, search, sort, choose columns, page, export."""

    # The table has pages, the view has not: it would count the rows again.
    table_pagination: ClassVar[dict[str, Any]] = {"per_page": ROWS_PER_PAGE}
    template_name = "shared/list.html"
    title = ""
    unit_word = "dòng"
    # Whether the rows are those of the date in view.
    is_dated = True
    empty: ClassVar[dict[str, str]] = {"title": "Danh sách này còn trống."}
    export_name = "danh-sach"
    # Parameters of the address beside filters, columns and order.
    own_parameters: tuple[str, ...] = ()
    object_list: QuerySet[Any]

    def get_queryset(self) -> QuerySet[Any]:
        return scoping.visible(self.rows(), self.actor, self.permission)

    def rows(self) -> QuerySet[Any]:
        """Return all rows of the list on the date, before rights are applied."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if SAVED_PARAMETER in request.GET and (gone := self._unfit()):
            messages.warning(
                request,
                "Bộ lọc có điều kiện hoặc cột mà danh sách không còn; phần ấy đã được bỏ. "
                "Ghi đè bộ lọc thì lần sau không nhắc nữa.",
            )
            return redirect(f"{request.path}?{saved.without(request.GET, gone)}")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return self._export() if request.GET.get(EXPORT_PARAMETER) == "xlsx" else response

    def _unfit(self) -> dict[str, list[str]]:
        """Return what a saved filter asks for that the list does not have any more."""
        filterset = self.get_filterset(self.get_filterset_class())
        filterset.form.is_valid()
        own = self.own_parameters
        return saved.unfit(self.request.GET, filterset, self.table_class, own)

    def get_template_names(self) -> list[str]:
        narrowed = self.request.htmx and self.request.htmx.target == "table-content"  # type: ignore[attr-defined]
        return [f"{self.template_name}#table-content" if narrowed else self.template_name]

    def get_table_kwargs(self) -> dict[str, Any]:
        return {
            "exclude": (*columns.hidden(self.table_class, self.request.GET), *self._untold()),
            "order_by_field": ORDER_PARAMETER,
            "page_field": PAGE_PARAMETER,
            "per_page_field": "",
            "place": self.frame.place,
            "as_of": self.as_of,
            "today": self.frame.today,
        }

    def _untold(self) -> tuple[str, ...]:
        """Return the column that only another tree than that of the day has something to say in."""
        return (STANDING,) if self.under_tree == "then" else ()

    @property
    def may_export(self) -> bool:
        return scoping.has_permission(self.actor, Permission.LISTS_EXPORT)

    def get_title(self) -> str:
        """Return what is listed."""
        return self.title

    def get_intro(self) -> str:
        """Return what a reader must know of the list, in a sentence."""
        return ""

    def actions(self) -> list[Action]:
        """Return the buttons of the page."""
        if not self.may_export:
            return []
        query = self.request.GET.copy()
        query[EXPORT_PARAMETER] = "xlsx"
        return [Action("Xuất ra Excel", f"?{query.urlencode()}", "file-spreadsheet")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "title": self.get_title(),
            "intro": self.get_intro(),
            "unit_word": self.unit_word,
            "is_dated": self.is_dated,
            "count": context["table"].paginator.count,
            "empty": self.empty,
            "actions": self.actions(),
            "columns": columns.choices(self.table_class, self.request.GET),
            "chips": chips_of(context["filter"], self.request.GET),
            "kept_parameters": self._kept_parameters(context["filter"]),
            "saved": saved.menu_of(self.request, self.actor, self.frame),
        }

    def _kept_parameters(self, filterset: Any) -> list[tuple[str, str]]:
        """Return what the filter form must carry on: unit, date, columns, order."""
        of_form = {*filterset.form.fields, PAGE_PARAMETER, EXPORT_PARAMETER}
        return [
            (name, str(value))
            for name, values in self.request.GET.lists()
            if name not in of_form
            for value in values
        ]

    def _export(self) -> HttpResponse:
        if not self.may_export:
            raise denied(Permission.LISTS_EXPORT)
        self.object_list = scoping.visible(self.object_list, self.actor, Permission.LISTS_EXPORT)
        rows = list(self.get_table(**self.get_table_kwargs()).as_values())
        return self.workbook(
            title=", ".join(filter(None, (self.get_title(), self.tree_words))),
            name=self.export_name,
            header=[str(heading) for heading in rows[0]],
            rows=rows[1:],
            day=self.as_of if self.is_dated else self.frame.today,
        )
