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
# [[, {{member.probationary}} dự bị]]: left out where it would say that there are none.
_OPTIONAL: Final = re.compile(r"(\[\[)(.*?)(\]\])")


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
class Part:
    """Some characters of a line.

    :ivar field: what they name, if they are a field
    :ivar optional: the number of the part in double brackets that they belong to; 0 for none
    :ivar is_mark: whether they are such brackets
    """

    text: str
    field: Field | None = None
    optional: int = 0
    is_mark: bool = False


@frozen
class Line:
    """A paragraph of a template: its text with fields, its style, whether it stands in a table."""

    text: str
    style: str
    in_table: bool = False

    @property
    def parts(self) -> list[Part]:
        """The text in pieces: words as they are, fields and brackets apart."""
        parts: list[Part] = []
        end = 0
        for number, match in enumerate(_OPTIONAL.finditer(self.text), start=1):
            before, within = self.text[end : match.start()], _cut(match[2], number)
            marks = [Part(match[side], None, number, is_mark=True) for side in (1, 3)]
            parts += [*_cut(before), marks[0], *within, marks[1]]
            end = match.end()
        return [*parts, *_cut(self.text[end:])]

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
    """A line that has been written out; without pieces the paper does not have it.

    There is a piece for each part of the line, or one that stands for all of it.
    """

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


def _cut(text: str, optional: int = 0) -> list[Part]:
    parts: list[Part] = []
    end = 0
    for match in FIELD.finditer(text):
        words = Part(text[end : match.start()], None, optional)
        parts += [words, Part(match[0], Field.of(match), optional)]
        end = match.end()
    return [part for part in (*parts, Part(text[end:], None, optional)) if part.text]


def _name(written: str) -> str:
    return normalize(written).lower()
