"""Where a plan comes from: a workbook."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from coso.core.errors import DomainError
from coso.importing import services
from coso.importing.services import UnableToReadPlan
from coso.web.reorganizations.views.base import KeepingView
from coso.web.shared.stepping import SeeOther
from coso.web.shared.views import attachment
from coso.web.templatetags.ui import Crumb


class ReadPlan(KeepingView, TemplateView):
    """A workbook becomes a draft, or stays outside with every place that cannot be read."""

    template_name = "reorganizations/read_plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = "Đọc phương án từ Excel"
        return super().get_context_data(
            title=title,
            breadcrumb=self.path(Crumb(label=title)),
            largest_file=services.LARGEST_FILE,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        uploads = [
            services.Upload(file.name or "", file.size or 0, file.chunks())
            for file in request.FILES.getlist("tep")
        ]
        try:
            plan = services.receive_plan(uploads=uploads, actor=self.actor)
        except UnableToReadPlan as error:
            return self._refused(str(error), problems=error.problems)
        except DomainError as error:
            return self._refused(str(error))
        messages.success(request, f"Đã đọc phương án “{plan.name}”. Sổ chưa thay đổi.")
        return SeeOther(self.address("detail", plan.pk))

    def _refused(self, refusal: str, **told: Any) -> HttpResponse:
        context = self.get_context_data(refusal=refusal, **told)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


class PlanTemplate(KeepingView, View):
    """The blank form of a plan."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return attachment(services.write_plan_template(), "mau-phuong-an-sap-xep.xlsx")
