"""What became of what: boxes in columns, joined by lines, with the table of the joins."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from attrs import frozen

from coso.web.templatetags.drawing import Fill


@frozen
class Box:
    """One thing: what it is called, what is said below its name, and where it opens."""

    key: int
    label: str
    note: str = ""
    url: str = ""
    fill: Fill = "seq-1"


@frozen
class Join:
    """That one box leads to another; `weight` says how thick its line is, from 0 to 1."""

    source: int
    target: int
    label: str
    weight: float


@frozen
class JoinRow:
    """A row of the table: a name, and a text for each heading after the first."""

    label: str
    cells: tuple[str, ...]


@frozen(kw_only=True)
class Diagram:
    """A picture before it is drawn; the first column is what was there first.

    :ivar name: the last part of its address, and the name of its file
    :ivar sentence: the whole of it in words
    :ivar place: of what, in words
    :ivar source: from which registers
    :ivar svg_url: where it may be taken from
    """

    kind: ClassVar[str] = "joined"

    name: str
    title: str
    columns: tuple[tuple[Box, ...], ...]
    joins: tuple[Join, ...]
    headings: tuple[str, ...]
    rows: tuple[JoinRow, ...]
    sentence: str
    day: dt.date
    place: str
    source: str
    svg_url: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw."""
        return not self.joins
