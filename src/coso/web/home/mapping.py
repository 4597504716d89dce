"""A figure of the communes on a map, where boundaries are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from attrs import evolve, frozen
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.text import match_key
from coso.core.types import Actor
from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES, Figure
from coso.figures.queries import FigureValue, Slice
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.organizations.queries import Boundary
from coso.web.frame import Frame, TreeName
from coso.web.pictures import making
from coso.web.pictures.chart import Chart
from coso.web.pictures.files import picture_file
from coso.web.pictures.making import Part
from coso.web.shared.figures import Doors, asked_of
from coso.web.shared.views import FiguresView
from coso.web.templatetags.ui import Crumb

FIGURE_PARAMETER: Final = "chi-tieu"
USUAL: Final = "member.total"
_BY: Final = "children"
_FEWEST: Final = 2
_FIGURES: Final = {name: figure for name, figure in FIGURES.items() if _BY in figure.dimensions}


@frozen
class AreaMap:
    """A figure by the communes of an area: drawn where two boundaries are known, at least.

    :ivar missing: the communes that are not drawn
    """

    value: FigureValue
    chart: Chart | None
    missing: tuple[str, ...]


def map_of(frame: Frame, actor: Actor, figure: str = USUAL) -> AreaMap | None:
    """Return a figure by commune of the area in view; none without any known boundary.

    The area is a unit of its own, shown only to who may see all its figures.
    """
    known = organizations.boundaries_on(frame.tree_day)
    area = _area_of(frame) if known else None
    if area is None or not scoping.covers(actor, Permission.FIGURES_VIEW, area):
        return None
    own = evolve(frame, unit=area)
    [value] = figures.evaluate(evolve(asked_of(own, (figure,)), by=_BY))
    outlines = {part.key: known[part.key] for part in value.breakdown if _is_known(part, known)}
    missing = [p.label for p in value.breakdown if p.unit_id and p.key not in outlines]
    chart = _chart(value, outlines, own, len(missing)) if len(outlines) >= _FEWEST else None
    return AreaMap(value, chart, tuple(missing))


def _area_of(frame: Frame) -> Unit | None:
    """Return the area of the unit in view: itself, the root's, or what it is hosted by."""
    unit = frame.unit
    if unit is None or unit.tree == Tree.AREA:
        return unit
    if unit.is_root:
        return organizations.root(Tree.AREA)
    version = organizations.version_on(unit, frame.tree_day)
    return None if version is None else version.host_area


def _is_known(part: Slice, known: Mapping[str, Boundary]) -> bool:
    """Tell whether a boundary is that of a part: a code alone may be that of a former area."""
    boundary = known.get(part.key)
    return boundary is not None and match_key(boundary.name) == match_key(part.label)


def _chart(
    value: FigureValue, outlines: Mapping[str, Boundary], frame: Frame, missing: int
) -> Chart:
    drawn = tuple(part for part in value.breakdown if part.key in outlines)
    part, doors = Part(value, _BY, drawn), Doors(frame)
    chart = making.chart_of(part, doors)
    return evolve(
        chart,
        kind="map",
        is_of_shares=FIGURES[value.id].base is not None,
        title=f"{_named(FIGURES[value.id])} theo địa bàn",
        place=f"{chart.place}; {missing} đơn vị chưa có ranh giới" if missing else chart.place,
        rows=tuple(
            evolve(making.row(part, each, doors), rings=outlines[each.key].rings) for each in drawn
        ),
    ).by_size()


def _named(figure: Figure) -> str:
    """Return what a figure is called where its register does not stand above it."""
    is_said = figure.label.startswith(figure.group)
    return figure.label if is_said else f"{figure.group}: {figure.label}"


class MapPage(FiguresView, TemplateView):
    """Any figure that has parts by area, on the map of the area in view."""

    permission = Permission.FIGURES_VIEW
    template_name = "home/map.html"
    trees: ClassVar[tuple[TreeName, ...]] = ("then", "now")

    @cached_property
    def figure(self) -> Figure:
        """Return the figure that the address names, else that of the dashboard."""
        return _FIGURES.get(self.request.GET.get(FIGURE_PARAMETER, ""), _FIGURES[USUAL])

    @cached_property
    def found(self) -> AreaMap | None:
        """Return the map, with where it may be taken from; whole, or 404.

        :raises Http404: if the unit in view is not wholly within reach
        """
        if not scoping.covers(self.actor, self.permission, self.unit):
            raise Http404
        frame = evolve(self.frame, tree=self.under_tree)
        found = map_of(frame, self.actor, self.figure.id)
        if found is None or found.chart is None:
            return found
        query = frame.place_of(frame.unit, **{FIGURE_PARAMETER: self.figure.id})
        chart = evolve(found.chart, svg_url=f"{reverse('home:map-picture')}?{query}")
        return evolve(found, chart=chart)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        return super().get_context_data(
            title="Bản đồ",
            breadcrumb=[
                Crumb(label="Tổng quan", url=f"{reverse('home:dashboard')}?{self.frame.place}"),
                Crumb(label="Bản đồ"),
            ],
            found=found,
            known_from=organizations.BOUNDARIES_KNOWN_FROM,
            figure=self.figure,
            figure_name=FIGURE_PARAMETER,
            groups=_grouped(_FIGURES.values()),
            **kwargs,
        )


class MapPicture(MapPage):
    """The map as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.found is None or self.found.chart is None:
            raise Http404
        return picture_file(self.found.chart)


def _grouped(offered: Any) -> dict[str, list[Figure]]:
    groups: dict[str, list[Figure]] = {}
    for figure in offered:
        groups.setdefault(figure.group, []).append(figure)
    return groups
