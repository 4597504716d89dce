"""Names used by the import of workbooks."""

from django.db import models


class ImportStatus(models.TextChoices):
    """Where an import stands."""

    APPLIED = "APPLIED", "Đã ghi vào sổ"
    UNDONE = "UNDONE", "Đã hoàn tác"


class ChangeKind(models.TextChoices):
    """What an import did to a record."""

    CREATED = "CREATED", "Thêm"
    UPDATED = "UPDATED", "Cập nhật"
