"""Table parts that every list shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coso.core.dates import PartialDate, format_date
from coso.organizations import queries as organizations
from coso.organizations.queries import Place, UnitNames


class RecordTable(tables.Table):
    """A list whose rows open records; `place` keeps unit and date in every link."""

    class Meta:
        attrs = {"class": "table table-cards"}
        template_name = "shared/table.html"
        row_attrs = {"data-row-link": ""}
        always: tuple[str, ...] = ()
        hidden_at_first: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, place: str = "", as_of: dt.date = dt.date.max, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.as_of = as_of

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
