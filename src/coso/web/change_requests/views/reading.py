"""The list of requests, and the page of one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.documents import queries as documents
from coso.organizations.enums import Tree
from coso.reorganizations import queries
from coso.reorganizations.enums import RequestStatus
from coso.reorganizations.models import ChangeRequest
from coso.reorganizations.queries import Recorded
from coso.web.change_requests import parts
from coso.web.change_requests.filters import RequestFilter
from coso.web.change_requests.tables import RequestTable
from coso.web.shared.records import Fact, day
from coso.web.shared.views import Action, ListView, RecordView
from coso.web.templatetags.ui import Crumb

TITLE = "Đề nghị thay đổi"


class RequestList(ListView):
    """What the unit in view and those below it ask for, the latest first."""

    permission = Permission.CHANGES_VIEW
    table_class = RequestTable
    filterset_class = RequestFilter
    title = TITLE
    unit_word = "đề nghị"
    export_name = "de-nghi-thay-doi"
    is_dated = False
    empty = {
        "icon": "message-circle",
        "title": "Chưa có đề nghị nào",
        "text": "Chi bộ, đảng bộ gửi đề nghị từ trang của tổ chức, địa bàn, cơ quan mình (“Đề nghị "
        "thay đổi”): tên, loại, sáp nhập, bí thư mới. Cấp trên trả lời từng mục ở đây.",
    }

    def rows(self) -> QuerySet[Any]:
        found = queries.requests()
        if self.units_in_view() is None:
            return found
        within = {unit for tree in Tree for unit in self.seen(tree) or ()}
        return found.filter(unit_id__in=within)


class RequestPage(RecordView):
    """One request: now against asked for, what was answered, what became of it."""

    permission = Permission.CHANGES_VIEW
    template_name = "change_requests/request_detail.html"
    context_object_name = "asked"

    def records(self) -> QuerySet[Any]:
        return queries.requests()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked: ChangeRequest = self.object
        place = self.frame.place
        recorded = Recorded.of(asked.unit, self.frame.today)
        return super().get_context_data(
            title=str(asked),
            breadcrumb=[
                Crumb(label=TITLE, url=f"{reverse('change-requests:list')}?{place}"),
                Crumb(label=str(asked)),
            ],
            status=parts.status(asked),
            facts=self._facts(asked),
            lines=parts.lines(queries.fields_with_steps(asked), recorded, self.actor, place),
            actions=self._actions(asked),
            **kwargs,
        )

    def _facts(self, asked: ChangeRequest) -> list[Fact]:
        unit = f"{reverse('organizations:detail', args=[asked.unit_id])}?{self.frame.place}"
        return [
            Fact(label="Đơn vị", value=str(asked.unit), url=unit),
            Fact(label="Đề nghị có hiệu lực từ", value=day(asked.effective_on)),
            Fact(label="Lý do", value=asked.reason),
            Fact(label="Căn cứ", value=asked.basis, url=self._basis_url(asked)),
            Fact(label="Người gửi", value=str(asked.proposed_by)),
            Fact(label="Ngày gửi", value=day(asked.proposed_on)),
        ]

    def _basis_url(self, asked: ChangeRequest) -> str:
        """Return where the document stands that the request rests on, if one alone is meant."""
        found = documents.meant_by(asked.basis, self.actor)
        if found is None:
            return ""
        return f"{reverse('documents:detail', args=[found.pk])}?{self.frame.place}"

    def _actions(self, asked: Any) -> list[Action]:
        if asked.status != RequestStatus.PROPOSED:
            return []
        found = []
        if scoping.reaches(self.actor, Permission.CHANGES_DECIDE, asked.unit):
            found.append(self._action("Trả lời từng mục", "answer", "checklist", is_main=True))
        is_untouched = all(parts.is_open(field) for field in asked.fields.all())
        if is_untouched and asked.proposed_by == self.actor:
            found.append(self._action("Rút đề nghị", "withdraw", "arrow-back-up"))
        return found

    def _action(self, label: str, name: str, icon: str, *, is_main: bool = False) -> Action:
        address = reverse(f"change-requests:{name}", args=[self.object.pk])
        return Action(label, f"{address}?{self.frame.place}", icon, is_primary=is_main)
