"""The lists of targets and of work items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES
from coso.figures.queries import Course
from coso.importing.sheets.resolutions import WorkItemRegister
from coso.importing.sheets.targets import TargetRegister
from coso.organizations.models import Unit
from coso.resolutions import queries as resolutions
from coso.resolutions.enums import Direction, ItemState
from coso.resolutions.models import Target, WorkItem
from coso.resolutions.validators import Span, format_amount
from coso.web.resolutions.sketches import status_of, status_of_item
from coso.web.shared.tables import ON_A_CARD, DateColumn, StandingTable
from coso.web.templatetags.ui import badge

_target = TargetRegister.heading
_item = WorkItemRegister.heading


def _badge(kind: Any, label: str) -> SafeString:
    return render_to_string("shared/_badge.html", badge(status=kind, label=label))


class TargetTable(StandingTable):
    """Targets with their latest results, of the latest resolution first."""

    text = tables.Column(_target("text"), orderable=False)
    code = tables.Column(_target("code"), orderable=False, attrs=ON_A_CARD)
    aim = tables.Column("Mốc của năm", empty_values=(), orderable=False, attrs=ON_A_CARD)
    result = tables.Column("Kết quả mới nhất", empty_values=(), orderable=False, attrs=ON_A_CARD)
    state = tables.Column("So với mục tiêu", empty_values=(), orderable=False, attrs=ON_A_CARD)
    host_name = tables.Column(_target("host_name"), orderable=False, default="")
    measure = tables.Column(_target("measure"), orderable=False)
    direction = tables.Column(_target("direction"), orderable=False)
    goals = tables.Column(_target("goals_said"), empty_values=(), orderable=False)
    results = tables.Column(_target("results_said"), empty_values=(), orderable=False)
    figure = tables.Column(_target("figure_said"), orderable=False, default="")
    resolution = tables.Column(_target("resolution"), orderable=False)
    note = tables.Column(_target("note"), orderable=False, default="")

    class Meta(StandingTable.Meta):
        always = ("text",)
        hidden_at_first = ("goals", "results", "figure", "note")

    def __init__(self, *args: Any, may_count: Callable[[Unit], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_count = may_count

    @cached_property
    def courses(self) -> dict[int, Course]:
        """How the targets on the page have gone, counted at once."""
        return self._courses_of([row.record for row in self.paginated_rows])

    def _courses_of(self, targets: Sequence[Target]) -> dict[int, Course]:
        found = figures.courses_of(targets, self.as_of, may_count=self.may_count)
        return {course.target.pk: course for course in found}

    def as_values(self, *args: Any, **kwargs: Any) -> Iterator[list[Any]]:
        self.courses = self._courses_of([row.record for row in self.rows])
        values: Iterator[list[Any]] = super().as_values(*args, **kwargs)
        return values

    def unit_of(self, record: Target) -> int | None:
        return record.resolution.issuer_id

    def render_text(self, record: Target) -> SafeString:
        return self.link(reverse("resolutions:target", args=[record.pk]), record.text)

    def value_text(self, record: Target) -> str:
        return record.text

    def render_aim(self, record: Target) -> str:
        latest = self.courses[record.pk].latest
        aims = resolutions.aims_of(record)
        year = self.as_of.year if latest is None else latest.span.year
        said = resolutions.aim_in_words(record, aims.get(year))
        return f"{said} ({year})" if said else ""

    def render_result(self, record: Target) -> str:
        latest = self.courses[record.pk].latest
        if latest is None or latest.result is None:
            return "Chưa có"
        return f"{latest.result.text}, {latest.span.label}"

    def render_state(self, record: Target) -> SafeString:
        status = status_of(self.courses[record.pk])
        return _badge(status.kind, status.label)

    def value_state(self, record: Target) -> str:
        return self.courses[record.pk].state.label

    def render_direction(self, record: Target) -> str:
        return Direction(record.direction).sign

    def render_goals(self, record: Target) -> str:
        aims = resolutions.aims_of(record)
        return "; ".join(f"{year}: {format_amount(value)}" for year, value in aims.items())

    def render_results(self, record: Target) -> str:
        return "; ".join(
            f"{Span.of(each.year, each.part).label}: {resolutions.result_of(each).text}"
            for each in resolutions.reports_of(record)
        )

    def render_figure(self, value: str) -> str:
        return FIGURES[value].label if value in FIGURES else ""


class WorkItemTable(StandingTable):
    """Work items in the order of their last days."""

    text = tables.Column(_item("text"), orderable=False)
    code = tables.Column(_item("code"), order_by=("code", "pk"), attrs=ON_A_CARD)
    responsible_name = tables.Column(_item("responsible_name"), attrs=ON_A_CARD)
    due_on = DateColumn(_item("due_on"), attrs=ON_A_CARD)
    state = tables.Column("Tình trạng", order_by=("state", "due_on", "pk"), attrs=ON_A_CARD)
    done_on = DateColumn(_item("done_on"), default="")
    percent = tables.Column(_item("percent"))
    target = tables.Column(_item("target"), accessor="target__code", default="")
    resolution = tables.Column(_item("resolution"), orderable=False)
    note = tables.Column(_item("note"), orderable=False, default="")

    class Meta(StandingTable.Meta):
        always = ("text",)
        hidden_at_first = ("note",)

    def unit_of(self, record: WorkItem) -> int | None:
        return record.responsible_id or record.resolution.issuer_id

    def render_text(self, record: WorkItem) -> SafeString:
        return self.link(reverse("resolutions:item", args=[record.pk]), record.text)

    def value_text(self, record: WorkItem) -> str:
        return record.text

    def render_state(self, record: Any) -> SafeString:
        status = status_of_item(ItemState(record.state))
        return _badge(status.kind, status.label)

    def value_state(self, record: Any) -> str:
        return ItemState(record.state).label
