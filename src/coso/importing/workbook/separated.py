"""Tables of text (csv): in which encoding they were written, and what separates the cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from attrs import frozen

from coso.core import legacy_fonts
from coso.importing.workbook.archives import MOST_COLUMNS, MOST_ROWS
from coso.importing.workbook.grids import Cell, UnableToReadWorkbook

_MARK: Final = "\ufeff"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS: Final = (",", ";", "\t", "|")
# The first line of a file in which Excel says what separates the cells.
_SAYS_SEPARATOR: Final = "sep="
_QUOTED: Final = re.compile(r'"[^"]*"')
_LINES_LOOKED_AT: Final = 200
_SAMPLE: Final = 4_000


@frozen
class TextFile:
    """A table of text: `head` is what stands before its first row and is no part of it."""

    encoding: str
    head: str
    body: str
    separator: str

    def lines(self) -> list[str]:
        """Return the lines with their ends, whatever these are; a cell may go over several."""
        return list(io.StringIO(self.body, newline=""))


def read_text(path: Path) -> TextFile:
    """Return the text of a file and what separates its cells.

    :raises UnableToReadWorkbook: if the encoding cannot be told
    """
    encoding, written = _decoded(path)
    mark = written[: written.startswith(_MARK)]
    text = written[len(mark) :]
    says, end, rest = text.partition("\n")
    if says.startswith(_SAYS_SEPARATOR):
        said = says[len(_SAYS_SEPARATOR) :][:1]
        separator = said if said in _SEPARATORS else _SEPARATORS[0]
        return TextFile(encoding, mark + says + end, rest, separator)
    return TextFile(encoding, mark, text, _separator(text))


def read_rows(path: Path, height: int | None = None) -> list[list[Cell]]:
    """Return the rows of a table of text, or the first of them, all as wide as the widest.

    :raises UnableToReadWorkbook: if the encoding cannot be told, or the table is too large
    """
    text = read_text(path)
    try:
        rows = list(islice(csv.reader(text.lines(), delimiter=text.separator), height))
    except csv.Error as error:
        raise _unreadable(path) from error
    width = max(map(len, rows), default=0)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise UnableToReadWorkbook(
            "workbook_too_large",
            f"Tệp “{path.name}” quá lớn: nhiều nhất là {MOST_COLUMNS} cột, {MOST_ROWS // 1000}.000 "
            "dòng. Hãy chia thành nhiều tệp rồi nhập.",
        )
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _decoded(path: Path) -> tuple[str, str]:
    content = path.read_bytes()
    for encoding in _encodings(content):
        try:
            return encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(path)


def _encodings(content: bytes) -> Iterator[str]:
    """Yield the encodings in which a file may be written, the likeliest first."""
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if marked is not None:
        yield marked
    elif b"\x00" in content:
        # Latin letters have a zero byte before them or after them.
        halves = content[:_SAMPLE:2].count(0), content[1:_SAMPLE:2].count(0)
        yield "utf-16-be" if halves[0] > halves[1] else "utf-16-le"
    else:
        yield "utf-8"
        yield from _code_pages(content)


def _code_pages(content: bytes) -> list[str]:
    """Return the code page of Windows in which the words are Vietnamese, if there is one."""
    vietnamese = legacy_fonts.evidence([content.decode("cp1258", "replace")])
    legacy = legacy_fonts.evidence([content.decode("cp1252", "replace")])
    if legacy.font is not None and max(legacy.fonts.values()) > vietnamese.unicode:
        return ["cp1252"]
    return ["cp1258"] if vietnamese.unicode > vietnamese.unknown else []


def _separator(text: str) -> str:
    """Return the separator that cuts most lines into the same number of cells."""
    lines = [_QUOTED.sub("", line) for line in text.splitlines()[:_LINES_LOOKED_AT]]
    return max(_SEPARATORS, key=lambda separator: _evenness(lines, separator))


def _evenness(lines: list[str], separator: str) -> tuple[int, int]:
    counts = Counter(line.count(separator) for line in lines)
    del counts[0]
    return max(((times, count) for count, times in counts.items()), default=(0, 0))


def _unreadable(path: Path) -> UnableToReadWorkbook:
    return UnableToReadWorkbook(
        "workbook_encoding",
        f"Không rõ tệp “{path.name}” lưu bằng bảng mã nào: hãy lưu lại thành CSV UTF-8 hoặc .xlsx "
        "rồi nhập.",
    )
