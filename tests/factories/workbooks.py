"""Small workbooks as offices make them: title lines, a header of one or two rows, rows."""

import io
import warnings
from pathlib import Path

from openpyxl import Workbook, load_workbook

PATH_SEPARATOR = " › "


def workbook(path: Path, **sheets) -> Path:
    """Write a workbook; each sheet is (titles, header, rows), its name the keyword's."""
    book = Workbook()
    book.remove(book.active)
    for name, (titles, header, rows) in sheets.items():
        page = book.create_sheet(name.replace("_", " "))
        for line in ["ĐƠN VỊ LẬP", *titles, None, *_header(header), *rows]:
            page.append([line] if line is None or isinstance(line, str) else list(line))
    book.save(path)
    return path


def comments(content: Path | bytes):
    """Return who wrote what in a workbook, by sheet and cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it would lose
        book = load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)
    return {
        (sheet.title, cell.coordinate): (cell.comment.author, cell.comment.text)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def lines(content: bytes):
    """Return the texts of the sheets of a workbook, row by row."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def _header(header):
    """Return the rows of a header; “Trình độ › Chuyên môn” makes a second row."""
    parts = [text.split(PATH_SEPARATOR) for text in header]
    if max(map(len, parts)) == 1:
        return [header]
    groups = [part[0] for part in parts]
    above = [
        None if place and len(part) > 1 and groups[place - 1] == part[0] else part[0]
        for place, part in enumerate(parts)
    ]
    return [above, [part[1] if len(part) > 1 else None for part in parts]]
