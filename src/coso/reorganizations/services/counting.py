"""Members of each organization without and with a plan, and who goes where, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from attrs import frozen
from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.organizations.enums import Tree
from coso.reorganizations.services.outlook import Outlook, lowest_common

_HOMES: Final = """
SELECT membership_id, unit_id FROM members_membershipperiod WHERE during @> %(day)s::date
"""

_POSITIONS: Final = """
SELECT id, person_id, unit_id, position FROM members_positionholding WHERE during @> %(day)s::date
"""

# The home organization of each membership on a day.
Homes: TypeAlias = Mapping[int, int]
# Who holds which Party position in which unit on a day, by the key of the record.
Positions: TypeAlias = Mapping[int, tuple[int, int, str]]
# A unit and what stands above it, the topmost first.
Above: TypeAlias = Callable[[int], list[int]]


@frozen
class UnitCount:
    """How many members a Party organization has on the day, with all below it.

    `before` as the trees and homes are without the plan, `after` with it; `None`: no such unit.
    """

    unit: int
    name: str
    parent: int | None
    before: int | None
    after: int | None


@frozen
class Flow:
    """How many members go from one organization to another, both of the level the plan is about."""

    source: str
    target: str
    members: int


def homes_on(cursor: CursorWrapper, outlook: Outlook) -> Homes:
    """Return where everybody is at home on the day, as it is written now."""
    return dict(db.rows(cursor, _HOMES, {"day": outlook.day}))


def positions_on(cursor: CursorWrapper, outlook: Outlook) -> Positions:
    """Return who holds which Party position on the day, as it is written now."""
    found = db.rows(cursor, _POSITIONS, {"day": outlook.day})
    return {key: (person, unit, position) for key, person, unit, position in found}


def given_up(before: Positions, after: Positions) -> list[int]:
    """Return the positions that a plan ends, but those that somebody goes on with elsewhere."""
    begun = {(held[0], held[2]) for key, held in after.items() if key not in before}
    ended = {key: held for key, held in before.items() if key not in after}
    return [key for key, held in ended.items() if (held[0], held[2]) not in begun]


def with_all_below(homes: Homes, above: Above) -> Counter[int]:
    """Return the members of each unit together with all below it."""
    total: Counter[int] = Counter()
    for unit, number in Counter(homes.values()).items():
        for at in above(unit):
            total[at] += number
    return total


def counts(outlook: Outlook, before: Homes, after: Homes) -> Iterator[UnitCount]:
    """Yield every Party organization of the day with its members without and with the plan."""
    known = outlook.known[Tree.PARTY]
    then = with_all_below(before, known.above)
    now = with_all_below(after, outlook.above)
    founded = (unit for unit, fate in outlook.fates.items() if fate.tree == Tree.PARTY)
    for unit in dict.fromkeys([*known.versions, *founded]):
        lives = outlook.is_alive(unit)
        yield UnitCount(
            unit=unit,
            name=outlook.name(unit),
            parent=outlook.parent(unit) if lives else known.parent(unit),
            before=then[unit] if unit in known.versions else None,
            after=now[unit] if lives else None,
        )


def flows(outlook: Outlook, before: Homes, after: Homes) -> Iterator[Flow]:
    """Yield who goes where, the most first, between the units in which the plan is at work.

    Those that nobody leaves and nobody joins are not among them.
    """
    known = outlook.known[Tree.PARTY]
    under, under_after = _at_work_under(outlook, before, after)
    tops_before = _tops(known.versions, known.above, under)
    tops_after = _tops(outlook.alive(Tree.PARTY), outlook.above, under_after)
    going = Counter(
        (tops_before[home], tops_after[after[membership]])
        for membership, home in before.items()
        if home in tops_before and after.get(membership) in tops_after
    )
    touched = {unit for pair in going if pair[0] != pair[1] for unit in pair}
    for (source, target), members in going.most_common():
        if touched.isdisjoint((source, target)):
            continue
        old = known.versions[source]
        yield Flow(str(old.values["name"]), outlook.name(target), members)


def _at_work_under(outlook: Outlook, before: Homes, after: Homes) -> tuple[int | None, int | None]:
    """Return under which unit everybody moves who moves, without and with the plan.

    That is the lowest unit above all their homes, as they were and as they are; the roots if it
    is none of those below them.
    """
    known = outlook.known[Tree.PARTY]
    root = None if known.root is None else known.root.pk
    pairs = {(home, after[member]) for member, home in before.items() if member in after}
    paths = [(known.above(home), outlook.above(next_home)) for home, next_home in pairs]
    moving = [path for path in paths if path[0] != path[1]]
    common = lowest_common([path for pair in moving for path in pair if path])
    if common is None or root not in known.above(common):
        return root, outlook.root(Tree.PARTY)
    return common, common


def _tops(units: Iterable[int], above: Above, root: int | None) -> dict[int, int]:
    """Return for each unit the one that it belongs to directly under the root, or itself."""
    tops: dict[int, int] = {}
    for unit in units:
        path = above(unit)
        below_root = path[path.index(root) + 1 :] if root in path else path
        tops[unit] = below_root[0] if below_root else unit
    return tops
