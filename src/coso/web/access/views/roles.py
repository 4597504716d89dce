"""Roles given to an account and taken back."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from coso.access import queries as access
from coso.access import services as granting
from coso.access.enums import Role
from coso.access.models import Grant
from coso.core import clock
from coso.web.access.forms import RevocationForm, RoleForm
from coso.web.access.views.base import ManagementForm, OfAccount, RoleFormMixin
from coso.web.shared.confirming import Consequence

_TO_ONESELF: Final = (
    "Đây là tài khoản của chính bạn. Chỉ quản trị viên duy nhất của đơn vị được tự giao vai trò; "
    "mục nhật ký được đánh dấu để người kiểm tra thấy."
)


class GrantRole(RoleFormMixin, OfAccount):
    """A further role of an account."""

    form_class = RoleForm
    template_name = "access/role_form.html"
    submit_label = "Giao vai trò"

    def get_title(self) -> str:
        return f"Giao vai trò cho {self.account.full_name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = _TO_ONESELF if self.account == self.actor else ""
        return super().get_context_data(intro=intro, **kwargs)

    def carry_out(self, form: RoleForm) -> HttpResponse:
        given = form.given()
        grant = granting.grant_role(
            user=self.account,
            role=given.role,
            unit=given.unit,
            reach=given.reach,
            during=given.during,
            actor=self.actor,
        )
        messages.success(
            self.request,
            f"Đã giao vai trò {Role(grant.role).label} tại {grant.unit} cho {self.account}.",
        )
        return redirect(self.get_success_url())


class RevokeGrant(ManagementForm):
    """A role taken back from a day on."""

    form_class = RevocationForm
    template_name = "shared/confirm.html"
    submit_label = "Thu hồi vai trò"
    grant: Grant

    def named(self) -> QuerySet[Grant]:
        return access.all_grants().filter(pk=self.kwargs["pk"])

    def _require_permission(self) -> None:
        super()._require_permission()
        self.grant = self.allowed(access.manageable_grants(self.actor))

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def get_title(self) -> str:
        return f"Thu hồi vai trò {Role(self.grant.role).label} của {self.grant.user}?"

    def get_success_url(self) -> str:
        return reverse("access:user", args=[self.grant.user_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = Role(self.grant.role).label
        text = f"{self.grant.user} không còn quyền của vai trò {role} tại {self.grant.unit}."
        return super().get_context_data(consequences=[Consequence(text)], **kwargs)

    def carry_out(self, form: RevocationForm) -> HttpResponse:
        granting.revoke_grant(grant=self.grant, on=form.cleaned_data["on"], actor=self.actor)
        messages.success(
            self.request,
            f"Đã thu hồi vai trò {Role(self.grant.role).label} tại {self.grant.unit}.",
        )
        return redirect(self.get_success_url())
