"""Names used by the register of members."""

from django.db import models


class Entry(models.TextChoices):
    """How a member came to a home organization."""

    ROSTER = "ROSTER", "Có trong danh sách"
    ADMITTED = "ADMITTED", "Kết nạp"
    READMITTED = "READMITTED", "Kết nạp lại"
    RESTORED = "RESTORED", "Khôi phục đảng tịch"
    TRANSFERRED_IN = "TRANSFERRED_IN", "Chuyển đến"
    MOVED = "MOVED", "Chuyển nội bộ"
    REORGANIZED = "REORGANIZED", "Sắp xếp tổ chức"


class Leaving(models.TextChoices):
    """How a member left a home organization."""

    TRANSFERRED_OUT = "TRANSFERRED_OUT", "Chuyển đi"
    MOVED = "MOVED", "Chuyển nội bộ"
    REORGANIZED = "REORGANIZED", "Sắp xếp tổ chức"
    DECEASED = "DECEASED", "Từ trần"
    STRUCK_OFF = "STRUCK_OFF", "Xóa tên"
    EXPELLED = "EXPELLED", "Khai trừ"
    RESIGNED = "RESIGNED", "Xin ra khỏi Đảng"
    CANCELLED = "CANCELLED", "Hủy quyết định kết nạp"


class Standing(models.TextChoices):
    """Whether the home organization has the member or has sent them on."""

    HOME = "HOME", "Sinh hoạt tại tổ chức"
    IN_TRANSIT = "IN_TRANSIT", "Đang chuyển sinh hoạt"


class MemberStatus(models.TextChoices):
    """What a member is on a day; who came by transfer, or whose day is not known, may be either."""

    OFFICIAL = "OFFICIAL", "Chính thức"
    PROBATIONARY = "PROBATIONARY", "Dự bị"
    UNKNOWN = "UNKNOWN", "Chưa rõ chính thức hay dự bị"


class StayDirection(models.TextChoices):
    """A temporary stay seen from this installation."""

    OUT = "OUT", "Tạm thời đi"
    IN = "IN", "Tạm thời đến"


class Position(models.TextChoices):
    """Party positions (chức vụ đảng)."""

    SECRETARY = "SECRETARY", "Bí thư"
    STANDING_DEPUTY = "STANDING_DEPUTY", "Phó Bí thư Thường trực"
    DEPUTY_SECRETARY = "DEPUTY_SECRETARY", "Phó Bí thư"
    STANDING_MEMBER = "STANDING_MEMBER", "Ủy viên Ban Thường vụ"
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER", "Cấp ủy viên"
    INSPECTION_CHAIR = "INSPECTION_CHAIR", "Chủ nhiệm Ủy ban Kiểm tra"
    INSPECTION_MEMBER = "INSPECTION_MEMBER", "Ủy viên Ủy ban Kiểm tra"
    GROUP_LEADER = "GROUP_LEADER", "Tổ trưởng tổ đảng"
