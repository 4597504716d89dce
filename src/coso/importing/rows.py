"""Reading cells by columns: one cleaner per kind of field, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from attrs import frozen

from coso.core.db import Remedy, Severity
from coso.importing.columns import Field, Kind
from coso.importing.enums import SETTLED
from coso.importing.readers import (
    NUMBER_SIGN,
    READERS,
    TELLS_NUMBERS,
    Reader,
    UnreadableCell,
)
from coso.importing.workbook import Cells

Schema = Mapping[str, "pl.DataType | type[pl.DataType]"]

# What somebody puts into a cell that should not look forgotten.
_NOTHING: Final = r"^[\s\-–—_.…]+$"
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


# So that the texts of a million rows are not in the hands of Python all at once.
_READ_AT_ONCE: Final = 100_000


@frozen
class Problem:
    """What the user is told about a place of the workbook; `row` 0 is the whole sheet.

    `action` is what became of a doubt or an error: nothing yet (""), "stopped", "left_out",
    or how it was settled ("accept", "change", "skip"). `written` is the cell as it was typed,
    `about` the name in the row of somebody whom another cell concerns.
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
    about: str = ""
    person_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still stands against its row."""
        return self.severity in ("error", "doubt") and self.action not in SETTLED

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
    written = _written(cells, tells_numbers=field.kind in TELLS_NUMBERS)
    if written.null_count() == len(written):
        nothing = pl.DataFrame(schema=schema_of(field)).clear(len(written))
        return Cleaned(nothing, tuple(_missing(field, written)))
    read = READERS[field.kind](field)
    distinct = pl.DataFrame({"": written.unique().drop_nulls()})
    refused: dict[str, UnreadableCell] = {}
    meanings = pl.DataFrame(schema={"": pl.String, **schema_of(field)})
    for texts in distinct.iter_slices(_READ_AT_ONCE):
        meanings.vstack(_meanings(texts[""], read, meanings.schema, refused), in_place=True)
    said = written.to_frame("").join(meanings, on="", how="left", maintain_order="left")
    return Cleaned(said.drop(""), (*_refusals(written, refused), *_missing(field, written)))


def _meanings(
    texts: pl.Series, read: Reader, schema: pl.Schema, refused: dict[str, UnreadableCell]
) -> pl.DataFrame:
    """Return some texts with what each means; what cannot be read goes to `refused`."""
    known: list[tuple[Any, ...]] = []
    for text in texts.to_list():
        try:
            known.append((text, *read(text)))
        except UnreadableCell as error:
            refused[text] = error
    return pl.DataFrame(known, schema, orient="row")


def _refusals(written: pl.Series, refused: Mapping[str, UnreadableCell]) -> list[Refusal]:
    if not refused:
        return []
    places = written.is_in(list(refused)).arg_true().to_list()
    errors = [refused[written[place]] for place in places]
    return [
        Refusal(place, error.kind, error.severity, str(error), error.suggestion, error.remedy)
        for place, error in zip(places, errors, strict=True)
    ]


def _missing(field: Field, written: pl.Series) -> list[Refusal]:
    if not field.filled:
        return []
    message = f"Thiếu “{field.label}”: hãy điền ô này rồi nhập lại."
    places = written.is_null().arg_true().to_list()
    return [Refusal(place, "missing_value", "error", message) for place in places]


def _written(cells: Cells, *, tells_numbers: bool) -> pl.Series:
    """Return the cells as text, numbers with their sign, blank where only a dash stands."""
    said = pl.when(cells.text.str.contains(_NOTHING)).then(None).otherwise(cells.text)
    if tells_numbers:
        said = pl.when(cells.is_number).then(NUMBER_SIGN + cells.text).otherwise(said)
    return pl.select(said).to_series()
