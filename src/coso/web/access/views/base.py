"""What the forms of administration share: how they are refused, whom they may be about."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import queries as access
from coso.access.enums import Permission
from coso.accounts import queries as accounts
from coso.accounts.models import User
from coso.core import clock
from coso.web.access import parts
from coso.web.shared.confirming import ConfirmationForm, Consequence
from coso.web.shared.writing import ServiceForm


class ManagementForm(ServiceForm):
    """A form of administration."""

    permission = Permission.USERS_MANAGE

    def allowed(self, rows: QuerySet[Any]) -> Any:
        """Return the row of the address among those that the actor manages."""
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise self.refusal()
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(breadcrumb=parts.path(self.get_title()), **kwargs)

    def get_success_url(self) -> str:
        return reverse("access:users")


class RoleFormMixin:
    """Offers the Party units within reach to a form about a role."""

    actor: User

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return {**kwargs, "today": clock.today()}

    def get_initial(self) -> dict[str, Any]:
        """Begin at the topmost unit whose rights the actor manages, where there is only one."""
        top = access.topmost_unit(self.actor)
        return {} if top is None else {"unit": top.code or top.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        units = access.offered_units(self.actor)
        context: dict[str, Any] = super().get_context_data(units=units, **kwargs)  # type: ignore[misc]
        return context


class OfAccount(ManagementForm):
    """A form about one account, none of whose roles lies outside the actor's reach."""

    account: User

    def named(self) -> QuerySet[User]:
        return accounts.users().filter(pk=self.kwargs["pk"])

    def _require_permission(self) -> None:
        super()._require_permission()
        self.account = self.allowed(access.manageable_users(self.actor))

    def get_success_url(self) -> str:
        return reverse("access:user", args=[self.account.pk])


class Confirmation(OfAccount):
    """A step about an account that asks first."""

    form_class = ConfirmationForm
    template_name = "shared/confirm.html"

    def consequences(self) -> list[Consequence]:
        """Return what will happen."""
        raise NotImplementedError

    def refusals(self) -> list[str]:
        """Return why it cannot be done now; the page then has no button."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            consequences=self.consequences(), refusals=self.refusals(), **kwargs
        )
