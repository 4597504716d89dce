"""Names used by decisions on personnel (điều động, luân chuyển, bổ nhiệm…)."""

from django.db import models


class DecisionKind(models.TextChoices):
    """What a decision does with a person (hình thức), in the order of the books."""

    APPOINT = "APPOINT", "Bổ nhiệm"
    DESIGNATE = "DESIGNATE", "Chỉ định, chuẩn y"
    ROTATE = "ROTATE", "Luân chuyển"
    TRANSFER = "TRANSFER", "Điều động"
    REAPPOINT = "REAPPOINT", "Bổ nhiệm lại"
    EXTEND = "EXTEND", "Kéo dài thời gian giữ chức vụ"
    SECOND = "SECOND", "Biệt phái"
    ASSIGN = "ASSIGN", "Phân công"
    ACTING = "ACTING", "Giao quyền, phụ trách"
    RELIEVE = "RELIEVE", "Cho thôi giữ chức vụ"
    RESIGN = "RESIGN", "Từ chức"
    DISMISS = "DISMISS", "Miễn nhiệm"
