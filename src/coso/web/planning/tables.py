"""The list of who is planned."""

from __future__ import annotations

from typing import Any, Final

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.importing.sheets.planning import PlanRegister
from coso.planning import queries as planning
from coso.planning.models import PlanningCandidate
from coso.web.shared.tables import (
    STANDING,
    DateColumn,
    PartialDateColumn,
    StandingTable,
    ordered,
)

_heading = PlanRegister.heading
_ON_A_CARD: Final = {"td": {"class": "card-always"}}
_OFF_A_CARD: Final = {"td": {"class": "card-never"}}


class PlanTable(StandingTable):
    """People planned for titles, the latest plan first."""

    person = tables.Column(_heading("full_name"), accessor="person__full_name")
    born_on = PartialDateColumn(
        _heading("born"),
        accessor="person__born",
        order_by="person__born_on",
        default="",
        attrs=_OFF_A_CARD,
    )
    gender = tables.Column(
        _heading("gender_said"),
        accessor="person__get_gender_display",
        orderable=False,
        default="",
        attrs=_OFF_A_CARD,
    )
    ethnicity = tables.Column(
        _heading("ethnicity"),
        accessor="person__ethnicity__name",
        orderable=False,
        default="",
        attrs=_OFF_A_CARD,
    )
    title = tables.Column(_heading("title"), accessor="position__title", attrs=_ON_A_CARD)
    period = tables.Column(
        _heading("period"),
        accessor="position__cycle__name",
        order_by=("position__cycle__first_year", "position__cycle__last_year"),
        attrs=_ON_A_CARD,
    )
    decision = tables.Column(_heading("decision"), orderable=False)
    decided_on = DateColumn(_heading("decided_on"))
    removal = tables.Column(_heading("removal"), empty_values=(), orderable=False)

    class Meta(StandingTable.Meta):
        always = ("person",)
        hidden_at_first = ("gender", "ethnicity")
        sequence = ("...", STANDING)

    def unit_of(self, record: PlanningCandidate) -> int:
        return record.position.place_id

    def render_person(self, record: PlanningCandidate) -> SafeString:
        return self.link(reverse("planning:detail", args=[record.pk]), self.value_person(record))

    def value_person(self, record: PlanningCandidate) -> str:
        return record.person.full_name

    def render_removal(self, record: PlanningCandidate) -> str:
        left = record.left
        return "" if left is None else f"{record.get_left_for_display()} ({left})"

    def value_removal(self, record: PlanningCandidate) -> str:
        return planning.removal_in_words(record)

    def order_person(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "person__order_key")
