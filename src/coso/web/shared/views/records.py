"""One record."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.views.generic import DetailView

from coso.access import scoping
from coso.audit import services as audit
from coso.web.shared.views.framed import FramedView


class RecordView(FramedView, DetailView):
    """One record, if the reader may see it; 403 where it is within reach, else 404."""

    def records(self) -> QuerySet[Any]:
        """Return the rows the record is looked for in, before rights are applied."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        return scoping.visible(self.records(), self.actor, self.permission)

    def named(self) -> QuerySet[Any]:
        return self.records().filter(pk=self.kwargs["pk"])

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        try:
            return super().get_object(queryset)
        except Http404:
            raise self.refusal() from None

    def record_reading(self, record: Model, summary: str, unit_id: int) -> None:
        """Leave a trace, at a unit, of this reading of a person's record."""
        audit.record_access(
            actor=self.actor,
            action="person.read",
            object_type=record._meta.label_lower,
            object_id=record.pk,
            unit_id=unit_id,
            summary=summary,
        )
