"""What papers are made of: lines of a template with fields, passages with numbers, tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from attrs import frozen

from coso.core import numbers
from coso.core.dates import format_date
from coso.core.text import normalize

# {{member.total}}, {{staff.managed.degree | tỷ lệ}}
FIELD: Final = re.compile(r"\{\{([^{}|]*)(?:\|([^{}|]*))?\}\}")


@frozen
class Field:
    """A place in a template that is filled by name; `aspect` says what of a figure is wanted."""

    name: str
    aspect: str = ""

    @classmethod
    def of(cls, match: re.Match[str]) -> Field:
        return cls(_name(match[1]), _name(match[2] or ""))

    def __str__(self) -> str:
        return f"{{{{{self.name} | {self.aspect}}}}}" if self.aspect else f"{{{{{self.name}}}}}"


@frozen
class Line:
    """A paragraph of a template: its text with fields, its style, whether it stands in a table."""

    text: str
    style: str
    in_table: bool = False

    @property
    def parts(self) -> list[str | Field]:
        """The text in pieces: words as they are, fields apart."""
        parts: list[str | Field] = []
        end = 0
        for match in FIELD.finditer(self.text):
            parts += [self.text[end : match.start()], Field.of(match)]
            end = match.end()
        return [part for part in (*parts, self.text[end:]) if part]

    @property
    def fields(self) -> list[Field]:
        """The fields in their order."""
        return [Field.of(match) for match in FIELD.finditer(self.text)]


@frozen
class Piece:
    """Some words of a passage; those that fill a field name it, and the figure that they show."""

    text: str
    field: Field | None = None
    figure: str = ""


@frozen
class Passage:
    """A line that has been written out; without pieces the paper does not have it."""

    line: Line
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


Cell = str | int | Decimal | dt.date | None


def words_of(cell: Cell) -> str:
    """Return a cell as a reader sees it."""
    if isinstance(cell, int):
        return numbers.format_integer(cell)
    if isinstance(cell, Decimal):
        return numbers.format_decimal(cell, 1)
    return format_date(cell) if isinstance(cell, dt.date) else cell or ""


@frozen
class Table:
    """A table of a paper; `widths` are shares of the width of the page."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


@frozen
class Layout:
    """How the regulation of a day wants a document to look: millimetres and points."""

    margins: Mapping[str, int]
    font: str
    body_size: int
    first_line: int
    line_spacing: int
    paragraph_spacing: int


@frozen
class Draft:
    """A paper before it is a file.

    :ivar words: what the fields that are no figures stand for
    :ivar tables: the tables that stand where a line of the template names them
    """

    words: Mapping[str, str]
    passages: tuple[Passage, ...]
    tables: Mapping[str, tuple[Table, ...]]

    @property
    def all_tables(self) -> tuple[Table, ...]:
        """The tables one after the other."""
        return tuple(table for tables in self.tables.values() for table in tables)


def _name(written: str) -> str:
    return normalize(written).lower()
