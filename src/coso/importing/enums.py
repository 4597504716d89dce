"""Names used by the import of workbooks."""

from typing import Final

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


class DecisionKind(models.TextChoices):
    """What somebody decided about a doubtful cell or its row."""

    ACCEPT = "ACCEPT", "Theo gợi ý"
    CHANGE = "CHANGE", "Sửa lại"
    SKIP = "SKIP", "Bỏ qua dòng"


# What `action` says of a problem that a decision has settled.
SETTLED: Final = tuple(kind.lower() for kind in DecisionKind)


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


# Of rows that say the same one is right: each is decided about for itself, and what is suggested
# is what to do with the row, never a value of the cell.
ONE_BY_ONE: Final = ("duplicate_row", "duplicate_person", "duplicate_code", "duplicate_card")

# A person who stands in several rows: one row is kept, the others go.
REPEATED_PERSON: Final = ("duplicate_row", "duplicate_person")

# What people call the records of a table; those of other tables are details of these.
RECORD_LABELS: Final = {
    "organizations_unit": "tổ chức, đơn vị",
    "people_person": "người",
    "people_qualification": "trình độ của người",
    "members_membership": "đảng viên",
    "members_positionholding": "chức vụ đảng",
    "personnel_assignment": "vị trí công tác",
    "personnel_headcountquota": "chỉ tiêu biên chế",
    "evaluations_evaluation": "kết quả xếp loại",
    "appointments_decision": "quyết định cán bộ",
    "documents_document": "văn bản",
    "meetings_theme": "chuyên đề",
    "meetings_meeting": "cuộc sinh hoạt",
    "training_course": "lớp đào tạo, bồi dưỡng",
    "training_enrollment": "lượt học viên",
    "planning_planningcycle": "giai đoạn quy hoạch",
    "planning_planningposition": "chức danh quy hoạch",
    "planning_planningcandidate": "lượt quy hoạch",
    "resolutions_target": "chỉ tiêu của nghị quyết",
    "resolutions_workitem": "nhiệm vụ của nghị quyết",
    "visits_visitteam": "tổ dự sinh hoạt",
    "visits_visit": "lượt dự sinh hoạt",
}
DETAIL_LABEL: Final = "mục chi tiết kèm theo (tên gọi, cấp trên, nơi sinh hoạt…)"

