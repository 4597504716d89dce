import pytest

from coso.meetings.enums import MeetingKind
from coso.meetings.validators import meeting_kind, theme_code


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Thường kỳ", MeetingKind.REGULAR),
        ("thường kì", MeetingKind.REGULAR),
        ("Định kỳ hằng tháng", MeetingKind.REGULAR),
        ("Sinh hoạt chuyên đề quý I/2021", MeetingKind.THEMATIC),
        ("SHCĐ", MeetingKind.THEMATIC),
        ("Thường kỳ kết hợp chuyên đề", None),
        ("", None),
    ],
)
def test_meeting_kind_is_told_where_the_text_names_exactly_one(written, expected):
    assert meeting_kind(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("CĐ01", "CĐ01"),
        ("cđ 1", "CĐ01"),
        ("CĐ-12", "CĐ12"),
        ("CĐ03. Học tập và làm theo", "CĐ03"),
        ("Học tập và làm theo", "Học tập và làm theo"),
    ],
)
def test_theme_code_has_one_form(written, expected):
    assert theme_code(written) == expected
