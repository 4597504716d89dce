"""Names used by the import of workbooks."""

from django.db import models


class ImportStatus(models.TextChoices):
    """Where an import stands."""

    CHECKING = "CHECKING", "Đang kiểm tra"
    READY = "READY", "Chờ ghi vào sổ"
    APPLYING = "APPLYING", "Đang ghi vào sổ"
    APPLIED = "APPLIED", "Đã ghi vào sổ"
    UNDOING = "UNDOING", "Đang hoàn tác"
    UNDONE = "UNDONE", "Đã hoàn tác"
    DISCARDED = "DISCARDED", "Đã bỏ"
    FAILED = "FAILED", "Bị ngắt"


class ChangeKind(models.TextChoices):
    """What an import did to a record."""

    CREATED = "CREATED", "Thêm"
    UPDATED = "UPDATED", "Cập nhật"


class DecisionKind(models.TextChoices):
    """What somebody decided about a doubtful cell or its row."""

    ACCEPT = "ACCEPT", "Theo gợi ý"
    CHANGE = "CHANGE", "Sửa lại"
    SKIP = "SKIP", "Bỏ qua dòng"


class Severity(models.TextChoices):
    """How much a problem weighs."""

    ERROR = "error", "Lỗi"
    DOUBT = "doubt", "Chưa chắc"
    WARNING = "warning", "Lưu ý"
    INFO = "info", "Thông tin"


class Remedy(models.TextChoices):
    """How a suggestion is carried out."""

    REPLACE = "replace", "Thay giá trị"
    CLEAR = "clear", "Bỏ trống ô"
    DROP = "drop", "Bỏ dòng"
