"""Totals that offices write between the rows, compared with the rows."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import polars as pl
from attrs import field, frozen

from coso.core.numbers import format_integer
from coso.core.text import search_key
from coso.importing.workbook.body import Body
from coso.importing.workbook.grids import Remark, column_letter
from coso.importing.workbook.lines import Kind, Line, Lines
from coso.importing.workbook.wording import Count, TotalLabel, count_of, total_label

_WHOLE_NUMBER: Final = r"^[0-9]{1,9}$"
# Of such columns nobody writes the sum.
_NO_SUM: Final = re.compile(
    r"tỷ lệ|tỉ lệ|%|điểm|bình quân|trung bình|\bnăm\b|tuổi|hệ số|\bmã\b|số thẻ|số qđ|quyết định"
)
_YEARS: Final = (1900, 2100)
_NAME: Final = re.compile(r"ho\b.*\bten\b")

# The rows from one number to another, counted from 0; the last is not among them.
_Span = tuple[int, int]


@frozen
class _Claim:
    """A number in a line of totals: how many rows there are, or the sum of its column."""

    column: int
    number: int
    is_sum: bool = False
    # The number stands apart from the label: it may be how many cells of its column are filled.
    stands_apart: bool = False


def wrong_totals(body: Body, lines: Lines) -> list[Remark]:
    """Point out the totals that are not what the rows add up to."""
    others = [line for line in lines.others if line.kind in (Kind.TOTAL, Kind.TITLE)]
    checker = _Checker(body, lines, others)
    return [remark for line in checker.totals for remark in checker.check(line)]


@frozen
class _Checker:
    body: Body
    lines: Lines
    # The totals and the titles of groups.
    others: Sequence[Line]
    totals: Sequence[Line] = field(init=False)
    # How many rows stand above each total and each title of a group.
    above: Mapping[int, int] = field(init=False)
    bounds: list[int] = field(init=False)
    summed: dict[int, bool] = field(init=False, factory=dict)
    # The numbers of a column, or how many it has, summed up to each row.
    running: dict[object, list[int]] = field(init=False, factory=dict)

    @totals.default
    def _totals(self) -> list[Line]:
        return [line for line in self.others if line.kind is Kind.TOTAL]

    @above.default
    def _above(self) -> dict[int, int]:
        rows = self.lines.rows.to_list()
        return {line.place: bisect(rows, line.place) for line in self.others}

    @bounds.default
    def _bounds(self) -> list[int]:
        return sorted(set(self.above.values()))

    def check(self, line: Line) -> Iterator[Remark]:
        """Return what is wrong with a line of totals."""
        spans = self._spans(line)
        for claim in self._claims(line) if spans else ():
            if not any(claim.number in self._values(claim, span) for span in spans):
                yield self._remark(line, claim)

    def _claims(self, line: Line) -> Iterator[_Claim]:
        column, label = next((n, found) for n, t in line.words.items() if (found := total_label(t)))
        if label.count is not None and self._counts_rows(label, label.count):
            yield _Claim(column, label.count.number)
        beside = (column + 1, column + 2) if column == self.body.counter else (column + 1,)
        read = {n: count_of(text) for n, text in line.amounts.items()}
        counts = {n: count for n, count in read.items() if count is not None}
        for place, count in counts.items():
            if self._adds_up(place):
                yield _Claim(place, count.number, is_sum=True)
            elif len(counts) == 1 and self._counts_rows(label, count):
                yield _Claim(place, count.number, stands_apart=place not in beside)

    def _counts_rows(self, label: TotalLabel, count: Count) -> bool:
        """Tell whether a number says how many rows there are."""
        names = (search_key(column.header) for column in self.body.columns)
        of_people = any(_NAME.match(name) for name in names)
        return label.counts is not None and all(
            Count(count.number, noun).may_count_rows(of_people=of_people)
            for noun in (label.counts, count.noun)
        )

    def _adds_up(self, column: int) -> bool:
        """Tell whether a column holds whole numbers of which an office writes the sum."""
        if column not in self.summed:
            self.summed[column] = self._holds_numbers(column)
        return self.summed[column]

    def _holds_numbers(self, column: int) -> bool:
        header = self.body.columns[column].header.lower()
        if column == self.body.counter or not header or _NO_SUM.search(header):
            return False
        texts = self._texts(column).drop_nulls()
        if texts.is_empty() or not texts.str.contains(_WHOLE_NUMBER).all():
            return False
        return not texts.cast(pl.Int64).is_between(*_YEARS).all()

    def _texts(self, column: int) -> pl.Series:
        return self.body.cells[column].text.gather(self.lines.rows).str.strip_chars()

    def _spans(self, line: Line) -> list[_Span]:
        """Return the rows that a total may be of, the likeliest first."""
        above, height = self.above[line.place], len(self.lines.rows)
        if above == 0:  # a total above its rows
            ends = {n for n in self.above.values() if n} - {height}
            return [(0, end) for end in (height, *ends) if end]
        since = self._since(line)
        # Below another total it is one of groups, and may take in any number of them.
        earliest = 0 if since == above else since
        bounds = self.bounds[bisect_left(self.bounds, earliest) : bisect_left(self.bounds, above)]
        is_last = line is self.totals[-1] and above == height
        likeliest = 0 if since == above or (is_last and self._is_whole(line)) else since
        return [(start, above) for start in (likeliest, since, 0, *bounds) if start < above]

    def _since(self, line: Line) -> int:
        """Return how many rows stand above the total before this one."""
        before = bisect_left(self.totals, line.place, key=lambda total: total.place)
        return self.above[self.totals[before - 1].place] if before else 0

    def _is_whole(self, line: Line) -> bool:
        return any(found.is_whole for text in line.words.values() if (found := total_label(text)))

    def _values(self, claim: _Claim, span: _Span) -> list[int]:
        """Return what a number may be if its total is of some rows, the likeliest first."""
        rows = span[1] - span[0]
        if claim.is_sum:
            return [self._between(span, claim.column, _summed), rows]
        counted = [claim.column] if claim.stands_apart else []
        # An area merged over several rows is one person.
        counted += [] if self.body.counter is None else [self.body.counter]
        return [rows, *(self._between(span, column, _filled) for column in counted)]

    def _between(self, span: _Span, column: int, measure: Callable[[pl.Series], pl.Series]) -> int:
        key = column, measure
        if key not in self.running:
            texts = self.body.cells[column].text.gather(self.lines.rows)
            self.running[key] = [0, *measure(texts).cum_sum().to_list()]
        first, last = span
        return self.running[key][last] - self.running[key][first]

    def _remark(self, line: Line, claim: _Claim) -> Remark:
        span = self._spans(line)[0]
        first, last = (self.body.first_row + self.lines.rows[n] + 1 for n in (span[0], span[1] - 1))
        right = format_integer(self._values(claim, span)[0])
        found = f"cộng lại là {right}" if claim.is_sum else f"có {right} dòng"
        label = next(text for text in line.words.values() if total_label(text))
        return Remark(
            self.body.first_row + line.place + 1,
            column_letter(claim.column),
            "wrong_subtotal",
            "warning",
            f"“{label}” ghi {format_integer(claim.number)}, nhưng từ dòng {first} đến dòng {last} "
            f"{found}: hãy kiểm tra xem thiếu hay thừa.",
        )


def _summed(texts: pl.Series) -> pl.Series:
    return texts.str.strip_chars().cast(pl.Int64).fill_null(0)


def _filled(texts: pl.Series) -> pl.Series:
    return texts.is_not_null().cast(pl.Int64)
