"""How sign-in behaves here: nobody signs up, passwords are set by our own service."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from coso.accounts import services as accounts
from coso.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up; a changed password leaves an entry in the trail; nothing is mailed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_password(self, password: str, user: User | None = None) -> str:
        cleaned: str = super().clean_password(password, user=user)
        if user is not None and user.check_password(cleaned):
            raise ValidationError(
                "Mật khẩu mới giống mật khẩu đang dùng. Chọn một mật khẩu khác.",
                code="same_password",
            )
        return cleaned

    def set_password(self, user: User, password: str) -> None:
        changed = accounts.set_password(user=user, password=password, actor=user)
        # The library goes on with its own copy, to keep the session signed in.
        user.password = changed.password
        user.must_change_password = changed.must_change_password

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account:start")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: the installation has no way out."""
