"""The pictures of an open plan as files, to be put into another paper."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from coso.access.enums import Permission
from coso.reorganizations import queries
from coso.reorganizations.models import Reorganization
from coso.web.pictures.drawn import Picture
from coso.web.pictures.files import picture_file
from coso.web.reorganizations import parts
from coso.web.reorganizations.pictures import flow_of, trees_of
from coso.web.shared.views import RecordView


class PlanPicture(RecordView):
    """A picture of what an open plan would do."""

    permission = Permission.UNITS_VIEW

    def records(self) -> QuerySet[Reorganization]:
        return queries.plans().filter(status__in=parts.OPEN)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return picture_file(self.picture(self.get_object()))

    def picture(self, plan: Reorganization) -> Picture:
        """Return the picture of a plan."""
        raise NotImplementedError


class FlowPicture(PlanPicture):
    """Which members would go where."""

    def picture(self, plan: Reorganization) -> Picture:
        rehearsal = parts.rehearsal_of(plan)
        if rehearsal is None:
            raise Http404
        return flow_of(plan, rehearsal.flows)


class TreesPicture(PlanPicture):
    """One of the trees before and after."""

    def picture(self, plan: Reorganization) -> Picture:
        tree = parts.tree_asked_for(self.request)
        tried = parts.trees_tried(plan, tree)
        compared = parts.comparison_of(plan, tree) if tried is None else tried.comparison
        return trees_of(plan, compared, tree)
