"""The roll of members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.figures import queries as figures
from coso.importing.sheets.members import MemberRegister
from coso.members.models import MembershipPeriod
from coso.web.shared.tables import (
    DateColumn,
    PartialDateColumn,
    PlacedTable,
    StandingTable,
    ordered,
)

_heading = MemberRegister.heading


class MemberTable(PlacedTable, StandingTable):
    """Members as of a date, each in the home organization of that date."""

    name = tables.Column(_heading("full_name"), accessor="membership__person__full_name")
    born_on = PartialDateColumn(
        _heading("born"),
        accessor="membership__person__born",
        order_by="membership__person__born_on",
        default="",
    )
    gender = tables.Column(
        _heading("gender_said"),
        accessor="membership__person__get_gender_display",
        orderable=False,
        default="",
    )
    ethnicity = tables.Column(
        _heading("ethnicity"),
        accessor="membership__person__ethnicity__name",
        order_by="membership__person__ethnicity",
        default="",
    )
    unit = tables.Column(_heading("branch"))
    organization = tables.Column(_heading("organization"), empty_values=(), orderable=False)
    admitted_on = DateColumn(
        _heading("admitted_on"), accessor="membership__admitted_on", default=""
    )
    official_on = DateColumn(
        _heading("official_on"), accessor="membership__official_on", default=""
    )
    standing = tables.Column(
        "Tình trạng", empty_values=(), orderable=False, attrs={"td": {"class": "short"}}
    )

    class Meta(StandingTable.Meta):
        always = ("name",)
        hidden_at_first = ("ethnicity", "official_on")

    def units_today(self, records: Sequence[Any]) -> dict[int, int]:
        return figures.homes_today([record.pk for record in records])

    def render_name(self, record: MembershipPeriod, value: str) -> SafeString:
        return self.link(reverse("people:detail", args=[record.membership.person_id]), value)

    def value_name(self, value: str) -> str:
        return value

    def render_unit(self, record: MembershipPeriod) -> SafeString:
        address = reverse("organizations:detail", args=[record.unit_id])
        return self.link(address, self.names_of(record).name)

    def render_standing(self, record: Any) -> str:
        words = [str(record.membership.status_on(self.as_of).label)]
        if record.is_exempt:
            words.append("miễn sinh hoạt")
        return ", ".join(words)

    def order_name(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "membership__person__order_key")

    def order_unit(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "unit__order_key")
