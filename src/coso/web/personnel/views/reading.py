"""The staff of the agencies of a unit on a date."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.personnel import queries as personnel
from coso.personnel.models import Assignment
from coso.web.personnel.filters import StaffFilter
from coso.web.personnel.tables import RetirementTable, StaffTable
from coso.web.shared.people import OnRoadmap, expectation
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, ListView


class StaffList(ListView):
    """Cadres, civil servants, public employees and contract workers of the unit in view."""

    permission = Permission.STAFF_VIEW
    trees = ALL_TREES
    table_class: type[StaffTable] = StaffTable
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

    other = ("Sắp nghỉ hưu", "personnel:retiring")

    def actions(self) -> list[Action]:
        label, name = self.other
        other = Action(label, f"{reverse(name)}?{self.frame.place}")
        return [other, *super().actions(), *self._arrivals()]

    def _arrivals(self) -> list[Action]:
        """Return how somebody comes into the register by hand; today only."""
        is_kept = scoping.reaches(self.actor, Permission.STAFF_KEEP, self.unit)
        if not is_kept or not self.frame.is_today:
            return []
        address = f"{reverse('personnel:employ')}?{self.frame.place}"
        return [Action("Ghi người mới", address, "user-plus", is_primary=True)]

    def rows(self) -> QuerySet[Assignment]:
        return personnel.staff_on(self.as_of, agency_ids=self.agencies_in_view())


class RetirementList(OnRoadmap, StaffList):
    """The staff who are expected to retire within a year from the date on, or were before it."""

    table_class = RetirementTable
    title = "Nghỉ hưu trong 12 tháng tới (dự kiến)"
    export_name = "sap-nghi-huu"
    other = ("Tất cả cán bộ", "personnel:list")
    empty = {
        "title": "Không có ai dự kiến nghỉ hưu trong 12 tháng kể từ ngày này",
        "text": "Người mà sổ chưa ghi ngày sinh hoặc giới tính thì chưa tính được.",
    }

    def get_intro(self) -> str:
        passed = "Danh sách có cả người đã qua tháng dự kiến mà sổ còn ghi đang công tác."
        return f"{expectation(self.roadmap)} {passed}"

    def rows(self) -> QuerySet[Assignment]:
        staff = personnel.with_retirement(super().rows(), self.roadmap, person="person__")
        return personnel.retiring_by(staff, self.horizon)
