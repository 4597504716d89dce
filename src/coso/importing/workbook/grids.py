"""Sheets as they stand in a file: cells, merged areas, and what to tell about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from coso.core.db import Severity
from coso.core.errors import DomainError

_LETTERS: Final = 26

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
# Top, left, bottom, right, counted from 0.
Merge = tuple[int, int, int, int]


class UnableToReadWorkbook(DomainError):
    """The file is no workbook that can be read."""


@frozen
class Remark:
    """What the user is told about a place of a sheet; `row` is Excel's, 0 the whole sheet."""

    row: int
    column: str
    kind: str
    severity: Severity
    message: str


@frozen
class Grid:
    """The cells of a sheet as they stand.

    `faults` are the cells, by row and column from 0, whose formula has no value but an error
    ("#REF!"), or nothing at all ("").
    """

    sheet: str
    rows: list[list[Cell]] = field(repr=False)
    merges: tuple[Merge, ...] = ()
    faults: Mapping[tuple[int, int], str] = field(factory=dict)
    remarks: tuple[Remark, ...] = ()


def column_letter(index: int) -> str:
    """Return the letter of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the place of a column from 0 by its letter."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1
