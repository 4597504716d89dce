"""Which figures and pictures the dashboard shows, in the order of the work."""

from __future__ import annotations

from attrs import frozen


@frozen
class Section:
    """A row of cards under one title."""

    title: str
    figures: tuple[str, ...]


@frozen
class Picture:
    """A figure broken down, drawn as bars; of units only the largest."""

    title: str
    figure: str
    by: str
    at_most: int = 0


PICTURES = (
    Picture("Đảng viên theo đơn vị trực thuộc", "member.total", "children", at_most=12),
    Picture("Đảng viên theo độ tuổi", "member.total", "age_band"),
    Picture("Đảng viên theo trình độ chuyên môn", "member.total", "professional"),
)

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
            "member.female",
            "member.minority",
            "member.exempt",
        ),
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
    ),
    Section(
        "Xếp loại cán bộ, công chức, viên chức",
        (
            "rating.district.good",
            "rating.district.excellent",
            "rating.commune.good",
            "rating.commune.excellent",
        ),
    ),
    Section(
        "Sinh hoạt chi bộ từ đầu năm",
        ("meeting.regular.held", "meeting.thematic.held", "meeting.attendance.rate", "theme.total"),
    ),
    Section(
        "Dự sinh hoạt và nghị quyết trong nhiệm kỳ",
        (
            "visit.direct",
            "visit.branches",
            "visit.direct.distinct",
            "visit.branches.distinct",
            "resolution.thematic",
        ),
    ),
)
