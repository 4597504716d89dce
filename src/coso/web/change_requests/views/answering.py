"""The level above answers a request, field by field or all at once."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from coso.access.enums import Permission
from coso.core import clock
from coso.core.writing import Basis
from coso.reorganizations import queries, services
from coso.reorganizations.enums import Verdict
from coso.reorganizations.models import ChangeRequest, RequestField
from coso.reorganizations.queries import Recorded
from coso.reorganizations.validators import EVENTS
from coso.web.change_requests import forms, parts
from coso.web.change_requests.views.reading import TITLE
from coso.web.shared.writing import RecordForm
from coso.web.templatetags.ui import Crumb

_ALL: Final = "all"


class AnswerPage(RecordForm):
    """Each open field with its answer and comment; what is accepted is planned or written."""

    permission = Permission.CHANGES_DECIDE
    template_name = "change_requests/answer.html"
    form_class = forms.AnswerForm
    submit_label = "Ghi trả lời"
    record: Any

    def records(self) -> QuerySet[Any]:
        return queries.requests()

    @cached_property
    def register_now(self) -> Recorded:
        return Recorded.of(self.record.unit, self.frame.today)

    @cached_property
    def open_fields(self) -> list[RequestField]:
        return [field for field in self.record.fields.all() if parts.is_open(field)]

    def state(self) -> str:
        return queries.state_of_request(self.record, self.register_now)

    def get_title(self) -> str:
        return f"Trả lời {str(self.record).lower()} của {self.record.unit}"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        lines = parts.lines(self.open_fields, self.register_now, self.actor, self.frame.place)
        if _ALL in self.request.POST:
            accepted = {forms.verdict_name(line): Verdict.ACCEPTED.value for line in lines}
            kwargs["data"] = {**self.request.POST.dict(), **accepted}
        plans = any(field.kind in EVENTS for field in self.open_fields)
        return {**kwargs, "lines": lines, "plans": plans}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "rows": list(context["form"].rows()),
            "papers": context["form"].papers(),
            "asked": self.record,
            "all_name": _ALL,
            "breadcrumb": [
                Crumb(label=TITLE, url=f"{reverse('change-requests:list')}?{self.frame.place}"),
                Crumb(label=str(self.record), url=self.get_success_url()),
                Crumb(label="Trả lời"),
            ],
        }

    def write(self, form: forms.AnswerForm, basis: Basis) -> ChangeRequest:
        return services.answer_request(
            request=self.record,
            ruling=form.ruling(),
            on=self.frame.today,
            at=clock.now(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: ChangeRequest) -> str:
        return f"Đã ghi trả lời {str(written).lower()}."

    def get_success_url(self) -> str:
        address = reverse("change-requests:detail", args=[self.record.pk])
        return f"{address}?{self.frame.place}"
