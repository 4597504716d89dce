import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.readers import UnreadableCell
from coso.importing.workbook import Cells


def cleaned(kind, *values, **more):
    """Clean a column; what is not a text is a cell that was a number."""
    cells = Cells(
        pl.Series([None if v is None else str(v) for v in values], dtype=pl.String),
        pl.Series([isinstance(v, int | float) for v in values]),
    )
    return rows.clean(Field("x", ("Cột",), kind, **more), cells)


def refused(result):
    return [(r.index, r.kind, r.severity) for r in result.refusals]


def test_text_is_normalized_and_blank_stays_missing():
    result = cleaned(Kind.TEXT, "  Ho\u0300a  bình ", None, "Hòa bình")

    assert result.frame["x"].to_list() == ["Hòa bình", None, "Hòa bình"]


def test_text_too_long_for_the_register_is_an_error():
    assert refused(cleaned(Kind.TEXT, "dài", longest=2)) == [(0, "text_too_long", "error")]


def test_name_comes_with_its_keys():
    frame = cleaned(Kind.NAME, "Nguyễn Thuý Hoà").frame

    assert frame.row(0, named=True) == {
        "x": "Nguyễn Thuý Hoà",
        "x_match": cleaned(Kind.NAME, "NGUYỄN THÚY HÒA").frame["x_match"][0],
        "x_search": "nguyen thuy hoa",
        "x_order": cleaned(Kind.NAME, "Nguyễn Thúy Hòa").frame["x_order"][0],
    }


def test_name_gets_its_usual_capitals():
    frame = cleaned(Kind.NAME, "NGUYỄN VĂN AN", "nguyễn  văn an").frame

    assert frame["x"].to_list() == ["Nguyễn Văn An"] * 2


def test_name_without_letters_is_an_error():
    assert refused(cleaned(Kind.NAME, "12")) == [(0, "unreadable_name", "error")]


@pytest.mark.parametrize(
    "written",
    ["30/06/2023", "2023-06-30", "30.6.2023", "30 6 2023", 45107, "45107", 45107.0, 30062023],
)
def test_date_is_read_in_the_shapes_of_offices(written):
    assert cleaned(Kind.DATE, written).frame["x"].to_list() == [dt.date(2023, 6, 30)]


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("31/02/2023", (0, "impossible_date", "doubt")),
        ("06/2023", (0, "incomplete_date", "doubt")),
        ("hôm qua", (0, "unreadable_date", "error")),
        # Days to Excel, too, yet of no register.
        ("9999-12-31", (0, "impossible_date", "doubt")),
        ("3023-06-30T00:00", (0, "unreadable_date", "error")),
        (2958465, (0, "unreadable_date", "error")),
        (109575, (0, "unreadable_date", "error")),
    ],
)
def test_date_that_is_none_is_pointed_at(written, refusal):
    result = cleaned(Kind.DATE, written)

    assert refused(result) == [refusal]
    assert "hãy" in result.refusals[0].message.lower()
    assert result.frame["x"].to_list() == [None]


@pytest.mark.parametrize("written", [5021975, "05021975"])
def test_date_typed_without_separators_keeps_its_lost_zero(written):
    assert cleaned(Kind.DATE, written).frame["x"].to_list() == [dt.date(1975, 2, 5)]


def test_number_of_four_digits_is_a_year_or_an_early_day():
    frame = cleaned(Kind.PARTIAL_DATE, 1975, 2199, 9500).frame

    assert list(frame.iter_rows()) == [
        (dt.date(1975, 1, 1), "YEAR"),
        (dt.date(2199, 1, 1), "YEAR"),
        (dt.date(1926, 1, 3), "DAY"),
    ]


