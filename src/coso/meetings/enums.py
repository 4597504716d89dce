"""Names used by the register of meetings."""

from django.db import models


class MeetingKind(models.TextChoices):
    """Kinds of branch meetings (42-HD/BTCTW)."""

    REGULAR = "REGULAR", "Thường kỳ"
    THEMATIC = "THEMATIC", "Chuyên đề"
