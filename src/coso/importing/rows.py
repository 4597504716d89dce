"""Reading cells by columns: one cleaner per kind of field, and what could not be read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import polars as pl
from attrs import frozen

from coso.core import dates, numbers, text
from coso.core.db import Remedy, Severity
from coso.importing.columns import Field, Kind
from coso.importing.workbook import Cells

Schema = Mapping[str, "pl.DataType | type[pl.DataType]"]
Values = tuple[Any, ...]

# Written in front of a cell that is a number, so that 1.091 is not read as 1091.
_NUMBER_SIGN: Final = "="
_SERIAL: Final = re.compile(r"=?(\d{5})(?:\.\d+)?")
_THREE_NUMBERS: Final = re.compile(r"\D*\d{1,4}\D+\d{1,2}\D+\d{1,4}\D*")
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK: Final = re.compile(r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?(?::\d{2})?(?:\s*(?:phút|p))?")
_MINUTES_OF_DAY: Final = 24 * 60


@frozen
class Problem:
    """What the user is told about a place of the workbook; `row` 0 is the whole sheet.

    `action` is what became of a doubt or an error: nothing yet (""), "stopped", "left_out",
    or how it was settled ("accept", "change", "skip"). `written` is the cell as it was typed.
    """

    file: str
    sheet: str
    row: int
    column: str
    kind: str
    severity: Severity
    message: str
    suggestion: str = ""
    action: str = ""
    field: str = ""
    written: str = ""
    remedy: Remedy = ""
    person_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still stands against its row."""
        return self.severity in ("error", "doubt") and self.action in ("", "stopped", "left_out")

    def as_json(self) -> dict[str, Any]:
        """Return the problem as the command line prints it."""
        return {
            "sheet": self.sheet,
            "row": self.row or None,
            "column": self.column or None,
            "kind": self.kind,
            "severity": self.severity,
            "message": self.message,
            "suggestion": self.suggestion or None,
            "action": self.action or None,
        }


@frozen
class Refusal:
    """A cell that could not be read; `index` counts the rows of the column from 0."""

    index: int
    kind: str
    severity: Severity
    message: str
    suggestion: str = ""
    remedy: Remedy = ""


class UnreadableCell(ValueError):
    """A cell that a cleaner refuses, with the kind of the problem."""

    def __init__(self, kind: str, message: str, severity: Severity = "error") -> None:
        super().__init__(message)
        self.kind = kind
        self.severity = severity


@frozen
class Cleaned:
    """What a column of cells says: a frame of values, and the cells that could not be read."""

    frame: pl.DataFrame
    refusals: tuple[Refusal, ...] = ()


def schema_of(field: Field) -> Schema:
    """Return the columns, with their types, that a field of a register gives."""
    suffixes = _SUFFIXES.get(field.kind, {"": pl.String})
    if field.kind is Kind.PARSED:
        suffixes = {"": field.dtype}
    return {f"{field.name}{suffix}": dtype for suffix, dtype in suffixes.items()}


def clean(field: Field, cells: Cells) -> Cleaned:
    """Read a column of cells as the field's kind says; each distinct text is read once."""
    written = _with_number_sign(cells) if field.kind in _TELLS_NUMBERS else cells.text
    read = _READERS[field.kind](field)
    known: dict[str, Values] = {}
    refused: dict[str, UnreadableCell] = {}
    for value in written.unique().drop_nulls().to_list():
        try:
            known[value] = read(value)
        except UnreadableCell as error:
            refused[value] = error
    return Cleaned(
        _looked_up(written, known, schema_of(field)),
        (*_refusals(written, refused), *_missing(field, cells.text)),
    )


def _looked_up(written: pl.Series, known: Mapping[str, Values], schema: Schema) -> pl.DataFrame:
    columns = {name: [values[n] for values in known.values()] for n, name in enumerate(schema)}
    lookup = pl.DataFrame({"": list(known), **columns}, {"": pl.String, **schema})
    return (
        pl.DataFrame({"": written}).join(lookup, on="", how="left", maintain_order="left").drop("")
    )


def _refusals(written: pl.Series, refused: Mapping[str, UnreadableCell]) -> list[Refusal]:
    if not refused:
        return []
    places = written.is_in(list(refused)).arg_true().to_list()
    errors = [refused[written[place]] for place in places]
    return [
        Refusal(place, error.kind, error.severity, str(error))
        for place, error in zip(places, errors, strict=True)
    ]


def _missing(field: Field, written: pl.Series) -> list[Refusal]:
    if not field.filled:
        return []
    message = f"Thiếu “{field.label}”: hãy điền ô này rồi nhập lại."
    places = written.is_null().arg_true().to_list()
    return [Refusal(place, "missing_value", "error", message) for place in places]


