"""What every page of one figure shares: what is asked, its value, its parts."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from attrs import evolve, frozen
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES, Figure
from coso.figures.queries import FigureRequest, FigureValue, Slice
from coso.web.frame import Frame
from coso.web.pictures import making
from coso.web.pictures.chart import Chart
from coso.web.pictures.making import Part
from coso.web.shared.figures import (
    BREAKDOWN_PARAMETER,
    NO_KEY,
    PART_PARAMETER,
    Doors,
    asked_of,
)
from coso.web.shared.periods import SINCE_PARAMETER, period_start
from coso.web.shared.views import PAGE_PARAMETER, FiguresView
from coso.web.templatetags.ui import Crumb


@frozen
class Choice:
    """A way to look at a figure: by which parts."""

    label: str
    url: str
    is_current: bool


class FigureView(FiguresView, TemplateView):
    """A page about one figure of the unit in view; the whole unit, or 404."""

    permission = Permission.FIGURES_VIEW

    @cached_property
    def figure(self) -> Figure:
        """Return the figure that the address names.

        :raises Http404: if there is none, or the unit is not wholly within reach
        """
        found = FIGURES.get(self.kwargs["figure"])
        if found is None or not self.covers(self.permission):
            raise Http404
        return found

    def covers(self, permission: Permission) -> bool:
        """Say whether the whole unit in view is within reach for a permission."""
        if permission not in self._covered:
            self._covered[permission] = scoping.covers(self.actor, permission, self.unit)
        return self._covered[permission]

    @cached_property
    def _covered(self) -> dict[Permission, bool]:
        return {}

    @cached_property
    def by(self) -> str | None:
        """Return the dimension by which the figure is broken down, if the address names one."""
        asked = self.request.GET.get(BREAKDOWN_PARAMETER, "")
        return asked if asked in self.figure.dimensions else None

    @cached_property
    def part(self) -> Slice | None:
        """Return the one part that the address names, if there is such a part in view."""
        asked = self.request.GET.get(PART_PARAMETER, "")
        key = "" if asked == NO_KEY else asked
        found = (each for each in self.whole.breakdown if each.key == key and not each.unit_id)
        return next(found, None) if asked else None

    @cached_property
    def whole(self) -> FigureValue:
        """Return the figure with its parts."""
        (value,) = figures.evaluate(self.requested())
        return value

    @property
    def value(self) -> FigureValue:
        """The figure that the page is about: the whole, or one part of it."""
        return self.whole if self.part is None else self.whole.of(self.part)

    def requested(self) -> FigureRequest:
        """Return what is asked: this figure, for the unit, date, tree and period in view."""
        return self.requested_of(evolve(self.frame, tree=self.under_tree))

    def requested_of(self, frame: Frame) -> FigureRequest:
        """Return what is asked of this figure for what a frame has in view."""
        return evolve(asked_of(frame, (self.figure.id,)), since=self.since, by=self.by)

    def requested_records(self) -> FigureRequest:
        """Return what is asked of the list: the records of the whole or of one part."""
        return evolve(self.requested(), part=None if self.part is None else self.part.key)

    @property
    def since(self) -> dt.date | None:
        """The first day of the period, where the address names one that makes sense."""
        return self._period_start[0]

    @property
    def since_error(self) -> str:
        """Why the first day that the address names does not do."""
        return self._period_start[1]

    @cached_property
    def _period_start(self) -> tuple[dt.date | None, str]:
        """Return the first day of the period, and why the one of the address does not do."""
        return period_start(self.request.GET.get(SINCE_PARAMETER, ""), self.as_of)

    def query(self, **more: str) -> str:
        """Return the query of this view of the figure, with other parts."""
        return self.query_of(self.frame, **more)

    def query_of(self, frame: Frame, **more: str) -> str:
        """Return the query of what a frame has in view of the figure, with other parts."""
        own = (BREAKDOWN_PARAMETER, PART_PARAMETER, SINCE_PARAMETER)
        kept = {name: self.request.GET[name] for name in own if self.request.GET.get(name)}
        chosen = {**dict(frame.place_parameters), **kept, **more}
        return urlencode({name: value for name, value in chosen.items() if value})

    def path_to(self, last: str) -> list[Crumb]:
        """Return the path of the page from the dashboard."""
        return [
            Crumb(label="Tổng quan", url=f"{reverse('home:dashboard')}?{self.frame.place}"),
            Crumb(label=last),
        ]

    def chart(self, by: str) -> Chart:
        """Return the picture of the parts of the figure."""
        return self.chart_of(self.whole, by, self.frame)

    def chart_of(self, value: FigureValue, by: str, frame: Frame) -> Chart:
        """Return the picture of a figure's parts as a frame has them in view."""
        chart = making.chart_of(Part(value, by, value.breakdown), self.doors_of(frame))
        address = reverse("figures:picture", args=[self.figure.id])
        query = self.query_of(frame, **{BREAKDOWN_PARAMETER: by, PART_PARAMETER: ""})
        return evolve(chart, svg_url=f"{address}?{query}")

    def doors_of(self, frame: Frame) -> Doors:
        """Return the addresses of the parts as a frame has them in view, with the period."""
        since = self.request.GET.get(SINCE_PARAMETER, "")
        return Doors(frame, ((SINCE_PARAMETER, since),) if since else ())

    def dimensions(self) -> list[Choice]:
        """Return the ways to break the figure down, the first one is not at all."""
        parts = [
            Choice(dimension.label, f"?{self._cut(name)}", name == self.by)
            for name, dimension in self.figure.dimensions.items()
        ]
        return [Choice("Không chia", f"?{self._cut('')}", self.by is None), *parts] if parts else []

    def _cut(self, by: str) -> str:
        return self.query(**{BREAKDOWN_PARAMETER: by, PART_PARAMETER: ""})

    def kept_parameters(self) -> list[tuple[str, str]]:
        """Return what the form of the period carries on."""
        return [
            (name, str(value))
            for name, value in self.request.GET.items()
            if name not in (SINCE_PARAMETER, PAGE_PARAMETER)
        ]
