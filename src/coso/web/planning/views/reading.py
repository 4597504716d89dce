"""Who is planned for titles of the unit in view, and one of them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.core.dates import format_date
from coso.organizations.enums import Tree
from coso.planning import queries as planning
from coso.planning.models import PlanningCandidate
from coso.web.planning.filters import PlanFilter
from coso.web.planning.tables import PlanTable
from coso.web.shared.people import may_open
from coso.web.shared.pictured import PicturedList
from coso.web.shared.records import Fact, Group
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import RecordView
from coso.web.shared.writing import Task


class PlanList(PicturedList):
    """Who was planned, by decisions up to the date, for titles of the unit in view."""

    permission = Permission.PLANNING_VIEW
    trees = ALL_TREES
    table_class = PlanTable
    filterset_class = PlanFilter
    title = "Quy hoạch cán bộ"
    unit_word = "lượt quy hoạch"
    pictures = (("planning.people", "age_band"),)
    export_name = "quy-hoach-can-bo"
    empty = {
        "fills": "planning",
        "title": "Chưa có ai trong quy hoạch đến ngày này",
        "text": "Chọn một ngày khác, nhập danh sách quy hoạch, hoặc mở trang của một cán bộ rồi "
        "ghi ở mục Đưa vào quy hoạch.",
    }

    def rows(self) -> QuerySet[PlanningCandidate]:
        found = planning.decided_until(planning.candidates(), self.as_of)
        party, agencies = self.seen(Tree.PARTY), self.seen(Tree.AGENCY)
        if party is None or agencies is None:
            return found
        return planning.concerning(found, {*party, *agencies})


class CandidateRecord(RecordView):
    """A person in the plan for a title."""

    permission = Permission.PLANNING_VIEW
    template_name = "shared/detail.html"

    def records(self) -> QuerySet[PlanningCandidate]:
        return planning.candidates()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        candidate: PlanningCandidate = self.object
        links = self._links(candidate)
        facts = [
            Fact(label=label, value=value, url=links.get(label, ""))
            for label, value in planning.in_words(candidate).items()
        ]
        return super().get_context_data(
            title=str(candidate),
            kind="Quy hoạch cán bộ",
            groups=[Group("Quy hoạch", facts), *self._warnings(candidate)],
            tasks=self._tasks(candidate),
            trail=self._trail(candidate),
            **kwargs,
        )

    def _warnings(self, candidate: PlanningCandidate) -> list[Group]:
        """Return what the rules of the day of the decision warn of in the whole plan."""
        cycle = candidate.position.cycle
        found = planning.shares_below(cycle, candidate.decided_on)
        facts = [Fact(label="Cần xem lại", value=each) for each in found]
        day = format_date(candidate.decided_on)
        return [Group(f"Cơ cấu quy hoạch {cycle.name} vào ngày {day}", facts)] if facts else []

    def _links(self, candidate: PlanningCandidate) -> dict[str, str]:
        """Return which facts lead to a record of their own."""
        position = candidate.position
        links = {
            planning.COMMITTEE: self._url("organizations:detail", position.cycle.organization_id)
        }
        if position.unit_id is not None:
            links[planning.UNIT] = self._url("organizations:detail", position.unit_id)
        if may_open(candidate.person, self.actor):
            links[planning.PERSON] = self._url("people:detail", candidate.person_id)
        return links

    def _url(self, name: str, pk: int) -> str:
        return f"{reverse(name, args=[pk])}?{self.frame.place}"

    def _tasks(self, candidate: PlanningCandidate) -> list[Task]:
        if not scoping.can(self.actor, Permission.PLANNING_KEEP, candidate):
            return []
        return [Task(url=self._url(name, candidate.pk), **words) for name, words in _TASKS.items()]

    def _trail(self, candidate: PlanningCandidate) -> Any:
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, candidate)
        return audit.trail_of(candidate)[:50] if may_read else None


_TASKS: Final[dict[str, dict[str, str]]] = {
    "planning:correct": {
        "label": "Đưa ra khỏi quy hoạch, sửa chỗ ghi sai",
        "text": "Ghi lý do và thời điểm đưa ra; sửa chức danh, quyết định ghi nhầm, kèm lý do.",
        "icon": "edit",
    },
    "planning:remove": {
        "label": "Bỏ khỏi sổ",
        "text": "Lượt ghi nhầm người, ghi hai lần: bỏ đi, kèm lý do.",
        "icon": "trash",
    },
}
