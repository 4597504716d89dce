"""The parts of the pages about an account: its path, state, facts, buttons and roles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from coso.access.enums import Reach, Role
from coso.access.models import Grant
from coso.accounts.models import User
from coso.core.periods import Period, format_period
from coso.web.shared.records import Fact, Status
from coso.web.shared.views import Action
from coso.web.templatetags.ui import Crumb


def path(label: str) -> list[Crumb]:
    """Return the path of a page below the list of accounts."""
    return [
        Crumb(label="Tài khoản và phân quyền", url=reverse("access:users")),
        Crumb(label=label),
    ]


def status(account: User) -> Status:
    """Return the state of an account."""
    if not account.is_active:
        return Status("none", "Đã khóa")
    if account.must_change_password:
        return Status("soon", "Chờ đổi mật khẩu")
    return Status("good", "Đang dùng")


def facts(account: User, *, asks_code: bool) -> list[Fact]:
    """Return what is known of an account."""
    last = account.last_login
    return [
        Fact(label="Họ và tên", value=account.full_name),
        Fact(label="Tên đăng nhập", value=account.username),
        Fact(
            label="Đăng nhập gần nhất",
            value="" if last is None else f"{timezone.localtime(last):%H:%M %d/%m/%Y}",
        ),
        Fact(
            label="Xác thực hai bước",
            value="Đang bật" if asks_code else "Chưa bật",
        ),
    ]


def actions(account: User, *, asks_code: bool) -> list[Action]:
    """Return the buttons of an account that the reader manages."""

    def action(label: str, name: str, icon: str, *, is_primary: bool = False) -> Action:
        url = reverse(f"access:{name}", args=[account.pk])
        return Action(label, url, icon, is_primary=is_primary)

    if not account.is_active:
        return [action("Mở lại tài khoản", "reactivate", "arrow-back-up", is_primary=True)]
    lost = [action("Gỡ xác thực hai bước", "second-step", "shield-lock")]
    return [
        action("Khóa tài khoản", "deactivate", "lock"),
        *(lost if asks_code else []),
        action("Cấp lại mật khẩu", "reset-password", "key"),
        action("Giao vai trò", "grant", "plus", is_primary=True),
    ]


def grant_row(grant: Grant, today: dt.date, *, is_mine: bool) -> dict[str, Any]:
    """Return a role as its table shows it; `is_mine`: the reader may take it back."""
    during = Period.from_range(grant.during)
    has_ended = during.end is not None and during.end <= today
    return {
        "role": Role(grant.role).label,
        "unit": grant.unit,
        "reach": Reach(grant.reach).label,
        "during": format_period(during),
        "is_held": during.contains(today),
        "revoke_url": reverse("access:revoke", args=[grant.pk])
        if is_mine and not has_ended
        else "",
    }
