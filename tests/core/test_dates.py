"""Tests of Vietnamese dates."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.core.dates import (
    PartialDate,
    add_months,
    age_on,
    format_date,
    from_excel_serial,
    month_period,
    parse_date,
    parse_day,
    parse_meeting_period,
    quarter_period,
    year_period,
)
from coso.core.periods import Period

FIFTH_OF_FEBRUARY = dt.date(2026, 2, 5)
record_days = st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31))


def test_parse_day_asks_for_all_of_it():
    assert parse_day("5.2.2026") == dt.date(2026, 2, 5)
    for text in ("02/2026", "2026"):
        with pytest.raises(ValueError, match="chưa đủ ngày, tháng"):
            parse_day(text)


@pytest.mark.parametrize(
    "text",
    ["5/2/2026", "05/02/2026", "05-02-2026", "05.02.2026", "5 / 2 / 2026", " 05 -02- 2026 ",
     "05\u201302\u20132026", "ngày 5 tháng 2 năm 2026", "Ngày 05 tháng 02 năm 2026",
     "5 tháng 2 năm 2026", "ngày 05/02/2026", "2026-02-05", "2026/2/5", "2026-02-05 00:00:00",
     "2026-02-05T00:00:00", "05/02/2026 00:00", "05 02 2026", "5, 2, 2026", "5/2/2026.",
     "5//2/2026", "5\\2\\2026", "5/T2/2026", "05-thg 2-2026", "05022026", "20260205"],
)  # fmt: skip
def test_parse_date_reads_a_day_and_never_month_first(text):
    assert parse_date(text) == PartialDate(FIFTH_OF_FEBRUARY, "DAY")


@pytest.mark.parametrize(
    "text", ["02/2026", "2/2026", "02-2026", "02.2026", "tháng 2 năm 2026", "tháng 02/2026"]
)
def test_parse_date_keeps_that_only_the_month_is_known(text):
    assert parse_date(text) == PartialDate(dt.date(2026, 2, 1), "MONTH")


@pytest.mark.parametrize("text", ["00/02/2026", "../02/2026", "xx-2-2026", "?/2/2026", "…/02/2026"])
def test_parse_date_reads_a_day_left_open_as_unknown(text):
    assert parse_date(text) == PartialDate(dt.date(2026, 2, 1), "MONTH")


@pytest.mark.parametrize(
    "text",
    ["2026", " 2026 ", "năm 2026", "Sinh năm 2026", "00/00/2026", "../../2026", "__/__/2026",
     "--/--/2026"],
)  # fmt: skip
def test_parse_date_keeps_that_only_the_year_is_known(text):
    assert parse_date(text) == PartialDate(dt.date(2026, 1, 1), "YEAR")


@pytest.mark.parametrize(
    "text",
    ["31/02/2023", "29/02/2023", "12/13/2026", "2/25/2026", "05/00/2026", "13/2026", "2026-13-01",
     "32/01/2026", "ngày 31 tháng 4 năm 2026", "31022026"],
)  # fmt: skip
def test_parse_date_refuses_a_day_that_does_not_exist(text):
    with pytest.raises(ValueError, match="trong lịch: hãy kiểm tra"):
        parse_date(text)


@pytest.mark.parametrize(
    "text", ["", "không rõ", "5/2/26", "5/2", "05/02/20226", "0202", "46058", "1/2/3/2026"]
)
def test_parse_date_refuses_what_is_no_date_and_says_how_to_write_it(text):
    with pytest.raises(ValueError, match="hãy viết ngày/tháng/năm"):
        parse_date(text)


@given(record_days)
def test_written_dates_are_read_back(day):
    assert parse_date(format_date(day)) == PartialDate(day, "DAY")
    assert parse_date(day.isoformat()) == PartialDate(day, "DAY")


@given(
    record_days,
    st.sampled_from(["{0}", "{0:02d}"]),
    st.sampled_from(["/", "-", ".", ",", " ", " / ", ". ", "//", "\\"]),
    st.sampled_from(["", "ngày "]),
    st.sampled_from(["", ".", " ", "  ;"]),
)
def test_day_is_read_however_it_is_typed(day, shape, separator, before, after):
    parts = [shape.format(day.day), shape.format(day.month), str(day.year)]

    assert parse_date(before + separator.join(parts) + after) == PartialDate(day, "DAY")


@given(record_days)
def test_day_without_separators_is_read_day_first(day):
    assert parse_date(f"{day:%d%m}{day.year}") == PartialDate(day, "DAY")


@pytest.mark.parametrize("text", ["05/02/2026", "02/2026", "2026"])
def test_partial_date_shows_no_more_than_is_known(text):
    assert str(parse_date(text)) == text


@pytest.mark.parametrize(
    ("precision", "period"),
    [
        ("DAY", Period(dt.date(2024, 1, 1), dt.date(2024, 1, 2))),
        ("MONTH", Period(dt.date(2024, 1, 1), dt.date(2024, 2, 1))),
        ("YEAR", Period(dt.date(2024, 1, 1), dt.date(2025, 1, 1))),
    ],
)
def test_partial_date_covers_the_days_it_may_be(precision, period):
    assert PartialDate(dt.date(2024, 1, 1), precision).period() == period


@pytest.mark.parametrize(
    ("day", "precision"), [(dt.date(2024, 2, 1), "YEAR"), (dt.date(2024, 2, 2), "MONTH")]
)
def test_partial_date_finer_than_its_precision_is_refused(day, precision):
    with pytest.raises(ValueError, match="ngày đầu của tháng hoặc năm"):
        PartialDate(day, precision)


@pytest.mark.parametrize(
    ("one", "other", "is_compatible"),
    [
        ("1965", "12/03/1965", True),
        ("03/1965", "12/03/1965", True),
        ("1965", "12/03/1966", False),
        ("12/03/1965", "13/03/1965", False),
    ],
)
def test_partial_dates_are_compatible_when_they_may_be_one_day(one, other, is_compatible):
    assert parse_date(one).is_compatible(parse_date(other)) is is_compatible
    assert parse_date(other).is_compatible(parse_date(one)) is is_compatible


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, dt.date(1900, 1, 1)),
        (59, dt.date(1900, 2, 28)),
        (61, dt.date(1900, 3, 1)),
        (45107, dt.date(2023, 6, 30)),
        (45107.75, dt.date(2023, 6, 30)),
        (2958465, dt.date(9999, 12, 31)),
    ],
)
def test_from_excel_serial_gives_the_day_that_excel_shows(serial, day):
    assert from_excel_serial(serial) == day


@pytest.mark.parametrize("serial", [0, 0.5, -1, 60, 60.5, 2958466, float("nan"), float("inf")])
def test_from_excel_serial_refuses_days_that_do_not_exist(serial):
    with pytest.raises(ValueError, match="không phải ngày của Excel"):
        from_excel_serial(serial)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (dt.date(1990, 6, 30), dt.date(2023, 6, 29), 32),
        (dt.date(1990, 6, 30), dt.date(2023, 6, 30), 33),
        (dt.date(1990, 6, 30), dt.date(1990, 6, 30), 0),
        (dt.date(2000, 2, 29), dt.date(2018, 2, 27), 17),
        (dt.date(2000, 2, 29), dt.date(2018, 2, 28), 18),
        (dt.date(2000, 2, 29), dt.date(2020, 2, 28), 19),
        (dt.date(2000, 2, 29), dt.date(2020, 2, 29), 20),
    ],
)
def test_age_on_counts_full_years(born, on, age):
    assert age_on(born, on) == age


def test_age_on_refuses_a_day_before_birth():
    with pytest.raises(ValueError, match="hãy kiểm tra ngày sinh"):
        age_on(dt.date(2000, 1, 2), dt.date(2000, 1, 1))


@given(record_days, st.integers(0, 120))
def test_age_grows_by_one_on_the_birthday(born, years):
    birthday = add_months(born, 12 * years)

    assert age_on(born, birthday) == years
    if years:
        assert age_on(born, birthday - dt.timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (dt.date(2025, 7, 15), 12, dt.date(2026, 7, 15)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2026, 3, 31), -1, dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 15), -1, dt.date(2025, 12, 15)),
        (dt.date(2026, 1, 15), 0, dt.date(2026, 1, 15)),
    ],
)
def test_add_months_ends_on_the_same_day_or_the_last_of_the_month(day, months, result):
    assert add_months(day, months) == result


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (month_period(2021, 12), dt.date(2021, 12, 1), dt.date(2022, 1, 1)),
        (quarter_period(2021, 1), dt.date(2021, 1, 1), dt.date(2021, 4, 1)),
        (quarter_period(2021, 4), dt.date(2021, 10, 1), dt.date(2022, 1, 1)),
        (year_period(2021), dt.date(2021, 1, 1), dt.date(2022, 1, 1)),
    ],
)
def test_calendar_periods_end_before_the_next_one(period, start, end):
    assert period == Period(start, end)


@pytest.mark.parametrize("month", [0, 13])
def test_month_period_refuses_a_month_that_does_not_exist(month):
    with pytest.raises(ValueError, match="nhập tháng từ 1 đến 12"):
        month_period(2021, month)


@pytest.mark.parametrize("quarter", [0, 5])
def test_quarter_period_refuses_a_quarter_that_does_not_exist(quarter):
    with pytest.raises(ValueError, match="nhập quý từ I đến IV"):
        quarter_period(2021, quarter)


@pytest.mark.parametrize(
    "text",
    ["01/2021", "1/2021", "01-2021", "Thường kỳ 01/2021", "tháng 01/2021", "Tháng 1 năm 2021",
     "Kỳ tháng 01/2021", "THƯỜNG KỲ THÁNG 1/2021", "Sinh hoạt thường kỳ tháng 01 / 2021"],
)  # fmt: skip
def test_parse_meeting_period_reads_a_month(text):
    assert parse_meeting_period(text) == month_period(2021, 1)


@pytest.mark.parametrize(
    "text",
    ["Quý IV/2021", "Quý 4/2021", "quý iv/2021", "Quí IV/2021", "Quý IV - 2021",
     "Quý IV năm 2021", "Chuyên đề Quý IV/2021", "QUÝ IV/2021"],
)  # fmt: skip
def test_parse_meeting_period_reads_a_quarter(text):
    assert parse_meeting_period(text) == quarter_period(2021, 4)


@pytest.mark.parametrize(("numeral", "quarter"), [("I", 1), ("II", 2), ("III", 3), ("IV", 4)])
def test_parse_meeting_period_reads_every_numeral(numeral, quarter):
    assert parse_meeting_period(f"Quý {numeral}/2023") == quarter_period(2023, quarter)


@pytest.mark.parametrize("text", ["", "2021", "Quý V/2021", "Quý 0/2021", "06/01/2021", "kỳ họp"])
def test_parse_meeting_period_refuses_what_is_neither_month_nor_quarter(text):
    with pytest.raises(ValueError, match="hãy viết 01/2021 hoặc Quý IV/2021"):
        parse_meeting_period(text)
