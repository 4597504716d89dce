"""The switch between the tree of the date in view, today's, and both."""

from __future__ import annotations

import datetime as dt
from typing import Final
from urllib.parse import urlencode

from attrs import evolve, frozen

from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.web.frame import DATE_PARAMETER, TREE_PARAMETER, UNIT_PARAMETER, Frame, TreeName

ALL_TREES: Final[tuple[TreeName, ...]] = ("then", "now", "both")
_LABELS: Final[dict[TreeName, str]] = {"then": "lúc đó", "now": "hôm nay", "both": "cả hai"}
TREE_WORDS: Final[dict[TreeName, str]] = {
    "then": "theo tổ chức lúc đó",
    "now": "theo tổ chức hôm nay",
    "both": "theo tổ chức lúc đó và hôm nay",
}
_OF_THE_PLACE: Final = frozenset({UNIT_PARAMETER, DATE_PARAMETER, TREE_PARAMETER})


@frozen
class TreeChoice:
    """One of the trees that a page can be asked under."""

    label: str
    url: str
    is_current: bool


def differ(since: dt.date, today: dt.date) -> bool:
    """Tell whether the tree of a day is another than that of today."""
    return since < today and organizations.is_reorganized_since(since, today)


def choices_of(
    sides: tuple[Frame, Frame], trees: tuple[TreeName, ...], shown: TreeName
) -> list[TreeChoice]:
    """Return the trees that a page can be asked under, with the address of each."""
    then, now = sides
    places = {"then": then, "now": now, "both": evolve(then, tree="both")}
    return [TreeChoice(_LABELS[tree], _address(places[tree]), tree == shown) for tree in trees]


def sides_of(frame: Frame) -> tuple[Frame, Frame]:
    """Return what a frame has in view under the tree of its day, and under that of today.

    The unit in view goes along: its heir stands for it under the tree of today.
    """
    if frame.unit is None:
        return evolve(frame, tree="then"), evolve(frame, tree="now")
    heir = organizations.heir_of(frame.unit)
    return (
        evolve(frame, unit=_unit_then(frame, frame.unit), tree="then"),
        evolve(frame, unit=heir, tree="now"),
    )


def _unit_then(frame: Frame, unit: Unit) -> Unit:
    """Return the unit in view; of a root, what was the root on the day."""
    was_root = unit == frame.root and frame.tree_day == frame.as_of
    if was_root or not unit.is_root:
        return unit
    then: Unit | None = organizations.root_on(Tree(unit.tree), frame.as_of)
    return then or unit


def _address(place: Frame) -> str:
    """Return the query of the page in view at another place."""
    own = {name: values for name, values in place.query.items() if name not in _OF_THE_PLACE}
    return f"?{urlencode([*own.items(), *place.place_parameters], doseq=True)}"
