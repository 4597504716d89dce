"""The dashboard: where things stand in a unit on a date, every number a door; the search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from attrs import evolve, frozen
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.dates import format_date
from coso.core.text import normalize
from coso.figures.queries import FigureRequest, FigureValue
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel import queries as personnel
from coso.web.home.pictures import PICTURES
from coso.web.home.pictures import View as InView
from coso.web.home.sections import COUNTS_THE_ROOT, LABELS, PARTS_OF, SECTIONS, Section
from coso.web.pictures.files import picture_file
from coso.web.shared.figures import card
from coso.web.shared.views import FramedView
from coso.web.templatetags.drawing import FigureCard

_FOUND_AT_MOST: Final = 20


class Dashboard(FramedView, TemplateView):
    """The main figures of the unit in view; whole, or not shown at all."""

    permission = Permission.FIGURES_VIEW
    template_name = "home/dashboard.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self._has_figures_to_see():
            return redirect("account:start")  # what they may do, or a word of advice
        return super().dispatch(request, *args, **kwargs)

    def _has_figures_to_see(self) -> bool:
        return scoping.has_permission(self.actor, self.permission)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not scoping.covers(self.actor, self.permission, self.unit):
            raise Http404
        view = self._view()
        values = view.values
        sections = [self._section(section, view) for section in SECTIONS]
        return super().get_context_data(
            title=f"Tổng quan {self.frame.unit_name}",
            sections=[section for section in sections if not section["is_quiet"]],
            quiet_titles=[section["title"] for section in sections if section["is_quiet"]],
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
        request = FigureRequest(ids=ids, unit_id=self.unit.pk, as_of=self.as_of)
        return InView.of(request, names, self.frame, self.actor)

    def _section(self, section: Section, view: InView) -> dict[str, Any]:
        values = view.values
        papers = values[section.figures[0]].passport
        since = papers.since or dt.date(self.as_of.year, 1, 1)
        return {
            "title": section.title.format(year=papers.year, since=format_date(since)),
            "is_in_threes": len(section.figures) % 4 != 0,
            "is_quiet": all(values[figure].value == 0 for figure in section.figures),
            "cards": [self._card(values[figure], values) for figure in section.figures],
            "charts": view.charts(section.pictures),
        }

    def _card(self, value: FigureValue, values: Mapping[str, FigureValue]) -> FigureCard:
        """Return the card of a figure; parts of a whole show their share of it."""
        shown = card(value, self.frame, LABELS.get(value.id, ""))
        if value.id not in PARTS_OF or value.value is None:
            return shown
        whole, base_label = PARTS_OF[value.id]
        return evolve(shown, base=values[whole].value, base_label=base_label)


class PictureFile(FramedView, View):
    """A picture of the dashboard as a file, to be put into another paper."""

    permission = Permission.FIGURES_VIEW

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        if name not in PICTURES or not scoping.covers(self.actor, self.permission, self.unit):
            raise Http404
        asked = FigureRequest(unit_id=self.unit.pk, as_of=self.as_of)
        return picture_file(InView.of(asked, [name], self.frame, self.actor).chart(name))


@frozen
class Found:
    """One answer of the search."""

    label: str
    url: str
    note: str


class Search(FramedView, TemplateView):
    """People and units within reach whose names hold the words; exact accents first."""

    permission = Permission.UNITS_VIEW
    template_name = "home/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = normalize(self.request.GET.get("q", ""))
        units = self._units(words) if words else []
        found = self._people(words) if words else []
        return super().get_context_data(
            title="Tìm người, đơn vị",
            words=words,
            units=units[:_FOUND_AT_MOST],
            people=found[:_FOUND_AT_MOST],
            more_units=self._more("organizations:list", words, units),
            more_people=self._more(self._list_of_people(), words, found),
            at_most=_FOUND_AT_MOST,
            **kwargs,
        )

    def _list_of_people(self) -> str:
        """Return the list of people that the reader may open."""
        may_see_members = scoping.has_permission(self.actor, Permission.MEMBERS_VIEW)
        return "members:list" if may_see_members else "personnel:list"

    def _units(self, words: str) -> list[Found]:
        shown = organizations.shown_on(None, self.as_of)
        shown = scoping.visible(shown, self.actor, Permission.UNITS_VIEW)
        return [
            Found(
                label=unit.name_on,
                url=f"{reverse('organizations:detail', args=[unit.pk])}?{self.frame.place}",
                note=", ".join(filter(None, [unit.type_name_on, unit.parent_name_on])),
            )
            for unit in organizations.matching(shown, words)[: _FOUND_AT_MOST + 1]
        ]

    def _people(self, words: str) -> list[Found]:
        found = list(people.matching(self._readable(), words)[: _FOUND_AT_MOST + 1])
        places = self._places([person.pk for person in found])
        return [
            Found(
                label=person.full_name,
                url=f"{reverse('people:detail', args=[person.pk])}?{self.frame.place}",
                note=places.get(person.pk, ""),
            )
            for person in found
        ]

    def _readable(self) -> QuerySet[Person]:
        """Return the people that the reader sees as members or as staff."""
        found = people.people().none()
        for permission in (Permission.MEMBERS_VIEW, Permission.STAFF_VIEW):
            if scoping.has_permission(self.actor, permission):
                found |= scoping.visible(people.people(), self.actor, permission)
        return found

    def _places(self, ids: Collection[int]) -> dict[int, str]:
        """Return where people stand on the date, as far as the reader may know."""
        places: dict[int, list[str]] = {}
        roll = members.roll_on(self.as_of).filter(membership__person__in=ids)
        for stay in scoping.visible(roll, self.actor, Permission.MEMBERS_VIEW):
            places.setdefault(stay.membership.person_id, []).append(stay.unit.name)
        staff = personnel.staff_on(self.as_of).filter(person__in=ids)
        for held in scoping.visible(staff, self.actor, Permission.STAFF_VIEW):
            words = f"{held.post.title}, {held.post.agency.name}"
            places.setdefault(held.person_id, []).append(words)
        return {person: "; ".join(where) for person, where in places.items()}

    def _more(self, name: str, words: str, found: list[Found]) -> str:
        """Return the address of the whole list where more was found than is shown."""
        if len(found) <= _FOUND_AT_MOST:
            return ""
        return f"{reverse(name)}?{self.frame.place}&{urlencode({'tim': words})}"
