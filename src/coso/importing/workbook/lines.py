"""Which lines below a header are data, and what the others are.

Offices put lines of their own between the rows: the header again on every page, numbers of the
columns, titles of groups, totals, remarks, signatures. Only what is told for certain is left out;
a line that is neither a row nor any of these is pointed out.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Final

import polars as pl
from attrs import evolve, field, frozen

from coso.core.text import search_key
from coso.importing.workbook import wording
from coso.importing.workbook.body import Body
from coso.importing.workbook.groups import unit_kind
from coso.importing.workbook.headers import Known

_NUMBERS_ONLY: Final = r"^[\d\s.,/:-]+$"
_LIKE_LABEL: Final = (
    r"(?i)^\W*(?:v.{1,3}\s+d.{1,3}:|(?:[ivx\d]{1,3}\W+)?"
    r"(?:[tc].{1,6}ng|t.{1,4}\s+l.{1,5}|l.{1,5}y|mang|chuy.{2,8}|b.{1,6}nh|trung)\b)"
)
_NOTE: Final = re.compile(r"\([^)]*\)?")
_LABEL_COLUMNS: Final = 6
# The mark stands in front of the first value; a running number may stand before it.
_SAMPLE_WITHIN: Final = 2
# With so few cells a line may be something else than a row.
_FEW: Final = 4
# A table that is narrower has no lines that are empty but for one or two cells.
_WIDE_ENOUGH: Final = 5
_IN_A_TITLE: Final = 3
# One row in so many.
_MANY: Final = 5
_SAMPLE: Final = 200
_SAME_PLACES: Final = 0.6


class Kind(Enum):
    """What a line is; of rows only those that had to be looked at."""

    ROW = "row"
    HEADER = "header"
    OTHER_HEADER = "header of another table"
    TOTAL = "total"
    TITLE = "title of a group"
    END = "remark or signature"
    EMPTY = "only a running number"
    SAMPLE = "sample of a blank form"
    STRAY = "stray"


@frozen
class Line:
    """A line below the header: its place from 0, its texts by column from 0."""

    place: int
    kind: Kind
    texts: Mapping[int, str] = field(repr=False)

    @property
    def words(self) -> dict[int, str]:
        """The texts that say more than how many."""
        return {n: text for n, text in self.texts.items() if not wording.is_amount(text)}

    @property
    def amounts(self) -> dict[int, str]:
        """The texts that say how many."""
        return {n: text for n, text in self.texts.items() if wording.is_amount(text)}


@frozen
class Lines:
    """The places of the rows, and the lines that are none."""

    rows: pl.Series
    others: tuple[Line, ...]


def sort_lines(body: Body, is_known: Known, titles: Sequence[str]) -> Lines:
    """Tell the rows below a header from the other lines; `titles` are the lines above it."""
    sorter = _Sorter(body, is_known)
    looked_at = map(sorter.tell, sorter.looked_at())
    told = {line.place: line for line in looked_at if not sorter.is_sure(line)}
    told |= {line.place: line for line in _below_headers(sorter, [*told.values()])}
    filled = (body.filled > 0).arg_true()
    sure = filled.filter(~filled.is_in(list(told))).to_list()
    lines = sorted(told.values(), key=lambda line: line.place)
    lines = list(_ended(lines, sure, sorter))
    lines = list(_page_titles(lines, sure, {search_key(title) for title in titles}))
    others = tuple(line for line in lines if line.kind is not Kind.ROW)
    rows = filled.filter(~filled.is_in([line.place for line in others]))
    return Lines(rows.filter(~_of_other_tables(rows, others)), others)


@frozen
class _Sorter:
    """Tells what single lines are, by what is usual in their table."""

    body: Body
    is_known: Known
    is_counting: bool = field(init=False)
    headers: Mapping[int, frozenset[str]] = field(init=False)
    like_headers: frozenset[int] = field(init=False)
    units: dict[int, bool] = field(init=False, factory=dict)

    @is_counting.default
    def _is_counting(self) -> bool:
        return self.body.counts_rows()

    @headers.default
    def _headers(self) -> dict[int, frozenset[str]]:
        columns = enumerate(self.body.columns)
        return {n: frozenset(map(search_key, column.path)) for n, column in columns if column.path}

    @like_headers.default
    def _like_headers(self) -> frozenset[int]:
        """Places of lines of several texts without any number, as only headers are mostly."""
        places = (~_some(self.body.text, _NUMBERS_ONLY) & (self.body.filled > 1)).arg_true()
        return frozenset(
            place for place in places.to_list() if self.is_header_part(self.body.texts(place))
        )

    def looked_at(self) -> list[int]:
        """Return the places of the lines that may be something else than a row."""
        body = self.body
        few = body.filled <= self._few
        plain = body.counted() & (body.filled >= self._plenty)
        labelled = _some(body.text[:, :_LABEL_COLUMNS], _LIKE_LABEL)
        perhaps = ((few & ~plain) | labelled) & (body.filled > 0)
        return sorted({*perhaps.arg_true().to_list(), *self.like_headers})

    @property
    def _few(self) -> int:
        return max(_FEW, self.body.usual // 3)

    @property
    def _plenty(self) -> int:
        return (self.body.usual + 1) // 2

    def is_sure(self, line: Line) -> bool:
        """Tell whether a line fills as many cells as only rows do."""
        filled = len(line.texts)
        plenty = filled >= self._plenty and self._counts(line.texts)
        return line.kind is Kind.ROW and (plenty or filled > self._few)

    def tell(self, place: int) -> Line:
        """Return a line with what it is."""
        line = Line(place, Kind.ROW, self.body.texts(place))
        return evolve(line, kind=self._kind(line))

    def _kind(self, line: Line) -> Kind:
        if any(n < _SAMPLE_WITHIN and wording.is_sample(t) for n, t in line.texts.items()):
            return Kind.SAMPLE
        if line.place in self.like_headers and self._is_header(line.texts):
            return self._header_kind(line.texts)
        if self._is_total(line):
            return Kind.TOTAL
        if self._counts(line.texts):
            return Kind.EMPTY if self._is_empty(line) else Kind.ROW
        tests = (self._ends, Kind.END), (self._is_title, Kind.TITLE), (self._is_stray, Kind.STRAY)
        return next((kind for holds, kind in tests if holds(line)), Kind.ROW)

    def _is_empty(self, line: Line) -> bool:
        """Tell whether a line waits for a row: only its number stands there."""
        merged = len(self.body.merged_texts(line.place))
        return len(line.texts) == 1 and (merged == 1 or merged < self._plenty)

    def may_be_row(self, line: Line) -> bool:
        """Tell whether a line would be a row if it stood elsewhere."""
        return self._counts(line.texts) or len(line.texts) >= self.body.usual

    def is_header_part(self, texts: Mapping[int, str]) -> bool:
        """Tell whether all texts are words of headers."""
        own = frozenset[str]().union(*self.headers.values())
        return all(self.is_known(text) or search_key(text) in own for text in texts.values())

    def _same(self, texts: Mapping[int, str]) -> int:
        return sum(search_key(text) in self.headers.get(n, ()) for n, text in texts.items())

    def _is_header(self, texts: Mapping[int, str]) -> bool:
        return len(texts) >= _IN_A_TITLE or self._same(texts) > 0

    def _header_kind(self, texts: Mapping[int, str]) -> Kind:
        """Tell the header of this table, perhaps in other words, from that of another."""
        together = len(texts.keys() & self.headers.keys()) / len(texts.keys() | self.headers.keys())
        return Kind.HEADER if self._same(texts) or together >= _SAME_PLACES else Kind.OTHER_HEADER

    def _counts(self, texts: Mapping[int, str]) -> bool:
        number = "" if self.body.counter is None else texts.get(self.body.counter, "")
        return number.rstrip(".) ").isdecimal()

    def _is_total(self, line: Line) -> bool:
        words = self._unnumbered(line)
        label = wording.total_label(next(iter(words.values()), ""))
        return label is not None and (
            len(words) == 1
            or (len(words) == 2 and label.counts is not None and not self._counts(line.texts))  # noqa: PLR2004
        )

    def _unnumbered(self, line: Line) -> dict[int, str]:
        """Return the words without the letter or Roman number in front of a group."""
        words = line.words
        if self.body.counter in words and wording.is_ordinal(words[self.body.counter]):
            del words[self.body.counter]
        return words

    def _ends(self, line: Line) -> bool:
        texts = list(line.texts.values())
        if len(texts) > _FEW or line.amounts:
            return False
        return any(map(wording.ends_table, texts if self.is_counting else texts[:1]))

    def _is_title(self, line: Line) -> bool:
        words = self._unnumbered(line)
        if len(words) != 1 or self.body.usual < _IN_A_TITLE:
            return False
        [(column, text)] = words.items()
        alone, is_counting = len(line.texts) == 1, self.is_counting
        if len(words) < len(line.words) or column == self.body.counter:
            return is_counting
        if (line.place, column) in self.body.wide:
            return True
        if alone and wording.without_number(text)[0] in ("roman", "capital"):
            return True
        is_unit = unit_kind(text) is not None and not self._lists_units(column)
        return is_unit and (alone or is_counting)

    def _lists_units(self, column: int) -> bool:
        """Tell whether a column names a unit in many rows, so that a unit alone is a row too."""
        if column not in self.units:
            texts = self.body.cells[column].text.filter(self.body.filled >= self._plenty)
            sample = texts.drop_nulls().head(_SAMPLE).to_list()
            units = sum(unit_kind(text) is not None for text in sample)
            self.units[column] = _MANY * units > len(sample)
        return self.units[column]

    def _is_stray(self, line: Line) -> bool:
        if not self.is_counting or self.body.usual < _WIDE_ENOUGH:
            return False
        texts = self.body.merged_texts(line.place)
        return not self._counts(texts) and (len(texts) < _IN_A_TITLE or not line.words)


def _some(texts: pl.DataFrame, pattern: str) -> pl.Series:
    """Return in which lines some text has the pattern."""
    found = pl.any_horizontal(pl.all().str.contains(pattern).fill_null(value=False))
    return texts.select(found).to_series()


def _below_headers(sorter: _Sorter, told: Sequence[Line]) -> Iterator[Line]:
    """Return the further rows of headers that are repeated, and those that number the columns."""
    repeated = [line.place + 1 for line in told if line.kind is Kind.HEADER]
    for start in (0, *repeated):
        for place in range(start, min(start + _IN_A_TITLE, len(sorter.body.filled))):
            texts = sorter.body.texts(place)
            if texts and not (
                wording.numbers_columns(texts) or (start and sorter.is_header_part(texts))
            ):
                break
            if texts:
                yield Line(place, Kind.HEADER, texts)


def _ended(lines: Sequence[Line], sure: Sequence[int], sorter: _Sorter) -> Iterator[Line]:
    """Let a remark or a signature take in what stands below it, the last total what is no row."""
    headers = [line.place for line in lines if line.kind is Kind.HEADER]
    ends = {Kind.END: 0, Kind.TOTAL: 0}
    for line in lines:
        if line.kind in ends:
            ends[line.kind] = _end_of(line, headers, sure)
        if line.kind is Kind.STRAY and line.place < max(ends.values()):
            yield evolve(line, kind=Kind.END)
        elif line.kind is Kind.ROW and line.place < ends[Kind.END]:
            yield evolve(line, kind=Kind.STRAY if sorter.may_be_row(line) else Kind.END)
        else:
            yield line


def _end_of(line: Line, headers: Sequence[int], sure: Sequence[int]) -> int:
    """Return where the lines below a remark end; at once if rows follow under the same header."""
    next_header = next(iter(_after(line, headers)), sys.maxsize)
    next_row = next(iter(_after(line, sure)), sys.maxsize)
    return line.place if next_row < next_header else next_header


def _page_titles(lines: Sequence[Line], sure: Sequence[int], titles: set[str]) -> Iterator[Line]:
    """Tell the title lines of a new page, which stand above a header that is repeated."""
    headers = [line.place for line in lines if line.kind is Kind.HEADER]
    for line in lines:
        text = next(iter(line.texts.values()), "")
        is_title = (
            line.kind in (Kind.ROW, Kind.STRAY, Kind.TITLE)
            and len(line.texts) == 1
            and (search_key(text) in titles or _is_heading(text))
            # No row stands between it and a header.
            and any(
                bisect(sure, line.place) == bisect(sure, header) for header in _after(line, headers)
            )
        )
        yield evolve(line, kind=Kind.END) if is_title else line


def _after(line: Line, places: Sequence[int]) -> Sequence[int]:
    """Return the place that comes next after a line, if there is one."""
    place = bisect(places, line.place)
    return places[place : place + 1]


def _is_heading(text: str) -> bool:
    return _NOTE.sub("", text).isupper() and unit_kind(text) is None


def _of_other_tables(rows: pl.Series, lines: Sequence[Line]) -> pl.Series:
    """Tell which rows stand below the header of another table."""
    headers = [line for line in lines if line.kind in (Kind.HEADER, Kind.OTHER_HEADER)]
    starts = [-1, *(line.place for line in headers)]
    other = [False, *(line.kind is Kind.OTHER_HEADER for line in headers)]
    found = pl.Series(starts).search_sorted(rows, side="right") - 1
    return pl.Series(other).gather(found)
