"""The dashboard: where things stand in a unit on a date, every number a door."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.figures import queries as figures
from coso.figures.queries import FigureRequest, FigureValue
from coso.web.home.sections import SECTIONS, Section
from coso.web.shared.views import FramedView
from coso.web.templatetags.drawing import Bar, FigureCard


class Dashboard(FramedView, TemplateView):
    """The main figures of the unit in view; whole, or not shown at all."""

    permission = Permission.FIGURES_VIEW
    template_name = "home/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit = self.unit
        if not scoping.covers(self.request.user, Permission.FIGURES_VIEW, unit):
            raise Http404
        values = self._values()
        return super().get_context_data(
            title="Tổng quan",
            sections=[self._section(section, values) for section in SECTIONS],
            branches=self._by_children(),
            **kwargs,
        )

    def _values(self) -> dict[str, FigureValue]:
        ids = tuple(figure for section in SECTIONS for figure in section.figures)
        request = FigureRequest(ids=ids, unit_id=self.unit.pk, as_of=self.as_of)
        return {value.id: value for value in figures.evaluate(request)}

    def _section(self, section: Section, values: dict[str, FigureValue]) -> dict[str, Any]:
        return {
            "title": section.title,
            "cards": [self._card(values[figure]) for figure in section.figures],
        }

    def _card(self, figure: FigureValue) -> FigureCard:
        address = reverse("figures:records", args=[figure.id])
        passport = reverse("figures:passport", args=[figure.id])
        return FigureCard(
            label=figure.label,
            value=figure.value,
            base=figure.base,
            base_label=figure.base_label,
            reason=figure.reason,
            url=f"{address}?{self.frame.place}",
            passport_url=f"{passport}?{self.frame.place}",
        )

    def _by_children(self) -> list[Bar]:
        """Return the members of each unit directly below, as a picture."""
        request = FigureRequest(
            ids=("member.total",), unit_id=self.unit.pk, as_of=self.as_of, by="children"
        )
        (total,) = figures.evaluate(request)
        return [Bar(label=part.label, value=int(part.value or 0)) for part in total.breakdown]
