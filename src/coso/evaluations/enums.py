"""Names used by yearly evaluation."""

from django.db import models


class Rating(models.TextChoices):
    """The four levels of quality; “not rated” is a reason, never a fifth level."""

    EXCELLENT = "EXCELLENT", "Hoàn thành xuất sắc nhiệm vụ"
    GOOD = "GOOD", "Hoàn thành tốt nhiệm vụ"
    COMPLETED = "COMPLETED", "Hoàn thành nhiệm vụ"
    NOT_COMPLETED = "NOT_COMPLETED", "Không hoàn thành nhiệm vụ"


class Capacity(models.TextChoices):
    """As what a person is rated; a cadre who is a Party member is rated twice a year."""

    EMPLOYEE = "EMPLOYEE", "Cán bộ, công chức, viên chức"
    MEMBER = "MEMBER", "Đảng viên"
