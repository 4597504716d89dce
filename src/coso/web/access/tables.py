"""The list of accounts."""

from __future__ import annotations

import datetime as dt

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from coso.access.enums import Role
from coso.accounts.models import User
from coso.core import clock
from coso.core.periods import Period
from coso.web.shared.tables import RecordTable


class UserTable(RecordTable):
    """Accounts with the roles they hold today."""

    full_name = tables.Column("Họ và tên")
    username = tables.Column("Tên đăng nhập")
    roles = tables.Column("Vai trò hiện nay", empty_values=(), orderable=False)
    is_active = tables.Column("Tình trạng")
    last_login = tables.Column("Đăng nhập gần nhất", default="Chưa đăng nhập")

    class Meta(RecordTable.Meta):
        always = ("full_name",)

    def render_full_name(self, record: User, value: str) -> SafeString:
        return self.link(reverse("access:user", args=[record.pk]), value)

    def value_full_name(self, value: str) -> str:
        return value

    def render_roles(self, record: User) -> SafeString | str:
        roles = self.value_roles(record).split("; ")
        return format_html_join("", "<div>{}</div>", ((role,) for role in roles))

    def value_roles(self, record: User) -> str:
        today = clock.today()
        held = [
            f"{Role(grant.role).label}: {grant.unit}"
            for grant in record.grants.all()
            if Period.from_range(grant.during).contains(today)
        ]
        return "; ".join(held) or "Chưa có vai trò"

    def render_is_active(self, value: bool) -> str:
        return "Đang dùng" if value else "Đã khóa"

    def render_last_login(self, value: dt.datetime) -> str:
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
