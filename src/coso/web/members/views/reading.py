"""The roll of members of a unit on a date."""

from __future__ import annotations

from django.db.models import QuerySet

from coso.access.enums import Permission
from coso.members import queries as members
from coso.members.models import MembershipPeriod
from coso.web.members.filters import MemberFilter
from coso.web.members.tables import MemberTable
from coso.web.shared.views import ListView


class MemberList(ListView):
    """The members of the unit in view on the as-of date."""

    permission = Permission.MEMBERS_VIEW
    table_class = MemberTable
    filterset_class = MemberFilter
    title = "Đảng viên"
    unit_word = "đảng viên"
    export_name = "dang-vien"
    empty = {
        "title": "Chưa có đảng viên nào trong ngày này",
        "text": "Sổ đảng viên có số liệu từ ngày của danh sách đầu tiên được nhập. "
        "Chọn một ngày khác, hoặc nhập danh sách đảng viên.",
    }

    def rows(self) -> QuerySet[MembershipPeriod]:
        return members.roll_on(self.as_of, unit_ids=self.units_in_view())
