"""What kind of file a workbook is, and the sheets in it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import python_calamine as calamine

from coso.importing.workbook import archives, separated, shortening
from coso.importing.workbook.fonts import read_old_fonts
from coso.importing.workbook.grids import Cell, Grid, Merge, UnableToReadWorkbook

# What blank forms hold beside the lists: how to fill them in, and what to choose from.
GUIDE_SHEET: Final = "Hướng dẫn"
CHOICES_SHEET: Final = "Danh mục chọn"
_NO_LISTS: Final = (GUIDE_SHEET, CHOICES_SHEET)
_EXCEL: Final = frozenset((".xlsx", ".xlsm"))
TEXT_ENDINGS: Final = frozenset((".csv", ".txt", ".tsv"))
_ZIP: Final = b"PK\x03\x04"
# The container of .xls, and of workbooks that a password encrypts.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MARKUP: Final = re.compile(rb"\s*(?:<(?:html|!doctype|table|\?xml|head|body|style)|mime-version)")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_HEAD: Final = 2_000
_MOST_CELLS: Final = 20_000_000
# Excel allows 31 characters; other programs write more.
_LONGEST_NAME: Final = 200


def read_grids(path: Path) -> list[Grid]:
    """Return the sheets of a workbook (xlsx) or of a table of text (csv).

    :raises UnableToReadWorkbook: if the file is of another kind, too large, locked or damaged
    """
    with _readable(path):
        grids = _text_grids(path) if not _is_archive(path) else _excel_grids(path)
        return [read_old_fonts(grid) for grid in grids]


def read_head(path: Path, sheet: str, height: int) -> Grid | None:
    """Return the first rows of one sheet of a workbook, `None` if it has no such sheet.

    The workbook must be one that `read_grids` reads.

    :raises UnableToReadWorkbook: if the file is of another kind or damaged
    """
    with _readable(path):
        if not _is_archive(path):
            [grid] = _text_grids(path, height)
            return read_old_fonts(grid)
        short = shortening.first_rows(path, sheet, height)
        if short is None:
            return None
        with calamine.CalamineWorkbook.from_filelike(short) as book:
            found = book.get_sheet_by_name(sheet)
            return read_old_fonts(Grid(sheet, _rows(found, height), _merges(found)))


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (calamine.CalamineError, *archives.BROKEN) as error:
        raise UnableToReadWorkbook(
            "workbook_damaged",
            f"Không mở được tệp “{path.name}” (tệp hỏng hoặc tải lên chưa hết): hãy mở bằng Excel, "
            "lưu lại thành .xlsx rồi nhập.",
        ) from error


def _is_archive(path: Path) -> bool:
    head = _head(path)
    if not head:
        raise _another_kind(path, "tệp rỗng", "hãy chọn tệp khác")
    return head.startswith(_ZIP)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _excel_grids(path: Path) -> list[Grid]:
    archive = archives.look_through(path)
    if "xl/workbook.xml" not in archive.names:
        raise _another_kind(path, "không phải sổ Excel .xlsx", "hãy lưu lại thành .xlsx rồi nhập")
    if path.suffix.lower() not in _EXCEL:
        raise _another_kind(path, "thật ra là sổ Excel", "hãy đổi đuôi tệp thành .xlsx rồi nhập")
    with calamine.CalamineWorkbook.from_path(path) as book:
        names = _names_of_sheets(path, book)
        return [_excel_grid(path, book.get_sheet_by_name(name), archive) for name in names]


def _names_of_sheets(path: Path, book: calamine.CalamineWorkbook) -> list[str]:
    found = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet and sheet.name not in _NO_LISTS
    ]
    if not found:
        raise _another_kind(path, "không có trang tính nào", "hãy chọn tệp khác")
    long = next((name for name in found if len(name) > _LONGEST_NAME), None)
    if long is not None:
        raise UnableToReadWorkbook(
            "sheet_name_too_long",
            f"Tệp “{path.name}” có trang tính tên dài quá {_LONGEST_NAME} ký tự "
            f"(“{long[:30]}…”): hãy đặt tên ngắn hơn rồi nhập.",
        )
    return found


def _excel_grid(path: Path, sheet: calamine.CalamineSheet, archive: archives.Archive) -> Grid:
    bottom, right = sheet.end or (-1, -1)
    merges = _merges(sheet)
    merged = sum(last - top + 1 for top, _left, last, _right in merges)
    if max((bottom + 1) * (right + 1), merged) > _MOST_CELLS:
        raise UnableToReadWorkbook(
            "workbook_too_large",
            f"Trang tính “{sheet.name}” của tệp “{path.name}” quá lớn: hãy xóa các ô thừa phía "
            "dưới và bên phải rồi nhập.",
        )
    return Grid(sheet.name, _rows(sheet), merges, archive.faults.get(sheet.name, {}))


def _rows(sheet: calamine.CalamineSheet, height: int | None = None) -> list[list[Cell]]:
    """Return the cells of a sheet; what is written many times is kept once."""
    # The rows are counted from the first of the sheet, the cells from the first that is filled.
    left: list[Cell] = [""] * (sheet.start or (0, 0))[1]
    # Numbers are left alone: 1, 1.0 and True are equal.
    seen: dict[Cell, Cell] = {}
    return [
        left + [c if isinstance(c, float | int) else seen.setdefault(c, c) for c in row]
        for row in islice(sheet.iter_rows(), height)
    ]


def _merges(sheet: calamine.CalamineSheet) -> tuple[Merge, ...]:
    return tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())


def _text_grids(path: Path, height: int | None = None) -> list[Grid]:
    head = _head(path)
    if head.startswith(_COMPOUND):
        raise _compound(path)
    if _MARKUP.match(head.removeprefix(_BYTE_ORDER_MARK).lower()):
        raise _another_kind(
            path, "thật ra là trang web hoặc XML", "hãy mở bằng Excel, lưu lại thành .xlsx rồi nhập"
        )
    suffix = path.suffix.lower()
    if suffix in TEXT_ENDINGS:
        return [Grid(path.stem, separated.read_rows(path, height))]
    if suffix in _EXCEL:
        raise _another_kind(path, "không phải sổ Excel", "hãy mở và lưu lại thành .xlsx rồi nhập")
    raise _another_kind(
        path, f"loại {suffix or 'không rõ'}", "hãy lưu lại thành .xlsx hoặc .csv rồi nhập"
    )


def _compound(path: Path) -> UnableToReadWorkbook:
    if _ENCRYPTED in path.read_bytes():
        return archives.locked(path.name)
    return _another_kind(path, "loại cũ .xls", "hãy lưu lại thành .xlsx rồi nhập")


def _another_kind(path: Path, what: str, advice: str) -> UnableToReadWorkbook:
    return UnableToReadWorkbook(
        "workbook_kind", f"Không đọc được tệp “{path.name}” ({what}): {advice}."
    )
