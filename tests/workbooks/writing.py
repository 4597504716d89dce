"""Writing tables as offices do: title lines, a header of one or two rows with merged cells."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Column = tuple[str, Callable[[Any], Any]]
SEPARATOR = " › "


@frozen
class Sheet:
    """A sheet of a workbook: each column is its header and how a row fills it."""

    name: str
    titles: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Any]


def write(path: Path, *sheets: Sheet) -> Path:
    """Write a workbook."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for title in sheet.titles:
            page.append([title])
        _write_header(page, [header.split(SEPARATOR) for header, _ in sheet.columns])
        for row in sheet.rows:
            page.append([fill(row) for _, fill in sheet.columns])
    book.save(path)
    return path


def written(day: dt.date | None) -> str | None:
    """Return a date as typists write it into a text cell."""
    return None if day is None else f"{day.day:02d}/{day.month:02d}/{day.year}"


def _write_header(page: Worksheet, headers: list[list[str]]) -> None:
    top = page.max_row + 1
    height = max(map(len, headers))
    for index, parts in enumerate(headers, start=1):
        for depth, part in enumerate(parts):
            page.cell(top + depth, index, part)
        if len(parts) < height:
            page.merge_cells(None, top, index, top + height - 1, index)
    groups = [parts[0] if len(parts) > 1 else None for parts in headers]
    for index, group in enumerate(groups, start=1):
        if group and (index == 1 or groups[index - 2] != group):
            width = next(
                (n for n, other in enumerate(groups[index:], start=1) if other != group),
                len(groups) - index + 1,
            )
            page.merge_cells(None, top, index, top, index + width - 1)
