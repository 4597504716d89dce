"""Names used by the trail."""

from typing import Final

from django.db import models


class Stream(models.TextChoices):
    """The two books of the trail, each with a chain of its own."""

    CHANGES = "CHANGES", "Thay đổi"
    ACCESS = "ACCESS", "Đọc"


class FindingKind(models.TextChoices):
    """What can be wrong with the trail."""

    MISSING = "MISSING", "Thiếu mục"
    EXTRA = "EXTRA", "Thừa mục"
    ALTERED = "ALTERED", "Mục bị sửa"
    DETAIL = "DETAIL", "Chi tiết bị sửa hoặc xóa"
    BROKEN = "BROKEN", "Chuỗi niêm phong đứt"


# What the erasure of a detail is recorded as; it makes the detail's absence lawful.
DETAIL_ERASED: Final = "detail.erased"

# What an administrator's granting a role to themselves is recorded as; inspectors are shown these.
GRANTED_TO_SELF: Final = "grant.given_to_self"

# Its holder is told of this at the next sign-in.
SECOND_STEP_REMOVED: Final = "user.second_step_removed"

# What an action is called on a page. An action that is recorded without a line here fails a test.
ACTION_LABELS: Final = {
    "attachment.added": "Đính kèm tệp",
    "attachment.removed": "Bỏ tệp đính kèm",
    "attachment.taken": "Lấy tệp đính kèm",
    DETAIL_ERASED: "Xóa chi tiết nhật ký",
    "assignment.begun": "Ghi phân công, giữ chức vụ",
    "assignment.corrected": "Sửa chỗ ghi sai về công tác",
    "assignment.ended": "Ghi thôi giữ chức vụ",
    "assignment.removed": "Bỏ phân công ghi nhầm",
    "assignment.transferred": "Ghi chuyển công tác",
    "candidate.corrected": "Sửa người trong quy hoạch",
    "candidate.recorded": "Ghi người vào quy hoạch",
    "candidate.removed": "Bỏ người ghi nhầm khỏi quy hoạch",
    "change_request.answered": "Trả lời đề nghị thay đổi",
    "change_request.proposed": "Đề nghị thay đổi tổ chức",
    "change_request.withdrawn": "Rút đề nghị thay đổi",
    "course.corrected": "Sửa lớp đào tạo, bồi dưỡng",
    "course.recorded": "Ghi lớp đào tạo, bồi dưỡng",
    "course.removed": "Bỏ lớp đào tạo, bồi dưỡng ghi nhầm",
    "decision.corrected": "Sửa quyết định cán bộ",
    "decision.recorded": "Ghi quyết định cán bộ",
    "decision.removed": "Bỏ quyết định cán bộ ghi nhầm",
    "document.corrected": "Sửa văn bản trong sổ",
    "document.registered": "Ghi văn bản vào sổ",
    "document.removed": "Bỏ văn bản khỏi sổ",
    "enrollment.corrected": "Sửa học viên của lớp",
    "enrollment.recorded": "Ghi học viên vào lớp",
    "enrollment.removed": "Bỏ học viên ghi nhầm khỏi lớp",
    "figure.listed": "Xem danh sách của chỉ tiêu",
    "filter.deleted": "Xóa bộ lọc đã lưu",
    "filter.overwritten": "Ghi đè bộ lọc đã lưu",
    "filter.renamed": "Đổi tên bộ lọc đã lưu",
    "filter.saved": "Lưu bộ lọc",
    "grant.given": "Giao vai trò",
    GRANTED_TO_SELF: "Tự giao vai trò",
    "grant.revoked": "Thu hồi vai trò",
    "importing.apply_import": "Ghi lần nhập vào sổ",
    "importing.decide": "Quyết định dòng chưa chắc khi nhập",
    "importing.forget_header": "Xóa cách hiểu một tiêu đề",
    "importing.import_workbooks": "Nhập dữ liệu từ Excel",
    "importing.receive_files": "Nhận tệp để nhập dữ liệu",
    "importing.request_undo": "Yêu cầu hoàn tác lần nhập",
    "importing.return_file": "Lấy lại tệp đã nhập, kèm ghi chú",
    "importing.undo_import": "Hoàn tác lần nhập",
    "list.exported": "Xuất danh sách",
    "meeting.corrected": "Sửa cuộc sinh hoạt chi bộ",
    "meeting.recorded": "Ghi cuộc sinh hoạt chi bộ",
    "meeting.removed": "Bỏ cuộc sinh hoạt chi bộ ghi nhầm",
    "member.admitted": "Kết nạp đảng viên",
    "member.corrected": "Sửa chỗ ghi sai về đảng tịch",
    "member.exempted": "Ghi miễn công tác và sinh hoạt",
    "member.exemption_end_set": "Đổi thời hạn miễn sinh hoạt",
    "member.left": "Ghi thôi sinh hoạt đảng",
    "member.made_official": "Công nhận đảng viên chính thức",
    "member.moved": "Chuyển sinh hoạt nội bộ",
    "member.movement_taken_back": "Bỏ việc chuyển, thôi sinh hoạt ghi nhầm",
    "member.received": "Tiếp nhận đảng viên chuyển đến",
    "member.removed": "Bỏ đảng tịch ghi nhầm",
    "member.staying_elsewhere": "Ghi sinh hoạt tạm thời nơi khác",
    "paper.taken": "Lấy báo cáo, biểu, danh sách",
    "paper.template_replaced": "Thay mẫu báo cáo",
    "paper.template_restored": "Dùng lại mẫu báo cáo gốc",
    "person.corrected": "Sửa nhận biết của người trong sổ",
    "person.read": "Xem hồ sơ",
    "position.begun": "Ghi giữ chức vụ đảng",
    "position.ended": "Ghi thôi chức vụ đảng",
    "position.corrected": "Sửa chức vụ đảng ghi sai",
    "position.removed": "Bỏ chức vụ đảng ghi nhầm",
    "post.added": "Thêm vị trí việc làm",
    "post.corrected": "Sửa vị trí việc làm",
    "post.removed": "Bỏ vị trí việc làm",
    "progress.corrected": "Sửa kết quả báo cáo của chỉ tiêu",
    "progress.recorded": "Ghi kết quả báo cáo của chỉ tiêu",
    "progress.removed": "Bỏ kết quả báo cáo ghi nhầm",
    "qualification.added": "Thêm trình độ",
    "qualification.corrected": "Sửa trình độ ghi sai",
    "qualification.removed": "Bỏ trình độ ghi nhầm",
    "rating.corrected": "Sửa kết quả xếp loại",
    "rating.given": "Ghi kết quả xếp loại",
    "rating.removed": "Bỏ kết quả xếp loại",
    "quota.corrected": "Sửa biên chế giao",
    "quota.given": "Ghi biên chế giao",
    "quota.removed": "Bỏ biên chế giao ghi nhầm",
    "reorganization.applied": "Thực hiện phương án sắp xếp",
    "reorganization.discarded": "Bỏ phương án sắp xếp",
    "reorganization.drafted": "Lập phương án sắp xếp",
    "reorganization.edited": "Sửa phương án sắp xếp",
    "reorganization.requested": "Giao máy chủ làm phương án sắp xếp",
    "reorganization.scheduled": "Đặt phương án chờ ngày hiệu lực",
    "reorganization.undone": "Hoàn tác phương án sắp xếp",
    "reorganization.unscheduled": "Dừng chờ phương án sắp xếp",
    "root.initialized": "Lập tổ chức gốc",
    "root.terms_added": "Thêm nhiệm kỳ",
    "target.corrected": "Sửa chỉ tiêu của nghị quyết",
    "target.recorded": "Ghi chỉ tiêu của nghị quyết",
    "target.removed": "Bỏ chỉ tiêu ghi nhầm",
    "unit.changed": "Đổi tên, loại, cấp của đơn vị",
    "unit.closed": "Kết thúc hoạt động đơn vị",
    "unit.code_assigned": "Cấp mã đơn vị",
    "unit.corrected": "Sửa sai sót của đơn vị",
    "unit.founded": "Thành lập đơn vị",
    "unit.moved": "Chuyển đơn vị",
    "unit.reopened": "Mở lại đơn vị kết thúc nhầm",
    "user.created": "Lập tài khoản",
    "user.deactivated": "Khóa tài khoản",
    "user.password_changed": "Đổi mật khẩu",
    "user.password_reset": "Cấp lại mật khẩu",
    "user.reactivated": "Mở lại tài khoản",
    "user.setup_hidden": "Ẩn việc cần làm tiếp",
    SECOND_STEP_REMOVED: "Gỡ xác thực hai bước",
    "visit.corrected": "Sửa lượt dự sinh hoạt",
    "visit.recorded": "Ghi lượt dự sinh hoạt",
    "visit.removed": "Bỏ lượt dự sinh hoạt ghi nhầm",
    "work_item.corrected": "Sửa nhiệm vụ của nghị quyết",
    "work_item.recorded": "Ghi nhiệm vụ của nghị quyết",
    "work_item.removed": "Bỏ nhiệm vụ ghi nhầm",
    "work_item.reported": "Ghi tiến độ nhiệm vụ",
}
