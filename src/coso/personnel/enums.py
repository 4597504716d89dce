"""Names used by the register of staff."""

from django.db import models


class Category(models.TextChoices):
    """Legal category of an employee (Luật Cán bộ, công chức; Luật Viên chức)."""

    CADRE = "CADRE", "Cán bộ"
    CIVIL_SERVANT = "CIVIL_SERVANT", "Công chức"
    PUBLIC_EMPLOYEE = "PUBLIC_EMPLOYEE", "Viên chức"
    CONTRACT_WORKER = "CONTRACT_WORKER", "Hợp đồng lao động"


class PostGroup(models.TextChoices):
    """What kind of work a post is (nhóm vị trí việc làm)."""

    MANAGING = "MANAGING", "Lãnh đạo, quản lý"
    OFFICE = "OFFICE", "Công việc phòng, ban"
    PROFESSIONAL = "PROFESSIONAL", "Chuyên môn nghiệp vụ"


class AssignmentBasis(models.TextChoices):
    """How somebody came to a post."""

    ROSTER = "ROSTER", "Có trong danh sách"
    ELECTED = "ELECTED", "Bầu cử"
    APPOINTED = "APPOINTED", "Bổ nhiệm"
    RECRUITED = "RECRUITED", "Tuyển dụng"
    DESIGNATED = "DESIGNATED", "Chỉ định"
    TRANSFERRED = "TRANSFERRED", "Điều động"
    ROTATED = "ROTATED", "Luân chuyển"
    SECONDED = "SECONDED", "Biệt phái"
    ASSIGNED = "ASSIGNED", "Phân công"
    ACTING = "ACTING", "Giao quyền, phụ trách"


class Ending(models.TextChoices):
    """How an assignment ended; one that only a list ended has none."""

    TRANSFERRED = "TRANSFERRED", "Chuyển công tác"
    RELIEVED = "RELIEVED", "Thôi giữ chức vụ"
    RESIGNED = "RESIGNED", "Từ chức"
    DISMISSED = "DISMISSED", "Miễn nhiệm, cách chức"
    LEFT = "LEFT", "Thôi việc, chuyển đi nơi khác"
    RETIRED = "RETIRED", "Nghỉ hưu"
    DECEASED = "DECEASED", "Từ trần"
