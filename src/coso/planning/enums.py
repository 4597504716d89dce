"""Names used by the planning of cadres (quy hoạch cán bộ)."""

from django.db import models


class Leaving(models.TextChoices):
    """Why somebody was taken out of the plan (đưa ra khỏi quy hoạch)."""

    PROMOTED = "PROMOTED", "Đã bổ nhiệm"
    DISCIPLINED = "DISCIPLINED", "Kỷ luật"
    OVER_AGE = "OVER_AGE", "Không đủ tuổi"
    OTHER = "OTHER", "Lý do khác"
