import pytest

from coso.evaluations.enums import Rating
from coso.evaluations.validators import Outcome, outcome_of, rating_of


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Hoàn thành xuất sắc nhiệm vụ", Rating.EXCELLENT),
        ("HTXSNV", Rating.EXCELLENT),
        ("hoàn thành tốt nhiệm vụ", Rating.GOOD),
        ("HTTNV", Rating.GOOD),
        ("Tốt", Rating.GOOD),
        ("Hoàn thành nhiệm vụ.", Rating.COMPLETED),
        ("Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực", Rating.COMPLETED),
        ("Không hoàn thành nhiệm vụ", Rating.NOT_COMPLETED),
        ("KHTNV", Rating.NOT_COMPLETED),
        ("Giỏi", None),
        ("", None),
    ],
)
def test_rating_is_read_as_offices_write_it(written, expected):
    assert rating_of(written) == expected


@pytest.mark.parametrize(
    ("written", "note", "expected"),
    [
        ("Không xếp loại: nghỉ thai sản", "", Outcome(None, "nghỉ thai sản")),
        ("Không xếp loại (ốm dài ngày)", "x", Outcome(None, "ốm dài ngày")),
        ("Chưa xếp loại", "Công tác chưa đủ 6 tháng", Outcome(None, "Công tác chưa đủ 6 tháng")),
        ("Không đánh giá", "", Outcome(None, "Không đánh giá")),
        ("Hoàn thành nhiệm vụ", "đi học", Outcome(Rating.COMPLETED)),
        ("Giỏi", "", None),
    ],
)
def test_outcome_is_a_rating_or_a_reason(written, note, expected):
    assert outcome_of(written, note) == expected
