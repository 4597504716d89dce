"""Notes about a text file (CSV), which can only hold a column more."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from coso.importing.notes.note import Note
from coso.importing.workbook import separated

_HEADER: Final = "Vấn đề"


def with_column(path: Path, notes: Iterable[Note]) -> bytes:
    """Return a text file with notes in a last column; every other byte is as it was.

    Only where its code page has not the letters of the notes, it becomes UTF-8.

    :raises UnableToReadWorkbook: if the encoding cannot be told
    """
    text = separated.read_text(path)
    lines = text.lines()
    reader = csv.reader(lines, delimiter=text.separator)
    rows = [(len(row), reader.line_num - 1) for row in reader]
    width = max((length for length, _line in rows), default=0)
    cells = _cells(notes)
    for number, (length, line) in enumerate(rows, start=1):
        if number in cells:
            before = lines[line].rstrip("\r\n")
            gap = text.separator * (width - max(length, 1) + 1)
            lines[line] = before + gap + _quoted(cells[number]) + lines[line][len(before) :]
    written = text.head + "".join(lines)
    try:
        return written.encode(text.encoding)
    except UnicodeEncodeError:
        return written.encode("utf-8-sig")


def _cells(notes: Iterable[Note]) -> dict[int, str]:
    """Return what stands in the new column, by row; its name and the whole file in the first."""
    cells = {1: [_HEADER]}
    for note in notes:
        place = f"Cột {note.column}: " if note.column else ""
        text = place + " ".join(note.text.splitlines())
        cells.setdefault(max(note.row, 1), []).append(text)
    return {row: " | ".join(texts) for row, texts in cells.items()}


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
