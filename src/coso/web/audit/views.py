"""The trail: changes, readings, and the proof that nobody has touched either."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from coso.access import queries as access
from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.audit.enums import GRANTED_TO_SELF
from coso.core.numbers import format_integer
from coso.web.audit.filters import ChangeFilter, ReadingFilter
from coso.web.audit.tables import ChangeTable, ReadingTable
from coso.web.shared.views import Action, FramedView, ListView
from coso.web.templatetags.ui import Crumb


class TrailList(ListView):
    """One book of the trail, as far as the reader reaches."""

    permission = Permission.AUDIT_VIEW
    unit_word = "mục"
    is_dated = False
    other: tuple[str, str, str]

    def actions(self) -> list[Action]:
        label, name, icon = self.other
        return [
            *super().actions(),
            Action(label, f"{reverse(name)}?{self.frame.place}", icon),
            Action(
                "Kiểm tra niêm phong",
                f"{reverse('audit:verification')}?{self.frame.place}",
                "shield-check",
            ),
        ]


class ChangeList(TrailList):
    """Who changed what."""

    table_class = ChangeTable
    filterset_class = ChangeFilter
    title = "Nhật ký thay đổi"
    export_name = "nhat-ky-thay-doi"
    empty = {"title": "Chưa có thay đổi nào được ghi"}
    other = ("Nhật ký đọc", "audit:readings", "eye")

    def rows(self) -> QuerySet[Any]:
        return access.with_unit_names(audit.changes())

    def actions(self) -> list[Action]:
        """Return the buttons; one leads to the roles that administrators gave themselves."""
        given = audit.changes().filter(action=GRANTED_TO_SELF)
        times = scoping.visible(given, self.actor, self.permission).count()
        label = f"{format_integer(times)} lần tự giao vai trò"
        url = f"{reverse('audit:changes')}?{self.frame.place}&viec={GRANTED_TO_SELF}"
        return [*super().actions(), *([Action(label, url, "alert-triangle")] if times else [])]


class ReadingList(TrailList):
    """Who read whose record, and who took which list away."""

    table_class = ReadingTable
    filterset_class = ReadingFilter
    title = "Nhật ký đọc"
    export_name = "nhat-ky-doc"
    empty = {"title": "Chưa có lượt đọc hồ sơ hay xuất danh sách nào"}
    other = ("Nhật ký thay đổi", "audit:changes", "history")

    def rows(self) -> QuerySet[Any]:
        return access.with_unit_names(audit.readings())


class Verification(FramedView, TemplateView):
    """Both chains computed again: whether the trail is what it was."""

    permission = Permission.AUDIT_VIEW
    template_name = "audit/verification.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Kiểm tra niêm phong nhật ký",
            breadcrumb=[
                Crumb(label="Nhật ký thay đổi", url=reverse("audit:changes")),
                Crumb(label="Kiểm tra niêm phong"),
            ],
            findings=audit.verify(),
            seals=audit.latest_seals(),
            **kwargs,
        )
