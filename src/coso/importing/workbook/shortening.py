"""The head of a sheet without the rest: a workbook cut down to what shows its first rows.

A reader of cells parses all of a sheet to give its first row. Unpacking it is ten times quicker.
"""

from __future__ import annotations

import io
import re
import zipfile
from itertools import islice
from pathlib import Path
from typing import IO, Final

from coso.importing.workbook import archives

_ROW: Final = re.compile(rb"<(?:\w{1,9}:)?row[\s/>]")
_END_OF_ROWS: Final = re.compile(rb"</(?:\w{1,9}:)?sheetData\s*>")
_CHUNK: Final = 2**20
# So much of a chunk may be the beginning of what the next one ends.
_SEAM: Final = 40
_XML: Final = (".xml", ".rels")


def first_rows(path: Path, sheet: str, height: int) -> io.BytesIO | None:
    """Return a workbook with one sheet of another, cut off below its first rows.

    The sheet may have a few rows more, where rows are left out. `None` if there is no such sheet.

    :raises UnableToReadWorkbook: if it holds more than is read here
    """
    short = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(short, "w") as cut:
        parts = archives.parts_of_sheets(archive, path.name)
        if sheet not in parts:
            return None
        own = parts.pop(sheet)
        for name in set(archive.namelist()).difference(parts.values()):
            if name.endswith(_XML):
                with archive.open(name) as packed:
                    cut.writestr(name, _cut(packed, height) if name == own else packed.read())
    short.seek(0)
    return short


def _cut(packed: IO[bytes], height: int) -> bytes:
    """Return a sheet without the rows below its first ones, but with what follows the rows."""
    head = b""
    while chunk := packed.read(_CHUNK):
        head += chunk
        surplus = next(islice(_ROW.finditer(head), height, None), None)
        if surplus is not None:
            return head[: surplus.start()] + _after_rows(packed, head[surplus.start() :])
    return head


def _after_rows(packed: IO[bytes], begun: bytes) -> bytes:
    """Return what stands behind the last row, of which so much was unpacked already."""
    while (found := _END_OF_ROWS.search(begun)) is None:
        chunk = packed.read(_CHUNK)
        if not chunk:
            raise zipfile.BadZipFile("sheet without an end of its rows")
        begun = begun[-_SEAM:] + chunk
    return begun[found.start() :] + packed.read()
