"""Names used by the trail."""

from django.db import models


class Stream(models.TextChoices):
    """The two books of the trail, each with a chain of its own."""

    CHANGES = "CHANGES", "Thay đổi"
    ACCESS = "ACCESS", "Đọc"


class FindingKind(models.TextChoices):
    """What can be wrong with the trail."""

    MISSING = "MISSING", "Thiếu mục"
    EXTRA = "EXTRA", "Thừa mục"
    ALTERED = "ALTERED", "Mục bị sửa"
    DETAIL = "DETAIL", "Chi tiết bị sửa"
    BROKEN = "BROKEN", "Chuỗi niêm phong đứt"
