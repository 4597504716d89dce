import pytest

from coso.meetings.enums import MeetingKind
from coso.meetings.validators import meeting_kind


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
