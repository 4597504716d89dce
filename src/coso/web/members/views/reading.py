"""The roll of members of a unit on a date."""

from __future__ import annotations

import functools
import operator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.figures import queries as figures
from coso.members import queries as members
from coso.members.models import MembershipPeriod
from coso.organizations.enums import Tree
from coso.web.frame import Frame
from coso.web.members.filters import MemberFilter
from coso.web.members.tables import MemberTable
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, ListView, seen_from


class MemberList(ListView):
    """The members of the unit in view on the as-of date."""

    permission = Permission.MEMBERS_VIEW
    trees = ALL_TREES
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
        roll = members.roll_on(self.as_of)
        found = [_within(side) for side in self.sides_in_view]
        conditions = [each for each in found if each is not None]
        is_narrowed = len(conditions) == len(found)
        return roll.filter(functools.reduce(operator.or_, conditions)) if is_narrowed else roll

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "day": self.as_of}


def _within(side: Frame) -> Q | None:
    """Return the condition of who stands in the unit in view; `None` means everybody.

    By the tree of today members are followed one by one.
    """
    if side.tree == "now" and side.unit is not None and not side.unit.is_root:
        return Q(pk__in=figures.members_below(side.unit.pk, side.as_of))
    units = seen_from(side, Tree.PARTY)
    return None if units is None else Q(unit_id__in=units)
