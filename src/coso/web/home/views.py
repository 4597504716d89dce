"""The dashboard: where things stand in a unit on a date, every number a door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from attrs import evolve
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from coso.access import scoping
from coso.access.enums import Permission
from coso.accounts import queries as accounts
from coso.core.dates import format_date
from coso.figures.queries import FigureValue
from coso.web.frame import TreeName
from coso.web.home.comparing import BothTrees
from coso.web.home.pictures import PICTURES
from coso.web.home.pictures import View as InView
from coso.web.home.sections import COUNTS_THE_ROOT, LABELS, PARTS_OF, SECTIONS, Section
from coso.web.pictures.files import picture_file
from coso.web.shared.figures import asked_of, card
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import FiguresView
from coso.web.templatetags.drawing import FigureCard

_SAVED_SHOWN: Final = 5


class Dashboard(FiguresView, TemplateView):
    """The main figures of the unit in view; whole, or not shown at all."""

    permission = Permission.FIGURES_VIEW
    template_name = "home/dashboard.html"
    trees: ClassVar[tuple[TreeName, ...]] = ALL_TREES

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self._has_figures_to_see():
            return redirect("account:start")  # what they may do, or a word of advice
        return super().dispatch(request, *args, **kwargs)

    def _has_figures_to_see(self) -> bool:
        return scoping.has_permission(self.actor, self.permission)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.under_tree == "both":
            return BothTrees.as_view()(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not scoping.covers(self.actor, self.permission, self.unit):
            raise Http404
        view = self._view()
        values = view.values
        sections = [self._section(section, view) for section in SECTIONS]
        return super().get_context_data(
            title=f"Tổng quan {self.frame.unit_name}",
            sections=[section for section in sections if not section["is_quiet"]],
            has_map=any(chart.kind == "map" for each in sections for chart in each["charts"]),
            quiet_titles=[section["title"] for section in sections if section["is_quiet"]],
            saved_filters=accounts.saved_filters(self.actor)[:_SAVED_SHOWN],
            has_nothing=self._has_nothing(values.values()),
            **kwargs,
        )

    def _has_nothing(self, values: Iterable[FigureValue]) -> bool:
        """Tell whether nothing is known, or an installation has only its roots."""
        if self.unit.is_root:
            return not any(each.value for each in values if each.id not in COUNTS_THE_ROOT)
        return all(each.value is None for each in values)

    def _view(self) -> InView:
        ids = tuple(figure for section in SECTIONS for figure in section.figures)
        names = [name for section in SECTIONS for name in section.pictures]
        return InView.of(asked_of(self.frame, ids), names, self.frame, self.actor)

    def _section(self, section: Section, view: InView) -> dict[str, Any]:
        values = view.values
        papers = values[section.figures[0]].passport
        since = papers.since or dt.date(self.as_of.year, 1, 1)
        # A part of nothing says nothing: nobody of a branch is rated at the district.
        shown = [values[figure] for figure in section.figures if values[figure].base != 0]
        return {
            "title": section.title.format(year=papers.year, since=format_date(since)),
            "is_in_threes": len(shown) % 4 != 0,
            "is_quiet": all(values[figure].value == 0 for figure in section.figures),
            "cards": [self._card(value, values) for value in shown],
            "charts": view.charts(section.pictures),
        }

    def _card(self, value: FigureValue, values: Mapping[str, FigureValue]) -> FigureCard:
        """Return the card of a figure; parts of a whole show their share of it."""
        shown = card(value, self.frame, LABELS.get(value.id, ""))
        if value.id not in PARTS_OF or value.value is None:
            return shown
        whole, base_label = PARTS_OF[value.id]
        return evolve(shown, base=values[whole].value, base_label=base_label)


class PictureFile(FiguresView, View):
    """A picture of the dashboard as a file, to be put into another paper."""

    permission = Permission.FIGURES_VIEW

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        if name not in PICTURES or not scoping.covers(self.actor, self.permission, self.unit):
            raise Http404
        view = InView.of(asked_of(self.frame), [name], self.frame, self.actor)
        return picture_file(view.chart(name))
