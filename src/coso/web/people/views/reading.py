"""A person's record: identity, Party life, posts, ratings; each part by its own right."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from coso.access import policy, scoping
from coso.access.enums import Permission
from coso.appointments import queries as appointments
from coso.audit import queries as audit
from coso.members import queries as members
from coso.members.models import MembershipPeriod
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel import queries as personnel
from coso.personnel.models import Assignment
from coso.planning import queries as planning
from coso.training import queries as training
from coso.web.people import keeping, parts
from coso.web.shared.people import SEE_PEOPLE, OnRoadmap, retirement
from coso.web.shared.records import Group
from coso.web.shared.views import RecordView
from coso.web.shared.writing import Task

_CARD_PARAMETER = "xem-the"
# The parts of a record, each shown by its own right.
_PARTS = (
    Permission.MEMBERS_VIEW,
    Permission.MEMBERS_KEEP,
    Permission.MEMBERS_VIEW_SENSITIVE,
    Permission.STAFF_VIEW,
    Permission.STAFF_KEEP,
    Permission.EVALUATIONS_VIEW,
    Permission.EVALUATIONS_KEEP,
    Permission.APPOINTMENTS_KEEP,
    Permission.PLANNING_KEEP,
    Permission.AUDIT_VIEW,
)


class PersonRecord(OnRoadmap, RecordView):
    """One person, for readers of members or of staff; reading leaves a trace."""

    permissions = SEE_PEOPLE
    template_name = "people/person_detail.html"
    context_object_name = "person"

    def records(self) -> QuerySet[Person]:
        return people.people().select_related("membership")

    def get_queryset(self) -> QuerySet[Any]:
        """Return the people that the reader may see, each with what may be seen of them."""
        found = self.records().annotate(
            **{permission.name: self._is_within(permission) for permission in _PARTS},
            taken=self._taken(),
            decided=self._decided(),
            planned=self._planned(),
        )
        readable = Q(pk__in=[])
        for permission in self.permissions:
            readable |= Q(**{permission.name: True})
        return found.filter(readable)

    def _taken(self) -> Any:
        """Return the courses of each person that the reader may see, read with the person."""
        within = scoping.visible(training.enrollments(), self.actor, Permission.TRAINING_VIEW)
        return training.taken_by(within, "pk")

    def _decided(self) -> Any:
        """Return the decisions on each person that the reader may see, read with the person."""
        within = scoping.visible(appointments.decisions(), self.actor, Permission.APPOINTMENTS_VIEW)
        return appointments.decided_on_people(within, "pk")

    def _planned(self) -> Any:
        """Return what each person is planned for that the reader may see."""
        within = scoping.visible(planning.candidates(), self.actor, Permission.PLANNING_VIEW)
        return planning.planned_for(within, "pk")

    def _is_within(self, permission: Permission) -> Any:
        holds = scoping.has_permission
        if permission in policy.ON_THE_WHOLE:
            holds = scoping.covers_everything
        if not holds(self.actor, permission):
            return Value(value=False)
        within = scoping.visible(self.records(), self.actor, permission)
        return Exists(within.filter(pk=OuterRef("pk")))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().get(request, *args, **kwargs)
        shown = ", số thẻ đảng viên" if self.shows_card else ""
        self.record_reading(self.object, f"Xem hồ sơ{shown}", unit_id=self._reached_through())
        return response

    def _reached_through(self) -> int:
        """Return the home organization, else the agency, that leads the reader to the person.

        Whoever inspects that unit sees the reading, whatever unit the reader had in view.
        """
        return self._stays[-1].unit_id if self._stays else self._posts[-1].post.agency_id

    @cached_property
    def rights(self) -> frozenset[Permission]:
        """Return what the reader may see of this person."""
        return frozenset(right for right in _PARTS if getattr(self.object, right.name))

    @property
    def shows_card(self) -> bool:
        """Whether the reader asked for the card number and may see it."""
        asked = _CARD_PARAMETER in self.request.GET
        return asked and Permission.MEMBERS_VIEW_SENSITIVE in self.rights

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        party = parts.party_timeline(self._stays, self.frame)
        work = parts.work_timeline(self._posts, self._kept_posts, self.frame)
        return super().get_context_data(
            title=self.object.full_name,
            kind=parts.kind_of(party, work),
            place=parts.stands_at(party, work, self.as_of),
            groups=[*self._common_groups(), *self._member_groups(), *self._staff_groups()],
            party_periods=party,
            work_periods=work,
            trail=self._trail(),
            tasks=self._tasks(),
            **kwargs,
        )

    def _common_groups(self) -> list[Group]:
        is_kept = bool(keeping.KEEP_PEOPLE & self.rights)
        groups = [
            parts.identity(self.object),
            parts.qualifications(self.object, self.frame, is_kept=is_kept),
        ]
        groups.append(parts.plans(self.object.planned or [], self.frame))
        return [group for group in groups if group.facts]

    def _member_groups(self) -> list[Group]:
        if Permission.MEMBERS_VIEW not in self.rights:
            return []
        return parts.party_life(
            self.object,
            self.frame,
            shows_card=self.shows_card,
            reveal_url=self._reveal_url(),
            keeper=self.actor if Permission.MEMBERS_KEEP in self.rights else None,
        )

    def _tasks(self) -> list[Task]:
        kept = [post for post in self._posts if post.pk in self._kept_posts]
        return keeping.tasks(self.object, self.frame, self.actor, self.rights, kept)

    def _reveal_url(self) -> str:
        if Permission.MEMBERS_VIEW_SENSITIVE not in self.rights:
            return ""
        address = reverse("people:detail", args=[self.object.pk])
        return f"{address}?{self.frame.place}&{_CARD_PARAMETER}=1"

    def _staff_groups(self) -> list[Group]:
        groups = []
        if self._posts:
            groups.append(parts.work(self._posts, self.frame))
            groups.extend(self._retirement())
        if Permission.EVALUATIONS_VIEW in self.rights:
            groups.append(parts.ratings(self.object, self.frame, self.actor))
        groups.append(parts.training_of(self.object.taken or [], self.frame))
        groups.append(parts.decisions(self.object.decided or [], self.frame))
        return [group for group in groups if group.facts]

    def _retirement(self) -> list[Group]:
        """Return when the person may retire, of whoever has a post on the date in view."""
        held = [post for post in self._posts if post.is_primary and self.as_of in post.during]
        return [retirement(post, self.roadmap, self.as_of) for post in held]

    @cached_property
    def _posts(self) -> list[Assignment]:
        """Return the posts the person has held; none without the right to see them."""
        if Permission.STAFF_VIEW not in self.rights:
            return []
        held = personnel.assignments_of(self.object)
        return list(personnel.with_retirement(held, self.roadmap, person="person__"))

    @cached_property
    def _kept_posts(self) -> frozenset[int]:
        """Return which of the posts the reader may write about."""
        return frozenset(
            held.pk
            for held in self._posts
            if scoping.reaches(self.actor, Permission.STAFF_KEEP, held.post.agency)
        )

    @cached_property
    def _stays(self) -> list[MembershipPeriod]:
        """Return the homes the person has had; none without the right to see them."""
        if Permission.MEMBERS_VIEW not in self.rights:
            return []
        return list(members.periods_of(self.object))

    def _trail(self) -> Any:
        if Permission.AUDIT_VIEW not in self.rights:
            return None
        return audit.trail_of(self.object)[:50]
