"""Branch meetings held, and the catalogue of themes."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from coso.access import scoping
from coso.core.models import PeriodModel, never_empty, no_overlap
from coso.meetings.enums import MeetingKind
from coso.organizations.models import Unit


class Theme(PeriodModel):
    """A theme of thematic meetings, from the committee's catalogue."""

    code = models.CharField("mã", max_length=20)
    title = models.CharField("nội dung chuyên đề", max_length=300)
    basis = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "chuyên đề"
        constraints = [
            never_empty("theme_never_empty"),
            no_overlap("theme_code_unique_on_a_day", "code"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"


class Meeting(models.Model):
    """The meeting of a branch for one period (a month, a quarter); no `held_on`: not held.

    Attendance is counts only: `required` leaves out exempt and temporarily absent members.
    Scores are points of 100 for the quality of the meeting, by the branch and by the level above.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField("loại", max_length=8, choices=MeetingKind.choices)
    period = DateRangeField("kỳ")
    held_on = models.DateField("ngày họp", null=True, blank=True)
    started_at = models.TimeField("bắt đầu", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("thời lượng (phút)", null=True, blank=True)
    required = models.PositiveIntegerField("phải dự", null=True, blank=True)
    present = models.PositiveIntegerField("có mặt", null=True, blank=True)
    excused = models.PositiveIntegerField("vắng có lý do", null=True, blank=True)
    unexcused = models.PositiveIntegerField("vắng không lý do", null=True, blank=True)
    self_score = models.DecimalField(
        "điểm tự chấm", max_digits=5, decimal_places=2, null=True, blank=True
    )
    upper_score = models.DecimalField(
        "điểm cấp trên chấm", max_digits=5, decimal_places=2, null=True, blank=True
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="meetings", null=True, blank=True
    )
    reported_on = models.DateField("ngày báo cáo", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "cuộc sinh hoạt"
        constraints = [
            never_empty("meeting_period_never_empty", "period"),
            models.UniqueConstraint(
                fields=["unit", "kind", "period", "held_on"],
                name="meeting_identity",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="meeting_attendance_adds_up",
                condition=Q(required__isnull=True)
                | Q(present__isnull=True)
                | Q(required=F("present") + F("excused") + F("unexcused")),
            ),
            models.CheckConstraint(
                name="meeting_reported_after_held",
                condition=Q(reported_on__isnull=True)
                | Q(held_on__isnull=True)
                | Q(reported_on__gte=F("held_on")),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-held_on"], name="meeting_unit")]


scoping.register_reach(Meeting, "unit__path")
scoping.register_catalogue(Theme)
