"""The components of the pages: tags with declared keyword arguments, so that a typo raises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Literal
from urllib.parse import urlencode

from attrs import frozen
from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from coso.access import queries as access
from coso.access.enums import Permission
from coso.core import dates, numbers
from coso.importing import services as importing
from coso.web.frame import Frame
from coso.web.pictures import drawn, wording
from coso.web.pictures.chart import Chart
from coso.web.pictures.diagram import Diagram
from coso.web.pictures.drawn import Picture
from coso.web.templatetags import drawing
from coso.web.templatetags.drawing import FigureCard, TimelinePeriod

__all__ = [
    "DATE_PARAMETER",
    "Crumb",
    "DateChoice",
    "FigureCard",
    "TimelinePeriod",
    "register",
]

register = template.Library()

# The name of the as-of date in every address: ?ngay=2023-06-30.
DATE_PARAMETER: Final = "ngay"
NOTHING: Final = "–"
_NAMED: Final = 3

Status = Literal["good", "soon", "late", "none", "info"]
_STATUS_ICONS: Final[Mapping[Status, str]] = {
    "good": "circle-check",
    "soon": "clock",
    "late": "alert-triangle",
    "none": "circle-minus",
    "info": "info-circle",
}


@frozen(kw_only=True)
class Crumb:
    """One step of the path above a title; the page itself has no address."""

    label: str
    url: str = ""


@frozen
class DateChoice:
    """A quick choice of the as-of date: what it is called, and the query that leads to it."""

    label: str
    on: dt.date
    query: str
    is_current: bool


@register.filter
def vn_int(value: int | str | None) -> str:
    """Write 3549 as 3.549; nothing is a dash."""
    return NOTHING if value is None or value == "" else numbers.format_integer(int(value))


@register.filter
def vn_percent(value: Decimal | float | None) -> str:
    """Write 96.8, a number of percent, as 96,8%; nothing is a dash."""
    return NOTHING if value is None or value == "" else numbers.format_percent(value)


@register.filter
def vn_date(value: dt.date | None) -> str:
    """Write a date, or the local day of a moment, as 30/06/2023; nothing is a dash."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return dates.format_date(value)


