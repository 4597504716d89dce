"""The parts of a record page: groups of facts, and periods as a timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from attrs import frozen
from django.urls import reverse

from coso.core.dates import format_date
from coso.core.periods import Period
from coso.web.templatetags.drawing import Step, TimelinePeriod


@frozen(kw_only=True)
class Fact:
    """One line of a record: what it is, and its value; nothing is shown as “Chưa có”."""

    label: str
    value: object = ""
    url: str = ""
    is_sensitive: bool = False
    reveal_url: str = ""
    is_revealed: bool = False
    steps: tuple[Step, ...] = ()


def steps(of: str, place: str, correct: str, remove: str, *keys: int) -> tuple[Step, ...]:
    """Return the ways to correct a line of a record, and to take it back."""
    return tuple(
        Step(label, of, f"{reverse(name, args=keys)}?{place}")
        for label, name in (("Sửa", correct), ("Bỏ", remove))
    )


@frozen
class Group:
    """A short group of facts under one title."""

    title: str
    facts: list[Fact]


@frozen
class Status:
    """The state of a record by colour, icon and word."""

    kind: str
    label: str


def day(value: dt.date | None) -> str:
    """Return a day as a reader writes it, empty when unknown."""
    return "" if value is None else format_date(value)


def timeline(
    rows: Iterable[Any], label: Any, note: Any, url: Any, steps: Any = lambda _row: ()
) -> list[TimelinePeriod]:
    """Return dated rows as periods; the callables read a row."""
    return [
        TimelinePeriod(
            label=label(row),
            during=Period.from_range(row.during),
            note=note(row),
            url=url(row),
            steps=steps(row),
        )
        for row in rows
    ]
