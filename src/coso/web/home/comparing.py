"""Two views of the dashboard side by side: another date, another unit, or another tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar, Final

from attrs import evolve, frozen
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import dates
from coso.core.dates import format_date
from coso.figures.queries import FigureValue
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.web.frame import Frame, TreeName, is_key
from coso.web.home.pictures import View
from coso.web.home.sections import LABELS, SECTIONS, Section
from coso.web.pictures.chart import Chart, on_one_scale
from coso.web.shared.figures import BREAKDOWN_PARAMETER, asked_of, card, difference
from coso.web.shared.trees import ALL_TREES, TREE_WORDS
from coso.web.shared.views import FiguresView
from coso.web.templatetags.drawing import FigureCard
from coso.web.templatetags.ui import Crumb

OTHER_DATE_PARAMETER: Final = "voi-ngay"
OTHER_UNIT_PARAMETER: Final = "voi-don-vi"
_MOST_CHOICES: Final = 200


@frozen
class Line:
    """One figure on both sides, and by how much the first is more than the second."""

    label: str
    passport_url: str
    sides: tuple[tuple[FigureValue, FigureCard], ...]
    difference: str


@frozen
class Side:
    """A unit on a date under a tree, with its figures."""

    frame: Frame
    view: View

    @property
    def unit_name(self) -> str:
        return next(iter(self.view.values.values())).passport.unit

    @property
    def when(self) -> str:
        """The date, and the tree where it is not that of the date."""
        day = format_date(self.frame.as_of)
        return f"{day}, {TREE_WORDS['now']}" if self.frame.tree == "now" else day

    @property
    def url(self) -> str:
        """The dashboard of this side."""
        return f"{reverse('home:dashboard')}?{self.frame.place}"


class SideBySide(FiguresView, TemplateView):
    """Two dashboards beside each other; both whole, or 404."""

    permission = Permission.FIGURES_VIEW

    def frames(self) -> tuple[Frame, Frame]:
        """Return what the two sides have in view."""
        raise NotImplementedError

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """Return the two sides with their figures."""
        one, other = self.frames()
        return self._side(one), self._side(other)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sides=self.sides,
            sections=[_section(section, self.sides) for section in SECTIONS],
            **kwargs,
        )

    def _side(self, frame: Frame) -> Side:
        if frame.unit is None or not scoping.covers(self.actor, self.permission, frame.unit):
            raise Http404
        ids = tuple(figure for section in SECTIONS for figure in section.figures)
        names = [name for section in SECTIONS for name in section.pictures]
        return Side(frame, View.of(asked_of(frame, ids), names, frame, self.actor))


class BothTrees(SideBySide):
    """The dashboard under the tree of the date beside that under the tree of today."""

    template_name = "home/both_trees.html"
    trees: ClassVar[tuple[TreeName, ...]] = ALL_TREES

    def frames(self) -> tuple[Frame, Frame]:
        return self.both_sides

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own, _ = self.frames()
        parts = evolve(own, tree="both").place_of(own.unit, **{BREAKDOWN_PARAMETER: "children"})
        return super().get_context_data(
            title=f"Tổng quan {self.frame.unit_name}",
            parts_url=f"{reverse('figures:records', args=['member.total'])}?{parts}",
            **kwargs,
        )


class Comparison(SideBySide):
    """The dashboard beside that of another date or unit."""

    template_name = "home/comparison.html"
    trees: ClassVar[tuple[TreeName, ...]] = ("then", "now")

    @property
    def earliest(self) -> dt.date:
        return min(self.as_of, self._day[0])

    def frames(self) -> tuple[Frame, Frame]:
        own = evolve(self.frame, tree=self.under_tree)
        return own, evolve(own, unit=self._other_unit, as_of=self._day[0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"So sánh {self.frame.unit_name}",
            breadcrumb=[
                Crumb(label="Tổng quan", url=self.sides[0].url),
                Crumb(label="So sánh"),
            ],
            other_date=self._day[0],
            is_date_asked=bool(self.request.GET.get(OTHER_DATE_PARAMETER)),
            date_error=self._day[1],
            date_name=OTHER_DATE_PARAMETER,
            unit_name=OTHER_UNIT_PARAMETER,
            units=self._choices(),
            other_unit=self._other_unit,
            **kwargs,
        )

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
        above, day = self.unit.parent, self.frame.tree_day
        if above is not None and scoping.covers(self.actor, self.permission, above):
            yield above
            yield from organizations.children_on(above, day)
        yield from organizations.children_on(self.unit, day)


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


def _pair(name: str, sides: tuple[Side, Side]) -> list[Chart]:
    """Return a picture of both sides on the same scale; none where both are empty."""
    charts = [side.view.chart(name) for side in sides]
    if all(chart.is_empty for chart in charts):
        return []
    return on_one_scale(charts)
