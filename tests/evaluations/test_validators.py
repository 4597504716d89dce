import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.core.text import normalize
from coso.evaluations import queries
from coso.evaluations.enums import Rating
from coso.evaluations.models import Evaluation
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
        ("Không xếp loại: nghỉ (6 tháng)", "x", Outcome(None, "nghỉ (6 tháng)")),
        ("Không xếp loại - đi học.", "x", Outcome(None, "đi học")),
        ("Không xếp loại:", "x", Outcome(None, "x")),
        ("Chưa xếp loại", "Công tác chưa đủ 6 tháng", Outcome(None, "Công tác chưa đủ 6 tháng")),
        ("Không đánh giá", "", Outcome(None, "Không đánh giá")),
        ("Hoàn thành nhiệm vụ", "đi học", Outcome(Rating.COMPLETED)),
        ("Giỏi", "", None),
    ],
)
def test_outcome_is_a_rating_or_a_reason(written, note, expected):
    assert outcome_of(written, note) == expected


@given(st.text(min_size=1).map(normalize).filter(bool))
def test_reason_comes_in_again_as_a_list_shows_it(reason):
    shown = queries.outcome_of(Evaluation(year=2022, not_rated_reason=reason))

    assert outcome_of(shown) == Outcome(None, reason)
