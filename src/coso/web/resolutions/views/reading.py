"""The targets and the work items of resolutions, and one of each."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from attrs import frozen
from django.db.models import Model, QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.core.dates import format_date
from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES
from coso.figures.queries import Course, Outcome
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.resolutions import queries as resolutions
from coso.resolutions.enums import ItemState
from coso.resolutions.models import Target, WorkItem
from coso.resolutions.validators import state_of_item
from coso.web.resolutions.filters import TargetFilter, WorkItemFilter
from coso.web.resolutions.sketches import Sketch, door_of, status_of, status_of_item
from coso.web.resolutions.tables import TargetTable, WorkItemTable
from coso.web.shared.records import Fact, Group
from coso.web.shared.tables import STANDING
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, FiguresView, FramedView, ListView, RecordView
from coso.web.shared.writing import Task
from coso.web.templatetags.drawing import Step

_LISTED: Final = "#table-content"
_DONE: Final = frozenset({ItemState.DONE, ItemState.DONE_LATE})


class _Counting(FramedView):
    """A page that counts what came of targets, where the reader may see the committee's figures."""

    def may_count(self, issuer: Unit) -> bool:
        return scoping.covers(self.actor, Permission.FIGURES_VIEW, issuer)


class TargetList(_Counting, ListView):
    """The targets of the resolutions of the units in view, each with its small picture."""

    permission = Permission.RESOLUTIONS_VIEW
    trees = ALL_TREES
    table_class = TargetTable
    filterset_class = TargetFilter
    template_name = "resolutions/target_list.html"
    title = "Chỉ tiêu của nghị quyết"
    unit_word = "chỉ tiêu"
    export_name = "chi-tieu-nghi-quyet"
    empty: ClassVar = {
        "fills": "targets",
        "title": "Chưa có chỉ tiêu nào đến ngày này",
        "text": "Chọn một ngày khác, nhập bảng chỉ tiêu, hoặc ghi từng chỉ tiêu ở trang của nghị "
        "quyết.",
    }

    def get_template_names(self) -> list[str]:
        names = super().get_template_names()
        return [f"shared/list.html{_LISTED}" if name.endswith(_LISTED) else name for name in names]

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"may_count": self.may_count}

    def actions(self) -> list[Action]:
        items = f"{reverse('resolutions:items')}?{self.frame.place}"
        documents = f"{reverse('documents:list')}?{self.frame.place}&chuyen_de=True"
        return [
            Action("Nhiệm vụ", items),
            Action("Nghị quyết chuyên đề", documents),
            *super().actions(),
        ]

    def rows(self) -> QuerySet[Target]:
        found = resolutions.targets().filter(resolution__issued_on__lte=self.as_of)
        within = self.units_in_view()
        return found if within is None else found.filter(resolution__issuer__in=within)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        table: TargetTable = context["table"]
        return {**context, "sketches": [Sketch.of(each) for each in table.courses.values()]}


class WorkItemList(ListView):
    """What the units in view have to do for resolutions issued by the date."""

    permission = Permission.RESOLUTIONS_VIEW
    trees = ALL_TREES
    table_class = WorkItemTable
    filterset_class = WorkItemFilter
    title = "Nhiệm vụ của nghị quyết"
    unit_word = "nhiệm vụ"
    export_name = "nhiem-vu-nghi-quyet"
    empty: ClassVar = {
        "fills": "work_items",
        "title": "Chưa có nhiệm vụ nào đến ngày này",
        "text": "Chọn một ngày khác, nhập bảng phân công nhiệm vụ, hoặc ghi từng nhiệm vụ ở trang "
        "của nghị quyết.",
    }

    def actions(self) -> list[Action]:
        targets = f"{reverse('resolutions:list')}?{self.frame.place}"
        return [Action("Chỉ tiêu", targets), *super().actions()]

    def rows(self) -> QuerySet[WorkItem]:
        found = resolutions.of_issued_until(resolutions.work_items(), self.as_of)
        found = resolutions.with_state(found, self.as_of)
        within, agencies = self.units_in_view(), self.agencies_in_view()
        if within is None or agencies is None:
            return found
        return resolutions.doing(found, {*within, *agencies})


