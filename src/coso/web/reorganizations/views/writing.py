"""What a plan is called, from when it takes effect, on what it rests; plans begun by hand."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse

from coso.core.errors import DomainError
from coso.core.writing import Basis, RecordChanged
from coso.reorganizations import queries, services
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import PlanDetails
from coso.web.reorganizations import forms
from coso.web.reorganizations.views.base import KeepingView, OfOpenPlan, OfPlan
from coso.web.shared.confirming import Consequence
from coso.web.shared.stepping import ConfirmedStep, SeeOther
from coso.web.shared.writing import RecordForm, ServiceForm
from coso.web.templatetags.ui import Crumb


class StartPlan(KeepingView, ServiceForm):
    """A plan begun by hand: its heading; the steps are drawn afterwards."""

    form_class = forms.HeadingForm
    title = "Lập phương án sắp xếp"
    submit_label = "Lập, rồi vẽ các bước"

    def get_success_url(self) -> str:
        return self.address("list")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "actor": self.actor, "today": self.frame.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            breadcrumb=self.path(Crumb(label=self.title)),
            intro="Phương án là bản đang soạn cho đến khi thực hiện: sổ chưa thay đổi gì.",
            **kwargs,
        )

    def carry_out(self, form: forms.HeadingForm) -> HttpResponse:
        heading = form.cleaned_data
        office = services.office_on(heading["effective_on"])
        plan = services.draft_plan(details=PlanDetails(**heading), unit=office, actor=self.actor)
        messages.success(self.request, f"Đã lập phương án “{plan.name}”. Hãy vẽ bước đầu tiên.")
        return SeeOther(self.address("draw", plan.pk))


class PlanForm(OfOpenPlan, RecordForm):
    """A form that writes into a plan, unless somebody else has changed it meanwhile."""

    def records(self) -> QuerySet[Reorganization]:
        return self.named()

    def state(self) -> str:
        return queries.state_of(self.plan)

    def get_success_url(self) -> str:
        return self.own_address()

    def get_intro(self) -> str:
        if self.plan.status == PlanStatus.SCHEDULED:
            return (
                "Phương án đang chờ đến ngày hiệu lực. Sửa thì phương án trở lại bản đang soạn; "
                "sửa xong hãy diễn tập và đặt chờ lại."
            )
        return self.intro

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("breadcrumb", self.path_below(self.get_title()))
        return super().get_context_data(**kwargs)

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        if isinstance(error, RecordChanged) and not self.recorded():
            form.add_error(
                None,
                "Trong lúc bạn ghi, người khác đã sửa phương án này. Những gì bạn ghi còn nguyên "
                "ở dưới: hãy xem lại phương án rồi ghi lần nữa.",
            )
            context = self.get_context_data(form=form, seen=self.state())
            return self.render_to_response(context, status=HTTPStatus.CONFLICT)
        return super().refused(form, error)


class ChangePlan(PlanForm):
    """Another name, day or legal basis."""

    form_class = forms.HeadingForm
    submit_label = "Lưu"

    def get_title(self) -> str:
        return "Sửa tên, ngày, căn cứ"

    def get_initial(self) -> dict[str, Any]:
        plan = self.plan
        return {name: getattr(plan, name) for name in forms.HeadingForm.base_fields}

    def write(self, form: forms.HeadingForm, basis: Basis) -> Reorganization:
        return services.change_plan(
            plan=self.plan,
            heading=services.Heading(**form.cleaned_data),
            actor=self.actor,
            basis=basis,
        )

    def message(self, written: Reorganization) -> str:
        return f"Đã sửa phương án “{written.name}”. Diễn tập ở dưới là của bản vừa sửa."


class CopyPlan(OfPlan, ConfirmedStep):
    """A draft that says what another plan says."""

    submit_label = "Lập bản sao"
    copy: Reorganization | None = None

    def get_title(self) -> str:
        return f"Lập bản sao của “{self.plan.name}”?"

    def breadcrumb(self) -> list[Crumb]:
        return self.path_below("Lập bản sao")

    def get_success_url(self) -> str:
        return self.address("detail", (self.copy or self.plan).pk)

    def consequences(self) -> list[Consequence]:
        return [
            Consequence("bước được chép sang bản đang soạn mới.", self.plan.steps.count()),
            Consequence("đảng viên chuyển theo danh sách được chép.", self.plan.moves.count()),
            Consequence("Phương án này và sổ giữ nguyên."),
        ]

    def carry_out(self, form: Any) -> str:
        self.copy = services.copy_plan(plan=self.plan, actor=self.actor)
        return f"Đã lập “{self.copy.name}”. Hãy sửa tên, ngày, căn cứ và các bước cần khác đi."
