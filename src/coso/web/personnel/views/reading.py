"""The staff of the agencies of a unit on a date."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.personnel import queries as personnel
from coso.personnel.models import Assignment
from coso.web.personnel.filters import StaffFilter
from coso.web.personnel.tables import StaffTable
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, ListView


class StaffList(ListView):
    """Cadres, civil servants, public employees and contract workers of the unit in view."""

    permission = Permission.STAFF_VIEW
    trees = ALL_TREES
    table_class = StaffTable
    filterset_class = StaffFilter
    title = "Cán bộ, công chức, viên chức, lao động hợp đồng"
    unit_word = "người"
    export_name = "can-bo"
    empty = {
        "fills": "staff",
        "title": "Chưa có cán bộ, công chức, viên chức nào trong ngày này",
        "text": "Sổ cán bộ có số liệu từ ngày của danh sách đầu tiên được nhập. "
        "Chọn một ngày khác, hoặc nhập danh sách cán bộ.",
    }

    def actions(self) -> list[Action]:
        return [*super().actions(), *self._arrivals()]

    def _arrivals(self) -> list[Action]:
        """Return how somebody comes into the register by hand; today only."""
        is_kept = scoping.reaches(self.actor, Permission.STAFF_KEEP, self.unit)
        if not is_kept or not self.frame.is_today:
            return []
        address = f"{reverse('personnel:employ')}?{self.frame.place}"
        return [Action("Ghi người mới", address, "user-plus", is_primary=True)]

    def rows(self) -> QuerySet[Assignment]:
        return personnel.staff_on(self.as_of, agency_ids=self.agencies_in_view())
