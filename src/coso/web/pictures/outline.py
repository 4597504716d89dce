"""Trees as lists of names, one beside the other, before they are drawn."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from attrs import frozen


@frozen
class OutlineLine:
    """One name in a tree: how deep it stands, and what is said of it."""

    depth: int
    label: str
    note: str = ""


@frozen
class OutlineSide:
    """One of the trees, from the top down; `left_out` is how many further lines it has."""

    title: str
    lines: tuple[OutlineLine, ...]
    left_out: int = 0


@frozen(kw_only=True)
class Outline:
    """Trees side by side as a picture to take away.

    :ivar name: the last part of its address, and the name of its file
    :ivar sentence: the whole of it in words
    :ivar place: of what, in words
    :ivar source: from which registers
    """

    kind: ClassVar[str] = "outline"

    name: str
    title: str
    sides: tuple[OutlineSide, ...]
    sentence: str
    day: dt.date
    place: str
    source: str

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw."""
        return not any(side.lines for side in self.sides)