def _with_number_sign(cells: Cells) -> pl.Series:
    return pl.select(
        pl.when(cells.is_number).then(_NUMBER_SIGN + cells.text).otherwise(cells.text)
    ).to_series()


def _text_reader(field: Field) -> Callable[[str], Values]:
    def read(value: str) -> Values:
        return (_short_enough(text.normalize(value), field),)

    return read


def _name_reader(field: Field) -> Callable[[str], Values]:
    def read(value: str) -> Values:
        name = _short_enough(text.normalize(value), field)
        if not any(letter.isalpha() for letter in name):
            raise UnreadableCell(
                "unreadable_name", f"“{name}” không phải họ tên: hãy ghi đủ họ và tên."
            )
        return name, text.match_key(name), text.search_key(name), text.name_order_key(name)

    return read


def _unit_reader(field: Field) -> Callable[[str], Values]:
    def read(value: str) -> Values:
        name = _short_enough(text.normalize(value), field)
        return name, text.match_key(name)

    return read


def _choice_reader(field: Field) -> Callable[[str], Values]:
    values: dict[str, str] = {}
    for spelling, value in (field.choices() if field.choices else {}).items():
        values.setdefault(text.match_key(spelling), value)
    shown = "; ".join(field.offered())

    def read(value: str) -> Values:
        key = text.match_key(value)
        if key not in values:
            raise UnreadableCell(
                "unknown_value",
                f"Không có “{text.normalize(value)}” trong danh mục “{field.label}”: "
                f"hãy chọn một trong: {shown}.",
            )
        return (values[key],)

    return read


def _date_reader(_field: Field) -> Callable[[str], Values]:
    def read(value: str) -> Values:
        found = _partial_date(value)
        if found.precision != "DAY":
            raise UnreadableCell(
                "incomplete_date",
                f"“{text.normalize(value.lstrip(_NUMBER_SIGN))}” chưa đủ ngày, tháng, năm: "
                "hãy ghi đủ, ví dụ 05/02/2026.",
                "doubt",
            )
        return (found.value,)

    return read


def _partial_date_reader(_field: Field) -> Callable[[str], Values]:
    def read(value: str) -> Values:
        found = _partial_date(value)
        return found.value, found.precision

    return read


def _partial_date(value: str) -> dates.PartialDate:
    try:
        if serial := _SERIAL.fullmatch(value):
            return dates.PartialDate(dates.from_excel_serial(int(serial[1])))
        return dates.parse_date(value.lstrip(_NUMBER_SIGN))
    except ValueError as error:
        # Numbers in the shape of a date that no calendar has: somebody must look at the paper.
        if _THREE_NUMBERS.fullmatch(text.normalize(value)):
            raise UnreadableCell("impossible_date", str(error), "doubt") from None
        raise UnreadableCell("unreadable_date", str(error)) from None


def _period_reader(_field: Field) -> Callable[[str], Values]:
    def read(value: str) -> Values:
        try:
            if _ISO_DAY.match(value):
                day = dt.date.fromisoformat(value[:10])
                period = dates.month_period(day.year, day.month)
            else:
                period = dates.parse_meeting_period(value)
        except ValueError as error:
            raise UnreadableCell("unreadable_period", str(error)) from None
        return period.start, period.end

    return read


def _time_reader(field: Field) -> Callable[[str], Values]:
    def read(value: str) -> Values:
        try:
            if value.startswith(_NUMBER_SIGN):
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


def _integer_reader(field: Field) -> Callable[[str], Values]:
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


def _decimal_reader(_field: Field) -> Callable[[str], Values]:
    return lambda value: (_number(value),)


def _number(value: str) -> Decimal:
    try:
        if value.startswith(_NUMBER_SIGN):
            return Decimal(value[1:])
        return numbers.parse_number(value)
    except ValueError as error:
        raise UnreadableCell("unreadable_number", str(error)) from None


def _parsing_reader(field: Field) -> Callable[[str], Values]:
    parse = field.parse or text.normalize

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


_TELLS_NUMBERS: Final = frozenset(
    (Kind.DATE, Kind.PARTIAL_DATE, Kind.TIME, Kind.INTEGER, Kind.DECIMAL)
)
_SUFFIXES: Final[Mapping[Kind, Schema]] = {
    Kind.NAME: {"": pl.String, "_match": pl.String, "_search": pl.String, "_order": pl.String},
    Kind.UNIT: {"": pl.String, "_match": pl.String},
    Kind.DATE: {"": pl.Date},
    Kind.PARTIAL_DATE: {"": pl.Date, "_precision": pl.String},
    Kind.PERIOD: {"_from": pl.Date, "_to": pl.Date},
    Kind.TIME: {"": pl.Time},
    Kind.INTEGER: {"": pl.Int64},
    Kind.DECIMAL: {"": pl.Decimal(20, 4)},
}
_READERS: Final[Mapping[Kind, Callable[[Field], Callable[[str], Values]]]] = {
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
