"""A figure under the tree of its day beside the same under the tree of today."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from coso.access import scoping
from coso.figures import queries as figures
from coso.figures.queries import FigureValue
from coso.web.figures.explaining import PartLine, lines_of
from coso.web.figures.views.base import FigureView
from coso.web.frame import Frame, TreeName
from coso.web.pictures.chart import Chart, on_one_scale
from coso.web.shared.figures import difference
from coso.web.shared.trees import ALL_TREES, TREE_WORDS


@frozen
class Side:
    """The figure under one tree, and where its list and its papers are."""

    frame: Frame
    value: FigureValue
    query: str

    @property
    def tree_words(self) -> str:
        return TREE_WORDS[self.frame.tree]

    @property
    def url(self) -> str:
        """The page with the list that counts to this side."""
        return f"{reverse('figures:records', args=[self.value.id])}?{self.query}"

    @property
    def passport_url(self) -> str:
        return f"{reverse('figures:passport', args=[self.value.id])}?{self.query}"


class FigureUnderBothTrees(FigureView):
    """Both values, their parts in two columns, and why they differ; both whole, or 404."""

    template_name = "figures/figure_both_trees.html"
    trees: ClassVar[tuple[TreeName, ...]] = ALL_TREES

    @cached_property
    def sides(self) -> list[Side]:
        """Return the figure under both trees."""
        return [self._side(frame) for frame in self.both_sides]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        then, now = (side.value for side in self.sides)
        return super().get_context_data(
            title=self.figure.label,
            sides=self.sides,
            difference=difference(then, now),
            breadcrumb=self.path_to(self.figure.label),
            dimensions=self.dimensions(),
            by_label=self.figure.dimensions[self.by].label if self.by else "",
            lines=self._lines(then, now),
            charts=self._charts(),
            since=then.passport.since,
            since_error=self.since_error,
            kept_parameters=self.kept_parameters(),
            **kwargs,
        )

    def _side(self, frame: Frame) -> Side:
        if frame.unit is None or not scoping.covers(self.actor, self.permission, frame.unit):
            raise Http404
        [value] = figures.evaluate(self.requested_of(frame))
        return Side(frame, value, self.query_of(frame))

    def _lines(self, then: FigureValue, now: FigureValue) -> list[PartLine]:
        if self.by is None:
            return []
        before, after = (self.doors_of(side.frame) for side in self.sides)
        return lines_of((then, now), (before, after), self.by)

    def _charts(self) -> list[Chart]:
        by = self.by
        if by is None or any(side.value.value is None for side in self.sides):
            return []
        return on_one_scale([self.chart_of(side.value, by, side.frame) for side in self.sides])
