"""The list of staff."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.importing.sheets.personnel import StaffRegister
from coso.organizations.queries import Place
from coso.personnel import queries as personnel
from coso.personnel.models import Assignment
from coso.web.shared.tables import (
    ON_A_CARD,
    STANDING,
    DateColumn,
    PartialDateColumn,
    PlacedTable,
    StandingTable,
    ordered,
)

_heading = StaffRegister.heading


class StaffTable(PlacedTable, StandingTable):
    """Staff as of a date, each on the primary post of that date."""

    name = tables.Column(_heading("full_name"), accessor="person__full_name")
    born_on = PartialDateColumn(
        _heading("born"), accessor="person__born", order_by="person__born_on", default=""
    )
    gender = tables.Column(
        _heading("gender_said"),
        accessor="person__get_gender_display",
        orderable=False,
        default="",
    )
    title = tables.Column(_heading("title"), accessor="post__title", orderable=False)
    agency = tables.Column(_heading("agency"), accessor="post__agency")
    category = tables.Column(
        _heading("category_said"), accessor="get_category_display", order_by="category"
    )
    group = tables.Column("Nhóm vị trí", accessor="post__get_group_display", order_by="post__group")
    recruited_on = DateColumn(_heading("recruited_on"), default="")
    rank_code = tables.Column(_heading("rank_code"), default="")

    class Meta(StandingTable.Meta):
        always: tuple[str, ...] = ("name",)
        hidden_at_first: tuple[str, ...] = ("group", "rank_code")

    def unit_of(self, record: Assignment) -> int:
        return record.post.agency_id

    def render_name(self, record: Assignment, value: str) -> SafeString:
        return self.link(reverse("people:detail", args=[record.person_id]), value)

    def value_name(self, value: str) -> str:
        return value

    def place_of(self, record: Assignment) -> Place:
        return record.post.agency_id, self.as_of

    def render_agency(self, record: Assignment) -> SafeString:
        address = reverse("organizations:detail", args=[record.post.agency_id])
        return self.link(address, self.names_of(record).name)

    def value_agency(self, record: Assignment) -> str:
        return self.names_of(record).name

    def order_name(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "person__order_key")

    def order_agency(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "post__agency__order_key")


class RetirementTable(StaffTable):
    """Staff who retire soon, the first to retire first."""

    retires_on = tables.Column("Dự kiến nghỉ hưu", attrs=ON_A_CARD)

    class Meta(StaffTable.Meta):
        hidden_at_first = ("recruited_on", *StaffTable.Meta.hidden_at_first)
        sequence: tuple[str, ...] = ("name", "born_on", "gender", "retires_on", "...", STANDING)

    def render_retires_on(self, record: Any) -> str:
        passed = " (đã qua)" if record.retires_by < self.as_of else ""
        return f"{personnel.retirement_in_words(record)}{passed}"
