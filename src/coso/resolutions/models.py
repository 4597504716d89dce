"""What a thematic resolution demands: targets with milestones and results, and work items."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

from coso.access import scoping
from coso.access.enums import Permission
from coso.documents.models import Document
from coso.organizations.models import Unit
from coso.resolutions.enums import Direction, Part

_DIGITS: Final = 14
_PLACES: Final = 2


class Target(models.Model):
    """A target (chỉ tiêu) of a thematic resolution.

    `figure` is the name of the figure that counts its results; without one there are only those
    that were reported. `host` is the unit that `host_name` means, where that is certain.
    """

    resolution = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="targets")
    code = models.CharField("mã", max_length=20)
    text = models.CharField("chỉ tiêu", max_length=500)
    measure = models.CharField("đơn vị tính", max_length=40)
    direction = models.CharField("so sánh", max_length=8, choices=Direction.choices)
    figure = models.CharField("tính từ sổ", max_length=60, blank=True)
    host_name = models.CharField("đơn vị chủ trì", max_length=200, blank=True)
    host = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="targets_hosted", null=True, blank=True
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu của nghị quyết"
        constraints = [
            models.UniqueConstraint(fields=["resolution", "code"], name="target_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.code}, nghị quyết {self.resolution.number}"


class Milestone(models.Model):
    """What a target aims at by the end of a year (mốc phấn đấu)."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="milestones")
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("mốc", max_digits=_DIGITS, decimal_places=_PLACES)

    class Meta:
        verbose_name = "mốc phấn đấu"
        constraints = [
            models.UniqueConstraint(fields=["target", "year"], name="milestone_identity"),
            models.CheckConstraint(name="milestone_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.target}, năm {self.year}"


class Progress(models.Model):
    """What was reported of a target for a period: a share with its parts, or a value alone."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="progress")
    year = models.PositiveSmallIntegerField("năm")
    part = models.CharField("kỳ", max_length=4, choices=Part.choices)
    numerator = models.PositiveIntegerField("tử số", null=True, blank=True)
    denominator = models.PositiveIntegerField("mẫu số", null=True, blank=True)
    value = models.DecimalField(
        "giá trị", max_digits=_DIGITS, decimal_places=_PLACES, null=True, blank=True
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "kết quả được báo cáo"
        constraints = [
            models.UniqueConstraint(fields=["target", "year", "part"], name="progress_identity"),
            models.CheckConstraint(
                name="progress_share_or_value",
                condition=Q(
                    numerator__isnull=True,
                    denominator__isnull=True,
                    value__isnull=False,
                    value__gte=0,
                )
                | Q(
                    numerator__isnull=False,
                    denominator__isnull=False,
                    numerator__lte=F("denominator"),
                    denominator__gt=0,
                    value__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}, {self.get_part_display().lower()} {self.year}"


class WorkItem(models.Model):
    """Something that a resolution gives a unit to do by a day (nhiệm vụ).

    Whether it is done, done late or overdue is told from its days, as of the day in view.
    """

    resolution = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="work_items")
    code = models.CharField("mã nhiệm vụ", max_length=20)
    text = models.CharField("nhiệm vụ", max_length=500)
    responsible_name = models.CharField("đơn vị thực hiện", max_length=200)
    responsible = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="work_items", null=True, blank=True
    )
    due_on = models.DateField("thời hạn")
    done_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="work_items", null=True, blank=True
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "nhiệm vụ của nghị quyết"
        constraints = [
            models.UniqueConstraint(fields=["resolution", "code"], name="work_item_identity"),
            models.CheckConstraint(name="work_item_percent", condition=Q(percent__lte=100)),
            models.CheckConstraint(
                name="work_item_done_as_a_whole", condition=Q(done_on__isnull=True) | Q(percent=100)
            ),
        ]
        indexes = [models.Index(fields=["due_on", "code", "id"], name="work_item_list_order")]

    def __str__(self) -> str:
        return f"{self.code}, nghị quyết {self.resolution.number}"


# The committee that issued the resolution keeps what it demands; a unit reads what is its to do.
_READ: Final = (Permission.RESOLUTIONS_VIEW, Permission.LISTS_EXPORT)

scoping.register_reach(Target, "resolution__issuer__overseer__path")
scoping.register_reach(Progress, "target__resolution__issuer__overseer__path")
scoping.register_reach(WorkItem, "resolution__issuer__overseer__path")
scoping.register_reach(WorkItem, "responsible__overseer__path", permissions=_READ)
