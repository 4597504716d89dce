"""Table parts that every list shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar, Final

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coso.core.dates import PartialDate, format_date
from coso.figures import queries as figures
from coso.organizations import queries as organizations
from coso.organizations.queries import Place, UnitNames

# The column that says where a row stands by the tree of today.
STANDING: Final = "standing_today"
_ENDED: Final = "(đơn vị đã kết thúc)"
# Attributes of a column that a phone shows on the closed card of a row, or not at all.
ON_A_CARD: Final = {"td": {"class": "card-always"}}
OFF_A_CARD: Final = {"td": {"class": "card-never"}}


class RecordTable(tables.Table):
    """A list whose rows open records; `place` keeps unit and date in every link."""

    class Meta:
        attrs = {"class": "table table-cards"}
        template_name = "shared/table.html"
        row_attrs = {"data-row-link": ""}
        always: tuple[str, ...] = ()
        hidden_at_first: tuple[str, ...] = ()

    def __init__(
        self,
        *args: Any,
        place: str = "",
        as_of: dt.date = dt.date.max,
        today: dt.date = dt.date.max,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.as_of = as_of
        self.today = today

    def link(self, url: str, label: str) -> SafeString:
        """Return a link that keeps the unit and the date in view."""
        return format_html('<a href="{}">{}</a>', self.address(url), label)

    def address(self, url: str) -> str:
        return f"{url}?{self.place}" if self.place else url


class PlacedTable(RecordTable):
    """A list of what stands in a unit: each row has the names of its day."""

    @cached_property
    def names(self) -> dict[Place, UnitNames]:
        """The names of the units of the rows on the page, looked up at once."""
        return self._names_in(self.paginated_rows)

    def as_values(self, *args: Any, **kwargs: Any) -> Iterator[list[Any]]:
        self.names = self._names_in(self.rows)
        values: Iterator[list[Any]] = super().as_values(*args, **kwargs)
        return values

    def _names_in(self, rows: Iterable[Any]) -> dict[Place, UnitNames]:
        return organizations.names_on(self.place_of(row.record) for row in rows)

    def place_of(self, record: Any) -> Place:
        """Return where a row stands, and on which day that is shown."""
        return record.unit_id, self.as_of

    def names_of(self, record: Any) -> UnitNames:
        return self.names.get(self.place_of(record)) or UnitNames()

    def value_unit(self, record: Any) -> str:
        return self.names_of(record).name

    def render_organization(self, record: Any) -> str:
        return self.names_of(record).grassroots


class StandingTable(RecordTable):
    """A list whose rows stand in a unit by the tree of today, too."""

    standing_today = tables.Column(
        "Theo tổ chức hôm nay",
        empty_values=(),
        orderable=False,
        attrs=ON_A_CARD,
    )

    class Meta(RecordTable.Meta):
        sequence: tuple[str, ...] = ("...", STANDING)

    @cached_property
    def standing(self) -> dict[int, int]:
        """The units in which the records on the page stand today, looked up at once."""
        return self.units_today([row.record for row in self.paginated_rows])

    @cached_property
    def names_today(self) -> dict[Place, UnitNames]:
        """What these units are called today."""
        return organizations.names_on((unit, self.today) for unit in self.standing.values())

    def units_today(self, records: Sequence[Any]) -> dict[int, int]:
        """Return in which unit each of some records stands today, by its key.

        Records of nobody in the trees are left out.
        """
        placed = ((each.pk, self.unit_of(each)) for each in records)
        units = {pk: unit for pk, unit in placed if unit is not None}
        heirs = figures.units_today({*units.values()})
        return {pk: heirs[unit] for pk, unit in units.items()}

    def unit_of(self, record: Any) -> int | None:
        """Return the unit that a record is of; it goes where this unit went."""
        unit: int | None = record.unit_id
        return unit

    def as_values(self, *args: Any, **kwargs: Any) -> Iterator[list[Any]]:
        self.standing = self.units_today([row.record for row in self.rows])
        values: Iterator[list[Any]] = super().as_values(*args, **kwargs)
        return values

    def render_standing_today(self, record: Any) -> SafeString | str:
        name = self.value_standing_today(record)
        if name in ("", _ENDED):
            return name
        return self.link(reverse("organizations:detail", args=[self.standing[record.pk]]), name)

    def value_standing_today(self, record: Any) -> str:
        if record.pk not in self.standing:
            return ""
        found = self.names_today.get((self.standing[record.pk], self.today))
        return _ENDED if found is None else found.name


class PeopleTable(StandingTable):
    """A list whose rows are about people, named in the column `person`.

    :cvar opens: the name of the page of a row
    """

    opens: ClassVar[str]

    def render_person(self, record: Any) -> SafeString:
        return self.link(reverse(self.opens, args=[record.pk]), self.value_person(record))

    def value_person(self, record: Any) -> str:
        return str(record.person.full_name)

    def order_person(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "person__order_key")


class DateColumn(tables.Column):
    """A day as dd/mm/yyyy on the page; a date in an export."""

    def render(self, value: dt.date) -> str:
        return format_date(value)

    def value(self, value: Any) -> Any:
        return value


class PartialDateColumn(tables.Column):
    """A date as exactly as it is known; in an export a whole day is a date, else it is text."""

    def value(self, value: PartialDate) -> Any:
        return exported(value)


def exported(value: Any) -> Any:
    """Return a value as a workbook holds it: a date that is not known to the day is text."""
    if isinstance(value, PartialDate):
        return value.value if value.precision == "DAY" else str(value)
    return value


def ordered(
    queryset: QuerySet[Any], is_descending: bool, *fields: str
) -> tuple[QuerySet[Any], bool]:
    """Order by fields in one direction, ending with the key, for a column's `order_…`."""
    sign = "-" if is_descending else ""
    return queryset.order_by(*(f"{sign}{field}" for field in fields), "pk"), True


def born_column(heading: str) -> PartialDateColumn:
    """Return the column of the dates of birth of the people of rows."""
    return PartialDateColumn(
        heading,
        accessor="person__born",
        order_by="person__born_on",
        default="",
        attrs=OFF_A_CARD,
    )


def gender_column(heading: str) -> tables.Column:
    """Return the column of the sexes of the people of rows."""
    return tables.Column(
        heading,
        accessor="person__get_gender_display",
        orderable=False,
        default="",
        attrs=OFF_A_CARD,
    )
