"""Lists below pictures: people look before they read."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from attrs import evolve
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.figures import queries as figures
from coso.web.frame import Frame
from coso.web.pictures import making
from coso.web.pictures.chart import Chart
from coso.web.pictures.making import Part
from coso.web.shared.figures import BREAKDOWN_PARAMETER, Doors, asked_of
from coso.web.shared.views import PAGE_PARAMETER, ListView


class PicturedList(ListView):
    """A list below the parts of figures of its register, for whoever may see the figures.

    They are of all that the unit in view has: whoever narrows the list, or reads on, sees none.
    """

    # Each a figure and the dimension that it is cut by.
    pictures: ClassVar[tuple[tuple[str, str], ...]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "charts": self._charts() if self._is_whole(context) else []}

    def _is_whole(self, context: dict[str, Any]) -> bool:
        is_narrowed = context["chips"] or PAGE_PARAMETER in self.request.GET
        return bool(self.pictures) and not is_narrowed and self.under_tree != "both"

    def _charts(self) -> list[Chart]:
        """Return the pictures for which there is something to draw."""
        if not scoping.covers(self.actor, Permission.FIGURES_VIEW, self.unit):
            return []
        frame = evolve(self.frame, tree=self.under_tree)
        ids = tuple(dict.fromkeys(figure for figure, _ in self.pictures))
        values, parts = figures.evaluate_with_parts(asked_of(frame, ids), self.pictures)
        of_id = {value.id: value for value in values}
        drawn = [
            _chart(Part(of_id[figure], by, parts.get((figure, by), ())), frame)
            for figure, by in self.pictures
        ]
        return [chart for chart in drawn if not chart.is_empty]


def _chart(part: Part, frame: Frame) -> Chart:
    query = {**dict(frame.place_parameters), BREAKDOWN_PARAMETER: part.by}
    address = f"{reverse('figures:picture', args=[part.value.id])}?{urlencode(query)}"
    return evolve(making.chart_of(part, Doors(frame)), svg_url=address)
