"""Who may keep plans: whoever may change the whole installation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import View

from coso.access import scoping
from coso.access.enums import Permission
from coso.reorganizations import queries
from coso.reorganizations.models import Reorganization
from coso.web.reorganizations import parts
from coso.web.shared.stepping import SeeOther
from coso.web.shared.views import FramedView
from coso.web.templatetags.ui import Crumb


class KeepingView(FramedView):
    """A page for whoever may reorganize the whole installation."""

    permission = Permission.REORGANIZATIONS_KEEP

    def _require_permission(self) -> None:
        if not parts.may_reorganize(self.actor):
            raise self.refusal()

    def address(self, name: str, *args: object) -> str:
        """Return an address of the plans, with the unit and the date in view."""
        return f"{reverse(f'reorganizations:{name}', args=args)}?{self.frame.place}"

    def path(self, *crumbs: Crumb) -> list[Crumb]:
        """Return the path of a page below the list of plans."""
        return [Crumb(label="Phương án sắp xếp", url=self.address("list")), *crumbs]


class OfPlan(KeepingView):
    """A page about one plan; that of a unit that has ended since is kept by whoever reads it."""

    plan: Reorganization
    kwargs: dict[str, Any]

    def named(self) -> QuerySet[Reorganization]:
        return queries.plans().filter(pk=self.kwargs["pk"])

    def _require_permission(self) -> None:
        super()._require_permission()
        plan = scoping.visible(self.named(), self.actor, Permission.UNITS_VIEW).first()
        if plan is None:
            raise self.refusal()
        self.plan = plan

    def own_address(self) -> str:
        """Return the address of the plan's own page."""
        return self.address("detail", self.plan.pk)

    def path_below(self, label: str) -> list[Crumb]:
        """Return the path of a page below the plan's own."""
        return self.path(Crumb(label=self.plan.name, url=self.own_address()), Crumb(label=label))


class WhileOpen(View):
    """A page that changes the plan; while that cannot be it says so, and leads back."""

    plan: Reorganization

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET" and (refusal := self._closed()):
            messages.error(request, f"Phương án “{self.plan.name}”: {refusal}")
            return SeeOther(self.own_address())
        return super().dispatch(request, *args, **kwargs)

    def _closed(self) -> str:
        """Return why the plan cannot be changed, if it cannot."""
        if self.plan.work:
            return "đã giao máy chủ, chưa xong. Hãy chờ xong rồi sửa."
        if self.plan.status not in parts.OPEN:
            status = self.plan.get_status_display().lower()
            return f"{status}, không sửa được nữa. Hãy lập bản sao của phương án này."
        return ""

    def own_address(self) -> str:
        """Return the address of the plan's own page."""
        raise NotImplementedError


class OfOpenPlan(OfPlan, WhileOpen):
    """A page that changes one plan."""
