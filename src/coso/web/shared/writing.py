"""Views that write: a form, one service, an answer; what has consequences is asked about first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from attrs import frozen
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.generic import FormView

from coso.access import scoping
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.text import normalize
from coso.core.writing import Basis, ReasonMissing, RecordChanged, beside_lists
from coso.web.shared.confirming import Consequence
from coso.web.shared.forms import ReasonForm
from coso.web.shared.views import FramedView

_CONFIRMED = "confirmed"
_EDIT = "edit"
_SEEN = "seen"
_REASON = "reason"
_OF_THE_PAGE = frozenset({"csrfmiddlewaretoken", _CONFIRMED, _EDIT})
_ASKED_FOR = _OF_THE_PAGE | {_REASON}


@frozen
class Task:
    """Something that can be written about a record, and one sentence on when it is right."""

    label: str
    text: str
    url: str
    icon: str


@frozen
class Difference:
    """What the register says in one place, and what the writer wants it to say."""

    label: str
    recorded: str
    written: str


class RefusableForm(FormView[Any]):
    """A form that one service carries out: 422 with the reason when it is refused."""

    def carry_out(self, form: Any) -> HttpResponse:
        """Call the one service and answer."""
        raise NotImplementedError

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Say why the service refused."""
        form.add_error(None, str(error))
        return self.form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.carry_out(form)
        except DomainError as error:
            return self.refused(form, error)

    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


class ServiceForm(FramedView, RefusableForm):
    """Such a form on a page of its own in the frame."""

    template_name = "shared/form.html"
    title = ""
    submit_label = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.get_title(),
            submit_label=self.submit_label,
            cancel_url=self.get_success_url(),
            **kwargs,
        )

    def get_title(self) -> str:
        return self.title


class RecordForm(ServiceForm):
    """A form about the record of the address, for whoever may write there.

    A step with consequences is tried first, shown with what it would change, and taken back until
    it is confirmed. A rule that only warns asks for a reason. The form carries what its reader saw
    of the record: if somebody else has written since, both versions are shown.
    """

    intro = ""
    record: Any

    def records(self) -> QuerySet[Any]:
        """Return the rows the record is looked for in, before rights are applied."""
        raise NotImplementedError

    def state(self) -> str:
        """Return the token of the record's state; empty where there is nothing to collide with."""
        return ""

    def consequences(self, form: Any) -> list[Consequence]:
        """Return what is worth asking about before it is written."""
        return []

    def write(self, form: Any, basis: Basis) -> Any:
        """Call the one service."""
        raise NotImplementedError

    def message(self, written: Any) -> str:
        """Return the sentence that says what was written."""
        raise NotImplementedError

    def recorded(self) -> dict[str, Any]:
        """Return what the register says now, by field."""
        return self.get_initial()

    def allows(self, record: Any) -> bool:
        """Tell whether the record, which the writer reaches, may be written about."""
        return True

    def named(self) -> QuerySet[Any] | None:
        return self.records().filter(pk=self.kwargs["pk"])

    def _require_permission(self) -> None:
        super()._require_permission()
        found = self._found()
        if found is None or not self.allows(found):
            raise self.refusal()
        self.record = found

    def _found(self) -> Any:
        """Return the record of the address, if one of the permissions reaches it."""
        named = self.named()
        if named is None:
            return None
        reached = (scoping.visible(named, self.actor, each).first() for each in self.asked_for())
        return next((record for record in reached if record is not None), None)

    def get_intro(self) -> str:
        return self.intro

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "actor": self.actor, "today": self.frame.today}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _EDIT in request.POST:
            return self.render_to_response(self.get_context_data(form=self.get_form()))
        return super().post(request, *args, **kwargs)

    def carry_out(self, form: Any) -> HttpResponse:
        consequences = self.consequences(form)
        if consequences and _CONFIRMED not in self.request.POST:
            self._rehearse(form)
            return self._ask(consequences)
        with beside_lists():
            written = self.write(form, self._basis())
        messages.success(self.request, self.message(written))
        return redirect(self.get_success_url())

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        if isinstance(error, ReasonMissing) and error.warnings:
            return self._ask(self.consequences(form), error.warnings)
        if isinstance(error, RecordChanged):
            return self._compare(form, error)
        return super().refused(form, error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("seen", self.request.POST.get(_SEEN) or self.state())
        return super().get_context_data(intro=self.get_intro(), draft_of=self.actor.pk, **kwargs)

    def _basis(self) -> Basis:
        sent = self.request.POST
        return Basis(seen=sent.get(_SEEN, ""), reason=normalize(sent.get(_REASON, "")))

    def _rehearse(self, form: Any) -> None:
        """Let the service write, so that it refuses what it would refuse, and take it back."""
        with beside_lists():
            self.write(form, self._basis())
            transaction.set_rollback(True)
        self.record = self.records().get(pk=self.record.pk)

    def _ask(
        self, consequences: Sequence[Consequence], warnings: Sequence[str] = ()
    ) -> HttpResponse:
        is_unexplained = bool(warnings) and _CONFIRMED in self.request.POST
        context = self.get_context_data(
            form=ReasonForm(self.request.POST if is_unexplained else None) if warnings else None,
            consequences=consequences,
            warnings=warnings,
            kept=self._kept(),
        )
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_unexplained else HTTPStatus.OK
        return TemplateResponse(self.request, "shared/confirm.html", context, status=status)

    def _kept(self) -> list[tuple[str, str]]:
        """Return what was filled in, for the page that asks to carry on."""
        left_out = _OF_THE_PAGE if _REASON in self.get_form_class().base_fields else _ASKED_FOR
        return [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in left_out
            for value in values
        ]

    def _compare(self, form: Any, error: RecordChanged) -> HttpResponse:
        """Show what the register says now beside what was filled in."""
        form.add_error(None, str(error))
        recorded = {name: value for name, value in self.recorded().items() if name in form.fields}
        found = [_difference(form[name], value) for name, value in recorded.items()]
        context = self.get_context_data(
            form=form,
            seen=self.state(),
            differences=[each for each in found if each.recorded != each.written],
        )
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)


def _difference(field: BoundField, recorded: Any) -> Difference:
    return Difference(str(field.label), _shown(field, recorded), _shown(field, field.value()))


def _shown(field: BoundField, value: Any) -> str:
    """Return a value in the words of the form."""
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    choices = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    written = "" if value is None else str(value)
    return choices.get(written, written)
