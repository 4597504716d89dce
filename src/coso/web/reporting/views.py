"""Papers of the unit in view: written out on the page, and taken away as files."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from attrs import evolve, frozen
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import services as audit
from coso.core.errors import DomainError
from coso.documents import queries as documents
from coso.documents.models import Document
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.reporting import services
from coso.reporting.catalogue import PAPERS, Paper, Request
from coso.reporting.enums import Format
from coso.reporting.paper import Draft, Passage, Table, words_of
from coso.web.frame import Frame, TreeName
from coso.web.refusals import denied
from coso.web.shared.periods import SINCE_PARAMETER, period_start
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import EXPORT_PARAMETER, FiguresView, attachment
from coso.web.templatetags.ui import Crumb

RESOLUTION_PARAMETER: Final = "nghi-quyet"
_SHOWN_ROWS: Final = 60
_CONTENT_TYPES: Final = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
}


class PaperView(FiguresView):
    """A page about papers of the unit in view; the whole unit, or 404."""

    permission = Permission.FIGURES_VIEW
    kwargs: dict[str, Any]

    def require_whole_unit(self) -> None:
        """Stop where the figures of the unit may not be shown as a whole.

        :raises Http404: if the unit is not wholly within reach
        """
        if not self.covers(self.permission):
            raise Http404

    def covers(self, permission: Permission) -> bool:
        """Say whether the whole unit in view is within reach for a permission."""
        return scoping.covers(self.actor, permission, self.unit)

    @cached_property
    def paper(self) -> Paper:
        """Return the paper that the address names.

        :raises Http404: if there is none, or the unit is not wholly within reach
        :raises PermissionDenied: if the paper needs more than the reader may do
        """
        found = PAPERS.get(self.kwargs["paper"])
        if found is None:
            raise Http404
        self.require_whole_unit()
        missing = [right for right in found.permissions if not self.covers(right)]
        if missing:
            raise denied(*missing)
        return found

    def crumbs(self, *more: Crumb) -> list[Crumb]:
        """Return the path of the page from the list of papers."""
        return [
            Crumb(label="Báo cáo", url=f"{reverse('reporting:list')}?{self.frame.place}"),
            *more,
        ]


class Papers(PaperView, TemplateView):
    """Which papers there are for the unit and date in view."""

    template_name = "reporting/paper_list.html"
    trees: ClassVar[tuple[TreeName, ...]] = ALL_TREES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.require_whole_unit()
        offered = [paper for paper in PAPERS.values() if all(map(self.covers, paper.permissions))]
        return super().get_context_data(
            title="Báo cáo",
            papers=offered,
            may_exchange=scoping.covers_everything(self.actor, Permission.TEMPLATES_MANAGE),
            **kwargs,
        )


@frozen
class Download:
    """A kind of file that the paper can be taken away as."""

    label: str
    url: str


class PaperPreview(PaperView, TemplateView):
    """A paper written out: each number leads to its figure."""

    template_name = "reporting/paper_detail.html"
    refused = ""

    def known_trees(self) -> tuple[TreeName, ...]:
        return ALL_TREES if self.paper.has_both_trees else ("then", "now")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get(EXPORT_PARAMETER, "")
        if kind in _CONTENT_TYPES:
            try:
                return self._file(Format(kind))
            except DomainError as refusal:
                self.refused = refusal.message
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self._draft()
        return super().get_context_data(
            title=self.paper.title,
            has_period=self.paper.has_period,
            breadcrumb=self.crumbs(Crumb(label=self.paper.title)),
            refused=self.refused,
            asks_for_both=self.frame.tree == "both" and self.under_tree != "both",
            passages=_shown(draft),
            tables=[] if draft is None else [_table(table) for table in draft.all_tables],
            names_people=bool(self.paper.permissions),
            downloads=[] if draft is None else self._downloads(),
            has_pdf=services.can_write(Format.PDF),
            template_url=self._url("reporting:template"),
            since=self._period[0],
            since_error=self._period[1],
            resolutions=self._resolutions,
            resolution=self._resolution,
            **kwargs,
        )

    @cached_property
    def _period(self) -> Any:
        return period_start(self.request.GET.get(SINCE_PARAMETER, ""), self.as_of)

    @cached_property
    def _resolutions(self) -> list[Document]:
        """Return what the paper may report on: resolutions of the unit and of those above."""
        if not self.paper.has_resolution or self.unit.tree != Tree.PARTY:
            return []
        issuers = [self.unit, *organizations.ancestors_on(self.unit, self.frame.tree_day)]
        found = documents.thematic_until(issuers, self.as_of)
        return list(scoping.visible(found, self.actor, Permission.DOCUMENTS_VIEW))

    @property
    def _resolution(self) -> Document | None:
        asked = self.request.GET.get(RESOLUTION_PARAMETER, "")
        chosen = (each for each in self._resolutions if str(each.pk) == asked)
        return next(chosen, next(iter(self._resolutions), None))

    @property
    def _asked(self) -> Request:
        """Return what is asked, under both trees with the same under today's beside it."""
        asked = [self._asked_of(side) for side in self.sides_in_view]
        return evolve(asked[0], beside=asked[1]) if len(asked) > 1 else asked[0]

    def _asked_of(self, side: Frame) -> Request:
        if side.unit is None or not scoping.covers(self.actor, self.permission, side.unit):
            raise Http404
        return Request(
            unit=side.unit,
            as_of=self.as_of,
            since=self._period[0],
            tree="now" if side.tree == "now" else "then",
            placed_on=side.tree_day,
            resolution=self._resolution,
            may_list=self.covers,
            readable=lambda rows, right: scoping.visible(rows, self.actor, right),
        )

    def _draft(self) -> Draft | None:
        try:
            return services.draft(paper=self.paper, request=self._asked)
        except DomainError as refusal:
            self.refused = refusal.message
            return None

    def _file(self, kind: Format) -> HttpResponse:
        content = services.write(paper=self.paper, request=self._asked, kind=kind)
        audit.record_access(
            actor=self.actor,
            action="paper.taken",
            object_type=self.paper.name,
            unit_id=self.unit.pk,
            summary=f"{self.paper.title} ({kind.label}), {self.frame.unit_name}, đến ngày "
            f"{self._asked.when}",
        )
        name = f"{self.paper.name}-{self.as_of.isoformat()}.{kind}"
        return attachment(content, name, _CONTENT_TYPES[kind])

    def _downloads(self) -> list[Download]:
        kept = {
            name: value
            for name in (SINCE_PARAMETER, RESOLUTION_PARAMETER)
            if (value := self.request.GET.get(name))
        }
        place = {**dict(self.frame.place_parameters), **kept}
        return [
            Download(kind.label, f"?{urlencode({**place, EXPORT_PARAMETER: kind.value})}")
            for kind in Format
            if services.can_write(kind)
        ]

    def _url(self, name: str) -> str:
        return f"{reverse(name, args=[self.paper.name])}?{self.frame.place}"


def _shown(draft: Draft | None) -> list[Passage]:
    """Return the passages of the text; head, addressees and signature are those of the file."""
    passages = () if draft is None else draft.passages
    return [each for each in passages if each.text.strip("- ") and not each.line.in_table]


@frozen
class ShownTable:
    """The head of a table as the page shows it."""

    title: str
    header: tuple[str, ...]
    rows: list[list[str]]
    total: int

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.rows)


def _table(table: Table) -> ShownTable:
    rows = [[words_of(cell) for cell in row] for row in table.rows[:_SHOWN_ROWS]]
    return ShownTable(table.title, table.header, rows, len(table.rows))


class PaperTemplate(PaperView, View):
    """The template that a paper is written on, to be changed in Word."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = services.template_of(self.paper)
        return attachment(content, self.paper.template, _CONTENT_TYPES[Format.DOCX])
