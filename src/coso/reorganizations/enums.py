"""Names used by plans of reorganization."""

from django.db import models


class PlanStatus(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "DRAFT", "Đang soạn"
    SCHEDULED = "SCHEDULED", "Chờ đến ngày hiệu lực"
    APPLIED = "APPLIED", "Đã thực hiện"
    UNDONE = "UNDONE", "Đã hoàn tác"


class Side(models.TextChoices):
    """What a unit is to a step."""

    SOURCE = "SOURCE", "Nguồn"
    TARGET = "TARGET", "Đích"
