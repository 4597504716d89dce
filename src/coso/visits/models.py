"""Attending teams and their visits to branch meetings."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from coso.access import scoping
from coso.core.models import PeriodModel, never_empty, no_overlap
from coso.meetings.enums import MeetingKind
from coso.organizations.models import Unit


class VisitTeam(models.Model):
    """A team that sits in on meetings (Tổ dự sinh hoạt) on behalf of a committee."""

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="visit_teams")
    number = models.PositiveSmallIntegerField("tổ số")
    leader_title = models.CharField("tổ trưởng (chức danh)", max_length=120, blank=True)
    decision = models.CharField("quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    class Meta:
        verbose_name = "tổ dự sinh hoạt"
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="visit_team_identity"),
        ]

    def __str__(self) -> str:
        return f"Tổ số {self.number}"


class TeamAssignment(PeriodModel):
    """An organization that a team is in charge of, for a period."""

    team = models.ForeignKey(VisitTeam, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="team_assignments")

    class Meta:
        verbose_name = "phân công tổ dự sinh hoạt"
        constraints = [
            never_empty("team_assignment_never_empty"),
            no_overlap("team_assignment_no_overlap", "team", "unit"),
        ]


class Visit(models.Model):
    """One visit (lượt dự) of a team to an organization; visits are counted, not organizations.

    `remark` is about the meeting and the organization, never about a person.
    """

    team = models.ForeignKey(VisitTeam, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField("ngày dự")
    visitor_title = models.CharField("người dự (chức danh)", max_length=120, blank=True)
    meeting_kind = models.CharField(
        "loại cuộc họp", max_length=8, choices=MeetingKind.choices, blank=True
    )
    meeting_period = DateRangeField("kỳ sinh hoạt", null=True, blank=True)
    score = models.DecimalField("điểm chấm", max_digits=5, decimal_places=2, null=True, blank=True)
    remark = models.CharField("nhận xét", max_length=500, blank=True)

    class Meta:
        verbose_name = "lượt dự sinh hoạt"
        constraints = [
            models.UniqueConstraint(
                fields=["team", "unit", "visited_on", "visitor_title"], name="visit_identity"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-visited_on"], name="visit_unit")]


scoping.register_reach(Visit, "unit__path")
scoping.register_reach(VisitTeam, "committee__path")
scoping.register_reach(TeamAssignment, "unit__path")
