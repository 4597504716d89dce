"""What is read of a reported result, and where targets and work items stand."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from coso.resolutions import validators
from coso.resolutions.enums import ItemState, TargetState
from coso.resolutions.validators import Result, Span

AIMS = {2021: Decimal(90), 2022: Decimal(95), 2023: Decimal(100)}


@pytest.mark.parametrize(
    ("written", "result", "shown"),
    [
        ("223/226 (98,7%)", Result(223, 226), "223/226 (98,7%)"),
        ("223 / 226", Result(223, 226), "223/226 (98,7%)"),
        ("3.086/3.317 (93%)", Result(3086, 3317), "3.086/3.317 (93,0%)"),
        ("0/5 (0%)", Result(0, 5), "0/5 (0,0%)"),
        ("98,7%", Result(value=Decimal("98.7")), "98,7"),
        ("113", Result(value=Decimal(113)), "113"),
        ("1.113", Result(value=Decimal(1113)), "1.113"),
    ],
)
def test_result_is_read_as_it_is_reported(written, result, shown):
    assert validators.parse_result(written) == result
    assert result.text == shown


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("223/226 (97,8%)", "là 98,7%, không phải 97,8%"),
        ("226/223", "không thể là một phần"),
        ("0/0", "không thể là một phần"),
        ("2,5/10", "không phải số đếm được"),
        ("-5", "không thể là “-5”"),
        ("khá", "Không đọc được số"),
        ("1/2/3", "Không đọc được số"),
    ],
)
def test_what_is_no_result_is_refused_with_a_sentence(written, why):
    with pytest.raises(ValueError, match=why):
        validators.parse_result(written)


@pytest.mark.parametrize(
    ("direction", "reached", "meets"),
    [
        ("AT_LEAST", Fraction(2999, 30), False),
        ("AT_LEAST", Fraction(100), True),
        ("AT_MOST", Fraction(100), True),
        ("AT_MOST", Fraction(101), False),
        ("EQUAL", Fraction(100), True),
        ("EQUAL", Fraction(2999, 30), False),
    ],
)
def test_result_is_compared_without_rounding(direction, reached, meets):
    assert validators.meets(direction, reached, Decimal(100)) is meets


@pytest.mark.parametrize(
    ("year", "until", "reached", "state"),
    [
        (2021, (12, 31), 91, TargetState.ON_TRACK),
        (2021, (12, 31), 89, TargetState.BEHIND),
        (2022, (6, 30), 94, TargetState.NOT_DUE),
        (2022, (6, 30), 95, TargetState.ON_TRACK),
        (2022, (12, 31), 100, TargetState.ACHIEVED),
        (2023, (12, 31), 99, TargetState.MISSED),
        (2024, (12, 31), 99, TargetState.MISSED),
        (2020, (12, 31), 99, TargetState.NOT_DUE),
    ],
)
def test_state_of_a_target_is_that_of_its_latest_result(year, until, reached, state):
    latest = (Span(year, dt.date(year, *until)), Fraction(reached))

    assert validators.state_of_target("AT_LEAST", AIMS, latest, dt.date(2025, 1, 1)) == state


@pytest.mark.parametrize(
    ("day", "state"),
    [(dt.date(2021, 12, 31), TargetState.NOT_DUE), (dt.date(2022, 1, 1), TargetState.NO_DATA)],
)
def test_target_without_results_is_due_when_its_first_year_is_over(day, state):
    assert validators.state_of_target("AT_LEAST", AIMS, None, day) == state


@pytest.mark.parametrize(
    ("done_on", "day", "state"),
    [
        (None, dt.date(2023, 6, 30), ItemState.OPEN),
        (None, dt.date(2023, 7, 1), ItemState.OVERDUE),
        (dt.date(2023, 6, 30), dt.date(2023, 6, 30), ItemState.DONE),
        (dt.date(2023, 7, 1), dt.date(2023, 7, 1), ItemState.DONE_LATE),
        (dt.date(2023, 7, 2), dt.date(2023, 7, 1), ItemState.OVERDUE),
    ],
)
def test_state_of_a_work_item_is_that_of_the_day(done_on, day, state):
    assert validators.state_of_item(dt.date(2023, 6, 30), done_on, day) == state


@pytest.mark.parametrize(
    ("span", "label"),
    [
        (Span.of(2022, "YEAR"), "2022"),
        (Span.of(2023, "HALF"), "6T/2023"),
        (Span(2023, dt.date(2023, 9, 15)), "đến 15/09/2023"),
    ],
)
def test_period_is_called_by_its_year_or_its_last_day(span, label):
    assert span.label == label
