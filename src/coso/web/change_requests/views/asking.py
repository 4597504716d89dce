"""A unit asks for changes, and takes a request back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import clock
from coso.core.writing import Basis
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.reorganizations import queries, services
from coso.reorganizations.models import ChangeRequest
from coso.web.change_requests import forms
from coso.web.change_requests.views.reading import TITLE
from coso.web.shared.confirming import Consequence
from coso.web.shared.stepping import ConfirmedStep
from coso.web.shared.writing import RecordForm
from coso.web.templatetags.ui import Crumb


class Propose(RecordForm):
    """Which changes of a unit the level above is asked for."""

    permission = Permission.CHANGES_PROPOSE
    form_class = forms.ProposeForm
    submit_label = "Gửi đề nghị"
    intro = (
        "Ghi những mục cần thay đổi, để trống mục giữ nguyên. Cấp trên chấp nhận hoặc không từng "
        "mục; sổ chưa đổi khi gửi đề nghị."
    )
    record: Unit
    request_made: ChangeRequest | None = None

    def records(self) -> QuerySet[Unit]:
        return organizations.units().filter(is_active=True)

    def get_title(self) -> str:
        return f"Đề nghị thay đổi: {self.record}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.record}

    def write(self, form: forms.ProposeForm, basis: Basis) -> ChangeRequest:
        return services.propose_changes(
            unit=self.record, details=form.details(), on=self.frame.today, actor=self.actor
        )

    def message(self, written: ChangeRequest) -> str:
        self.request_made = written
        return f"Đã gửi {str(written).lower()}. Rút được cho đến khi cấp trên trả lời."

    def get_success_url(self) -> str:
        made = self.request_made
        page, shown = (
            ("organizations:detail", self.record.pk)
            if made is None
            else ("change-requests:detail", made.pk)
        )
        return f"{reverse(page, args=[shown])}?{self.frame.place}"


class Withdraw(ConfirmedStep):
    """A request that nobody answered is taken back."""

    permission = Permission.CHANGES_PROPOSE
    submit_label = "Rút đề nghị"
    asked: Any
    kwargs: dict[str, Any]

    def named(self) -> QuerySet[Any]:
        return queries.requests().filter(pk=self.kwargs["pk"])

    def _require_permission(self) -> None:
        super()._require_permission()
        self.asked = scoping.visible(self.named(), self.actor, self.permission).first()
        if self.asked is None:
            raise self.refusal()

    def get_title(self) -> str:
        return f"Rút {str(self.asked).lower()} của {self.asked.unit}?"

    def consequences(self) -> list[Consequence]:
        return [
            Consequence("mục thôi chờ cấp trên trả lời.", len(self.asked.fields.all())),
            Consequence("Đề nghị vẫn xem được, tình trạng “Đã rút”."),
        ]

    def breadcrumb(self) -> list[Crumb]:
        above = f"{reverse('change-requests:list')}?{self.frame.place}"
        return [
            Crumb(label=TITLE, url=above),
            Crumb(label=str(self.asked), url=self.get_success_url()),
            Crumb(label="Rút"),
        ]

    def get_success_url(self) -> str:
        address = reverse("change-requests:detail", args=[self.asked.pk])
        return f"{address}?{self.frame.place}"

    def carry_out(self, form: Any) -> str:
        services.withdraw_request(request=self.asked, at=clock.now(), actor=self.actor)
        return f"Đã rút {str(self.asked).lower()}."
