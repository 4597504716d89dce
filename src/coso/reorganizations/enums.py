"""Names used by plans of reorganization."""

from django.db import models


class PlanStatus(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "DRAFT", "Đang soạn"
    SCHEDULED = "SCHEDULED", "Chờ đến ngày hiệu lực"
    APPLIED = "APPLIED", "Đã thực hiện"
    UNDONE = "UNDONE", "Đã hoàn tác"


class Mark(models.TextChoices):
    """What a plan makes of a unit, seen in the tree before or after it."""

    ENDS = "ENDS", "kết thúc"
    NEW = "NEW", "lập mới"
    MOVED = "MOVED", "chuyển"
    RENAMED = "RENAMED", "đổi tên"
    RETYPED = "RETYPED", "đổi loại"


class Side(models.TextChoices):
    """What a unit is to a step."""

    SOURCE = "SOURCE", "Nguồn"
    TARGET = "TARGET", "Đích"
