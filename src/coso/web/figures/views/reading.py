"""A figure opened: its definition, its parts, the records behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from attrs import frozen
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import services as audit
from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES, Figure
from coso.figures.queries import FigureValue
from coso.web.figures import rows
from coso.web.figures.views.base import FigureView
from coso.web.figures.views.comparing import FigureUnderBothTrees
from coso.web.frame import Frame, TreeName
from coso.web.pictures.chart import Chart
from coso.web.pictures.files import picture_file
from coso.web.refusals import denied
from coso.web.shared.figures import PART_PARAMETER, asked_of, base_words, difference
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import EXPORT_PARAMETER, PAGE_PARAMETER, ROWS_PER_PAGE, FiguresView

_FARTHEST: Final = 10**9


class FigureRecords(FigureView):
    """The figure, its parts as a picture, and the records that it counts."""

    template_name = "figures/figure_records.html"
    trees: ClassVar[tuple[TreeName, ...]] = ALL_TREES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.under_tree == "both":
            return FigureUnderBothTrees.as_view()(request, **kwargs)
        if request.GET.get(EXPORT_PARAMETER) == "xlsx":
            return self._export()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        value = self.value
        return super().get_context_data(
            title=value.label,
            value=value,
            base_words=base_words(value.base_label),
            view_label=value.passport.view,
            since=value.passport.since,
            since_error=self.since_error,
            breadcrumb=self.path_to(value.label),
            dimensions=self.dimensions(),
            part=self.part,
            whole_url=f"?{self.query(**{PART_PARAMETER: ''})}",
            chart=self._chart(),
            passport_url=f"{reverse('figures:passport', args=[value.id])}?{self.query()}",
            kept_parameters=self.kept_parameters(),
            records=self._records(value),
            **kwargs,
        )

    def _chart(self) -> Chart | None:
        if self.by is None or self.whole.value is None:
            return None
        return self.chart(self.by)

    def _records(self, value: FigureValue) -> dict[str, Any] | None:
        """Return a page of the records behind the figure, for those who may list them."""
        if value.value is None or not self.covers(self.figure.permission):
            return None
        listed, figure, page = self._page(value.id)
        table = rows.table_of(figure, listed, self.actor, self.as_of, self.frame.place)
        if table is None:
            return None
        self._leave_trace(value, page.number, len(listed))
        return {
            "page": page,
            "table": table,
            "total": page.paginator.count,
            "is_sum": bool(figure.measure.column),
            "export_url": self._export_url(),
        }

    def _export_url(self) -> str:
        can = self.covers(Permission.LISTS_EXPORT)
        return f"?{self.query(**{EXPORT_PARAMETER: 'xlsx'})}" if can else ""

    def _export(self) -> HttpResponse:
        """Return all records behind the figure as a workbook; 404 where the page lists none."""
        for permission in (self.figure.permission, Permission.LISTS_EXPORT):
            if not self.covers(permission):
                raise denied(permission)
        value = self.value
        listed, figure, _ = figures.listed(self.requested_records(), value.id)
        table = rows.table_of(figure, listed, self.actor, self.as_of, self.frame.place)
        if value.value is None or table is None:
            raise Http404
        return self.workbook(
            title=", ".join(filter(None, (value.label, value.passport.beginning))),
            name=value.id,
            header=table.headings,
            rows=[row.values for row in table.rows],
            day=self.as_of,
        )

    def _page(self, name: str) -> tuple[list[dict[str, Any]], Figure, Page[int]]:
        """Return the rows of the asked page; of the last one where that is no longer there."""
        asked = self.request.GET.get(PAGE_PARAMETER, "1")
        start = (int(asked) - 1) * ROWS_PER_PAGE if asked.isdecimal() and asked != "0" else 0
        start = min(start, _FARTHEST)
        listed, figure, total = figures.listed(self.requested_records(), name, start, ROWS_PER_PAGE)
        page = Paginator(range(total), ROWS_PER_PAGE).get_page(asked)
        if start and not listed:
            start = max(page.start_index() - 1, 0)
            listed, _, _ = figures.listed(self.requested_records(), name, start, ROWS_PER_PAGE)
        return listed, figure, page

    def _leave_trace(self, value: FigureValue, page: int, shown: int) -> None:
        audit.record_access(
            actor=self.actor,
            action="figure.listed",
            object_type=value.id,
            unit_id=self.unit.pk,
            summary=f"{value.label}, {self.frame.unit_name}, trang {page}",
            rows=shown,
        )


class FigurePicture(FigureView):
    """The parts of the figure as a picture to take away."""

    trees: ClassVar[tuple[TreeName, ...]] = ("then", "now")

    @cached_property
    def by(self) -> str | None:
        """Return the asked dimension, else the first one that the figure has."""
        return super().by or next(iter(self.figure.dimensions), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.by is None:
            raise Http404
        return picture_file(self.chart(self.by))


class FigurePassport(FigureView):
    """How the figure is counted: definition, base, date, tree, rule set."""

    template_name = "figures/figure_passport.html"
    trees: ClassVar[tuple[TreeName, ...]] = ("then", "now")

    def get_template_names(self) -> list[str]:
        narrowed = self.request.htmx and self.request.htmx.target == "panel-content"  # type: ignore[attr-defined]
        return [f"{self.template_name}#passport" if narrowed else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        value = self.value
        return super().get_context_data(
            title=f"Cách tính: {value.label}",
            value=value,
            list_url=f"{reverse('figures:records', args=[value.id])}?{self.query()}",
            breadcrumb=self.path_to(f"Cách tính: {value.label}"),
            **kwargs,
        )


@frozen
class CatalogueLine:
    """A figure with its value, or its values under both trees and by how much they differ."""

    label: str
    values: tuple[tuple[FigureValue, str], ...]
    difference: str = ""

    @property
    def first(self) -> FigureValue:
        return self.values[0][0]


@frozen
class FigureGroup:
    """Figures of one register."""

    title: str
    lines: list[CatalogueLine]


class Catalogue(FiguresView, TemplateView):
    """Every figure there is, with its value for the unit, date and tree in view."""

    permission = Permission.FIGURES_VIEW
    template_name = "figures/figure_list.html"
    trees: ClassVar[tuple[TreeName, ...]] = ALL_TREES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sides = self.sides_in_view
        if not all(self._covers(side) for side in sides):
            raise Http404
        values = [figures.evaluate(asked_of(side)) for side in sides]
        lines = [_line(each, sides) for each in zip(*values, strict=True)]
        return super().get_context_data(
            title="Tất cả chỉ tiêu", groups=_grouped(lines), sides=sides, **kwargs
        )

    def _covers(self, side: Frame) -> bool:
        return side.unit is not None and scoping.covers(self.actor, self.permission, side.unit)


def _line(values: Sequence[FigureValue], sides: Sequence[Frame]) -> CatalogueLine:
    addresses = [f"{reverse('figures:records', args=[values[0].id])}?{s.place}" for s in sides]
    return CatalogueLine(
        label=values[0].label,
        values=tuple(zip(values, addresses, strict=True)),
        difference=difference(*values) if len(sides) > 1 else "",
    )


def _grouped(lines: list[CatalogueLine]) -> list[FigureGroup]:
    groups: dict[str, FigureGroup] = {}
    for line in lines:
        title = FIGURES[line.first.id].group
        groups.setdefault(title, FigureGroup(title, [])).lines.append(line)
    return list(groups.values())
