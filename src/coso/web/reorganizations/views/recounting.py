"""What a plan that was carried out has changed: its units one by one, the rest as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import frozen
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.numbers import format_integer
from coso.members import queries as members
from coso.reorganizations import queries
from coso.reorganizations.enums import Mark, PlanStatus
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import Recount, UnitChange
from coso.web.reorganizations import parts
from coso.web.shared.views import PAGE_PARAMETER, ROWS_PER_PAGE, RecordView
from coso.web.templatetags.ui import Crumb

MARK_PARAMETER: Final = "viec"
_WORDS: Final = {
    Mark.ENDS: "ket-thuc",
    Mark.NEW: "lap-moi",
    Mark.MOVED: "chuyen",
    Mark.RENAMED: "doi-ten",
    Mark.RETYPED: "doi-loai",
}
# What each register calls what a plan writes in it.
_WRITTEN: Final = {
    "members_membershipperiod": "đảng viên chuyển nơi sinh hoạt",
    "members_positionholding": "chức vụ đảng kết thúc hoặc chuyển",
    "members_temporarystay": "lượt sinh hoạt tạm thời kết thúc hoặc chuyển",
    "personnel_post": "vị trí công tác chuyển",
    "personnel_assignment": "người chuyển theo vị trí công tác",
    "organizations_unitcode": "mã đơn vị cấp mới hoặc thôi dùng",
    "organizations_unitversion": "đơn vị đổi địa bàn hoặc cơ quan chủ quản theo",
    "access_grant": "quyền chuyển sang đơn vị gốc mới",
}


@frozen
class Choice:
    """One of the things that happened to units, how often, and where only these are listed."""

    label: str
    count: int
    url: str
    is_current: bool


@frozen
class Line:
    """What became of a unit, in words; it opens where the reader may see it."""

    name: str
    url: str
    marks: str
    note: str


class PlanChanges(RecordView):
    """The units that a plan ended, founded, moved, renamed, and what else it wrote."""

    permission = Permission.UNITS_VIEW
    template_name = "reorganizations/plan_changes.html"
    context_object_name = "plan"

    def records(self) -> QuerySet[Reorganization]:
        return queries.plans().filter(status=PlanStatus.APPLIED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan: Reorganization = self.object
        found = parts.recount_of(plan)
        kept = [each for each in found.units if self._mark is None or self._mark in each.marks]
        page = Paginator(kept, ROWS_PER_PAGE).get_page(self.request.GET.get(PAGE_PARAMETER))
        title = "Đã thay đổi gì"
        return super().get_context_data(
            title=title,
            breadcrumb=[
                Crumb(label="Phương án sắp xếp", url=self._address("list")),
                Crumb(label=plan.name, url=self._address("detail", plan.pk)),
                Crumb(label=title),
            ],
            choices=self._choices(found),
            written=[(_WRITTEN[t], n) for t, n in found.written.items() if t in _WRITTEN and n],
            page=page,
            page_field=PAGE_PARAMETER,
            lines=self._lines(list(page)),
            **kwargs,
        )

    @property
    def _mark(self) -> Mark | None:
        asked = self.request.GET.get(MARK_PARAMETER, "")
        return next((mark for mark, word in _WORDS.items() if word == asked), None)

    def _choices(self, found: Recount) -> list[Choice]:
        every = Choice("Tất cả", len(found.units), self._own(), self._mark is None)
        return [
            every,
            *(
                Choice(mark.label, count, self._own(word), mark == self._mark)
                for mark, word in _WORDS.items()
                if (count := found.count(mark))
            ),
        ]

    def _lines(self, changes: list[UnitChange]) -> list[Line]:
        reach = scoping.reachable_units(self.actor, Permission.UNITS_VIEW)
        opened = set(
            reach.filter(pk__in=[each.unit for each in changes]).values_list("pk", flat=True)
        )
        passed = members.passed_on([key for each in changes for key, _ in each.followers])
        return [
            Line(
                name=each.name,
                url=self._unit_url(each.unit) if each.unit in opened else "",
                marks=", ".join(str(mark.label) for mark in each.marks),
                note="; ".join((*each.notes, *_followers(each, passed))),
            )
            for each in changes
        ]

    def _unit_url(self, unit: int) -> str:
        return f"{reverse('organizations:detail', args=[unit])}?{self.frame.place}"

    def _own(self, word: str = "") -> str:
        more = {MARK_PARAMETER: word} if word else {}
        return f"?{self.frame.place_of(self.frame.unit, **more)}"

    def _address(self, name: str, *args: object) -> str:
        return f"{reverse(f'reorganizations:{name}', args=args)}?{self.frame.place}"


def _followers(change: UnitChange, passed: Mapping[int, tuple[int, int]]) -> Iterator[str]:
    """Yield who follows a unit, with how many members went there."""
    for key, name in change.followers:
        arrived = passed.get(key)
        number = "" if arrived is None else f" ({format_integer(arrived[0])} đảng viên)"
        yield f"về {name}{number}"
