"""The accounts within reach, one account with all its roles, the table of rights."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from coso.access import policy
from coso.access import queries as access
from coso.access.enums import Permission
from coso.accounts import queries as accounts
from coso.accounts.models import User
from coso.audit import queries as audit
from coso.core import clock
from coso.web.access import parts
from coso.web.access.filters import UserFilter
from coso.web.access.tables import UserTable
from coso.web.shared.records import Group
from coso.web.shared.views import Action, FramedView, ListView, RecordView


class UserList(ListView):
    """The accounts that hold a role within reach."""

    permission = Permission.USERS_MANAGE
    template_name = "access/user_list.html"
    table_class = UserTable
    filterset_class = UserFilter
    title = "Tài khoản và phân quyền"
    unit_word = "tài khoản"
    is_dated = False
    export_name = "tai-khoan"
    empty = {"title": "Chưa có tài khoản nào trong phạm vi quản trị của bạn"}

    def get_queryset(self) -> QuerySet[User]:
        return access.listed_users(self.actor)

    def actions(self) -> list[Action]:
        return [
            Action("Mẫu báo cáo", reverse("reporting:templates"), "file-text"),
            Action("Tình trạng hệ thống", reverse("system:status"), "shield-check"),
            Action("Bảng quyền của các vai trò", reverse("access:policy"), "list-check"),
            Action("Thêm tài khoản", reverse("access:create"), "user-plus", is_primary=True),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(importing_roles=_wanted_for_importing(), **kwargs)


class UserRecord(RecordView):
    """An account: its roles of all times, and what was done to it."""

    permission = Permission.USERS_MANAGE
    template_name = "access/user_detail.html"
    context_object_name = "account"

    def records(self) -> QuerySet[User]:
        return accounts.users()

    def get_queryset(self) -> QuerySet[User]:
        return access.listed_users(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account: User = self.object
        is_manageable = access.manageable_users(self.actor).filter(pk=account.pk).exists()
        asks_code = accounts.has_second_step(account)
        return super().get_context_data(
            title=account.full_name,
            kind="Tài khoản",
            breadcrumb=parts.path(account.full_name),
            status=parts.status(account),
            actions=parts.actions(account, asks_code=asks_code) if is_manageable else [],
            is_manageable=is_manageable,
            groups=[Group("Tài khoản", parts.facts(account, asks_code=asks_code))],
            grants=self._grants(account),
            trail=audit.trail_of(account)[:20],
            **kwargs,
        )

    def _grants(self, account: User) -> list[dict[str, Any]]:
        today, mine = clock.today(), set(access.manageable_grants(self.actor))
        return [
            parts.grant_row(grant, today, is_mine=grant in mine)
            for grant in access.grants_of(account)
        ]


class PolicyTable(FramedView, TemplateView):
    """The literal table of rights, as the code has it."""

    permission = Permission.USERS_MANAGE
    template_name = "access/policy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Bảng quyền của các vai trò",
            breadcrumb=parts.path("Bảng quyền của các vai trò"),
            roles=[
                (role.label, [permission.label for permission in Permission if permission in held])
                for role, held in policy.POLICY.items()
            ],
            **kwargs,
        )


def _wanted_for_importing() -> list[str]:
    """Return the roles that import, while nobody holds one on the whole installation."""
    right = Permission.IMPORTS_APPLY
    if access.holders_on_the_whole(right).exists():
        return []
    return [role.label for role in policy.roles_with(right)]
