"""Which figures and pictures the dashboard shows, in the order of the work."""

from __future__ import annotations

from attrs import frozen


@frozen
class Section:
    """Cards and pictures under one title, which may name the {year} or the first day ({since})."""

    title: str
    figures: tuple[str, ...]
    pictures: tuple[str, ...] = ()


SECTIONS = (
    Section(
        "Tổ chức đảng và địa bàn",
        ("org.direct", "org.branches", "area.communes", "area.villages"),
    ),
    Section(
        "Đảng viên",
        (
            "member.total",
            "member.official",
            "member.probationary",
            "member.exempt",
            "member.female",
            "member.minority",
        ),
        ("don-vi", "ban-do", "do-tuoi"),
    ),
    Section(
        "Cán bộ, công chức, viên chức",
        (
            "staff.total",
            "staff.district",
            "staff.commune",
            "staff.managed.degree",
            "staff.professional.degree",
            "staff.commune.degree",
        ),
        ("chuyen-mon", "ly-luan"),
    ),
    Section(
        "Xếp loại năm {year}",
        (
            "rating.district.good",
            "rating.district.excellent",
            "rating.commune.good",
            "rating.commune.excellent",
            "rating.organization.good",
            "rating.member.good",
        ),
        ("xep-loai",),
    ),
    Section(
        "Đào tạo và quyết định cán bộ từ {since}, quy hoạch",
        (
            "training.courses",
            "training.enrollments",
            "training.enrollments.completed",
            "decision.total",
            "planning.people",
            "planning.people.women",
        ),
        ("dao-tao", "quyet-dinh"),
    ),
    Section(
        "Sinh hoạt chi bộ từ {since}",
        ("meeting.regular.held", "meeting.thematic.held", "meeting.attendance.rate", "theme.total"),
        ("sinh-hoat",),
    ),
    Section(
        "Dự sinh hoạt từ {since} và nghị quyết của nhiệm kỳ",
        (
            "visit.direct",
            "visit.branches",
            "visit.direct.distinct",
            "visit.branches.distinct",
            "resolution.thematic",
        ),
        ("du-sinh-hoat",),
    ),
    Section(
        "Chỉ tiêu, nhiệm vụ của nghị quyết chuyên đề",
        (
            "target.total",
            "work_item.total",
            "work_item.done",
            "work_item.done_late",
            "work_item.overdue",
        ),
        ("nhiem-vu",),
    ),
)

# Which figure a card shows itself as a share of, and what that counts.
PARTS_OF = {
    "member.official": ("member.total", "đảng viên"),
    "member.probationary": ("member.total", "đảng viên"),
    "member.exempt": ("member.total", "đảng viên"),
    "member.female": ("member.total", "đảng viên"),
    "member.minority": ("member.total", "đảng viên"),
    "staff.district": ("staff.total", "người"),
    "staff.commune": ("staff.total", "người"),
    "work_item.done": ("work_item.total", "nhiệm vụ"),
    "work_item.done_late": ("work_item.done", "nhiệm vụ đã xong"),
    "work_item.overdue": ("work_item.total", "nhiệm vụ"),
}

# A commune counts itself among its communes.
COUNTS_THE_ROOT = {"area.communes"}

# Shorter words than those of the catalogue, where the title of the section says the rest.
LABELS = {
    "staff.managed.degree": "Đại học trở lên: phòng, ban, quản lý trường học",
    "staff.professional.degree": "Đại học trở lên: viên chức chuyên môn",
    "staff.commune.degree": "Đại học trở lên: cán bộ, công chức cấp xã",
}
