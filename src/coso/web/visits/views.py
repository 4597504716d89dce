"""The visits of attending teams, and one of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.numbers import format_decimal
from coso.visits import queries as visits
from coso.visits.models import Visit
from coso.web.shared.records import Fact, Group, day
from coso.web.shared.views import ListView, RecordView
from coso.web.visits.filters import VisitFilter
from coso.web.visits.tables import VisitTable


class VisitList(ListView):
    """The visits to organizations of the unit in view, up to the date."""

    permission = Permission.VISITS_VIEW
    table_class = VisitTable
    filterset_class = VisitFilter
    title = "Lượt dự sinh hoạt"
    unit_word = "lượt dự"
    export_name = "luot-du-sinh-hoat"
    empty = {
        "fills": "visits",
        "title": "Chưa có lượt dự nào đến ngày này",
        "text": "Chọn một ngày khác, hoặc nhập sổ theo dõi của các tổ dự sinh hoạt.",
    }

    def rows(self) -> QuerySet[Visit]:
        found = visits.made_until(visits.visits(), self.as_of)
        within = self.units_in_view()
        return found if within is None else found.filter(unit_id__in=within)


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
