"""The decisions on personnel of the unit in view, the terms that end soon, and one decision."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.appointments import queries as appointments
from coso.appointments.models import Decision
from coso.audit import queries as audit
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.web.appointments.filters import DecisionFilter, TermFilter
from coso.web.appointments.tables import DecisionTable, TermTable
from coso.web.shared.people import OnRoadmap, expectation, may_open, retirement
from coso.web.shared.pictured import PicturedList
from coso.web.shared.records import Fact, Group, day
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, RecordView
from coso.web.shared.writing import Task


class DecisionList(OnRoadmap, PicturedList):
    """The decisions, taken up to the date, by which people come to the unit in view or leave it."""

    permission = Permission.APPOINTMENTS_VIEW
    trees = ALL_TREES
    table_class: type[DecisionTable] = DecisionTable
    filterset_class: type[TermFilter] = DecisionFilter
    title = "Điều động, luân chuyển, bổ nhiệm"
    unit_word = "quyết định"
    pictures: ClassVar[tuple[tuple[str, str], ...]] = (("decision.total", "kind"),)
    export_name = "quyet-dinh-can-bo"
    other = ("Sắp hết thời hạn", "appointments:terms")
    empty = {
        "fills": "decisions",
        "title": "Chưa có quyết định cán bộ nào đến ngày này",
        "text": "Chọn một ngày khác, nhập sổ theo dõi điều động, luân chuyển, bổ nhiệm, hoặc mở "
        "trang của một cán bộ rồi ghi ở mục Ghi quyết định cán bộ.",
    }

    def actions(self) -> list[Action]:
        label, name = self.other
        return [Action(label, f"{reverse(name)}?{self.frame.place}"), *super().actions()]

    def rows(self) -> QuerySet[Any]:
        known = appointments.with_ends(appointments.decisions(), self.roadmap)
        found = appointments.taken_until(known, self.as_of)
        party, agencies = self.seen(Tree.PARTY), self.seen(Tree.AGENCY)
        if party is None or agencies is None:
            return found
        return appointments.concerning(found, {*party, *agencies})


class TermList(DecisionList):
    """The decisions in force whose term ends within a year from the date on."""

    pictures = ()
    table_class = TermTable
    filterset_class = TermFilter
    title = "Hết thời hạn giữ chức vụ trong 12 tháng tới"
    export_name = "sap-het-thoi-han"
    other = ("Tất cả quyết định", "appointments:list")
    empty = {
        "title": "Không có thời hạn giữ chức vụ nào hết trong 12 tháng kể từ ngày này",
        "text": "Quyết định không có thời hạn không có ở đây; người đã có quyết định sau đó cũng "
        "vậy. Giữ chức vụ đến khi nghỉ hưu mà sổ chưa ghi ngày sinh, giới tính thì chưa tính được.",
    }

    def get_intro(self) -> str:
        return expectation(self.roadmap)

    def rows(self) -> QuerySet[Any]:
        found = appointments.in_force(super().rows(), self.as_of)
        return appointments.ending_within(found, self.as_of, self.horizon)


class DecisionRecord(OnRoadmap, RecordView):
    """A decision on a person, beside what the register of staff says of them."""

    permission = Permission.APPOINTMENTS_VIEW
    template_name = "shared/detail.html"

    def records(self) -> QuerySet[Any]:
        return appointments.with_ends(appointments.decisions(), self.roadmap)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision: Decision = self.object
        links = self._links(decision)
        ends = {appointments.ENDS: appointments.end_in_words(decision)}
        facts = [
            Fact(label=label, value=value, url=links.get(label, ""))
            for label, value in (appointments.in_words(decision) | ends).items()
        ]
        return super().get_context_data(
            title=str(decision),
            kind="Quyết định cán bộ",
            groups=[
                Group("Quyết định", facts),
                self._staff(decision),
                retirement(decision, self.roadmap, self.as_of),
            ],
            tasks=self._tasks(decision),
            trail=self._trail(decision),
            **kwargs,
        )

    def _links(self, decision: Decision) -> dict[str, str]:
        """Return which facts lead to a record of their own."""
        person = decision.person
        units = {
            appointments.OLD_UNIT: decision.old_unit,
            appointments.NEW_UNIT: decision.new_unit,
        }
        links = {label: self._unit(unit) for label, unit in units.items() if unit is not None}
        if may_open(person, self.actor):
            links[appointments.PERSON] = self._url("people:detail", person.pk)
        return links

    def _staff(self, decision: Decision) -> Group:
        """Return the post that the register of staff has, and whether the decision is behind it."""
        held = appointments.post_held(appointments.assignment_of(decision.person, self.as_of))
        differs = held and appointments.is_last_on(decision, self.as_of)
        differs = differs and not appointments.is_post(held, decision.new_post)
        note = " (khác quyết định này)" if differs else ""
        fact = Fact(label=f"Chức vụ, đơn vị ngày {day(self.as_of)}", value=f"{held}{note}")
        return Group("Theo sổ cán bộ", [fact])

    def _unit(self, unit: Unit) -> str:
        return self._url("organizations:detail", unit.pk)

    def _url(self, name: str, pk: int) -> str:
        return f"{reverse(name, args=[pk])}?{self.frame.place}"

    def _tasks(self, decision: Decision) -> list[Task]:
        if not scoping.can(self.actor, Permission.APPOINTMENTS_KEEP, decision):
            return []
        return [Task(url=self._url(name, decision.pk), **words) for name, words in _TASKS.items()]

    def _trail(self, decision: Decision) -> Any:
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, decision)
        return audit.trail_of(decision)[:50] if may_read else None


_TASKS: Final[dict[str, dict[str, str]]] = {
    "appointments:correct": {
        "label": "Sửa chỗ ghi sai",
        "text": "Ghi nhầm hình thức, số, ngày, chức vụ, đơn vị, thời hạn: sửa tại chỗ, kèm lý do.",
        "icon": "edit",
    },
    "appointments:remove": {
        "label": "Bỏ khỏi sổ",
        "text": "Quyết định ghi nhầm người, ghi hai lần: bỏ đi, kèm lý do.",
        "icon": "trash",
    },
}
