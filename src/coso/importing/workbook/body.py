"""What stands below a header, by columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final

import polars as pl
from attrs import field, frozen

from coso.core.text import normalize, search_key
from coso.importing.workbook.cells import Cells, cells_of
from coso.importing.workbook.grids import Grid, Merge
from coso.importing.workbook.headers import Column

# Headers of the column that counts the rows.
COUNTERS: Final = ("STT", "TT", "Số TT", "Số thứ tự", "Thứ tự")
_COUNTER_KEYS: Final = frozenset(map(search_key, COUNTERS))
_COUNTED: Final = r"^\s*\d{1,6}\s*[.)]?\s*$"
# A line with fewer filled cells may be something else than a row.
_FEWEST: Final = 3
_MOSTLY: Final = 0.5


@frozen
class Body:
    """The lines below a header, numbered from 0: `cells` as they stand, `merged` filled down.

    `wide` are the places and columns where an area begins that is merged across many columns.
    """

    first_row: int
    columns: Sequence[Column]
    cells: Sequence[Cells]
    merged: Sequence[Cells]
    wide: frozenset[tuple[int, int]]
    # The texts of `cells` as one frame; its columns are named by their place.
    text: pl.DataFrame = field(init=False, repr=False)
    # How many cells each line fills.
    filled: pl.Series = field(init=False, repr=False)
    # How many cells a row usually fills.
    usual: int = field(init=False)
    counter: int | None = field(init=False)

    @text.default
    def _text(self) -> pl.DataFrame:
        return pl.DataFrame({str(n): cells.text for n, cells in enumerate(self.cells)})

    @filled.default
    def _filled(self) -> pl.Series:
        return self.text.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()

    @usual.default
    def _usual(self) -> int:
        rows = self.filled.filter(self.filled >= _FEWEST)
        usual = self.filled.max() if rows.is_empty() else rows.median()
        return int(usual) if isinstance(usual, int | float) else 0

    @counter.default
    def _counter(self) -> int | None:
        keys = (search_key(column.header.replace(".", " ")) for column in self.columns)
        return next((n for n, key in enumerate(keys) if key in _COUNTER_KEYS), None)

    def counted(self) -> pl.Series:
        """Return which lines have a number in the column that counts the rows."""
        if self.counter is None:
            return pl.repeat(False, len(self.filled), eager=True)
        return self.cells[self.counter].text.str.contains(_COUNTED).fill_null(value=False)

    def counts_rows(self) -> bool:
        """Tell whether most rows are counted."""
        counted = self.counted().filter(self.filled >= max(_FEWEST, self.usual // 2))
        return bool(counted.any()) and counted.to_list().count(True) > _MOSTLY * len(counted)

    def texts(self, place: int) -> dict[int, str]:
        """Return what is written in a line, by column from 0."""
        return _texts(self.cells, place)

    def merged_texts(self, place: int) -> dict[int, str]:
        """Return what a line says with the merged areas that it is in."""
        return _texts(self.merged, place)


def body_of(grid: Grid, header_row: int, columns: Sequence[Column]) -> Body:
    """Return what stands below the last row of a header."""
    first = header_row + 1
    rows = grid.rows[first:]
    cells = [cells_of([*map(itemgetter(n), rows)]) for n in range(len(columns))]
    sources = _sources(grid.merges, first, len(rows))
    merged = [
        column.gather(sources[index]) if index in sources else column
        for index, column in enumerate(cells)
    ]
    across = max(2, sum(bool(column.path) for column in columns) // 3)
    wide = (
        (top - first, left) for top, left, _, right in grid.merges if right - left >= across - 1
    )
    return Body(first, columns, cells, merged, frozenset(wide))


def _sources(merges: Sequence[Merge], first: int, height: int) -> Mapping[int, pl.Series]:
    """Return, for each column with areas merged over several rows, where each line's value is."""
    places: dict[int, list[int]] = {}
    for top, left, bottom, _right in merges:
        if first <= top < bottom:
            start, stop = top - first, min(bottom + 1 - first, height)
            if left not in places:
                places[left] = list(range(height))
            places[left][start:stop] = [start] * (stop - start)
    return {column: pl.Series(source, dtype=pl.Int64) for column, source in places.items()}


def _texts(columns: Sequence[Cells], place: int) -> dict[int, str]:
    texts = ((n, cells.text[place]) for n, cells in enumerate(columns))
    return {n: normalize(text) for n, text in texts if text is not None}
