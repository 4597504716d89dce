"""Names used by the register of people."""

from django.db import models


class Gender(models.TextChoices):
    """Sex as recorded on the roster."""

    MALE = "MALE", "Nam"
    FEMALE = "FEMALE", "Nữ"


class DatePrecision(models.TextChoices):
    """How much of a date is known; partial dates are legal in personnel records."""

    DAY = "DAY", "ngày, tháng, năm"
    MONTH = "MONTH", "tháng, năm"
    YEAR = "YEAR", "năm"


class QualificationKind(models.TextChoices):
    """The scales of qualification that statistics ask for."""

    GENERAL = "GENERAL", "Giáo dục phổ thông"
    PROFESSIONAL = "PROFESSIONAL", "Chuyên môn"
    POLITICAL_THEORY = "POLITICAL_THEORY", "Lý luận chính trị"
    STATE_MANAGEMENT = "STATE_MANAGEMENT", "Quản lý nhà nước"
