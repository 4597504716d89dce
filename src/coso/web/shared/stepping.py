"""Steps of longer work: done at once, or asked about first; both lead on by GET."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import FormView, View

from coso.core.errors import DomainError
from coso.web.shared.confirming import ConfirmationForm, Consequence
from coso.web.shared.views import FramedView
from coso.web.templatetags.ui import Crumb


class SeeOther(HttpResponseRedirect):
    """Leads on after something was done, always by GET."""

    status_code = HTTPStatus.SEE_OTHER


class StepView(FramedView, View):
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


class ConfirmedStep(FramedView, FormView[Any]):
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

    def carry_out(self, form: Any) -> str:
        """Call the one service; return what was done, in a sentence or nothing."""
        raise NotImplementedError

    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            if done := self.carry_out(form):
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
