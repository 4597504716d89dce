"""A figure opened: its definition, its parts, the records behind it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from urllib.parse import urlencode

from attrs import evolve, frozen
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import services as audit
from coso.core import clock
from coso.core.dates import format_date
from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES, Figure
from coso.figures.queries import FigureRequest, FigureValue, Slice
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.web.figures import rows
from coso.web.frame import UNIT_PARAMETER
from coso.web.pictures import making
from coso.web.pictures.chart import Chart
from coso.web.pictures.files import picture_file
from coso.web.pictures.making import Part
from coso.web.refusals import denied
from coso.web.shared.figures import (
    BREAKDOWN_PARAMETER,
    NO_KEY,
    PART_PARAMETER,
    Doors,
    base_words,
)
from coso.web.shared.periods import SINCE_PARAMETER, period_start
from coso.web.shared.views import EXPORT_PARAMETER, PAGE_PARAMETER, ROWS_PER_PAGE, FramedView
from coso.web.templatetags.ui import Crumb

TREE_PARAMETER: Final = "cay-ngay"
NOW: Final = "nay"
_FARTHEST: Final = 10**9


@frozen
class Choice:
    """A way to look at a figure: by which parts, under which tree."""

    label: str
    url: str
    is_current: bool


class FigureView(FramedView, TemplateView):
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
        """Return what is asked: this figure, for the unit, date and period in view."""
        return FigureRequest(
            ids=(self.figure.id,),
            unit_id=self.unit.pk,
            as_of=self.as_of,
            since=self.since,
            tree="now" if self.request.GET.get(TREE_PARAMETER) == NOW else "then",
            by=self.by,
        )

    def requested_records(self) -> FigureRequest:
        """Return what is asked of the list: the records of the whole or of one part."""
        return evolve(self.requested(), part=None if self.part is None else self.part.key)

    @property
    def since(self) -> dt.date | None:
        """The first day of the period, where the address names one that makes sense."""
        return self._period_start[0]

    @cached_property
    def _period_start(self) -> tuple[dt.date | None, str]:
        """Return the first day of the period, and why the one of the address does not do."""
        return period_start(self.request.GET.get(SINCE_PARAMETER, ""), self.as_of)

    def query(self, **more: str) -> str:
        """Return the query of this view of the figure, with other parts."""
        own = (BREAKDOWN_PARAMETER, PART_PARAMETER, SINCE_PARAMETER, TREE_PARAMETER)
        kept = {name: self.request.GET[name] for name in own if self.request.GET.get(name)}
        chosen = {**dict(self.frame.place_parameters), **kept, **more}
        return urlencode({name: value for name, value in chosen.items() if value})

    def path_to(self, last: str) -> list[Crumb]:
        """Return the path of the page from the dashboard."""
        return [
            Crumb(label="Tổng quan", url=f"{reverse('home:dashboard')}?{self.frame.place}"),
            Crumb(label=last),
        ]

    def chart(self, by: str) -> Chart:
        """Return the picture of the parts of the figure."""
        own = (SINCE_PARAMETER, TREE_PARAMETER)
        more = tuple((name, self.request.GET[name]) for name in own if self.request.GET.get(name))
        part = Part(self.whole, by, self.whole.breakdown)
        address = reverse("figures:picture", args=[self.figure.id])
        query = self.query(**{BREAKDOWN_PARAMETER: by, PART_PARAMETER: ""})
        chart = making.chart_of(part, Doors(self.frame, more))
        return evolve(chart, svg_url=f"{address}?{query}")


class FigureRecords(FigureView):
    """The figure, its parts as a picture, and the records that it counts."""

    template_name = "figures/figure_records.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get(EXPORT_PARAMETER) == "xlsx":
            return self._export()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        value = self.value
        return super().get_context_data(
            title=value.label,
            value=value,
            base_words=base_words(value.base_label),
            period_label=value.passport.period,
            since=value.passport.since,
            since_error=self._period_start[1],
            breadcrumb=self.path_to(value.label),
            dimensions=self._dimensions(),
            trees=self._trees(),
            part=self.part,
            whole_url=f"?{self.query(**{PART_PARAMETER: ''})}",
            chart=self._chart(),
            passport_url=f"{reverse('figures:passport', args=[value.id])}?{self.query()}",
            kept_parameters=self._kept_parameters(),
            records=self._records(value),
            **kwargs,
        )

    def _dimensions(self) -> list[Choice]:
        parts = [
            Choice(dimension.label, f"?{self._cut(name)}", name == self.by)
            for name, dimension in self.figure.dimensions.items()
        ]
        return [Choice("Không chia", f"?{self._cut('')}", self.by is None), *parts] if parts else []

    def _cut(self, by: str) -> str:
        return self.query(**{BREAKDOWN_PARAMETER: by, PART_PARAMETER: ""})

    def _chart(self) -> Chart | None:
        if self.by is None or self.whole.value is None:
            return None
        return self.chart(self.by)

    def _trees(self) -> list[Choice]:
        """Offer today's tree where the date in view may have had another."""
        if self.frame.is_today or self.as_of > clock.today():
            return []
        is_now = self.requested().tree == "now"
        then = self.query(**{TREE_PARAMETER: "", UNIT_PARAMETER: str(self._unit_then().pk)})
        heir = organizations.heir_of(self.unit)
        now = self.query(**{TREE_PARAMETER: NOW, UNIT_PARAMETER: str(heir.pk)})
        return [
            Choice(f"Cây ngày {format_date(self.as_of)}", f"?{then}", not is_now),
            Choice("Cây hiện nay", f"?{now}", is_now),
        ]

    def _unit_then(self) -> Unit:
        """Return the unit in view; of a root, what was the root on the day."""
        if not self.unit.is_root:
            return self.unit
        then: Unit | None = organizations.root_on(Tree(self.unit.tree), self.as_of)
        return then or self.unit

    def _kept_parameters(self) -> list[tuple[str, str]]:
        return [
            (name, str(value))
            for name, value in self.request.GET.items()
            if name not in (SINCE_PARAMETER, PAGE_PARAMETER)
        ]

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
class FigureGroup:
    """Figures of one register."""

    title: str
    values: list[FigureValue]


class Catalogue(FramedView, TemplateView):
    """Every figure there is, with its value for the unit and date in view."""

    permission = Permission.FIGURES_VIEW
    template_name = "figures/figure_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not scoping.covers(self.actor, self.permission, self.unit):
            raise Http404
        request = FigureRequest(unit_id=self.unit.pk, as_of=self.as_of)
        return super().get_context_data(
            title="Tất cả chỉ tiêu", groups=_grouped(figures.evaluate(request)), **kwargs
        )


def _grouped(values: list[FigureValue]) -> list[FigureGroup]:
    groups: dict[str, FigureGroup] = {}
    for value in values:
        title = FIGURES[value.id].group
        groups.setdefault(title, FigureGroup(title, [])).values.append(value)
    return list(groups.values())
