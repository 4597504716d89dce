"""How sign-in behaves here: nobody signs up, passwords are set by our own service."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from coso.accounts import services as accounts
from coso.accounts.models import User
from coso.audit import queries as audit
from coso.audit.enums import SECOND_STEP_REMOVED


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

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and tell the holder if the second step was taken away since the last time."""
        removed = audit.trail_of(user).filter(action=SECOND_STEP_REMOVED)
        if user.last_login is not None:
            removed = removed.filter(at__gt=user.last_login)
        last = removed.first()
        super().login(request, user)
        if last is not None:
            messages.warning(request, _second_step_removed(last))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account:start")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: the installation has no way out."""


def _second_step_removed(entry: Any) -> str:
    at = timezone.localtime(entry.at)
    return (
        f"{entry.actor_label} đã gỡ xác thực hai bước của tài khoản này lúc {at:%H:%M %d/%m/%Y}. "
        "Nếu bạn không yêu cầu, đổi mật khẩu và báo ngay cho cán bộ kiểm tra. Bật lại ở trang "
        "Xác thực hai bước."
    )
