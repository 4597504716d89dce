"""The lists of decisions."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from coso.appointments import queries as appointments
from coso.appointments.models import Decision
from coso.importing.sheets.appointments import DecisionRegister
from coso.web.shared.tables import (
    ON_A_CARD,
    STANDING,
    DateColumn,
    PeopleTable,
    born_column,
    gender_column,
)

_heading = DecisionRegister.heading


class DecisionTable(PeopleTable):
    """Decisions on people, the last to take effect first."""

    opens = "appointments:detail"
    person = tables.Column(_heading("full_name"), accessor="person__full_name")
    born_on = born_column(_heading("born"))
    gender = gender_column(_heading("gender_said"))
    kind = tables.Column(
        _heading("kind"), accessor="get_kind_display", order_by="kind", attrs=ON_A_CARD
    )
    old_post = tables.Column(_heading("old_post"), default="", orderable=False)
    new_post = tables.Column(_heading("new_post"), default="", orderable=False, attrs=ON_A_CARD)
    number = tables.Column(_heading("number"), orderable=False)
    decided_on = DateColumn(_heading("decided_on"), attrs=ON_A_CARD)
    effective_on = DateColumn(_heading("effective_on"))
    issuer = tables.Column(_heading("issuer"), default="")
    term = tables.Column(_heading("term"), empty_values=(), orderable=False)
    term_ends_on = tables.Column("Hết thời hạn", empty_values=(), order_by="ends_on")
    note = tables.Column(_heading("note"), default="", orderable=False)

    class Meta(PeopleTable.Meta):
        always: tuple[str, ...] = ("person",)
        hidden_at_first: tuple[str, ...] = ("gender", "effective_on", "issuer", "note")
        sequence: tuple[str, ...] = ("...", STANDING)

    def unit_of(self, record: Decision) -> int | None:
        return record.place_id

    def render_term(self, record: Decision) -> str:
        return str(appointments.term_of(record))

    def render_term_ends_on(self, record: Any) -> str:
        return appointments.end_in_words(record)

    def value_term_ends_on(self, record: Any) -> Any:
        return record.term_ends_on or appointments.end_in_words(record)


class TermTable(DecisionTable):
    """Decisions whose term ends soon, the first to end first."""

    class Meta(DecisionTable.Meta):
        hidden_at_first = ("gender", "old_post", "effective_on", "issuer", "note")
        sequence = ("person", "born_on", "gender", "term_ends_on", "...", STANDING)
