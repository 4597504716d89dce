"""Table parts that every list shares."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coso.core.dates import PartialDate, format_date


class RecordTable(tables.Table):
    """A list whose rows open records; `place` keeps unit and date in every link."""

    class Meta:
        attrs = {"class": "table table-cards"}
        template_name = "shared/table.html"
        row_attrs = {"data-row-link": ""}
        always: tuple[str, ...] = ()
        hidden_at_first: tuple[str, ...] = ()

    def __init__(self, *args: Any, place: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    def link(self, url: str, label: str) -> SafeString:
        """Return a link that keeps the unit and the date in view."""
        return format_html('<a href="{}">{}</a>', self.address(url), label)

    def address(self, url: str) -> str:
        return f"{url}?{self.place}" if self.place else url


class DateColumn(tables.Column):
    """A day as dd/mm/yyyy on the page; a date in an export."""

    def render(self, value: dt.date) -> str:
        return format_date(value)

    def value(self, value: Any) -> Any:
        return value


class PartialDateColumn(tables.Column):
    """A date as exactly as it is known; in an export a whole day is a date, else it is text."""

    def value(self, value: PartialDate) -> Any:
        return value.value if value.precision == "DAY" else str(value)


def ordered(
    queryset: QuerySet[Any], is_descending: bool, *fields: str
) -> tuple[QuerySet[Any], bool]:
    """Order by fields in one direction, ending with the key, for a column's `order_…`."""
    sign = "-" if is_descending else ""
    return queryset.order_by(*(f"{sign}{field}" for field in fields), "pk"), True
