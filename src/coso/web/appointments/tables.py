"""The lists of decisions."""

from __future__ import annotations

from typing import Any, Final

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.appointments import queries as appointments
from coso.appointments.models import Decision
from coso.importing.sheets.appointments import DecisionRegister
from coso.web.shared.tables import (
    STANDING,
    DateColumn,
    PartialDateColumn,
    StandingTable,
    ordered,
)

_heading = DecisionRegister.heading
_ON_A_CARD: Final = {"td": {"class": "card-always"}}
_OFF_A_CARD: Final = {"td": {"class": "card-never"}}


class DecisionTable(StandingTable):
    """Decisions on people, the last to take effect first."""

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
    kind = tables.Column(
        _heading("kind"), accessor="get_kind_display", order_by="kind", attrs=_ON_A_CARD
    )
    old_post = tables.Column(_heading("old_post"), default="", orderable=False)
    new_post = tables.Column(_heading("new_post"), default="", orderable=False, attrs=_ON_A_CARD)
    number = tables.Column(_heading("number"), orderable=False)
    decided_on = DateColumn(_heading("decided_on"), attrs=_ON_A_CARD)
    effective_on = DateColumn(_heading("effective_on"))
    issuer = tables.Column(_heading("issuer"), default="")
    term = tables.Column(_heading("term"), empty_values=(), orderable=False)
    term_ends_on = DateColumn("Hết thời hạn", default="")
    note = tables.Column(_heading("note"), default="", orderable=False)

    class Meta(StandingTable.Meta):
        always: tuple[str, ...] = ("person",)
        hidden_at_first: tuple[str, ...] = ("gender", "effective_on", "issuer", "note")
        sequence: tuple[str, ...] = ("...", STANDING)

    def unit_of(self, record: Decision) -> int | None:
        return record.place_id

    def render_person(self, record: Decision) -> SafeString:
        address = reverse("appointments:detail", args=[record.pk])
        return self.link(address, self.value_person(record))

    def value_person(self, record: Decision) -> str:
        return record.person.full_name

    def render_term(self, record: Decision) -> str:
        return str(appointments.term_of(record))

    def order_person(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "person__order_key")


class TermTable(DecisionTable):
    """Decisions whose term ends soon, the first to end first."""

    class Meta(DecisionTable.Meta):
        hidden_at_first = ("gender", "old_post", "effective_on", "issuer", "note")
        sequence = ("person", "born_on", "gender", "term_ends_on", "...", STANDING)
