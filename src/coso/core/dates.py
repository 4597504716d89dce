"""Dates as Vietnamese papers write them: read leniently, never month first, shown one way."""

import calendar
import datetime as dt
import re
from typing import Final, Literal

from attrs import field, frozen

from coso.core.periods import Period
from coso.core.text import normalize, search_key

Precision = Literal["DAY", "MONTH", "YEAR"]

MONTHS_IN_YEAR: Final = 12
MONTHS_IN_QUARTER: Final = 3

# No record of the registers lies outside; "0202" or "20226" are slips of the pen.
_YEARS: Final = range(1800, 2200)
_YEAR: Final = r"(?P<year>(?:1[89]|20|21)\d\d)"
_DAY: Final = r"(?P<day>\d{1,2})"
_MONTH: Final = r"(?P<month>\d{1,2})"
_THE_MONTH: Final = rf"(?:thang|thg|th|t)? ?{_MONTH}"
_SEPARATOR: Final = r"(?: ?[-./,\\]{1,2} ?| )"
# What stands for a day or a month that the writer does not know.
_UNKNOWN: Final = r"(?:0{1,2}|x{1,2}|\?{1,2}|_+|-{1,2}|\.{2,3}|…)"
_TIME_OF_DAY: Final = r"(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DATE_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_UNKNOWN} ?[-./] ?{_UNKNOWN} ?[-./] ?{_YEAR}",
        rf"{_UNKNOWN} ?[-./] ?{_MONTH} ?[-./] ?{_YEAR}",
        rf"(?:ngay )?{_DAY}{_SEPARATOR}{_THE_MONTH}{_SEPARATOR}{_YEAR}{_TIME_OF_DAY}",
        rf"{_YEAR}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_DAY}{_TIME_OF_DAY}",
        rf"(?:ngay ?)?{_DAY},? ?thang ?{_MONTH},? ?nam ?{_YEAR}",
        rf"(?:thang ?)?{_MONTH}{_SEPARATOR}{_YEAR}",
        rf"thang ?{_MONTH},? ?nam ?{_YEAR}",
        rf"{_YEAR}{_SEPARATOR}{_MONTH}",
        rf"(?:(?:sinh )?nam ?)?{_YEAR}",
        # Typed without separators.
        r"(?P<day>\d\d)(?P<month>0[1-9]|1[0-2])" + _YEAR,
        _YEAR + r"(?P<month>\d\d)(?P<day>\d\d)",
    )
)

_MEETING_WORDS: Final = r"(?:(?:sinh hoat|hop|thuong ky|chuyen de|ky|dinh ky) )*"
_MONTH_MEETING: Final = re.compile(
    rf"{_MEETING_WORDS}(?:thang ?)?{_MONTH}(?:{_SEPARATOR}|,? nam ){_YEAR}"
)
_QUARTER_MEETING: Final = re.compile(
    rf"{_MEETING_WORDS}qu[yi] ?(?P<quarter>iv|i{{1,3}}|[1-4])(?:{_SEPARATOR}|,? nam ){_YEAR}"
)
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
# Excel counts a 29 February 1900 that never was; before it every serial is one day off.
_EXCEL_FALSE_DAY: Final = 60
_EXCEL_LAST_SERIAL: Final = 2_958_465


@frozen
class PartialDate:
    """A date known to the day, to the month or only to the year.

    ``value`` is the first day it may be: the first of the month or of the year.

    :raises ValueError: if ``value`` is finer than ``precision``
    """

    value: dt.date
    precision: Precision = field(default="DAY")

    @precision.validator
    def _is_first_day(self, _attribute: object, _precision: Precision) -> None:
        if self.period().start != self.value:
            raise ValueError(
                "Ngày chỉ biết đến tháng hoặc năm phải ghi bằng ngày đầu của tháng hoặc năm đó."
            )

    def period(self) -> Period:
        """Return the days that the date may be."""
        if self.precision == "YEAR":
            return year_period(self.value.year)
        if self.precision == "MONTH":
            return month_period(self.value.year, self.value.month)
        return Period.of_days(self.value, self.value)

    def is_compatible(self, other: "PartialDate") -> bool:
        """Tell whether both may be the same day."""
        return self.period().overlaps(other.period())

    def __str__(self) -> str:
        parts = format_date(self.value).split("/")
        return "/".join(parts[("DAY", "MONTH", "YEAR").index(self.precision) :])


def is_of_registers(day: dt.date) -> bool:
    """Tell whether a record of the registers may have the day; others are slips of the pen."""
    return day.year in _YEARS