@given(st.dates(dt.date(1928, 1, 1), dt.date(2100, 1, 1)), st.data())
def test_day_is_read_however_it_is_typed(day, data):
    serial = (day - dt.date(1899, 12, 30)).days
    shapes = [
        *(f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", day.isoformat(), f"{day}T00:00"),
        *(serial, float(serial), str(serial), int(f"{day:%d%m%Y}"), f"ngày {day:%d.%m.%Y}"),
    ]

    frame = cleaned(Kind.PARTIAL_DATE, data.draw(st.sampled_from(shapes))).frame

    assert frame.row(0) == (day, "DAY")


def test_impossible_date_may_be_replaced_by_an_unknown_one():
    refusal = cleaned(Kind.PARTIAL_DATE, "31/02/1974").refusals[0]

    assert (refusal.suggestion, refusal.remedy) == ("không rõ ngày", "replace")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[("30/6/80", "30/06/1980"), ("30-06-23", "30/06/2023"), ("1. 2. 05", "01/02/2005")],
        ("31/02/80", "không rõ ngày"),
    ],
)
def test_year_of_two_digits_is_a_doubt_with_the_year_that_is_meant(written, meant):
    refusal = cleaned(Kind.PARTIAL_DATE, written).refusals[0]

    assert (refusal.severity, refusal.suggestion, refusal.remedy) == ("doubt", meant, "replace")


def test_unknown_date_is_no_empty_cell():
    frame = cleaned(Kind.PARTIAL_DATE, "không rõ ngày", "Không rõ", "x", "chưa", None).frame

    assert frame["x"].to_list() == [None] * 5
    assert frame["x_precision"].to_list() == ["UNKNOWN", "UNKNOWN", "UNKNOWN", None, None]


def test_date_that_must_be_there_cannot_be_unknown():
    result = cleaned(Kind.DATE, "không rõ ngày", "31/02/1974", filled=True)

    assert refused(result) == [(0, "unreadable_date", "error"), (1, "impossible_date", "doubt")]
    assert result.refusals[1].remedy == ""


def test_partial_date_says_how_much_is_known():
    frame = cleaned(Kind.PARTIAL_DATE, 1950, "6/1950", "05/06/1950", None).frame

    assert list(frame.iter_rows()) == [
        (dt.date(1950, 1, 1), "YEAR"),
        (dt.date(1950, 6, 1), "MONTH"),
        (dt.date(1950, 6, 5), "DAY"),
        (None, None),
    ]


def test_number_of_a_cell_is_not_read_as_text():
    frame = cleaned(Kind.DECIMAL, 1.091, "1.091", "96,8", 5).frame

    assert frame["x"].to_list() == [Decimal("1.091"), 1091, Decimal("96.8"), 5]


def test_integer_refuses_a_fraction_and_words():
    result = cleaned(Kind.INTEGER, 12, "1.091", 1.5, "mười")

    assert result.frame["x"].to_list() == [12, 1091, None, None]
    assert refused(result) == [
        (2, "unreadable_number", "error"),
        (3, "unreadable_number", "error"),
    ]


@pytest.mark.parametrize("written", ["07:30", "7h30", "7 giờ 30 phút", "07:30:00", 0.3125])
def test_time_is_read_in_the_shapes_of_offices(written):
    assert cleaned(Kind.TIME, written).frame["x"].to_list() == [dt.time(7, 30)]


@pytest.mark.parametrize("written", ["25:00", "sáng"])
def test_time_that_is_none_is_an_error(written):
    assert refused(cleaned(Kind.TIME, written)) == [(0, "unreadable_time", "error")]


@pytest.mark.parametrize("written", ["01/2021", "Tháng 1/2021", "2021-01-01", "44197", 44197])
def test_period_is_a_month_even_when_typed_as_a_date(written):
    assert cleaned(Kind.PERIOD, written).frame.row(0) == (dt.date(2021, 1, 1), dt.date(2021, 2, 1))


def test_period_that_is_none_is_an_error():
    beyond = cleaned(Kind.PERIOD, "đầu năm", "9999-12-31")

    assert refused(beyond) == [(row, "unreadable_period", "error") for row in (0, 1)]
    assert all("hãy viết" in refusal.message for refusal in beyond.refusals)


