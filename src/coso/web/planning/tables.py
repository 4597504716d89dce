"""The list of who is planned."""

from __future__ import annotations

import django_tables2 as tables

from coso.importing.sheets.planning import PlanRegister
from coso.planning import queries as planning
from coso.planning.models import PlanningCandidate
from coso.web.shared.tables import (
    OFF_A_CARD,
    ON_A_CARD,
    STANDING,
    DateColumn,
    PeopleTable,
    born_column,
    gender_column,
)

_heading = PlanRegister.heading


class PlanTable(PeopleTable):
    """People planned for titles, the latest plan first."""

    opens = "planning:detail"
    person = tables.Column(_heading("full_name"), accessor="person__full_name")
    born_on = born_column(_heading("born"))
    gender = gender_column(_heading("gender_said"))
    ethnicity = tables.Column(
        _heading("ethnicity"),
        accessor="person__ethnicity__name",
        orderable=False,
        default="",
        attrs=OFF_A_CARD,
    )
    title = tables.Column(_heading("title"), accessor="position__title", attrs=ON_A_CARD)
    period = tables.Column(
        _heading("period"),
        accessor="position__cycle__name",
        order_by=("position__cycle__first_year", "position__cycle__last_year"),
        attrs=ON_A_CARD,
    )
    decision = tables.Column(_heading("decision"), orderable=False)
    decided_on = DateColumn(_heading("decided_on"))
    removal = tables.Column(_heading("removal"), empty_values=(), orderable=False)

    class Meta(PeopleTable.Meta):
        always = ("person",)
        hidden_at_first = ("gender", "ethnicity")
        sequence = ("...", STANDING)

    def unit_of(self, record: PlanningCandidate) -> int:
        return record.position.place_id

    def render_removal(self, record: PlanningCandidate) -> str:
        left = record.left
        return "" if left is None else f"{record.get_left_for_display()} ({left})"

    def value_removal(self, record: PlanningCandidate) -> str:
        return planning.removal_in_words(record)
