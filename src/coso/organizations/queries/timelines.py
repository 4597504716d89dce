"""Values over time as plain numbers: fast enough for every unit of a province at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

from coso.core.periods import Period

# First day, first day after, value: days as ordinals, open ends as the numbers below.
Segment: TypeAlias = tuple[int, int, int]
Candidate: TypeAlias = tuple[int, int, tuple[Any, ...], int]
Span: TypeAlias = tuple[int, int]

BEGINNING: Final = 0
END: Final = dt.date.max.toordinal() + 1


def span(start: dt.date | None, end: dt.date | None) -> Span:
    """Return a period's days as numbers."""
    return (
        BEGINNING if start is None else start.toordinal(),
        END if end is None else end.toordinal(),
    )


def period(start: int, end: int) -> Period:
    """Return numbers as a period."""
    return Period(
        None if start == BEGINNING else dt.date.fromordinal(start),
        None if end == END else dt.date.fromordinal(end),
    )


def within(segments: Iterable[Segment], start: int, end: int) -> list[Segment]:
    """Return the parts of the segments that lie in a span."""
    return [
        (max(low, start), min(high, end), value)
        for low, high, value in segments
        if low < end and high > start
    ]


def free(segments: Iterable[Segment], start: int, end: int) -> list[Span]:
    """Return the parts of a span that no segment covers; segments must not overlap."""
    spans = []
    for low, high, _ in sorted(segments):
        if start < low:
            spans.append((start, low))
        start = max(start, high)
    if start < end:
        spans.append((start, end))
    return spans


def best(candidates: Sequence[Candidate]) -> list[Segment]:
    """Return for each stretch of days the value of the lowest rank."""
    if len(candidates) == 1:
        low, high, _, value = candidates[0]
        return [(low, high, value)]
    days = sorted({day for low, high, _, _ in candidates for day in (low, high)})
    stretches = []
    for low, high in pairwise(days):
        running = [(rank, value) for a, b, rank, value in candidates if a <= low and high <= b]
        if running:
            stretches.append((low, high, min(running)[1]))
    return joined(stretches)


def joined(segments: Iterable[Segment]) -> list[Segment]:
    """Return the same, in order, with neighbours of one value as one."""
    found: list[Segment] = []
    for low, high, value in sorted(segments):
        if found and found[-1][1] == low and found[-1][2] == value:
            found[-1] = (found[-1][0], high, value)
        else:
            found.append((low, high, value))
    return found
