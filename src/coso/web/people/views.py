"""A person's record: identity, Party life, posts, ratings; each part by its own right."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.people import queries as people
from coso.people.models import Person
from coso.web.people import parts
from coso.web.shared.records import Group
from coso.web.shared.views import RecordView

_CARD_PARAMETER = "xem-the"


class PersonRecord(RecordView):
    """One person, for readers of members or of staff; reading leaves a trace."""

    template_name = "people/person_detail.html"
    context_object_name = "person"

    def records(self) -> QuerySet[Person]:
        return people.people()

    def _require_permission(self) -> None:
        if not self._readings():
            raise Http404

    def get_queryset(self) -> QuerySet[Person]:
        found = people.people().none()
        for permission in self._readings():
            found = found | scoping.visible(self.records(), self.request.user, permission)
        return found.distinct()

    def _readings(self) -> list[Permission]:
        return [
            permission
            for permission in (Permission.MEMBERS_VIEW, Permission.STAFF_VIEW)
            if scoping.has_permission(self.request.user, permission)
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().get(request, *args, **kwargs)
        shown = ", số thẻ đảng viên" if self.shows_card() else ""
        self.record_reading(self.object, f"Xem hồ sơ{shown}")
        return response

    def may(self, permission: Permission) -> bool:
        """Say whether this person is within the reader's reach for a permission."""
        return scoping.can(self.request.user, permission, self.object)

    def shows_card(self) -> bool:
        """Say whether the reader asked for the card number and may see it."""
        return _CARD_PARAMETER in self.request.GET and self.may(Permission.MEMBERS_VIEW_SENSITIVE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.object.full_name,
            groups=[*self._common_groups(), *self._member_groups(), *self._staff_groups()],
            periods=self._periods(),
            periods_title="Quá trình sinh hoạt, giữ chức vụ",
            trail=audit.trail_of(self.object)[:50] if self.may(Permission.AUDIT_VIEW) else None,
            **kwargs,
        )

    def _common_groups(self) -> list[Group]:
        return [parts.identity(self.object), parts.qualifications(self.object)]

    def _member_groups(self) -> list[Group]:
        if not self.may(Permission.MEMBERS_VIEW):
            return []
        return parts.party_life(
            self.object, self.as_of, shows_card=self.shows_card(), reveal_url=self._reveal_url()
        )

    def _reveal_url(self) -> str:
        if not self.may(Permission.MEMBERS_VIEW_SENSITIVE):
            return ""
        address = reverse("people:detail", args=[self.object.pk])
        return f"{address}?{self.frame.place}&{_CARD_PARAMETER}=1"

    def _staff_groups(self) -> list[Group]:
        groups = []
        if self.may(Permission.STAFF_VIEW):
            groups.append(parts.work(self.object, self.as_of))
        if self.may(Permission.EVALUATIONS_VIEW):
            groups.append(parts.ratings(self.object))
        return [group for group in groups if group.facts]

    def _periods(self) -> list[Any]:
        periods = []
        if self.may(Permission.MEMBERS_VIEW):
            periods += parts.party_timeline(self.object, self.frame.place)
        if self.may(Permission.STAFF_VIEW):
            periods += parts.work_timeline(self.object, self.frame.place)
        return periods
