"""The cells of a column as text."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import polars as pl
from attrs import frozen

from coso.importing.workbook.grids import Cell

_SECONDS: Final = 60
_NUMBERS: Final = frozenset((int, float))


@frozen
class Cells:
    """The cells of one column: the text of each (null where blank), and which were numbers."""

    text: pl.Series
    is_number: pl.Series

    def gather(self, places: pl.Series) -> Cells:
        """Return the cells at some places of the column."""
        return Cells(self.text.gather(places), self.is_number.gather(places))


def gathered(columns: Sequence[Cells], places: pl.Series) -> Iterator[Cells]:
    """Return the cells at some places of several columns; all at once, which is much cheaper."""
    texts = pl.DataFrame([of.text.alias(str(n)) for n, of in enumerate(columns)])
    numbers = pl.DataFrame([of.is_number.alias(str(n)) for n, of in enumerate(columns)])
    return map(Cells, texts[places], numbers[places])


def cells_of(values: Sequence[Cell]) -> Cells:
    """Return a column of cells as text."""
    kinds = list(map(type, values))
    return Cells(
        text=_texts(values, set(kinds)),
        is_number=pl.Series("number", list(map(_NUMBERS.__contains__, kinds)), dtype=pl.Boolean),
    )


def shown(value: Cell | None) -> str | None:
    """Return the text of a cell: days as ISO, numbers as short as they can be written."""
    show = _SHOW.get(type(value))
    return None if show is None else show(value)


def _texts(values: Sequence[Cell], kinds: set[type]) -> pl.Series:
    if kinds <= {str}:
        return pl.Series("text", list(map(_SHOW[str], values)), dtype=pl.String)
    if bool in kinds:  # True equals 1
        return pl.Series("text", list(map(shown, values)), dtype=pl.String)
    # Each different value is written once.
    written = {value: shown(value) for value in set(values)}
    return pl.Series("text", list(map(written.__getitem__, values)), dtype=pl.String)


def _show_text(value: str) -> str | None:
    return value if value and not value.isspace() else None


def _show_number(value: float) -> str | None:
    if not math.isfinite(value):
        return None
    return str(int(value)) if value.is_integer() else repr(value)


def _show_moment(value: dt.datetime) -> str:
    return (value.date() if value.time() == dt.time.min else value).isoformat()


def _show_duration(value: dt.timedelta) -> str:
    minutes = round(value.total_seconds() / _SECONDS)
    return f"{minutes // _SECONDS:02d}:{minutes % _SECONDS:02d}"


_SHOW: Final[dict[type, Callable[[Any], str | None]]] = {
    str: _show_text,
    float: _show_number,
    int: str,
    bool: lambda value: "có" if value else "không",
    dt.datetime: _show_moment,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: _show_duration,
}
