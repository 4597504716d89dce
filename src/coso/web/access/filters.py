"""Filters of the list of accounts."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from coso.access import queries as access
from coso.access.enums import Role
from coso.accounts.models import User


class UserFilter(django_filters.FilterSet):
    """Search by name; narrow by role and state."""

    tim = django_filters.CharFilter(label="Họ tên hoặc tên đăng nhập", method="search")
    vai_tro = django_filters.ChoiceFilter(
        label="Vai trò", choices=Role.choices, method="narrow_role", empty_label="Tất cả"
    )
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=[("mo", "Đang dùng"), ("khoa", "Đã khóa")],
        method="narrow_state",
        empty_label="Tất cả",
    )

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return access.named_like(queryset, value)

    def narrow_role(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return access.with_role(queryset, Role(value))

    def narrow_state(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return queryset.filter(is_active=value == "mo")
