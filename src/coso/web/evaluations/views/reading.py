"""A rating, and what may be written about it."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.evaluations import queries as evaluations
from coso.evaluations.models import Evaluation
from coso.web.shared.records import Fact, Group
from coso.web.shared.views import RecordView
from coso.web.shared.writing import Task


class RatingRecord(RecordView):
    """The rating of a person or an organization for a year."""

    permission = Permission.EVALUATIONS_VIEW
    template_name = "shared/detail.html"

    def records(self) -> QuerySet[Evaluation]:
        return evaluations.evaluations()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rating: Evaluation = self.object
        facts = [
            Fact(label=label, value=value) for label, value in evaluations.in_words(rating).items()
        ]
        place = Fact(label="Nơi xếp loại", value=rating.agency or "")
        return super().get_context_data(
            title=f"Xếp loại năm {rating.year}: {rating.subject}",
            kind="Đánh giá, xếp loại",
            groups=[Group("Kết quả", [*facts, place])],
            tasks=self._tasks(rating),
            trail=self._trail(rating),
            **kwargs,
        )

    def _tasks(self, rating: Evaluation) -> list[Task]:
        if not scoping.can(self.actor, Permission.EVALUATIONS_KEEP, rating):
            return []
        return [
            Task(url=f"{reverse(name, args=[rating.pk])}?{self.frame.place}", **words)
            for name, words in _TASKS.items()
        ]

    def _trail(self, rating: Evaluation) -> Any:
        may_read = scoping.can(self.actor, Permission.AUDIT_VIEW, rating)
        return audit.trail_of(rating)[:50] if may_read else None


_TASKS: Final[dict[str, dict[str, str]]] = {
    "evaluations:correct": {
        "label": "Sửa chỗ ghi sai",
        "text": "Sổ ghi nhầm kết quả, cấp xếp loại: sửa tại chỗ, kèm lý do.",
        "icon": "edit",
    },
    "evaluations:remove": {
        "label": "Bỏ kết quả xếp loại",
        "text": "Năm ấy không xếp loại, hoặc ghi nhầm người: bỏ khỏi sổ, kèm lý do.",
        "icon": "trash",
    },
}