def format_date(day: dt.date) -> str:
    """Return the date as dd/mm/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def parse_date(text: str) -> PartialDate:
    """Return the date that a Vietnamese writer meant, with how exactly it is known.

    Day, month, year with "/", "-" or "." between them, in words ("ngày 5 tháng 2 năm 2026"),
    without separators ("05022026"), ISO ("2026-02-05"), month and year, or the year alone; a
    zero or a blank ("00/00/1965", "../02/1965") stands for what is not known. Never month first.

    :raises ValueError: if the text is no date or names a day that does not exist
    """
    folded = search_key(text).rstrip(" .,;")
    for form in _DATE_FORMS:
        found = form.fullmatch(folded)
        if found:
            return _partial_date(text, found.groupdict())
    raise ValueError(
        f"Không đọc được ngày “{normalize(text)}”: hãy viết ngày/tháng/năm, ví dụ 05/02/2026."
    )


def parse_day(text: str) -> dt.date:
    """Return the day that a Vietnamese writer meant.

    :raises ValueError: if the text is no date, or does not say the day
    """
    date = parse_date(text)
    if date.precision != "DAY":
        raise ValueError(
            f"“{normalize(text)}” chưa đủ ngày, tháng: hãy viết ngày/tháng/năm, ví dụ 05/02/2026."
        )
    return date.value


def from_excel_serial(number: float) -> dt.date:
    """Return the day of an Excel serial number (1900 system); the time of day is dropped.

    :raises ValueError: if Excel has no such day
    """
    if not 1 <= number < _EXCEL_LAST_SERIAL + 1 or int(number) == _EXCEL_FALSE_DAY:
        raise ValueError(
            f"Số {number} không phải ngày của Excel: hãy nhập ngày/tháng/năm, ví dụ 05/02/2026."
        )
    serial = int(number)
    return _EXCEL_EPOCH + dt.timedelta(days=serial + (serial < _EXCEL_FALSE_DAY))


def age_on(born: dt.date, on: dt.date) -> int:
    """Return the full years of a person on a day.

    Who was born on 29 February completes a common year on 28 February (Bộ luật Dân sự 2015,
    Điều 148 khoản 3: the last day of the month where the month has no such day).

    :raises ValueError: if the day is before the birth
    """
    if on < born:
        raise ValueError(
            f"Ngày sinh {format_date(born)} sau ngày {format_date(on)}: hãy kiểm tra ngày sinh."
        )
    years = on.year - born.year
    return years if add_months(born, MONTHS_IN_YEAR * years) <= on else years - 1


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later (or, negative, earlier) month.

    The last day of that month where it has no such day (Bộ luật Dân sự 2015, Điều 148
    khoản 3).
    """
    year, month_index = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    month = month_index + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_period(year: int, month: int) -> Period:
    """Return the days of a month.

    :raises ValueError: if the month is not 1 to 12
    """
    start = _first_of_month(year, month)
    return Period(start, add_months(start, 1))


def quarter_period(year: int, quarter: int) -> Period:
    """Return the days of a quarter of the calendar year.

    :raises ValueError: if the quarter is not 1 to 4
    """
    if quarter not in _QUARTERS.values():
        raise ValueError(f"Không có quý {quarter}: hãy nhập quý từ I đến IV.")
    start = dt.date(year, MONTHS_IN_QUARTER * (quarter - 1) + 1, 1)
    return Period(start, add_months(start, MONTHS_IN_QUARTER))


def year_period(year: int) -> Period:
    """Return the days of a calendar year."""
    return Period.of_days(dt.date(year, 1, 1), dt.date(year, MONTHS_IN_YEAR, 31))


def parse_meeting_period(text: str) -> Period:
    """Return the month or quarter for which a meeting was held ("Quý IV/2021", "01/2021").

    :raises ValueError: if the text names neither a month nor a quarter
    """
    folded = search_key(text)
    if found := _MONTH_MEETING.fullmatch(folded):
        return month_period(int(found["year"]), int(found["month"]))
    if found := _QUARTER_MEETING.fullmatch(folded):
        quarter = found["quarter"]
        return quarter_period(int(found["year"]), _QUARTERS.get(quarter) or int(quarter))
    raise ValueError(
        f"Không đọc được kỳ sinh hoạt “{normalize(text)}”: hãy viết 01/2021 hoặc Quý IV/2021."
    )


def _partial_date(text: str, parts: dict[str, str]) -> PartialDate:
    precision: Precision = "DAY" if "day" in parts else "MONTH" if "month" in parts else "YEAR"
    year, month, day = int(parts["year"]), int(parts.get("month", 1)), int(parts.get("day", 1))
    try:
        return PartialDate(dt.date(year, month, day), precision)
    except ValueError:
        raise ValueError(
            f"Không có ngày “{normalize(text)}” trong lịch: hãy kiểm tra lại ngày và tháng."
        ) from None


def _first_of_month(year: int, month: int) -> dt.date:
    if not 1 <= month <= MONTHS_IN_YEAR:
        raise ValueError(f"Không có tháng {month}: hãy nhập tháng từ 1 đến 12.")
    return dt.date(year, month, 1)