# What a kind of problem is called on a page. A kind that is found without a line here fails a test.
PROBLEM_LABELS: Final = {
    "admitted_after_list": "Vào Đảng sau ngày danh sách",
    "admitted_too_young": "Chưa đủ tuổi vào Đảng",
    "already_member": "Đang là đảng viên nơi khác",
    "ambiguous_unit": "Tên đơn vị trùng nhau",
    "assigned_after_death": "Đã từ trần",
    "attendance_differs": "Số dự họp không khớp",
    "created_agency": "Đơn vị công tác mới",
    "created_area": "Địa bàn mới",
    "created_unit": "Tổ chức mới",
    "changed_since_check": "Hồ sơ vừa được sửa",
    "card_number": "Số thẻ không đúng dạng",
    "code_of_another": "Mã của đơn vị khác",
    "differs_from_record": "Khác hồ sơ",
    "done_in_part": "Xong mà tiến độ chưa đủ",
    "due_before_issue": "Thời hạn trước ngày nghị quyết",
    "duplicate_card": "Trùng số thẻ",
    "duplicate_code": "Trùng mã",
    "duplicate_person": "Nghi là cùng một người",
    "duplicate_row": "Trùng dòng",
    "effective_before_decision": "Hiệu lực trước ngày quyết định",
    "end_before_start": "Ngày cuối trước ngày đầu",
    "ended_unit": "Đơn vị đã kết thúc",
    "excellent_over_cap": "Vượt tỷ lệ hoàn thành xuất sắc",
    "founded_after_list": "Thành lập sau ngày danh sách",
    "formula_error": "Công thức báo lỗi",
    "formula_without_value": "Công thức chưa có kết quả",
    "graded_without_result": "Xếp loại khi chưa hoàn thành",
    "headcount_differs": "Số người không khớp",
    "home_differs": "Nơi sinh hoạt khác sổ",
    "impossible_date": "Ngày không có thật",
    "impossible_number": "Số không hợp lý",
    "incomplete_date": "Ngày chưa đủ",
    "inferred_category": "Nhóm cán bộ suy ra",
    "inferred_figure": "Số liệu tính kết quả suy ra",
    "left_on_arrival": "Đi ngay ngày đến",
    "legacy_font": "Phông chữ cũ",
    "linked_person": "Ghép với người đã có",
    "meeting_differs": "Kỳ sinh hoạt khác sổ",
    "missing_post": "Thiếu chức vụ, đơn vị",
    "missing_birth_date": "Thiếu ngày sinh",
    "missing_branch": "Thiếu chi bộ",
    "missing_category": "Thiếu nhóm cán bộ",
    "missing_cycle": "Thiếu giai đoạn quy hoạch",
    "missing_list_date": "Thiếu ngày lập danh sách",
    "missing_rating": "Thiếu mức xếp loại",
    "missing_value": "Ô để trống",
    "missing_year": "Thiếu năm",
    "moved_or_new": "Chuyển đến hay cơ quan khác",
    "near_name": "Tên gần giống tên trong sổ",
    "nesting": "Cấp trên không hợp loại",
    "new_people": "Người mới",
    "not_a_branch": "Không phải chi bộ",
    "not_a_member": "Không phải đảng viên ngày ấy",
    "not_rated": "Không thuộc diện xếp loại",
    "not_there": "Không ở đơn vị trong năm",
    "number_used_again": "Số văn bản đã dùng trong năm",
    "official_before_admission": "Chính thức trước ngày vào Đảng",
    "official_differs": "Ngày chính thức khác sổ",
    "other_table": "Bảng khác trong trang tính",
    "outside_term": "Ngoài nhiệm kỳ",
    "over_quota": "Vượt biên chế",
    "overlapping_stay": "Trùng thời gian sinh hoạt",
    "own_parent": "Trực thuộc chính mình",
    "recruited_too_young": "Chưa đủ tuổi làm việc",
    "reported_before_held": "Báo cáo trước ngày họp",
    "secret_document": "Văn bản có dấu mật",
    "stray_line": "Dòng ngoài danh sách",
    "text_too_long": "Ô quá dài",
    "too_old": "Tuổi quá cao",
    "planned_since_another_day": "Quyết định khác sổ",
    "share_below_rule": "Tỷ lệ dưới mức",
    "too_many_candidates": "Quá số người một chức danh",
    "too_many_titles": "Quá số chức danh một người",
    "two_birth_dates": "Hai ngày sinh",
    "two_heads": "Hai người đứng đầu",
    "two_secretaries": "Hai bí thư",
    "under_itself": "Cấp trên nằm dưới chính nó",
    "unit_in_words": "Đơn vị chỉ ghi bằng chữ",
    "unknown_branch": "Chưa có chi bộ này",
    "unknown_person": "Chưa có người này",
    "unknown_position": "Chức vụ lạ",
    "unknown_resolution": "Chưa có nghị quyết này",
    "unknown_target": "Chưa có chỉ tiêu này",
    "unknown_theme": "Chưa có chuyên đề này",
    "unknown_unit": "Chưa có đơn vị này",
    "unknown_value": "Giá trị lạ",
    "unreadable_date": "Không đọc được ngày",
    "unreadable_document_number": "Không đọc được số văn bản",
    "unreadable_file": "Không đọc được tệp",
    "unreadable_name": "Không đọc được họ tên",
    "unreadable_number": "Không đọc được số",
    "unreadable_period": "Không đọc được kỳ",
    "unreadable_time": "Không đọc được giờ",
    "unreadable_value": "Không đọc được ô",
    "unrecognized_sheet": "Trang tính chưa nhận ra",
    "wrong_subtotal": "Cộng không khớp",
    "missing_sheet": "Thiếu trang tính",
    "unknown_course": "Chưa có lớp này",
    "unknown_event": "Sự kiện không có",
    "several_days": "Nhiều ngày hiệu lực",
    "unknown_member": "Không rõ đảng viên",
}
