"""Names used by training (đào tạo, bồi dưỡng)."""

from django.db import models


class CourseKind(models.TextChoices):
    """What a course is about."""

    PARTY_WORK = "PARTY_WORK", "Nghiệp vụ công tác đảng"
    POLITICAL_THEORY = "POLITICAL_THEORY", "Lý luận chính trị"
    NEW_MEMBERS = "NEW_MEMBERS", "Đảng viên mới"
    STATE_MANAGEMENT = "STATE_MANAGEMENT", "Quản lý nhà nước"
    COMMUNE_TITLES = "COMMUNE_TITLES", "Chức danh cấp xã"
    LEADERSHIP = "LEADERSHIP", "Lãnh đạo, quản lý"
    JOB_POSITION = "JOB_POSITION", "Vị trí việc làm"
    KNOWLEDGE_UPDATE = "KNOWLEDGE_UPDATE", "Cập nhật kiến thức"
    DEFENCE_SECURITY = "DEFENCE_SECURITY", "Quốc phòng, an ninh"
    PROFESSIONAL = "PROFESSIONAL", "Chuyên môn, nghiệp vụ"
    OTHER = "OTHER", "Khác"


class Result(models.TextChoices):
    """What became of somebody who was sent to a course."""

    COMPLETED = "COMPLETED", "Hoàn thành"
    FAILED = "FAILED", "Không đạt"
    STUDYING = "STUDYING", "Đang học"
    WITHDRAWN = "WITHDRAWN", "Thôi học"
    ABSENT = "ABSENT", "Không tham gia"


class Grade(models.TextChoices):
    """How well somebody has completed a course."""

    OUTSTANDING = "OUTSTANDING", "Xuất sắc"
    EXCELLENT = "EXCELLENT", "Giỏi"
    GOOD = "GOOD", "Khá"
    FAIR = "FAIR", "Trung bình khá"
    AVERAGE = "AVERAGE", "Trung bình"
