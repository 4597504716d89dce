"""Sheets typed in the fonts of before Unicode, read as Unicode where that is certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from attrs import evolve

from coso.core import legacy_fonts
from coso.core.legacy_fonts import Evidence, Font
from coso.importing.workbook.grids import Cell, Grid, Remark, column_letter

# The top of a sheet and some rows of all of it tell whether it has to be looked at closely.
_TOP: Final = 200
_FURTHER: Final = 1_000


def read_old_fonts(grid: Grid) -> Grid:
    """Return a sheet with the text of old fonts as Unicode, and the columns that are doubtful."""
    if not legacy_fonts.may_be_legacy("\n".join(_texts(_some(grid.rows)))):
        return grid
    found = _by_columns(grid.rows)
    font = legacy_fonts.evidence(_texts(grid.rows)).font or _commonest(found)
    of_cells = [_reader(each, font) for each in found]
    of_line = [_reader_of_lines(font)] * len(found)
    rows = [
        [read(cell) for read, cell in zip(of_line if _is_line(row) else of_cells, row, strict=True)]
        for row in grid.rows
    ]
    changed = [old != new for old, new in zip(_columns(grid.rows), _columns(rows), strict=True)]
    remarks = [*_converted(changed), *_doubtful(_by_columns(rows))]
    return evolve(grid, rows=rows, remarks=(*grid.remarks, *remarks))


def _some(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    further = rows[_TOP :: max(1, len(rows) // _FURTHER)]
    return [*rows[:_TOP], *further]


def _columns(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, ...]]:
    return zip(*rows, strict=True)


def _texts(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    return (cell for row in rows for cell in row if isinstance(cell, str))


def _is_line(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds but one text, as titles do."""
    return sum(cell != "" for cell in row) == 1


def _by_columns(rows: Sequence[Sequence[Cell]]) -> list[Evidence]:
    """Return the evidence of each column; its titles say nothing about its cells."""
    cells = [row for row in rows if not _is_line(row)]
    columns = _columns(cells) if cells else ((),) * len(rows[0])
    return [legacy_fonts.evidence(_texts([column])) for column in columns]


def _commonest(found: Iterable[Evidence]) -> Font | None:
    """Return the font of most columns, which cells of the others are probably typed in too."""
    fonts = Counter(each.font for each in found if each.font is not None)
    return max(fonts, key=lambda font: fonts[font], default=None)


def _reader(evidence: Evidence, font: Font | None) -> Callable[[Cell], Cell]:
    """Return what reads the cells of a column in a sheet of a font."""
    if evidence.font is not None:
        return _reading(evidence.font)
    # A column of few words is of the font of its sheet.
    is_of_sheet = font is not None and evidence.fonts[font] and not evidence.unicode
    return _reading(font if is_of_sheet else None)


def _reading(font: Font | None) -> Callable[[Cell], Cell]:
    if font is None:
        return lambda cell: cell
    return lambda cell: legacy_fonts.to_unicode(cell, font) if isinstance(cell, str) else cell


def _reader_of_lines(font: Font | None) -> Callable[[Cell], Cell]:
    """Return what reads the titles of a sheet, each by its own words."""

    def read(cell: Cell) -> Cell:
        evidence = legacy_fonts.evidence([cell] if isinstance(cell, str) else [])
        return _reader(evidence, font)(cell)

    return read


def _converted(changed: Sequence[bool]) -> Iterator[Remark]:
    letters = [column_letter(index) for index, is_changed in enumerate(changed) if is_changed]
    if letters:
        message = (
            f"Cột {', '.join(letters)} gõ bằng phông chữ cũ (.VnTime hoặc VNI): đã đọc thành "
            "Unicode."
        )
        yield Remark(0, "", "legacy_font", "info", message)


def _doubtful(found: Sequence[Evidence]) -> Iterator[Remark]:
    for letter in (column_letter(n) for n, evidence in enumerate(found) if evidence.is_doubtful):
        message = (
            f"Cột {letter} lẫn chữ gõ bằng phông cũ (.VnTime hoặc VNI) với chữ khác, không chắc "
            "đọc đúng: hãy chuyển cả cột sang Unicode bằng UniKey (Ctrl+Shift+F6) rồi nhập lại."
        )
        yield Remark(0, letter, "legacy_font", "error", message)
