"""Numbers and shares as a Vietnamese reader writes them: 3.549 and 96,8%."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from coso.core.text import normalize

_TENTH: Final = Decimal("0.1")
_TWO_DIGITS: Final = 10
_KILOBYTE: Final = 1 << 10
_MEGABYTE: Final = 1 << 20
_SWAPPED_SEPARATORS: Final = str.maketrans(",.", ".,")

_GROUPED: Final = r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+"
_VIETNAMESE: Final = re.compile(rf"[+-]?(?:{_GROUPED}|\d+)(?:,\d+)?")
_DECIMAL_POINT: Final = re.compile(r"[+-]?(?:0|[1-9]\d*)\.\d+")
# 1,091 is one thousand and ninety-one to one writer, a little over one to another.
_TWO_READINGS: Final = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def format_integer(value: int) -> str:
    """Return a whole number with dots between the thousands: 3.549."""
    return f"{value:,}".translate(_SWAPPED_SEPARATORS)


def format_counted(value: int) -> str:
    """Return a whole number as papers write it, one digit with a zero before it: 02, 41, 3.549."""
    return f"{value:02d}" if 0 < value < _TWO_DIGITS else format_integer(value)


def format_decimal(value: Decimal | float, places: int) -> str:
    """Return a number with a comma and the given decimal places, rounded half up: 96,8."""
    rounded = _exact(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,f}".translate(_SWAPPED_SEPARATORS)


def format_bytes(size: int) -> str:
    """Return the size of a file: 850 byte, 34 KB, 1,2 MB."""
    if size < _KILOBYTE:
        return f"{size} byte"
    if size < _MEGABYTE:
        return f"{format_integer(round(size / _KILOBYTE))} KB"
    return f"{format_decimal(size / _MEGABYTE, 1)} MB"


def percent(part: Decimal | int, base: Decimal | int) -> Decimal | None:
    """Return the part in percent of the base: one decimal, half up; ``None`` for base 0."""
    if base == 0:
        return None
    return (Decimal(part) * 100 / Decimal(base)).quantize(_TENTH, ROUND_HALF_UP)


def format_percent(value: Decimal | float) -> str:
    """Return a number of percent with one decimal: 96,8%."""
    return f"{format_decimal(value, 1)}%"


def format_share(part: int, base: int) -> str:
    """Return the part, its base and the percent: 786/809 (97,2%); base 0 has no percent."""
    share = f"{format_integer(part)}/{format_integer(base)}"
    value = percent(part, base)
    return share if value is None else f"{share} ({format_percent(value)})"


def parse_number(raw: str | float | Decimal) -> Decimal:
    """Return the number that a Vietnamese writer meant.

    Dots or spaces between thousands, comma before decimals ("3.549", "1 091", "96,8"); a point
    that cannot stand between thousands is a decimal point ("89.5"); a percent sign is dropped
    ("96,8%" is 96.8).

    :raises ValueError: if the text is no number, or has two readings ("1,091")
    """
    if not isinstance(raw, str):
        return _exact(raw)
    text = normalize(normalize(raw).removesuffix("%"))
    if _TWO_READINGS.fullmatch(text):
        raise ValueError(
            f"Số “{text}” có thể hiểu theo hai cách: hãy viết phần nghìn bằng dấu chấm "
            "(1.091) hoặc phần thập phân không phải ba chữ số (1,09)."
        )
    return _read(text)


def _read(text: str) -> Decimal:
    if _VIETNAMESE.fullmatch(text):
        return Decimal(text.replace(".", "").replace(" ", "").replace(",", "."))
    if _DECIMAL_POINT.fullmatch(text):
        return Decimal(text)
    raise ValueError(f"Không đọc được số “{text}”: hãy viết như 3.549 hoặc 96,8.")


def _exact(value: Decimal | float) -> Decimal:
    if isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"Giá trị “{value}” không phải là số: hãy nhập một số như 96,8.")
    # Through the shortest text: 89.5 and 0.1 mean what they show, not their binary value.
    return value if isinstance(value, Decimal) else Decimal(repr(value))
