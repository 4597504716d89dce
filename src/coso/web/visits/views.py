"""One visit of an attending team."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.numbers import format_decimal
from coso.visits import queries as visits
from coso.visits.models import Visit
from coso.web.shared.records import Fact, Group, day
from coso.web.shared.views import RecordView


class VisitRecord(RecordView):
    """A visit: where, when, which team, what it remarked about the meeting."""

    permission = Permission.VISITS_VIEW
    template_name = "shared/detail.html"

    def records(self) -> QuerySet[Visit]:
        return visits.visits()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit = self.object
        score = "" if visit.score is None else format_decimal(visit.score, 1)
        facts = [
            Fact(
                label="Nơi dự",
                value=visit.unit.name,
                url=f"{reverse('organizations:detail', args=[visit.unit_id])}?{self.frame.place}",
            ),
            Fact(label="Ngày dự", value=day(visit.visited_on)),
            Fact(label="Tổ dự sinh hoạt", value=visit.team),
            Fact(label="Người dự", value=visit.visitor_title),
            Fact(label="Điểm chấm", value=score),
            Fact(label="Nhận xét về cuộc họp", value=visit.remark),
        ]
        return super().get_context_data(
            title=f"Dự sinh hoạt tại {visit.unit}",
            kind="Lượt dự sinh hoạt",
            groups=[Group("Lượt dự", facts)],
            **kwargs,
        )
