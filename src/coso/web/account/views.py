"""The first start, and where a person begins after signing in."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access import services as access
from coso.access.enums import Permission
from coso.accounts import queries as accounts
from coso.core import clock
from coso.core.periods import Period, format_period
from coso.core.types import SYSTEM
from coso.importing import services as importing
from coso.organizations import queries as organizations
from coso.organizations import services as founding
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.rules import queries as rules
from coso.web.account.forms import FirstAdministratorForm, RootForm, StartCodeForm
from coso.web.frame import sets_up
from coso.web.shared.writing import RefusableForm

_CODE_GIVEN: Final = "start_code_given"
# Where people begin: the first of these pages that they may open.
_BEGINNINGS: Final = (
    (Permission.FIGURES_VIEW, "home:dashboard"),
    (Permission.USERS_MANAGE, "access:users"),
    (Permission.AUDIT_VIEW, "audit:changes"),
)


class Start(LoginRequiredMixin, TemplateView):
    """The way to the first page that the person may open; a word of advice to others."""

    template_name = "accounts/start.html"
    extra_context = {"title": "Tài khoản chưa được giao vai trò"}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        allowed = scoping.permissions_of(user) if user.is_authenticated else frozenset()
        if user.is_authenticated and sets_up(user) and importing.is_empty():
            return redirect("setup:steps")
        for permission, page in _BEGINNINGS:
            if permission in allowed:
                return redirect(page)
        return super().get(request, *args, **kwargs)


class FirstRun(RefusableForm):
    """The pages of the first start, once: who begins, whose books, who administers them."""

    template_name = "accounts/first_run.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if accounts.has_users():
            raise Http404
        self.root = organizations.root(Tree.PARTY)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[Any]:
        if not self._has_given_code:
            return StartCodeForm
        return RootForm if self.root is None else FirstAdministratorForm

    @property
    def _has_given_code(self) -> bool:
        return _CODE_GIVEN in self.request.session

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | ({"regimes": self._regimes()} if self.get_form_class() is RootForm else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Bắt đầu dùng Cơ Sở",
            has_given_code=self._has_given_code,
            root=self.root,
            is_ready=bool(self._regimes()),
            **kwargs,
        )

    def carry_out(self, form: Any) -> HttpResponse:
        if not self._has_given_code:
            self.request.session[_CODE_GIVEN] = True
            return redirect("account:first-run")
        return self._appoint(form, self.root) if self.root else self._set_up(form)

    def _set_up(self, form: RootForm) -> HttpResponse:
        roots = founding.init_root(root=form.details(), actor=SYSTEM)
        messages.success(self.request, f"Đã lập sổ của {roots.party}.")
        return redirect("account:first-run")

    def _appoint(self, form: FirstAdministratorForm, root: Unit) -> HttpResponse:
        user = access.appoint_first_administrator(
            details=access.AdministratorDetails(**form.details()),
            root=root,
            on=clock.today(),
            actor=SYSTEM,
        )
        messages.success(
            self.request, f"Đã lập tài khoản quản trị {user.label}. Đăng nhập để giao vai trò."
        )
        return redirect("account_login")

    def _regimes(self) -> list[tuple[str, str]]:
        return [
            (regime.code, f"{regime.name} ({format_period(Period.from_range(regime.during))})")
            for regime in rules.regimes()
        ]
