"""Two views of the dashboard side by side: another date, another unit, or both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve, frozen
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import dates, numbers
from coso.core.dates import format_date
from coso.figures.queries import FigureRequest, FigureValue
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.web.frame import Frame, is_key
from coso.web.home.pictures import View
from coso.web.home.sections import LABELS, SECTIONS, Section
from coso.web.pictures.chart import Chart, on_one_scale
from coso.web.shared.figures import card
from coso.web.shared.views import FramedView
from coso.web.templatetags.drawing import FigureCard
from coso.web.templatetags.ui import Crumb

OTHER_DATE_PARAMETER: Final = "voi-ngay"
OTHER_UNIT_PARAMETER: Final = "voi-don-vi"
_MOST_CHOICES: Final = 200
_PLUS, _MINUS = "+", "−"


@frozen
class Line:
    """One figure on both sides, and by how much the first is more than the second."""

    label: str
    passport_url: str
    sides: tuple[tuple[FigureValue, FigureCard], ...]
    difference: str


@frozen
class Side:
    """A unit on a date, with its figures."""

    frame: Frame
    view: View

    @property
    def unit_name(self) -> str:
        return next(iter(self.view.values.values())).passport.unit

    @property
    def url(self) -> str:
        """The dashboard of this side."""
        return f"{reverse('home:dashboard')}?{self.frame.place}"


class Comparison(FramedView, TemplateView):
    """The dashboard beside that of another date or unit; both whole, or 404."""

    permission = Permission.FIGURES_VIEW
    template_name = "home/comparison.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sides = (self._side(self.unit, self.as_of), self._side(self._other_unit, self._day[0]))
        return super().get_context_data(
            title=f"So sánh {self.frame.unit_name}",
            breadcrumb=[Crumb(label="Tổng quan", url=sides[0].url), Crumb(label="So sánh")],
            sides=sides,
            sections=[_section(section, sides) for section in SECTIONS],
            other_date=self._day[0],
            is_date_asked=bool(self.request.GET.get(OTHER_DATE_PARAMETER)),
            date_error=self._day[1],
            date_name=OTHER_DATE_PARAMETER,
            unit_name=OTHER_UNIT_PARAMETER,
            units=self._choices(),
            other_unit=self._other_unit,
            **kwargs,
        )

    def _side(self, unit: Unit, day: dt.date) -> Side:
        if not scoping.covers(self.actor, self.permission, unit):
            raise Http404
        ids = tuple(figure for section in SECTIONS for figure in section.figures)
        names = [name for section in SECTIONS for name in section.pictures]
        frame = evolve(self.frame, unit=unit, as_of=day)
        return Side(frame, View.of(FigureRequest(unit.pk, day, ids), names, frame, self.actor))

    @cached_property
    def _day(self) -> tuple[dt.date, str]:
        """Return the other date, and why the one of the address does not do.

        Without one it is the same day for another unit, else the end of last year.
        """
        written = self.request.GET.get(OTHER_DATE_PARAMETER, "").strip()
        has_other_unit = self._other_unit != self.unit
        usual = self.as_of if has_other_unit else dt.date(self.as_of.year - 1, 12, 31)
        if not written:
            return usual, ""
        try:
            return dates.parse_day(written), ""
        except ValueError as error:
            return usual, f"{error} Trang đang so với ngày {format_date(usual)}."

    @cached_property
    def _other_unit(self) -> Unit:
        """Return the other unit.

        :raises Http404: if there is none
        """
        asked = self._asked_unit
        if not asked:
            return self.unit
        found = organizations.units().filter(pk=asked).first() if is_key(asked) else None
        if found is None:
            raise Http404
        return found

    @property
    def _asked_unit(self) -> str:
        return self.request.GET.get(OTHER_UNIT_PARAMETER, "")

    def _choices(self) -> list[Unit]:
        """Return the units to compare with: those around the unit in view, and the one chosen."""
        found = dict.fromkeys([self.unit, self._other_unit, *self._around()])
        return list(found)[:_MOST_CHOICES]

    def _around(self) -> Iterator[Unit]:
        above = self.unit.parent
        if above is not None and scoping.covers(self.actor, self.permission, above):
            yield above
            yield from organizations.children_on(above, self.as_of)
        yield from organizations.children_on(self.unit, self.as_of)


def _section(section: Section, sides: tuple[Side, Side]) -> dict[str, Any]:
    return {
        "title": _title(section, [side.view.values[section.figures[0]] for side in sides]),
        "lines": [_line(figure, sides) for figure in section.figures],
        "pairs": [pair for name in section.pictures if (pair := _pair(name, sides))],
    }


def _title(section: Section, values: list[FigureValue]) -> str:
    """Return the title of a section; years and days that differ are both named."""
    papers = [value.passport for value in values]
    days = [each.since or dt.date(each.as_of.year, 1, 1) for each in papers]
    return section.title.format(
        year=" và ".join(dict.fromkeys(str(each.year) for each in papers)),
        since=" và ".join(dict.fromkeys(format_date(day) for day in days)),
    )


def _line(figure: str, sides: tuple[Side, Side]) -> Line:
    values = tuple(side.view.values[figure] for side in sides)
    cards = tuple(card(value, side.frame) for value, side in zip(values, sides, strict=True))
    return Line(
        label=LABELS.get(figure, values[0].label),
        passport_url=cards[0].passport_url,
        sides=tuple(zip(values, cards, strict=True)),
        difference=difference(*values),
    )


def difference(one: FigureValue, other: FigureValue) -> str:
    """Return by how much a figure is more than another: “+12”, for shares in points too."""
    if one.value is None or other.value is None:
        return ""
    count = signed(numbers.format_integer(abs(one.value - other.value)), one.value - other.value)
    if one.percent is None or other.percent is None:
        return count
    points = one.percent - other.percent
    return f"{count} ({signed(numbers.format_decimal(abs(points), 1), points)} điểm %)"


def signed(written: str, value: float) -> str:
    """Return a number with its sign, which “0” has not."""
    if not written.strip("0,"):
        return written
    return f"{_PLUS if value > 0 else _MINUS}{written}"


def _pair(name: str, sides: tuple[Side, Side]) -> list[Chart]:
    """Return a picture of both sides on the same scale; none where both are empty."""
    charts = [side.view.chart(name) for side in sides]
    if all(chart.is_empty for chart in charts):
        return []
    return on_one_scale(charts)
