"""What the pages of the import share: who may open them, how they answer a step."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.importing import queries
from coso.importing.models import Import
from coso.web.frame import may_import
from coso.web.shared.views import FramedView
from coso.web.templatetags.ui import Crumb


class ImportingView(FramedView):
    """A page for whoever may import into the whole installation."""

    permission = Permission.IMPORTS_APPLY

    def _require_permission(self) -> None:
        if not may_import(self.actor):
            raise self.refusal()

    def address(self, name: str, *args: object, query: str = "") -> str:
        """Return an address of the import, with the unit and the date in view."""
        parameters = "&".join(filter(None, (self.frame.place, query)))
        return f"{reverse(f'importing:{name}', args=args)}?{parameters}"

    def path(self, *crumbs: Crumb) -> list[Crumb]:
        """Return the path of a page below the log of imports."""
        return [Crumb(label="Nhập dữ liệu", url=self.address("list")), *crumbs]


class OfRow(ImportingView):
    """A page about one row of the import."""

    kwargs: dict[str, Any]

    def rows(self) -> QuerySet[Any]:
        """Return the rows of which the address names one, before rights are applied."""
        raise NotImplementedError

    def named(self) -> QuerySet[Any]:
        return self.rows().filter(pk=self.kwargs["pk"])

    def found(self) -> Any:
        """Return the row of the address."""
        row = scoping.visible(self.named(), self.actor, self.permission).first()
        if row is None:
            raise self.refusal()
        return row


class OfImport(OfRow):
    """A page about one import."""

    source: Any

    def rows(self) -> QuerySet[Import]:
        return queries.with_dropped_rows(queries.imports()).prefetch_related("files")

    def _require_permission(self) -> None:
        super()._require_permission()
        self.source = self.found()

    def own_address(self, query: str = "") -> str:
        """Return the address of the import's own page."""
        return self.address("detail", self.source.pk, query=query)

    def path_below(self, label: str) -> list[Crumb]:
        """Return the path of a page below the import's own."""
        return self.path(Crumb(label=str(self.source), url=self.own_address()), Crumb(label=label))
