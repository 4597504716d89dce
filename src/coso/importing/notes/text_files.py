"""Notes about a text file (CSV), which can only hold a column more."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from coso.importing.notes.note import Note
from coso.importing.workbook import separated

# Says whose column it is, so that one of the user's own is never taken for it.
_HEADER: Final = "Vấn đề (Cơ Sở)"
_BETWEEN: Final = " | "
# The cells of a row, and the line on which it ends.
Row = tuple[list[str], int]


def with_column(path: Path, notes: Iterable[Note]) -> bytes:
    """Return a text file with notes in a last column, in place of an earlier one of ours.

    Every other byte is as it was. Only where its code page has not the letters of the notes, it
    becomes UTF-8.

    :raises UnableToReadWorkbook: if the encoding cannot be told
    """
    text = separated.read_text(path)
    lines = _without_ours(text.lines(), text.separator)
    rows = _rows(lines, text.separator)
    width = _width(rows)
    cells = _cells(notes)
    for number, (row, line) in enumerate(rows, start=1):
        if number in cells:
            before, end = _parted(lines[line])
            gap = text.separator * (width - max(len(row), 1) + 1)
            lines[line] = before + gap + _quoted(cells[number]) + end
    written = text.head + "".join(lines)
    try:
        return written.encode(text.encoding)
    except UnicodeEncodeError:
        return written.encode("utf-8-sig")


def _rows(lines: list[str], separator: str) -> list[Row]:
    reader = csv.reader(lines, delimiter=separator)
    return [(row, reader.line_num - 1) for row in reader]


def _width(rows: list[Row]) -> int:
    return max((len(row) for row, _line in rows), default=0)


def _parted(line: str) -> tuple[str, str]:
    """Return what is written in a line, and its end."""
    written = line.rstrip("\r\n")
    return written, line[len(written) :]


def _without_ours(lines: list[str], separator: str) -> list[str]:
    """Return the lines without the last column, if that is one of ours."""
    rows = _rows(lines, separator)
    width = _width(rows)
    first = rows[0][0] if rows else []
    if len(first) < max(width, 1) or first[-1].split(_BETWEEN)[0] != _HEADER:
        return lines
    kept = list(lines)
    for row, line in rows:
        if len(row) == width:
            kept[line] = _shorter(lines[line], row[-1], separator)
    return kept


def _shorter(line: str, cell: str, separator: str) -> str:
    """Return a line without its last cell, whether or not that stands in quotes."""
    before, end = _parted(line)
    for written in (_quoted(cell), cell):
        if before.endswith(separator + written):
            return before.removesuffix(separator + written) + end
    return line


def _cells(notes: Iterable[Note]) -> dict[int, str]:
    """Return what stands in the new column, by row; its name and the whole file in the first."""
    cells = {1: [_HEADER]}
    for note in notes:
        place = f"Cột {note.column}: " if note.column else ""
        text = place + " ".join(note.text.splitlines())
        cells.setdefault(max(note.row, 1), []).append(text)
    return {row: _BETWEEN.join(texts) for row, texts in cells.items()}


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
