"""A figure opened: its definition, its parts, the records behind it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from attrs import frozen
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import services as audit
from coso.figures import catalogue
from coso.figures import queries as figures
from coso.figures.queries import FigureRequest, FigureValue
from coso.web.figures import rows
from coso.web.shared.views import PAGE_PARAMETER, ROWS_PER_PAGE, FramedView
from coso.web.templatetags.drawing import Bar
from coso.web.templatetags.ui import Crumb

BREAKDOWN_PARAMETER = "theo"


class FigureView(FramedView, TemplateView):
    """A page about one figure of the unit in view; the whole unit, or 404."""

    permission = Permission.FIGURES_VIEW

    @property
    def figure(self) -> catalogue.Figure:
        """The figure that the address names.

        :raises Http404: if there is none, or the unit is not wholly within reach
        """
        found = catalogue.FIGURES.get(self.kwargs["figure"])
        if found is None or not self.covers(self.permission):
            raise Http404
        return found

    def covers(self, permission: Permission) -> bool:
        """Say whether the whole unit in view is within reach for a permission."""
        return scoping.covers(self.request.user, permission, self.unit)

    def requested(self, by: str | None = None) -> FigureRequest:
        """Return what is asked: this figure, for the unit and date in view."""
        return FigureRequest(ids=(self.figure.id,), unit_id=self.unit.pk, as_of=self.as_of, by=by)

    def value(self, by: str | None = None) -> FigureValue:
        (value,) = figures.evaluate(self.requested(by))
        return value

    def trail_to(self, last: str) -> list[Crumb]:
        """Return the path of the page from the dashboard."""
        return [
            Crumb(label="Tổng quan", url=f"{reverse('home:dashboard')}?{self.frame.place}"),
            Crumb(label=last),
        ]


@frozen
class Dimension:
    """A way to break a figure down."""

    label: str
    url: str
    is_current: bool


class FigureRecords(FigureView):
    """The figure, its parts as a picture, and the records that it counts."""

    template_name = "figures/figure_records.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by = self._breakdown()
        value = self.value(by)
        return super().get_context_data(
            title=value.label,
            value=value,
            breadcrumb=self.trail_to(value.label),
            dimensions=self._dimensions(by),
            bars=[self._bar(part) for part in value.breakdown],
            passport_url=f"{reverse('figures:passport', args=[value.id])}?{self.frame.place}",
            records=self._records(value),
            **kwargs,
        )

    def _breakdown(self) -> str | None:
        asked = self.request.GET.get(BREAKDOWN_PARAMETER, "")
        return asked if asked in self.figure.dimensions else None

    def _dimensions(self, by: str | None) -> list[Dimension]:
        return [
            Dimension(
                label=catalogue.DIMENSIONS[name],
                url=f"?{self._query(**{BREAKDOWN_PARAMETER: name})}",
                is_current=name == by,
            )
            for name in self.figure.dimensions
        ]

    def _query(self, **more: str) -> str:
        return "&".join(filter(None, [self.frame.place, urlencode(more)]))

    def _bar(self, part: Any) -> Bar:
        url = ""
        if part.unit_id is not None:
            url = f"{self.request.path}?don-vi={part.unit_id}&ngay={self.as_of.isoformat()}"
        return Bar(label=part.label, value=int(part.value or 0), url=url)

    def _records(self, value: FigureValue) -> dict[str, Any] | None:
        """Return a page of the records behind the figure, for those who may list them."""
        if value.value is None or not self.covers(self.figure.permission):
            return None
        page = Paginator(range(self._total(value)), ROWS_PER_PAGE).get_page(
            self.request.GET.get(PAGE_PARAMETER)
        )
        start = max(page.start_index() - 1, 0)
        listing = figures.listing(self.requested(), self.figure.id, start, ROWS_PER_PAGE)
        table = rows.table_of(listing.model, listing.ids, self.frame.place)
        audit.record_access(
            actor=self.request.user,
            action="figure.listed",
            object_type=self.figure.id,
            unit_id=self.unit.pk,
            summary=f"{value.label}, {self.unit}, trang {page.number}",
            rows=len(listing.ids),
        )
        return {"page": page, "table": table, "total": listing.total}

    def _total(self, value: FigureValue) -> int:
        return figures.listing(self.requested(), value.id, 0, 0).total


class FigurePassport(FigureView):
    """How the figure is counted: definition, base, date, tree, rule set."""

    template_name = "figures/figure_passport.html"

    def get_template_names(self) -> list[str]:
        narrowed = _is_in_panel(self.request)
        return [f"{self.template_name}#passport" if narrowed else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        value = self.value()
        return super().get_context_data(
            title=f"Cách tính: {value.label}",
            value=value,
            breadcrumb=self.trail_to(f"Cách tính: {value.label}"),
            **kwargs,
        )


def _is_in_panel(request: HttpRequest) -> bool:
    return bool(request.htmx) and request.htmx.target == "panel-content"  # type: ignore[attr-defined]


class Catalogue(FramedView, TemplateView):
    """Every figure there is, with its value for the unit and date in view."""

    permission = Permission.FIGURES_VIEW
    template_name = "figures/figure_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not scoping.covers(self.request.user, self.permission, self.unit):
            raise Http404
        request = FigureRequest(ids=(), unit_id=self.unit.pk, as_of=self.as_of)
        return super().get_context_data(
            title="Tất cả chỉ tiêu", values=figures.evaluate(request), **kwargs
        )
