"""Who is planned for which title, in which period of years."""

from __future__ import annotations

from typing import Final, cast

from django.db import models
from django.db.models import F, Q

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.dates import PartialDate, Precision
from coso.core.models import PeriodModel, never_empty, no_overlap
from coso.organizations.models import Unit
from coso.people.enums import DatePrecision
from coso.people.models import Person
from coso.planning.enums import Leaving


class PlanningCycle(models.Model):
    """The plan (quy hoạch) of a committee for a period of years, 2021–2026."""

    organization = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")

    class Meta:
        verbose_name = "giai đoạn quy hoạch"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "first_year", "last_year"], name="planning_cycle_identity"
            ),
            models.CheckConstraint(
                name="planning_cycle_lasts", condition=Q(last_year__gt=F("first_year"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The years, as papers name a plan."""
        return f"{self.first_year}–{self.last_year}"


class PlanningPosition(models.Model):
    """A title that a plan has people for; the unit is linked where it is certain."""

    cycle = models.ForeignKey(PlanningCycle, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField("chức danh quy hoạch", max_length=200)
    match_title = models.CharField(max_length=200)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="planned_titles", null=True, blank=True
    )

    class Meta:
        verbose_name = "chức danh quy hoạch"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "match_title"], name="planning_position_identity"
            ),
            models.CheckConstraint(name="planning_position_named", condition=~Q(match_title="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place_id(self) -> int:
        """The unit of the title, else who holds the plan."""
        return self.unit_id or self.cycle.organization_id


class PlanningCandidate(PeriodModel):
    """A person in the plan for a title, from the day of the decision on.

    `left_on` is the first day of the month or year if no more is known; then the person counts
    as being in the plan until that month or year is over, the first day without doubt.
    """

    position = models.ForeignKey(
        PlanningPosition, on_delete=models.PROTECT, related_name="candidates"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    decision = models.CharField("số quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    left_for = models.CharField("lý do đưa ra", max_length=11, choices=Leaving.choices, blank=True)
    left_on = models.DateField("đưa ra từ", null=True, blank=True)
    left_precision = models.CharField(
        "độ chính xác", max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )

    class Meta:
        verbose_name = "người trong quy hoạch"
        constraints = [
            models.UniqueConstraint(
                fields=["position", "person", "decided_on"], name="planning_candidate_identity"
            ),
            never_empty("planning_candidate_never_empty"),
            no_overlap("planning_candidate_no_overlap", "position", "person", only_guards=True),
            models.CheckConstraint(
                name="planning_candidate_left_for_a_reason",
                condition=Q(left_for="", left_on=None, during__endswith=None)
                | ~Q(left_for="") & Q(left_on__isnull=False, during__endswith__isnull=False),
            ),
            models.CheckConstraint(
                name="planning_candidate_since_decision",
                condition=Q(during__startswith=F("decided_on")),
            ),
            models.CheckConstraint(name="planning_candidate_decided", condition=~Q(decision="")),
        ]
        indexes = [models.Index(fields=["-decided_on", "id"], name="planning_list_order")]

    def __str__(self) -> str:
        return f"{self.person}: {self.position}"

    @property
    def left(self) -> PartialDate | None:
        """When the person was taken out of the plan, as exactly as it is known."""
        if self.left_on is None:
            return None
        return PartialDate(self.left_on, cast("Precision", self.left_precision))


# Whoever holds the plan keeps it; a unit reads who is planned for its titles.
_READ: Final = (Permission.PLANNING_VIEW, Permission.LISTS_EXPORT)

scoping.register_reach(PlanningCycle, "organization__path")
scoping.register_reach(PlanningPosition, "cycle__organization__path")
scoping.register_reach(PlanningPosition, "unit__overseer__path", permissions=_READ)
scoping.register_reach(PlanningCandidate, "position__cycle__organization__path")
scoping.register_reach(PlanningCandidate, "position__unit__overseer__path", permissions=_READ)
