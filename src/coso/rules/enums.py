"""Names used by the rules."""

from django.db import models


class Confidence(models.TextChoices):
    """How sure a rule's value is."""

    VERIFIED = "VERIFIED", "Đã đối chiếu văn bản"
    SECONDARY = "SECONDARY", "Theo nguồn thứ cấp"
    UNVERIFIED = "UNVERIFIED", "Chưa đối chiếu"
    LOCAL = "LOCAL", "Do địa phương quy định"
