"""Names used by the trail."""

from django.db import models


class Stream(models.TextChoices):
    """The two books of the trail, each with a chain of its own."""

    CHANGES = "CHANGES", "Thay đổi"
    ACCESS = "ACCESS", "Đọc"