def test_choice_is_found_by_any_spelling():
    def spellings():
        return {"Đại học": "4", "ĐH": "4", "Hoà": "5"}

    result = cleaned(Kind.CHOICE, "ĐẠI HỌC", "đh", "Hòa", "Cao học", choices=spellings)

    assert result.frame["x"].to_list() == ["4", "4", "5", None]
    assert refused(result) == [(3, "unknown_value", "error")]
    assert result.refusals[0].message.endswith("hãy chọn một trong: Đại học; Hoà.")


def levels():
    return {"Trung cấp": "2", "Đại học": "4", "Cử nhân": "4", "Thạc sĩ": "5", "9/12": "9"}


@pytest.mark.parametrize("written", ["9/12", "09/12", "9 / 12", "2023-12-09", "2023-09-12", 45269])
def test_fraction_is_read_although_excel_made_a_day_of_it(written):
    assert cleaned(Kind.CHOICE, written, choices=levels).frame["x"].to_list() == ["9"]


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("Đại học Luật", "Đại học"),
        ("Cử nhân kinh tế", "Đại học"),
        ("Trung câp", "Trung cấp"),
        ("Thac si", "Thạc sĩ"),
    ],
)
def test_choice_in_other_words_is_a_doubt_with_the_usual_ones(written, suggestion):
    refusal = cleaned(Kind.CHOICE, written, choices=levels).refusals[0]

    assert (refusal.kind, refusal.severity) == ("unknown_value", "doubt")
    assert (refusal.suggestion, refusal.remedy) == (suggestion, "replace")


@pytest.mark.parametrize("written", ["Trung cấp và Đại học", "chưa học Đại học", "Kỹ sư"])
def test_choice_is_never_guessed(written):
    assert refused(cleaned(Kind.CHOICE, written, choices=levels)) == [(0, "unknown_value", "error")]


@pytest.mark.parametrize("dash", ["-", "–", " — ", "...", "…"])
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NAME, Kind.DATE, Kind.CHOICE, Kind.DECIMAL])
def test_dash_is_an_empty_cell(kind, dash):
    result = cleaned(kind, dash, choices=levels)

    assert result.frame["x"].to_list() == [None]
    assert result.refusals == ()


def test_code_is_parsed_where_it_has_a_form():
    assert cleaned(Kind.CODE, " 2086 ", parse=lambda code: code.zfill(5)).frame["x"][0] == "02086"


def test_unit_comes_with_its_key():
    frame = cleaned(Kind.UNIT, "Đảng bộ xã Hoà Mục").frame

    assert frame["x_match"][0] == cleaned(Kind.UNIT, "ĐẢNG BỘ XÃ HÒA MỤC").frame["x_match"][0]


def test_parsed_cell_says_why_it_was_refused():
    def parse(written):
        if written == "a":
            raise ValueError("Không phải số: hãy nhập số.")
        if written == "b":
            raise UnreadableCell("own_kind", "Hãy sửa.", "doubt")
        return int(written)

    result = cleaned(Kind.PARSED, "1", "a", "b", parse=parse, dtype=pl.Int64)

    assert result.frame["x"].to_list() == [1, None, None]
    assert refused(result) == [(1, "unreadable_value", "error"), (2, "own_kind", "doubt")]


def test_empty_cell_of_a_filled_field_is_an_error():
    assert refused(cleaned(Kind.TEXT, "a", None, filled=True)) == [(1, "missing_value", "error")]


def test_problem_prints_as_the_contract_says():
    problem = rows.Problem("a.xlsx", "Trang", 9, "C", "impossible_date", "doubt", "Hãy sửa.")

    assert problem.as_json() == {
        "sheet": "Trang",
        "row": 9,
        "column": "C",
        "kind": "impossible_date",
        "severity": "doubt",
        "message": "Hãy sửa.",
        "suggestion": None,
        "action": None,
    }
