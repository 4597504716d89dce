"""Names used by what resolutions demand (chỉ tiêu, nhiệm vụ)."""

from django.db import models


class Direction(models.TextChoices):
    """How a result is compared with what was aimed at."""

    AT_LEAST = "AT_LEAST", "Ít nhất"
    AT_MOST = "AT_MOST", "Nhiều nhất"
    EQUAL = "EQUAL", "Đúng bằng"

    @property
    def sign(self) -> str:
        """The sign that stands before the number aimed at."""
        return {"AT_LEAST": "≥", "AT_MOST": "≤", "EQUAL": "="}[self.value]


class Part(models.TextChoices):
    """Which part of a year a result is of, from its first day on."""

    YEAR = "YEAR", "Cả năm"
    HALF = "HALF", "6 tháng đầu năm"


class TargetState(models.TextChoices):
    """Where a target stands on a day; derived, never stored."""

    ACHIEVED = "ACHIEVED", "Đạt mục tiêu cuối kỳ"
    ON_TRACK = "ON_TRACK", "Đạt mốc của năm"
    BEHIND = "BEHIND", "Chưa đạt mốc của năm"
    MISSED = "MISSED", "Hết kỳ, không đạt"
    NOT_DUE = "NOT_DUE", "Chưa đến hạn"
    NO_DATA = "NO_DATA", "Chưa có kết quả"


class ItemState(models.TextChoices):
    """Where a work item stands on a day; derived, never stored."""

    OPEN = "OPEN", "Đang thực hiện"
    OVERDUE = "OVERDUE", "Quá hạn"
    DONE = "DONE", "Xong đúng hạn"
    DONE_LATE = "DONE_LATE", "Xong sau hạn"