@frozen
class Line:
    """What came of a target in a period, as the page shows it."""

    outcome: Outcome
    aim: str
    counted: str
    counted_url: str
    reason: str
    reported: str
    steps: tuple[Step, ...]


class _ResolutionRecord(RecordView):
    """A target or a work item, with what may be written about it."""

    permission = Permission.RESOLUTIONS_VIEW
    tasks: ClassVar[dict[str, dict[str, str]]]

    def address(self, name: str, pk: int | None) -> str:
        """Return an address that keeps the unit and the date in view; nothing without a record."""
        return "" if pk is None else f"{reverse(name, args=[pk])}?{self.frame.place}"

    def is_kept(self, record: Model) -> bool:
        """Tell whether the reader keeps the record."""
        return scoping.can(self.actor, Permission.RESOLUTIONS_KEEP, record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        tasks = [
            Task(url=self.address(name, record.pk), **words) for name, words in self.tasks.items()
        ]
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, record)
        return super().get_context_data(
            tasks=tasks if self.is_kept(record) else [],
            trail=audit.trail_of(record)[:50] if may_read else None,
            **kwargs,
        )

    def resolution_url(self, record: Any) -> str:
        """Return where the resolution is, for whoever may see it."""
        document = record.resolution
        may_open = scoping.can(self.actor, Permission.DOCUMENTS_VIEW, document)
        return self.address("documents:detail", document.pk) if may_open else ""


class TargetRecord(FiguresView, _Counting, _ResolutionRecord):
    """A target: what it aims at, and what came of it in each period."""

    template_name = "resolutions/target_detail.html"
    tasks: ClassVar = {
        "resolutions:report": {
            "label": "Ghi kết quả báo cáo",
            "text": "Kết quả mà đơn vị báo cáo của một năm, hoặc sáu tháng.",
            "icon": "plus",
        },
        "resolutions:correct": {
            "label": "Sửa chỉ tiêu",
            "text": "Ghi nhầm nội dung, mốc, cách tính: sửa tại chỗ, kèm lý do.",
            "icon": "edit",
        },
        "resolutions:remove": {
            "label": "Bỏ khỏi sổ",
            "text": "Chỉ tiêu ghi nhầm, chưa có kết quả báo cáo: bỏ đi, kèm lý do.",
            "icon": "trash",
        },
    }

    def records(self) -> QuerySet[Target]:
        return resolutions.targets()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        target: Target = self.object
        [course] = figures.courses_of([target], self.as_of, may_count=self.may_count)
        return super().get_context_data(
            title=target.text,
            kind=f"Chỉ tiêu {target.code}",
            status=status_of(course),
            groups=[Group("Chỉ tiêu", self._facts(target))],
            sketch=Sketch.of(course),
            lines=self._lines(course),
            items=self._items(target),
            **kwargs,
        )

    def _facts(self, target: Target) -> list[Fact]:
        urls = {
            resolutions.RESOLUTION: self.resolution_url(target),
            resolutions.HOST: self.address("organizations:detail", target.host_id),
        }
        said = resolutions.target_in_words(target)
        named = FIGURES.get(target.figure)
        said[resolutions.FIGURE] = "Không" if named is None else named.label
        return [
            Fact(label=label, value=value, url=urls.get(label, "")) for label, value in said.items()
        ]

    def _lines(self, course: Course) -> list[Line]:
        is_kept = self.is_kept(course.target)
        return [self._line(outcome, is_kept=is_kept) for outcome in reversed(course.outcomes)]

    def _line(self, outcome: Outcome, *, is_kept: bool) -> Line:
        counted, reported = outcome.counted, outcome.reported
        return Line(
            outcome=outcome,
            aim=resolutions.aim_in_words(outcome.target, outcome.aim),
            counted=counted.result.text if counted and counted.result else "",
            counted_url=door_of(counted) if counted and counted.result else "",
            reason=counted.value.reason if counted else "",
            reported=resolutions.result_of(reported).text if reported else "",
            steps=self._steps(reported.pk) if reported and is_kept else (),
        )

    def _steps(self, report: int) -> tuple[Step, ...]:
        return (
            Step("Sửa", "kết quả báo cáo", self.address("resolutions:correct-report", report)),
            Step("Bỏ", "kết quả báo cáo", self.address("resolutions:remove-report", report)),
        )

    def _items(self, target: Target) -> WorkItemTable:
        found = resolutions.with_state(resolutions.work_items().filter(target=target), self.as_of)
        seen = scoping.visible(found, self.actor, self.permission)
        exclude = ("target", "resolution", "note", STANDING)
        return WorkItemTable(
            seen, place=self.frame.place, as_of=self.as_of, exclude=exclude, orderable=False
        )


