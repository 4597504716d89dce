"""Reading one cell: a reader for each kind of field, and why it refuses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from coso.core import dates, numbers, text
from coso.core.db import Remedy, Severity
from coso.importing.columns import Field, Kind

Values = tuple[Any, ...]
Reader = Callable[[str], Values]

# Written in front of a cell that is a number, so that 1.091 is not read as 1091.
NUMBER_SIGN: Final = "="
# A date that is there and that nobody knows: stands for one that no calendar has.
UNKNOWN_DATE: Final = "không rõ ngày"
UNKNOWN: Final = "UNKNOWN"
_UNKNOWN_DATES: Final = frozenset(
    map(text.search_key, (UNKNOWN_DATE, "không rõ", "không nhớ", "chưa rõ", "chưa rõ ngày", "x"))
)
_NO_DATES: Final = frozenset(
    map(text.search_key, ("không", "không có", "chưa", "chưa có", "dự bị"))
)
_SERIAL: Final = re.compile(r"=?(\d{5})(?:\.\d+)?")
# Before 1927; below 2200 a number of four digits is a year.
_EARLY_SERIAL: Final = re.compile(r"=(2[2-9]\d\d|[3-9]\d{3})(?:\.0)?")
_LOST_ZERO: Final = re.compile(r"=(\d{7})")
_THREE_NUMBERS: Final = re.compile(r"\D*\d{1,4}\D+\d{1,2}\D+\d{1,4}\D*|\d{8}")
# Read with the century that Excel gives it: 1930 to 2029.
_SHORT_YEAR: Final = re.compile(r"(\d{1,2}\s*[-./]\s*\d{1,2}\s*[-./]\s*)(\d{2})")
_FIRST_OF_THE_LAST_CENTURY: Final = 30
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK: Final = re.compile(r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?(?::\d{2})?(?:\s*(?:phút|p))?")
_MINUTES_OF_DAY: Final = 24 * 60
# 07/10 and 7 / 10 are 7/10.
_ZERO_IN_FRONT: Final = re.compile(r"\b0(?=\d)")
_SLASH: Final = re.compile(r"\s*/\s*")
_TAKEN: Final = "|"


class UnreadableCell(ValueError):
    """A cell that a reader refuses, with the kind of the problem and what would be read."""

    def __init__(
        self,
        kind: str,
        message: str,
        severity: Severity = "error",
        suggestion: str = "",
        remedy: Remedy = "",
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.severity = severity
        self.suggestion = suggestion
        self.remedy = remedy


def _text_reader(field: Field) -> Reader:
    parse = field.parse or str

    def read(value: str) -> Values:
        return (_short_enough(parse(text.normalize(value)), field),)

    return read


def _name_reader(field: Field) -> Reader:
    def read(value: str) -> Values:
        name = text.name_case(_short_enough(text.normalize(value), field))
        if not any(letter.isalpha() for letter in name):
            raise UnreadableCell(
                "unreadable_name", f"“{name}” không phải họ tên: hãy ghi đủ họ và tên."
            )
        return name, text.match_key(name), text.search_key(name), text.name_order_key(name)

    return read


def _unit_reader(field: Field) -> Reader:
    def read(value: str) -> Values:
        name = _short_enough(text.normalize(value), field)
        return name, text.match_key(name)

    return read


def _choice_reader(field: Field) -> Reader:
    choices = {} if field.choices is None else field.choices()
    usual: dict[str, str] = {}
    values: dict[str, str] = {}
    for spelling, value in choices.items():
        usual.setdefault(value, spelling)
        values.setdefault(_choice_key(spelling), value)

    def read(value: str) -> Values:
        for key in _choice_keys(value):
            if key in values:
                return (values[key],)
        meant = _leading(_choice_key(value), values) or _near(value, choices)
        raise UnreadableCell(
            "unknown_value",
            f"Không có “{text.normalize(value)}” trong danh mục “{field.label}”: "
            f"hãy chọn một trong: {'; '.join(usual.values())}.",
            *(("doubt", usual[meant], "replace") if meant else ()),
        )

    return read


def _choice_keys(value: str) -> Iterator[str]:
    """Return the keys that a cell may mean: 9/12 becomes a date in the hands of Excel."""
    yield _choice_key(value)
    day = _excel_day(value)
    if day is not None:
        yield f"{day.day}/{day.month}"
        yield f"{day.month}/{day.day}"


def _choice_key(value: str) -> str:
    key = text.match_key(value).strip(" .,;:")
    return _ZERO_IN_FRONT.sub("", _SLASH.sub("/", key))


def _leading(key: str, values: Mapping[str, str]) -> str | None:
    """Return the only choice that words name, if they begin with it (“Đại học Luật”)."""
    rest, named = f" {key} ", set()
    for spelling in sorted(values, key=len, reverse=True):
        if f" {spelling} " in rest:
            rest = rest.replace(f" {spelling} ", f" {_TAKEN} ")
            named.add(values[spelling])
    return named.pop() if len(named) == 1 and rest.startswith(f" {_TAKEN} ") else None


def _near(value: str, choices: Mapping[str, str]) -> str | None:
    """Return the only choice of which a text is a slip of the pen."""
    near = {choices[spelling] for spelling in text.nearest(value, choices)}
    return near.pop() if len(near) == 1 else None


def _date_reader(field: Field) -> Reader:
    def read(value: str) -> Values:
        day, precision = _written_date(value, field)
        if precision in ("MONTH", "YEAR"):
            raise UnreadableCell(
                "incomplete_date",
                f"“{text.normalize(value.lstrip(NUMBER_SIGN))}” chưa đủ ngày, tháng, năm: "
                "hãy ghi đủ, ví dụ 05/02/2026.",
                *("doubt", *_without_date(field)),
            )
        return (day,)

    return read


def _partial_date_reader(field: Field) -> Reader:
    return lambda value: _written_date(value, field)


def _written_date(value: str, field: Field) -> tuple[dt.date | None, str | None]:
    """Return a day and how exactly it is known."""
    # What ends in a digit says a day, well or badly.
    said = "" if field.filled or value[-1:].isdigit() else text.search_key(value)
    if said in _UNKNOWN_DATES:
        return None, UNKNOWN
    if said in _NO_DATES:
        return None, None
    try:
        found = _partial_date(value)
    except ValueError as error:
        raise _no_date(value, str(error), field) from None
    return found.value, found.precision


def _no_date(value: str, message: str, field: Field) -> UnreadableCell:
    meant = _with_century(value)
    if meant is not None:
        message = f"“{text.normalize(value)}” chỉ ghi hai chữ số của năm: hãy ghi đủ bốn chữ số."
        return UnreadableCell("incomplete_date", message, "doubt", meant, "replace")
    # Numbers in the shape of a date that no calendar has: somebody must look at the paper.
    if _THREE_NUMBERS.fullmatch(text.normalize(value.lstrip(NUMBER_SIGN))):
        return UnreadableCell("impossible_date", message, "doubt", *_without_date(field))
    return UnreadableCell("unreadable_date", message)


def _with_century(value: str) -> str | None:
    """Return the day that is meant where somebody wrote 30/6/80."""
    short = _SHORT_YEAR.fullmatch(text.normalize(value))
    if short is None:
        return None
    century = 19 if int(short[2]) >= _FIRST_OF_THE_LAST_CENTURY else 20
    day = _day_or_none(lambda: dates.parse_day(f"{short[1]}{century}{short[2]}"))
    return None if day is None else dates.format_date(day)


def _partial_date(value: str) -> dates.PartialDate:
    day = _excel_day(value)
    if day is not None:
        return dates.PartialDate(day)
    without_zero = _LOST_ZERO.fullmatch(value)
    return dates.parse_date(f"0{without_zero[1]}" if without_zero else value.lstrip(NUMBER_SIGN))


def _without_date(field: Field) -> tuple[str, Remedy]:
    """Return the remedy for a date that cannot be read: the cell keeps what its place says."""
    return ("", "") if field.filled else (UNKNOWN_DATE, "replace")


def _excel_day(value: str) -> dt.date | None:
    """Return the day of a cell that is a date to Excel, or the number that one is."""
    if _ISO_DAY.match(value):
        return _day_or_none(lambda: dt.date.fromisoformat(value[:10]))
    serial = _SERIAL.fullmatch(value) or _EARLY_SERIAL.fullmatch(value)
    return _day_or_none(lambda: dates.from_excel_serial(int(serial[1]))) if serial else None


def _day_or_none(read: Callable[[], dt.date]) -> dt.date | None:
    """Return the day that is read, if there is one and the registers may have it."""
    try:
        day = read()
    except ValueError:
        return None
    return day if dates.is_of_registers(day) else None


def _period_reader(_field: Field) -> Reader:
    def read(value: str) -> Values:
        try:
            day = _excel_day(value)
            period = (
                dates.parse_meeting_period(value)
                if day is None
                else dates.month_period(day.year, day.month)
            )
        except ValueError as error:
            raise UnreadableCell("unreadable_period", str(error)) from None
        return period.start, period.end

    return read


def _time_reader(field: Field) -> Reader:
    def read(value: str) -> Values:
        try:
            if value.startswith(NUMBER_SIGN):
                minutes = round(float(value[1:]) % 1 * _MINUTES_OF_DAY)
                return (dt.time(minutes // 60 % 24, minutes % 60),)
            found = _CLOCK.fullmatch(text.normalize(value).lower())
            if found:
                return (dt.time(int(found[1]), int(found[2] or 0)),)
        except ValueError:
            found = None
        raise UnreadableCell(
            "unreadable_time",
            f"Không đọc được giờ “{text.normalize(value)}” ở cột “{field.label}”: "
            "hãy viết giờ:phút, ví dụ 07:30.",
        )

    return read


def _integer_reader(field: Field) -> Reader:
    def read(value: str) -> Values:
        number = _number(value)
        if number != number.to_integral_value():
            raise UnreadableCell(
                "unreadable_number",
                f"“{numbers.format_decimal(number, 2)}” ở cột “{field.label}” "
                "không phải số nguyên: hãy nhập số nguyên.",
            )
        return (int(number),)

    return read


def _decimal_reader(_field: Field) -> Reader:
    return lambda value: (_number(value),)


def _number(value: str) -> Decimal:
    try:
        if value.startswith(NUMBER_SIGN):
            return Decimal(value[1:])
        return numbers.parse_number(value)
    except ValueError as error:
        raise UnreadableCell("unreadable_number", str(error)) from None


def _parsing_reader(field: Field) -> Reader:
    parse = field.parse or str

    def read(value: str) -> Values:
        try:
            return (parse(text.normalize(value)),)
        except UnreadableCell:
            raise
        except ValueError as error:
            raise UnreadableCell("unreadable_value", str(error)) from None

    return read


def _short_enough(value: str, field: Field) -> str:
    if len(value) <= field.longest:
        return value
    raise UnreadableCell(
        "text_too_long",
        f"Ô “{field.label}” dài {len(value)} ký tự, sổ chỉ giữ {field.longest}: hãy viết ngắn lại.",
    )


TELLS_NUMBERS: Final = frozenset(
    (Kind.DATE, Kind.PARTIAL_DATE, Kind.TIME, Kind.INTEGER, Kind.DECIMAL)
)
READERS: Final[Mapping[Kind, Callable[[Field], Reader]]] = {
    Kind.TEXT: _text_reader,
    Kind.CODE: _text_reader,
    Kind.NAME: _name_reader,
    Kind.UNIT: _unit_reader,
    Kind.CHOICE: _choice_reader,
    Kind.DATE: _date_reader,
    Kind.PARTIAL_DATE: _partial_date_reader,
    Kind.PERIOD: _period_reader,
    Kind.TIME: _time_reader,
    Kind.INTEGER: _integer_reader,
    Kind.DECIMAL: _decimal_reader,
    Kind.PARSED: _parsing_reader,
}
