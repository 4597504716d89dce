"""The filters that a user has saved: keep, open, rename, delete; nobody else sees them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from attrs import frozen
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, resolve, reverse
from django.views.generic import TemplateView, View

from coso.access import scoping
from coso.access.enums import Permission
from coso.accounts import queries as accounts
from coso.accounts import services as keeping
from coso.accounts.models import SavedFilter
from coso.web.frame import UNIT_PARAMETER, is_key, place_of
from coso.web.saved_filters.forms import FilterForm, NameForm
from coso.web.shared.confirming import ConfirmationForm, Consequence
from coso.web.shared.saved import SAVED_PARAMETER
from coso.web.shared.views import FramedView, ListView
from coso.web.shared.writing import ServiceForm


class OwnPage(FramedView):
    """A page about what belongs to the reader alone: it asks for no right."""

    kwargs: dict[str, Any]

    def _require_permission(self) -> None:
        """Let everybody in who has signed in."""

    def saved(self) -> SavedFilter:
        """Return the filter of the address; 404 if it is not the reader's own."""
        found = accounts.saved_filters(self.actor).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


@frozen
class Kept:
    """A saved filter with the title of its list."""

    filter: SavedFilter
    list_title: str


class SavedFilters(OwnPage, TemplateView):
    """All filters of the reader."""

    template_name = "saved_filters/saved_filter_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = [Kept(each, title_of(each.list_name)) for each in accounts.saved_filters(self.actor)]
        return super().get_context_data(title="Bộ lọc của tôi", kept=kept, **kwargs)


class OpenFilter(OwnPage, View):
    """The list as it was saved, for the unit and day in view unless these were kept."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        saved = self.saved()
        view = list_of(saved.list_name)
        if view is None or not scoping.has_permission(self.actor, view.permission):
            messages.warning(
                request,
                f"Không mở được bộ lọc “{saved}”: danh sách của nó không còn, hoặc tài khoản không "
                "còn quyền xem danh sách ấy. Xóa bộ lọc, hoặc nhờ quản trị viên giao quyền.",
            )
            return redirect("saved-filters:list")
        return redirect(f"{reverse(saved.list_name)}?{self._query(saved)}")

    def _query(self, saved: SavedFilter) -> str:
        query = QueryDict(saved.query, mutable=True)
        if UNIT_PARAMETER in query and not self._reaches(str(query[UNIT_PARAMETER])):
            del query[UNIT_PARAMETER]
            messages.warning(
                self.request,
                f"Đơn vị của bộ lọc “{saved}” không còn trong phạm vi bạn được xem: danh sách mở "
                "theo đơn vị đang xem.",
            )
        for name, value in self.frame.place_parameters:
            query.setdefault(name, value)
        query[SAVED_PARAMETER] = str(saved.pk)
        return query.urlencode()

    def _reaches(self, unit: str) -> bool:
        reach = scoping.reachable_units(self.actor, Permission.UNITS_VIEW)
        return is_key(unit) and reach.filter(pk=int(unit)).exists()


class SaveFilter(OwnPage, ServiceForm):
    """The filters, columns and order of the list that one comes from, under a name."""

    form_class = FilterForm
    title = "Lưu bộ lọc"
    submit_label = "Lưu bộ lọc"

    @property
    def list_name(self) -> str:
        """The list that one comes from.

        :raises Http404: if there is none of that name that the reader may open
        """
        name = self.request.GET.get("danh-sach", "")
        view = list_of(name)
        if view is None or not scoping.has_permission(self.actor, view.permission):
            raise Http404
        return name

    def get_initial(self) -> dict[str, Any]:
        opened = self.request.GET.get(SAVED_PARAMETER, "")
        own = accounts.saved_filters(self.actor).filter(list_name=self.list_name)
        current = own.filter(pk=int(opened)).first() if is_key(opened) else None
        return {} if current is None else {"name": current.name, "overwrites": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = f"Danh sách: {title_of(self.list_name)}. Chỉ bạn thấy bộ lọc của mình."
        return super().get_context_data(intro=intro, **kwargs)

    def carry_out(self, form: FilterForm) -> HttpResponse:
        saved = keeping.save_filter(
            details=keeping.FilterDetails(
                list_name=self.list_name,
                name=form.cleaned_data["name"],
                query=self._query(keeps_place=form.cleaned_data["keeps_place"]),
            ),
            overwrites=form.cleaned_data["overwrites"],
            actor=self.actor,
        )
        messages.success(self.request, f"Đã lưu bộ lọc “{saved}”.")
        return redirect(f"{reverse('saved-filters:open', args=[saved.pk])}?{self.frame.place}")

    def _query(self, *, keeps_place: bool) -> str:
        query = self.request.GET.get("dieu-kien", "")
        if not keeps_place:
            return query
        # The day as such, even if it is today's.
        place = urlencode(place_of(self.frame.unit, self.as_of, dt.date.min))
        return f"{query}&{place}" if query else place

    def get_success_url(self) -> str:
        query = self.request.GET.get("dieu-kien", "")
        return f"{reverse(self.list_name)}?{self.frame.place}&{query}"


class RenameFilter(OwnPage, ServiceForm):
    """Another name for a filter."""

    form_class = NameForm
    title = "Đổi tên bộ lọc"
    submit_label = "Đổi tên"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.saved().name}

    def carry_out(self, form: NameForm) -> HttpResponse:
        saved = keeping.rename_filter(
            saved=self.saved(), name=form.cleaned_data["name"], actor=self.actor
        )
        messages.success(self.request, f"Đã đổi tên bộ lọc thành “{saved}”.")
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return f"{reverse('saved-filters:list')}?{self.frame.place}"


class DeleteFilter(OwnPage, ServiceForm):
    """A filter that is not needed any more."""

    form_class = ConfirmationForm
    template_name = "shared/confirm.html"
    submit_label = "Xóa bộ lọc"

    def get_title(self) -> str:
        return f"Xóa bộ lọc “{self.saved()}”?"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = "Bộ lọc không còn trong danh sách và trên trang tổng quan của bạn."
        return super().get_context_data(consequences=[Consequence(text)], **kwargs)

    def carry_out(self, form: ConfirmationForm) -> HttpResponse:
        saved = self.saved()
        keeping.delete_filter(saved=saved, actor=self.actor)
        messages.success(self.request, f"Đã xóa bộ lọc “{saved}”.")
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return f"{reverse('saved-filters:list')}?{self.frame.place}"


def list_of(name: str) -> type[ListView] | None:
    """Return the view of a list by the name of its address."""
    try:
        view = getattr(resolve(reverse(name)).func, "view_class", None)
    except NoReverseMatch:
        return None
    return view if isinstance(view, type) and issubclass(view, ListView) else None


def title_of(name: str) -> str:
    """Return what a list is called, before it is known of which unit."""
    view = list_of(name)
    return "Danh sách không còn" if view is None else view.title
