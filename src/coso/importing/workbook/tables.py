"""The table of a sheet: its titles, its columns, its rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl
from attrs import field, frozen

from coso.importing.workbook import groups
from coso.importing.workbook.body import Body, body_of
from coso.importing.workbook.cells import Cells, gathered
from coso.importing.workbook.grids import Grid, Remark, column_letter
from coso.importing.workbook.groups import Group
from coso.importing.workbook.headers import (
    Column,
    Known,
    Title,
    columns_of,
    find_header,
    titles_of,
)
from coso.importing.workbook.lines import Kind, Line, Lines, sort_lines
from coso.importing.workbook.totals import wrong_totals


@frozen
class Table:
    """A table of a sheet: `rows` are the Excel row numbers of the cells, the same for all."""

    file: str
    sheet: str
    titles: tuple[Title, ...]
    header_row: int
    columns: tuple[Column, ...]
    rows: pl.Series
    cells: dict[str, Cells] = field(repr=False)
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)


def find_table(file: str, grid: Grid, is_known: Known) -> Table | None:
    """Return the table of a sheet, found by the words of its header; ``None`` without one."""
    header = find_header(grid, is_known)
    if header is None:
        return None
    first, last = header
    titles = titles_of(grid.rows[:first])
    columns = columns_of(grid, first, last)
    body = body_of(grid, last, columns)
    above = [title.text for title in titles]
    lines = sort_lines(body, is_known, above)
    letters = (column.letter for column in columns)
    cells = dict(zip(letters, gathered(body.merged, lines.rows), strict=True))
    more = _offered(above, lines, len(columns))
    return Table(
        file=file,
        sheet=grid.sheet,
        titles=titles,
        header_row=first + 1,
        columns=(*columns, *more),
        rows=(lines.rows + body.first_row + 1).cast(pl.Int64).alias("row"),
        cells=cells | {column.letter: of for column, of in more.items()},
        remarks=tuple(_remarks(grid, body, lines)),
    )


def _offered(titles: Sequence[str], lines: Lines, width: int) -> Mapping[Column, Cells]:
    """Return the columns that titles between the rows stand for, behind the last one."""
    between = [
        Group(line.place, next(iter(line.words.values()), ""))
        for line in lines.others
        if line.kind in (Kind.TITLE, Kind.STRAY)
    ]
    found = groups.offered(titles, between, lines.rows)
    return {
        Column(column_letter(width + n), (header,), offered=True): cells
        for n, (header, cells) in enumerate(found.items())
    }


def _remarks(grid: Grid, body: Body, lines: Lines) -> Iterator[Remark]:
    yield from grid.remarks
    yield from _faults(grid, body, lines)
    yield from wrong_totals(body, lines)
    for line in lines.others:
        if line.kind is Kind.STRAY:
            yield _stray(body, line)
        elif line.kind is Kind.OTHER_HEADER:
            yield _other_table(body, line)


def _faults(grid: Grid, body: Body, lines: Lines) -> Iterator[Remark]:
    """Point out the cells of rows whose formula has no value."""
    rows = set(lines.rows.to_list()) if grid.faults else set()
    for (row, column), error in sorted(grid.faults.items()):
        if row - body.first_row not in rows or column >= len(body.columns):
            continue
        what = f"lỗi {error}" if error else "chưa tính ra giá trị"
        advice = "sửa công thức hoặc gõ giá trị" if error else "mở bằng Excel, lưu lại"
        yield Remark(
            row + 1,
            column_letter(column),
            "formula_error" if error else "formula_without_value",
            "error",
            f"Công thức ở ô {column_letter(column)}{row + 1} {what}: hãy {advice} rồi nhập.",
        )


def _stray(body: Body, line: Line) -> Remark:
    said = "; ".join(line.texts.values())
    return Remark(
        body.first_row + line.place + 1,
        "",
        "stray_line",
        "warning",
        f"Dòng này chỉ ghi “{said}”, không có số thứ tự: đã bỏ qua. Nếu là một dòng của danh sách, "
        "hãy điền số thứ tự và các cột rồi nhập lại.",
    )


def _other_table(body: Body, line: Line) -> Remark:
    return Remark(
        body.first_row + line.place + 1,
        "",
        "other_table",
        "warning",
        "Từ dòng này là một bảng khác: đã bỏ qua. Nếu cần nhập, hãy chuyển bảng đó sang trang tính "
        "riêng.",
    )
