"""Tests of Vietnamese numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.core.numbers import (
    format_bytes,
    format_decimal,
    format_integer,
    format_percent,
    format_share,
    parse_number,
    percent,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (3549, "3.549"), (2_340_000, "2.340.000"), (-1091, "-1.091")],
)
def test_format_integer_puts_dots_between_thousands(value, text):
    assert format_integer(value) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("96.8"), 1, "96,8"),
        (Decimal("96.85"), 1, "96,9"),
        (0.25, 1, "0,3"),
        (2.675, 2, "2,68"),
        (4.98, 2, "4,98"),
        (Decimal("1234.5"), 1, "1.234,5"),
        (100, 1, "100,0"),
        (Decimal("2.5"), 0, "3"),
        (Decimal(1000000), 0, "1.000.000"),
        (Decimal("-0.05"), 1, "-0,1"),
    ],
)
def test_format_decimal_rounds_half_up_and_writes_a_comma(value, places, text):
    assert format_decimal(value, places) == text


@pytest.mark.parametrize(
    ("part", "base", "value"),
    [
        (786, 809, Decimal("97.2")),
        (273, 282, Decimal("96.8")),
        (15, 273, Decimal("5.5")),
        (1, 2000, Decimal("0.1")),
        (1, 2001, Decimal("0.0")),
        (5, 5, Decimal("100.0")),
        (0, 7, Decimal("0.0")),
    ],
)
def test_percent_has_one_decimal_rounded_half_up(part, base, value):
    result = percent(part, base)

    assert result == value
    assert result.as_tuple().exponent == -1


def test_percent_of_nothing_is_none():
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("part", "base", "text"),
    [
        (786, 809, "786/809 (97,2%)"),
        (1435, 3549, "1.435/3.549 (40,4%)"),
        (41, 41, "41/41 (100,0%)"),
        (0, 0, "0/0"),
    ],
)
def test_format_share_shows_part_base_and_percent(part, base, text):
    assert format_share(part, base) == text


def test_format_percent_has_no_space_before_the_sign():
    assert format_percent(Decimal("96.8")) == "96,8%"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("3.549", "3549"),
        ("1.234.567", "1234567"),
        ("96,8", "96.8"),
        ("1 091", "1091"),
        ("1\u00a0091", "1091"),
        ("1.234,5", "1234.5"),
        ("96,8%", "96.8"),
        ("96,8 %", "96.8"),
        ("  12 ", "12"),
        ("007", "7"),
        ("-3.549", "-3549"),
        ("\u22123.549", "-3549"),
        ("89.5", "89.5"),
        ("4.98", "4.98"),
        ("0.549", "0.549"),
        ("0,091", "0.091"),
        (89.5, "89.5"),
        (0.1, "0.1"),
        (3549, "3549"),
        (Decimal("4.98"), "4.98"),
    ],
)
def test_parse_number_reads_what_a_vietnamese_writer_meant(raw, value):
    assert parse_number(raw) == Decimal(value)


@pytest.mark.parametrize(
    "raw",
    ["", "-", "mười", "1.2.3", "1,2,3", "1.23,4.5", "12.34.567", "1 09", "1,234.5", "3.549.", ".5",
     "1.091 234", "5%%", float("nan"), float("inf"), Decimal("NaN"), True],
)  # fmt: skip
def test_parse_number_refuses_what_is_no_number(raw):
    with pytest.raises(ValueError, match=r"Không đọc được số|không phải là số"):
        parse_number(raw)


@pytest.mark.parametrize("raw", ["1,091", "12,345", "-3,549"])
def test_parse_number_refuses_two_readings_and_says_what_to_write(raw):
    with pytest.raises(ValueError, match=r"hai cách: hãy viết"):
        parse_number(raw)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_integers_survive_writing_and_reading(value):
    assert parse_number(format_integer(value)) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_decimals_survive_writing_and_reading(value):
    assert parse_number(format_decimal(value, 2)) == value


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_percent_is_within_half_a_tenth_of_the_exact_share(part, base):
    assert abs(percent(part, base) * base - part * 100) * 20 <= base


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 byte"), (1023, "1023 byte"), (34_600, "34 KB"), (1 << 20, "1,0 MB")],
)
def test_sizes_of_files(size, text):
    assert format_bytes(size) == text
