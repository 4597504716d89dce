"""People who stand in several rows of a list, or in another place of the book that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from attrs import frozen
from django.db.backends.utils import CursorWrapper
from psycopg.sql import Composable

from coso.core import db
from coso.core.db import Finding, Remedy
from coso.core.repeats import row_named
from coso.people import validators
from coso.people.validators import Place


@frozen
class Wording:
    """How a register speaks of a home: what is asked, and what a note tells."""

    ask: str
    told: str


@frozen
class _Standing:
    """A row of a list, or without `origin` a place in the book."""

    person_id: int
    day: Any
    origin: int | None
    row: int | None
    full_name: str
    key: str | None
    unit: str
    above: str
    note: str
    shown: str

    @property
    def called(self) -> str:
        """How another row names this one; the book has no rows."""
        return "" if self.origin is None else row_named(self.origin)

    @property
    def place(self) -> Place:
        return Place(self.unit, self.above, self.note)


def check_repeated(cursor: CursorWrapper, standings: Composable, wording: Wording) -> list[Finding]:
    """Return every row of the people who stand more than once, and which of them may go.

    `standings` is a query of (person_id, day, origin, row, full_name, key, unit, above, note,
    shown): in order the rows of a list and, without origin, what the book has of that very day;
    equal keys are one place. The first of rows without a note stays; where the book has another
    place, only a note can tell.
    """
    rows = [_Standing(*row) for row in db.rows(cursor, standings)]
    people = groupby(rows, key=attrgetter("person_id", "day"))
    return [finding for _person, group in people for finding in _findings(list(group), wording)]


def _findings(group: Sequence[_Standing], wording: Wording) -> Iterator[Finding]:
    is_one_place = len({each.key for each in group}) == 1
    kind = "duplicate_row" if is_one_place else "duplicate_person"
    home, reason = _home(group, wording, is_one_place=is_one_place)
    for each in group:
        if each.origin is not None:
            others = [other for other in group if other is not each]
            message = f"{each.full_name} {_beside(others)}: {wording.ask}."
            advice = _advice(each, home, reason)
            yield Finding(each.origin, "full_name", kind, "doubt", message, *advice)


def _advice(each: _Standing, home: _Standing | None, reason: str) -> tuple[str, Remedy]:
    if home is None:
        return "", ""
    return ("Giữ dòng này", "") if each is home else (reason, "drop")


def _home(
    group: Sequence[_Standing], wording: Wording, *, is_one_place: bool
) -> tuple[_Standing | None, str]:
    """Return which of the standings stays, and why the others go."""
    places = [each.place for each in group]
    told = validators.home_in_notes(places)
    if told is not None:
        return group[told], f"Bỏ dòng này: ghi chú cho biết {wording.told} {group[told].shown}"
    if is_one_place:
        return group[0], f"Bỏ dòng này: trùng với {group[0].called}"
    if validators.are_silent(places) and all(each.origin for each in group):
        return group[0], f"Bỏ dòng này: chỉ tính một lần, ở {group[0].shown}"
    return None, ""


def _beside(others: Iterable[_Standing]) -> str:
    in_book = [other.shown for other in others if other.origin is None]
    if in_book:
        return f"đã có trong danh sách cùng ngày của {'; '.join(in_book)}"
    shown = dict.fromkeys(f"{other.shown} ({other.called})" for other in others)
    return f"có hơn một dòng trong danh sách, cũng ở {'; '.join(shown)}"