class WorkItemRecord(_ResolutionRecord):
    """A work item: what, by whom, by when, and how far it is."""

    template_name = "shared/detail.html"
    tasks: ClassVar = {
        "resolutions:progress": {
            "label": "Ghi tiến độ, hoàn thành",
            "text": "Đơn vị đã làm đến đâu, hoặc xong ngày nào.",
            "icon": "check",
        },
        "resolutions:correct-item": {
            "label": "Sửa chỗ ghi sai",
            "text": "Ghi nhầm nội dung, đơn vị, thời hạn: sửa tại chỗ, kèm lý do.",
            "icon": "edit",
        },
        "resolutions:remove-item": {
            "label": "Bỏ khỏi sổ",
            "text": "Nhiệm vụ ghi nhầm, ghi hai lần: bỏ đi, kèm lý do.",
            "icon": "trash",
        },
    }

    def records(self) -> QuerySet[WorkItem]:
        return resolutions.work_items()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item: WorkItem = self.object
        urls = {
            resolutions.RESOLUTION: self.resolution_url(item),
            resolutions.RESPONSIBLE: self.address("organizations:detail", item.responsible_id),
            resolutions.TARGET: self._target_url(item),
        }
        state = state_of_item(item.due_on, item.done_on, self.as_of)
        facts = [
            Fact(label=label, value=value, url=urls.get(label, ""))
            for label, value in resolutions.item_in_words(item).items()
        ]
        facts += self._passed_on(item, is_done=state in _DONE)
        return super().get_context_data(
            title=item.text,
            kind=f"Nhiệm vụ {item.code}",
            status=status_of_item(state),
            groups=[Group("Nhiệm vụ", facts)],
            **kwargs,
        )

    def _passed_on(self, item: WorkItem, *, is_done: bool) -> list[Fact]:
        """Return who goes on with what is not done, if the unit has ended by the date."""
        unit = item.responsible
        if is_done or unit is None or unit.closed_on is None or unit.closed_on > self.as_of:
            return []
        heir = organizations.heir_of(unit)
        ended = f"{unit} đã kết thúc ngày {format_date(unit.closed_on)}"
        if heir == unit:
            words = f"{ended}, không có một đơn vị nào kế thừa: hãy giao lại nhiệm vụ"
            return [Fact(label="Nay thực hiện", value=words, url="")]
        url = self.address("organizations:detail", heir.pk)
        return [Fact(label="Nay thực hiện", value=f"{heir} ({ended})", url=url)]

    def _target_url(self, item: WorkItem) -> str:
        """Return where the target is; a unit with something to do for it may not see it."""
        if item.target is None or not scoping.can(self.actor, self.permission, item.target):
            return ""
        return self.address("resolutions:target", item.target_id)
