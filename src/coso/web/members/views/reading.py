"""The roll of members of a unit on a date."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.members import queries as members
from coso.members.models import MembershipPeriod
from coso.web.members.filters import MemberFilter
from coso.web.members.tables import MemberTable
from coso.web.shared.views import Action, ListView


class MemberList(ListView):
    """The members of the unit in view on the as-of date."""

    permission = Permission.MEMBERS_VIEW
    table_class = MemberTable
    filterset_class = MemberFilter
    title = "Đảng viên"
    unit_word = "đảng viên"
    export_name = "dang-vien"
    empty = {
        "fills": "members",
        "title": "Chưa có đảng viên nào trong ngày này",
        "text": "Sổ đảng viên có số liệu từ ngày của danh sách đầu tiên được nhập. "
        "Chọn một ngày khác, hoặc nhập danh sách đảng viên.",
    }

    def actions(self) -> list[Action]:
        return [*super().actions(), *self._arrivals()]

    def _arrivals(self) -> list[Action]:
        """Return how a member comes into the register by hand; today only."""
        is_kept = scoping.reaches(self.actor, Permission.MEMBERS_KEEP, self.unit)
        if not is_kept or not self.frame.is_today:
            return []
        place = self.frame.place
        return [
            Action("Tiếp nhận", f"{reverse('members:receive')}?{place}", "arrows-exchange"),
            Action("Kết nạp", f"{reverse('members:admit')}?{place}", "user-plus", is_primary=True),
        ]

    def rows(self) -> QuerySet[MembershipPeriod]:
        return members.roll_on(self.as_of, unit_ids=self.units_in_view())
