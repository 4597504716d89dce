"""The lists of ratings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.evaluations import queries as evaluations
from coso.evaluations.models import Evaluation
from coso.importing.sheets.evaluations import RatingRegister
from coso.importing.sheets.party_ratings import MemberRatingRegister, UnitRatingRegister
from coso.organizations import queries as organizations
from coso.organizations.queries import Place, UnitNames
from coso.web.shared.tables import (
    ON_A_CARD,
    STANDING,
    PlacedTable,
    StandingTable,
    born_column,
    gender_column,
    ordered,
)

_heading = RatingRegister.heading
_member = MemberRatingRegister.heading
_unit = UnitRatingRegister.heading


class RatingTable(PlacedTable, StandingTable):
    """Ratings, each where it was given and as its unit was called at the end of its year."""

    year = tables.Column(_heading("year_said"), attrs={"td": {"class": "card-always short"}})
    result = tables.Column(_heading("result"), empty_values=(), attrs=ON_A_CARD)

    class Meta(StandingTable.Meta):
        always = ("name",)
        sequence: tuple[str, ...] = ("name", "...", "year", "result", STANDING)

    def place_of(self, record: Evaluation) -> Place:
        return record.place_id, evaluations.last_day(record.year)

    def unit_of(self, record: Evaluation) -> int | None:
        return record.place_id

    def value_unit(self, record: Evaluation) -> str:
        """Return the unit; one that had ended by the end of the year goes by its last name."""
        return super().value_unit(record) or str(record.agency or "")

    def render_name(self, record: Evaluation) -> SafeString:
        address = reverse("evaluations:detail", args=[record.pk])
        return self.link(address, self.value_name(record))

    def value_name(self, record: Evaluation) -> str:
        return str(record.subject)

    def render_result(self, record: Evaluation) -> str:
        return evaluations.outcome_of(record)

    def order_result(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(evaluations.ranked(queryset), is_descending, "rank")

    def by_place(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "agency__order_key")


class PersonRatingTable(RatingTable):
    """Ratings of people."""

    name = tables.Column(_heading("full_name"), empty_values=())
    born_on = born_column(_heading("born"))
    gender = gender_column(_heading("gender_said"))
    self_rating = tables.Column(
        _heading("self_rating"),
        accessor="get_self_rating_display",
        orderable=False,
        default="",
    )

    class Meta(RatingTable.Meta):
        hidden_at_first: tuple[str, ...] = ("self_rating",)
        sequence = (
            *("name", "born_on", "gender", "..."),
            *("self_rating", "year", "result", STANDING),
        )

    def order_name(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "person__order_key")


class MemberRatingTable(PersonRatingTable):
    """Ratings of members, given in their branches."""

    unit = tables.Column(_member("branch"), empty_values=(), attrs=ON_A_CARD)
    organization = tables.Column(_member("organization"), empty_values=(), orderable=False)

    class Meta(PersonRatingTable.Meta):
        pass

    def render_unit(self, record: Evaluation) -> str:
        return self.value_unit(record)

    order_unit = RatingTable.by_place


class StaffRatingTable(PersonRatingTable):
    """Ratings of cadres, civil servants and public employees, given where they work."""

    agency = tables.Column(_heading("agency"), empty_values=(), attrs=ON_A_CARD)
    title = tables.Column(_heading("title"), default="", orderable=False)
    level = tables.Column(_heading("level_said"), accessor="get_level_display", order_by="level")

    class Meta(PersonRatingTable.Meta):
        hidden_at_first = ("level", "self_rating")

    def render_agency(self, record: Evaluation) -> str:
        return self.value_unit(record)

    order_agency = RatingTable.by_place


class UnitRatingTable(RatingTable):
    """Ratings of Party organizations, given by the one above."""

    name = tables.Column(_unit("unit"), empty_values=())
    parent = tables.Column(_unit("parent"), empty_values=(), attrs=ON_A_CARD)

    class Meta(RatingTable.Meta):
        pass

    def place_of(self, record: Evaluation) -> Place:
        return self.unit_of(record), evaluations.last_day(record.year)

    def place_above(self, record: Evaluation) -> Place:
        """Return by which unit the rating was given."""
        return record.place_id, evaluations.last_day(record.year)

    def unit_of(self, record: Evaluation) -> int:
        return cast("int", record.unit_id)

    def _names_in(self, rows: Iterable[Any]) -> dict[Place, UnitNames]:
        records = [row.record for row in rows]
        places = [*map(self.place_of, records), *map(self.place_above, records)]
        return organizations.names_on(places)

    def value_name(self, record: Evaluation) -> str:
        return self.names_of(record).name or str(record.unit)

    def render_parent(self, record: Evaluation) -> str:
        above = self.names.get(self.place_above(record))
        return "" if above is None else above.name

    def order_name(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "unit__order_key")

    order_parent = RatingTable.by_place
