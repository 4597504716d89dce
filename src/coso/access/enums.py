"""Names of roles, permissions and reach."""

from django.db import models


class Role(models.TextChoices):
    """What somebody is to a unit; the permissions stand in `access.policy`."""

    ADMINISTRATOR = "ADMINISTRATOR", "Quản trị hệ thống"
    OFFICER = "OFFICER", "Cán bộ tổ chức, xây dựng Đảng"
    PERSONNEL_OFFICER = "PERSONNEL_OFFICER", "Cán bộ phụ trách công tác cán bộ"
    LEADER = "LEADER", "Lãnh đạo cấp ủy"
    BRANCH_SECRETARY = "BRANCH_SECRETARY", "Bí thư chi bộ"
    VISIT_TEAM_MEMBER = "VISIT_TEAM_MEMBER", "Thành viên tổ dự sinh hoạt"
    INSPECTOR = "INSPECTOR", "Kiểm tra, bảo vệ dữ liệu"
    FIGURES_READER = "FIGURES_READER", "Xem số liệu tổng hợp"


class Reach(models.TextChoices):
    """How far below its unit a grant goes."""

    UNIT = "UNIT", "Chỉ đơn vị này"
    UNIT_AND_BELOW = "UNIT_AND_BELOW", "Đơn vị này và các đơn vị bên dưới"


class Permission(models.TextChoices):
    """What may be done; one name, one meaning, never reused for a neighbour."""

    FIGURES_VIEW = "figures.view", "Xem số liệu"
    UNITS_VIEW = "units.view", "Xem tổ chức"
    UNITS_KEEP = "units.keep", "Ghi sổ tổ chức"
    CHANGES_VIEW = "changes.view", "Xem đề nghị thay đổi tổ chức"
    CHANGES_PROPOSE = "changes.propose", "Đề nghị thay đổi tổ chức"
    CHANGES_DECIDE = "changes.decide", "Trả lời đề nghị của tổ chức bên dưới"
    MEMBERS_VIEW = "members.view", "Xem đảng viên"
    MEMBERS_VIEW_SENSITIVE = "members.view_sensitive", "Xem số thẻ đảng viên"
    MEMBERS_KEEP = "members.keep", "Ghi sổ đảng viên"
    STAFF_VIEW = "staff.view", "Xem cán bộ, công chức, viên chức"
    STAFF_KEEP = "staff.keep", "Ghi sổ cán bộ, công chức, viên chức"
    EVALUATIONS_VIEW = "evaluations.view", "Xem kết quả xếp loại"
    EVALUATIONS_KEEP = "evaluations.keep", "Ghi kết quả xếp loại"
    MEETINGS_VIEW = "meetings.view", "Xem sinh hoạt chi bộ"
    MEETINGS_KEEP = "meetings.keep", "Ghi sổ sinh hoạt chi bộ"
    VISITS_VIEW = "visits.view", "Xem lượt dự sinh hoạt"
    VISITS_KEEP = "visits.keep", "Ghi lượt dự sinh hoạt"
    TRAINING_VIEW = "training.view", "Xem đào tạo, bồi dưỡng"
    TRAINING_KEEP = "training.keep", "Ghi sổ đào tạo, bồi dưỡng"
    APPOINTMENTS_VIEW = "appointments.view", "Xem quyết định cán bộ"
    APPOINTMENTS_KEEP = "appointments.keep", "Ghi sổ quyết định cán bộ"
    PLANNING_VIEW = "planning.view", "Xem quy hoạch cán bộ"
    PLANNING_KEEP = "planning.keep", "Ghi sổ quy hoạch cán bộ"
    DOCUMENTS_VIEW = "documents.view", "Xem văn bản"
    DOCUMENTS_KEEP = "documents.keep", "Ghi sổ văn bản"
    RESOLUTIONS_VIEW = "resolutions.view", "Xem chỉ tiêu, nhiệm vụ của nghị quyết"
    RESOLUTIONS_KEEP = "resolutions.keep", "Ghi chỉ tiêu, nhiệm vụ của nghị quyết"
    LISTS_EXPORT = "lists.export", "Xuất danh sách ra Excel"
    IMPORTS_APPLY = "imports.apply", "Nhập dữ liệu từ Excel"
    REORGANIZATIONS_KEEP = "reorganizations.keep", "Lập, thực hiện phương án sắp xếp tổ chức"
    AUDIT_VIEW = "audit.view", "Xem nhật ký"
    TEMPLATES_MANAGE = "templates.manage", "Thay mẫu báo cáo"
    USERS_MANAGE = "users.manage", "Quản lý tài khoản và phân quyền"
    SYSTEM_VIEW = "system.view", "Xem tình trạng hệ thống"
