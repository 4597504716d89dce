"""Reading what is reported of a target, and telling where a target or a work item stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import frozen

from coso.core import numbers
from coso.core.dates import format_date
from coso.core.text import normalize
from coso.resolutions.enums import Direction, ItemState, Part, TargetState

_SHARE: Final = re.compile(r"([^/()]+)/([^/()]+?)(?:\(([^()]+)\))?")
_TOO_MUCH: Final = 10**9
_MEETS: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    Direction.AT_LEAST.value: lambda reached, aim: reached >= aim,
    Direction.AT_MOST.value: lambda reached, aim: reached <= aim,
    Direction.EQUAL.value: lambda reached, aim: reached == aim,
}


@frozen
class Result:
    """A result as it is reported: a share with its parts, or a value alone."""

    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | None = None

    @property
    def reached(self) -> Fraction:
        """The number that is compared with what was aimed at: of a share the exact percent."""
        if self.numerator is None or self.denominator is None:
            return Fraction(self.value or 0)
        return Fraction(self.numerator * 100, self.denominator)

    @property
    def text(self) -> str:
        """The result as a Vietnamese reader writes it."""
        if self.numerator is None or self.denominator is None:
            return format_amount(self.value or Decimal(0))
        return numbers.format_share(self.numerator, self.denominator)


@frozen(order=True)
class Span:
    """A period of a year from its first day on, up to and with a day."""

    year: int
    until: dt.date

    @classmethod
    def of(cls, year: int, part: str) -> Span:
        """Return the period of a part of a year."""
        is_half = part == Part.HALF
        return cls(year, dt.date(year, 6, 30) if is_half else dt.date(year, 12, 31))

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole year."""
        return (self.until.month, self.until.day) == (12, 31)

    @property
    def label(self) -> str:
        """The period in words: 2022, 6T/2023, else its last day."""
        if self.is_whole:
            return str(self.year)
        if (self.until.month, self.until.day) == (6, 30):
            return f"6T/{self.year}"
        return f"đến {format_date(self.until)}"


def item_code(text: str) -> str:
    """Return the code of a target or a work item in its one form ("ct 01" is "CT01")."""
    return "".join(normalize(text).upper().split())


def parse_result(text: str) -> Result:
    """Return the result that somebody wrote: “223/226 (98,7%)”, “98,7%”, “113”.

    :raises ValueError: with a sentence, if it is none, or its percent is not that of its parts
    """
    written = normalize(text)
    found = _SHARE.fullmatch(written)
    if found is None:
        value = numbers.parse_number(written)
        if not 0 <= value < _TOO_MUCH:
            raise ValueError(f"Kết quả không thể là “{written}”: hãy kiểm tra lại.")
        return Result(value=value)
    return _share(*found.groups())


def _share(part: str, base: str, stated: str | None) -> Result:
    numerator, denominator = _whole(part), _whole(base)
    if denominator == 0 or numerator > denominator:
        raise ValueError(
            f"Tử số {part.strip()} không thể là một phần của mẫu số {base.strip()}: hãy kiểm tra "
            "lại hai số."
        )
    share = numbers.percent(numerator, denominator)
    if stated is not None and share is not None and not _agrees(share, stated):
        shown = numbers.format_percent(share)
        raise ValueError(
            f"{numbers.format_integer(numerator)}/{numbers.format_integer(denominator)} là "
            f"{shown}, không phải {stated.strip()}: hãy sửa một trong các số."
        )
    return Result(numerator, denominator)


def _whole(text: str) -> int:
    value = numbers.parse_number(text)
    if not 0 <= value < _TOO_MUCH or value != value.to_integral_value():
        raise ValueError(f"“{normalize(text)}” không phải số đếm được: hãy ghi số nguyên.")
    return int(value)


def _agrees(share: Decimal, stated: str) -> bool:
    """Tell whether a percent is what somebody stated, who may have left the decimals out."""
    said = numbers.parse_number(stated)
    return abs(share - said) < (Decimal("0.1") if said % 1 else 1)


def format_amount(value: Decimal) -> str:
    """Return a number with as many decimals as it has: 95, 98,5."""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return numbers.format_decimal(value, places)


def meets(direction: str, reached: Fraction, aim: Decimal) -> bool:
    """Tell whether a result is what was aimed at, or better; nothing is rounded first."""
    return _MEETS[direction](reached, Fraction(aim))


def state_of_target(
    direction: str,
    aims: Mapping[int, Decimal],
    latest: tuple[Span, Fraction] | None,
    day: dt.date,
) -> TargetState:
    """Return where a target stands on a day.

    :param aims: what is aimed at by the end of each year
    :param latest: the last result that there is by the day, and of which period
    """
    if latest is None:
        is_due = any(year < day.year for year in aims)
        return TargetState.NO_DATA if is_due or not aims else TargetState.NOT_DUE
    span, reached = latest
    last = max(aims, default=span.year)
    if last in aims and meets(direction, reached, aims[last]):
        return TargetState.ACHIEVED
    if span.year >= last and span.is_whole:
        return TargetState.MISSED
    aim = aims.get(span.year)
    if aim is not None and meets(direction, reached, aim):
        return TargetState.ON_TRACK
    return TargetState.BEHIND if aim is not None and span.is_whole else TargetState.NOT_DUE


def state_of_item(due_on: dt.date, done_on: dt.date | None, day: dt.date) -> ItemState:
    """Return where a work item stands on a day; what was done later was not done yet."""
    if done_on is not None and done_on <= day:
        return ItemState.DONE if done_on <= due_on else ItemState.DONE_LATE
    return ItemState.OVERDUE if due_on < day else ItemState.OPEN
