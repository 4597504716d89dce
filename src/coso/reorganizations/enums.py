"""Names used by plans of reorganization."""

from django.db import models


class PlanStatus(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "DRAFT", "Đang soạn"
    SCHEDULED = "SCHEDULED", "Chờ đến ngày hiệu lực"
    APPLIED = "APPLIED", "Đã thực hiện"
    UNDONE = "UNDONE", "Đã hoàn tác"


class PlanWork(models.TextChoices):
    """What the worker is doing with a plan."""

    REHEARSE = "REHEARSE", "Đang diễn tập"
    APPLY = "APPLY", "Đang thực hiện"
    SCHEDULE = "SCHEDULE", "Đang đặt chờ"
    UNDO = "UNDO", "Đang hoàn tác"


class Mark(models.TextChoices):
    """What a plan makes of a unit, seen in the tree before or after it."""

    ENDS = "ENDS", "kết thúc"
    NEW = "NEW", "lập mới"
    RECEIVES = "RECEIVES", "tiếp nhận"
    MOVED = "MOVED", "chuyển"
    RENAMED = "RENAMED", "đổi tên"
    RETYPED = "RETYPED", "đổi loại"


class Side(models.TextChoices):
    """What a unit is to a step."""

    SOURCE = "SOURCE", "Nguồn"
    TARGET = "TARGET", "Đích"


class FieldKind(models.TextChoices):
    """What a unit may ask to have changed."""

    NAME = "NAME", "Tên"
    TYPE = "TYPE", "Loại"
    PARENT = "PARENT", "Cấp trên trực tiếp"
    MERGE_INTO = "MERGE_INTO", "Sáp nhập vào"
    DISSOLVE = "DISSOLVE", "Giải thể"
    POSITION = "POSITION", "Chức vụ đảng"


class Verdict(models.TextChoices):
    """What the level above says to one field of a request."""

    OPEN = "OPEN", "Chưa trả lời"
    ACCEPTED = "ACCEPTED", "Chấp nhận"
    REJECTED = "REJECTED", "Không chấp nhận"


class RequestStatus(models.TextChoices):
    """Where a request stands: told by its fields, stored nowhere."""

    PROPOSED = "PROPOSED", "Chờ trả lời"
    DECIDED = "DECIDED", "Đã trả lời"
    WITHDRAWN = "WITHDRAWN", "Đã rút"
