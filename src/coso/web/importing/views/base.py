"""What the pages of the import share: who may open them, how they answer a step."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView, View

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.errors import DomainError
from coso.importing import queries
from coso.importing.models import Import
from coso.web.frame import may_import
from coso.web.shared.confirming import ConfirmationForm, Consequence
from coso.web.shared.views import FramedView
from coso.web.templatetags.ui import Crumb


class SeeOther(HttpResponseRedirect):
    """Leads on after something was done, always by GET."""

    status_code = HTTPStatus.SEE_OTHER


class ImportingView(FramedView):
    """A page for whoever may import into the whole installation."""

    permission = Permission.IMPORTS_APPLY

    def _require_permission(self) -> None:
        if not may_import(self.actor):
            raise self.refusal()

    def address(self, name: str, *args: object, query: str = "") -> str:
        """Return an address of the import, with the unit and the date in view."""
        parameters = "&".join(filter(None, (self.frame.place, query)))
        return f"{reverse(f'importing:{name}', args=args)}?{parameters}"

    def path(self, *crumbs: Crumb) -> list[Crumb]:
        """Return the path of a page below the log of imports."""
        return [Crumb(label="Nhập dữ liệu", url=self.address("list")), *crumbs]


class OfRow(ImportingView):
    """A page about one row of the import."""

    kwargs: dict[str, Any]

    def rows(self) -> QuerySet[Any]:
        """Return the rows of which the address names one, before rights are applied."""
        raise NotImplementedError

    def named(self) -> QuerySet[Any]:
        return self.rows().filter(pk=self.kwargs["pk"])

    def found(self) -> Any:
        """Return the row of the address."""
        row = scoping.visible(self.named(), self.actor, self.permission).first()
        if row is None:
            raise self.refusal()
        return row


class OfImport(OfRow):
    """A page about one import."""

    source: Import

    def rows(self) -> QuerySet[Import]:
        return queries.imports().prefetch_related("files")

    def _require_permission(self) -> None:
        super()._require_permission()
        self.source = self.found()

    def own_address(self, query: str = "") -> str:
        """Return the address of the import's own page."""
        return self.address("detail", self.source.pk, query=query)

    def path_below(self, label: str) -> list[Crumb]:
        """Return the path of a page below the import's own."""
        return self.path(Crumb(label=str(self.source), url=self.own_address()), Crumb(label=label))


class StepView(ImportingView, View):
    """Something to be done at once: a sentence on the next page says what was, or why not."""

    http_method_names = ["post"]

    def carry_out(self) -> str:
        """Call the one service; return what was done, in a sentence or nothing."""
        raise NotImplementedError

    def next_address(self) -> str:
        """Return where to go on, whether it was done or refused."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            if done := self.carry_out():
                messages.success(request, done)
        except DomainError as error:
            messages.error(request, str(error))
            return self.answer(HTTPStatus.UNPROCESSABLE_ENTITY)
        return self.answer(HTTPStatus.OK)

    def answer(self, status: HTTPStatus) -> HttpResponse:
        """Answer a step that was done, or refused (422)."""
        return SeeOther(self.next_address())


class ConfirmedStep(ImportingView, FormView[Any]):
    """Something that asks first, with counts."""

    form_class = ConfirmationForm
    template_name = "shared/confirm.html"
    submit_label = ""

    def get_title(self) -> str:
        """Return the question."""
        raise NotImplementedError

    def consequences(self) -> list[Consequence]:
        """Return what will happen."""
        raise NotImplementedError

    def breadcrumb(self) -> list[Crumb]:
        """Return the path of the page."""
        raise NotImplementedError

    def refusals(self) -> list[str]:
        """Return why it cannot be done, if it cannot."""
        return []

    def carry_out(self) -> str:
        """Call the one service; return what was done, in a sentence or nothing."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            if done := self.carry_out():
                messages.success(self.request, done)
        except DomainError as error:
            context = self.get_context_data(form=form, refusals=[str(error)])
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return SeeOther(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "title": self.get_title(),
                "breadcrumb": self.breadcrumb(),
                "consequences": self.consequences(),
                "refusals": self.refusals(),
                "submit_label": self.submit_label,
                "cancel_url": self.get_success_url(),
                **kwargs,
            }
        )