@register.simple_tag
def icon(*, name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration beside a word."""
    href = f"{static('vendor/tabler-icons/icons.svg')}#tabler-{name}"
    role = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true" focusable="false"')
    )
    return format_html(
        '<svg class="ui-icon ui-icon-{}" {}><use href="{}"></use></svg>', name, role, href
    )


@register.inclusion_tag("shared/_badge.html")
def badge(*, status: Status, label: str) -> dict[str, Any]:
    """Show a status by colour, icon and word."""
    return {"status": status, "label": label, "icon_name": _STATUS_ICONS[status]}


@register.inclusion_tag("shared/_breadcrumb.html")
def breadcrumb(*, items: Sequence[Crumb]) -> dict[str, Any]:
    """Show the path of the page; the last item is the page itself."""
    return {"items": items}


@register.inclusion_tag("shared/_masked.html")
def masked(*, value: str | None, reveal_url: str = "", revealed: bool = False) -> dict[str, Any]:
    """Hide a sensitive value behind "xem"; nothing of it, not even its length, reaches the page."""
    return {
        "is_empty": not value,
        "value": value if revealed else None,
        "reveal_url": reveal_url,
    }


@register.inclusion_tag("shared/_how_to_fill.html")
def how_to_fill(*, frame: Frame, kind: str = "") -> dict[str, Any]:
    """Lead to the import, with the blank form of a list, or name those who import."""
    if frame.import_url:
        form_url = reverse("importing:template", args=[kind]) if kind else ""
        return {"frame": frame, "form_url": form_url}
    importers = access.holders_on_the_whole(Permission.IMPORTS_APPLY)[:_NAMED]
    givers = access.administrators_of_all()[:_NAMED]
    return {
        "frame": frame,
        "importers": [user.full_name for user in importers],
        "administrators": [user.full_name for user in givers],
    }


@register.inclusion_tag("shared/_beginning.html")
def beginning(*, frame: Frame) -> dict[str, Any]:
    """Say what to do first, on a page of an office whose registers are empty."""
    return {"frame": frame, "is_empty": importing.is_empty()}


@register.inclusion_tag("shared/_figure_card.html")
def figure_card(*, card: FigureCard) -> dict[str, Any]:
    """Show a number with its share, its picture, its change, its list and its passport."""
    return {"card": card}


@register.inclusion_tag("shared/_picture.html")
def picture(*, chart: Chart, heading: int = 3) -> dict[str, Any]:
    """Draw a chart at the width of a phone and of a desk, over the table of its numbers."""
    wide = drawn.width_of(chart)
    return {
        "chart": chart,
        "heading": heading,
        "sentence": wording.sentence(chart),
        "table": wording.table(chart),
        "drawings": [] if chart.is_empty else _drawings(chart, wide),
        "is_wide": wide == drawn.FULL,
    }


@register.inclusion_tag("shared/_diagram.html")
def diagram(*, made: Diagram, heading: int = 2) -> dict[str, Any]:
    """Draw what became of what at the width of a phone and of a desk, over the table of it."""
    return {
        "chart": made,
        "heading": heading,
        "drawings": _drawings(made, drawn.width_of(made)),
    }


def _drawings(chart: Picture, wide: int) -> list[tuple[str, SafeString]]:
    """Return the markup of both drawings; what a user wrote has been escaped by the writer."""
    return [
        (name, mark_safe(drawn.drawing(chart, width)))  # noqa: S308 -- written by ElementTree
        for name, width in (("narrow", drawn.NARROW), ("wide", wide))
    ]


@register.inclusion_tag("shared/_period_line.html")
def period_line(*, periods: Sequence[TimelinePeriod], on: dt.date, title: str) -> dict[str, Any]:
    """Draw periods as a strip and a list, with the day in view, gaps and overlaps marked."""
    entries = drawing.draw_timeline(periods, on)
    return {
        "entries": entries,
        "overlaps": drawing.draw_overlaps(periods, on),
        "title": title,
        "on": on,
        "on_x": drawing.place(on, drawing.timeline_window(periods, on)) if entries else "",
    }


@register.simple_tag
def as_of_choices(*, frame: Any) -> list[DateChoice]:
    """Return the quick choices of the as-of date: today, the end of last year, further ones.

    ``frame.date_choices``, if any, adds pairs of label and date, such as a day of reorganization.
    """
    named = [
        ("Hôm nay", frame.today),
        ("Cuối năm trước", dt.date(frame.today.year - 1, 12, 31)),
        *(getattr(frame, "date_choices", None) or ()),
    ]
    return [
        DateChoice(
            label=label,
            on=on,
            query=_query_on(frame.query_without_date, None if on == frame.today else on),
            is_current=on == frame.as_of,
        )
        for label, on in named
    ]


@register.simple_tag
def query_of_today(*, frame: Any) -> str:
    """Return the query of the page in view as of today: the same one without a date."""
    return _query_on(frame.query_without_date, None)


@register.simple_tag
def date_parameter() -> str:
    """Return the name of the as-of date in the address."""
    return DATE_PARAMETER


@register.simple_tag
def hidden_parameters(*, query: QueryDict, without: str) -> list[tuple[str, str]]:
    """Return the parameters of the page that a further form must keep, one pair per value."""
    return [
        (name, str(value)) for name, values in query.lists() if name != without for value in values
    ]


@register.simple_tag
def elided_pages(*, page: Page[Any]) -> list[int | str]:
    """Return the page numbers to show around the one in view, with "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


def _query_on(others: Mapping[str, Any], on: dt.date | None) -> str:
    parameters = dict(others)
    if on is not None:
        parameters[DATE_PARAMETER] = on.isoformat()
    return f"?{urlencode(parameters, doseq=True)}"
