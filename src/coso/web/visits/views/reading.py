"""The visits of attending teams, and one of them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.visits import queries as visits
from coso.visits.models import Visit
from coso.web.shared.records import Fact, Group
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, ListView, RecordView
from coso.web.shared.writing import Task
from coso.web.visits.filters import VisitFilter
from coso.web.visits.tables import VisitTable


class VisitList(ListView):
    """The visits to organizations of the unit in view, up to the date."""

    permission = Permission.VISITS_VIEW
    trees = ALL_TREES
    table_class = VisitTable
    filterset_class = VisitFilter
    title = "Lượt dự sinh hoạt"
    unit_word = "lượt dự"
    export_name = "luot-du-sinh-hoat"
    empty = {
        "fills": "visits",
        "title": "Chưa có lượt dự nào đến ngày này",
        "text": "Chọn một ngày khác, hoặc nhập sổ theo dõi của các tổ dự sinh hoạt.",
    }

    def actions(self) -> list[Action]:
        return [*super().actions(), *self._recording()]

    def _recording(self) -> list[Action]:
        """Return how a visit comes into the register by hand."""
        if not scoping.reaches(self.actor, Permission.VISITS_KEEP, self.unit):
            return []
        address = f"{reverse('visits:record')}?{self.frame.place}"
        return [Action("Ghi lượt dự", address, "plus", is_primary=True)]

    def rows(self) -> QuerySet[Visit]:
        found = visits.made_until(visits.visits(), self.as_of)
        within = self.units_in_view()
        return found if within is None else found.filter(unit_id__in=within)


class VisitRecord(RecordView):
    """A visit: where, when, which team, what it remarked about the meeting."""

    permission = Permission.VISITS_VIEW
    template_name = "shared/detail.html"

    def records(self) -> QuerySet[Visit]:
        return visits.visits()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit: Visit = self.object
        unit = f"{reverse('organizations:detail', args=[visit.unit_id])}?{self.frame.place}"
        facts = [
            Fact(label=label, value=value, url=unit if label == visits.PLACE else "")
            for label, value in visits.in_words(visit).items()
        ]
        return super().get_context_data(
            title=f"Dự sinh hoạt tại {visit.unit}",
            kind="Lượt dự sinh hoạt",
            groups=[Group("Lượt dự", facts)],
            tasks=self._tasks(visit),
            trail=self._trail(visit),
            **kwargs,
        )

    def _tasks(self, visit: Visit) -> list[Task]:
        if not scoping.can(self.actor, Permission.VISITS_KEEP, visit):
            return []
        return [
            Task(url=f"{reverse(name, args=[visit.pk])}?{self.frame.place}", **words)
            for name, words in _TASKS.items()
        ]

    def _trail(self, visit: Visit) -> Any:
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, visit)
        return audit.trail_of(visit)[:50] if may_read else None


_TASKS: Final[dict[str, dict[str, str]]] = {
    "visits:correct": {
        "label": "Sửa chỗ ghi sai",
        "text": "Ghi nhầm nơi dự, ngày, người dự, điểm, nhận xét: sửa tại chỗ, kèm lý do.",
        "icon": "edit",
    },
    "visits:remove": {
        "label": "Bỏ khỏi sổ",
        "text": "Lượt dự ghi nhầm, ghi hai lần: bỏ đi, kèm lý do.",
        "icon": "trash",
    },
}
