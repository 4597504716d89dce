"""The tree of a plan's day without and with the plan, with what is different."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, Self

from attrs import frozen

from coso.core import text
from coso.organizations.bulk import Known
from coso.organizations.enums import Tree
from coso.reorganizations.enums import Mark
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services.outlook import Outlook
from coso.reorganizations.services.problems import listed

_SHOWN: Final = 3


class Node(NamedTuple):
    """A unit in one of the trees; `note` says what it was, or what becomes of it.

    `key` is the same each time the plan is worked out; `unit` only if the registers know it;
    `kind` is the code of its type, `heir` the only successor of one that ends. A tuple: both
    trees of a province are kept for the pages, and read from there each time.
    """

    key: str
    unit: int | None
    name: str
    parent: str | None
    kind: str
    code: str
    heir: str | None = None
    marks: tuple[Mark, ...] = ()
    note: str = ""


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Return units by their names, as the tree of the registers shows them."""
    return sorted(nodes, key=lambda node: (text.text_order_key(node.name), node.key))


@frozen
class TreeSide:
    """One of the two trees; `changed` counts the marked units at and below each."""

    nodes: Mapping[str, Node]
    children: Mapping[str | None, list[Node]]
    changed: Mapping[str, int]

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> Self:
        """Put the units of a tree under one another."""
        known = {node.key: node for node in nodes}
        children: defaultdict[str | None, list[Node]] = defaultdict(list)
        changed: Counter[str] = Counter()
        for node in known.values():
            children[node.parent if node.parent in known else None].append(node)
            if node.marks:
                changed.update(_above(known, node.key))
        return cls(known, dict(children), dict(changed))

    def start(self) -> str | None:
        """Return the unit below which the tree begins to be different (`None`: at the top)."""
        key = None
        while (only := self._only_one(key)) is not None:
            key = only.key
        return key

    def _only_one(self, key: str | None) -> Node | None:
        """Return what alone has something different below it, and is itself as it was.

        What stands beside it at the top lies outside the installation.
        """
        found = self.below(key)
        is_alone = len(found) == 1 and (key is None or not self.unchanged_below(key))
        return found[0] if is_alone and not found[0].marks else None

    def below(self, key: str | None) -> list[Node]:
        """Return what is, or has, something different directly below a unit (`None`: the top)."""
        return in_order(node for node in self.children.get(key, ()) if node.key in self.changed)

    def unchanged_below(self, key: str | None) -> int:
        """Return how many units directly below another one are as they were, with all below."""
        return len(self.children.get(key, ())) - len(self.below(key))


@frozen
class Comparison:
    """A tree without and with a plan."""

    before: TreeSide
    after: TreeSide

    @classmethod
    def read(cls, stored: Mapping[str, list[list[Any]]]) -> Self:
        """Return a comparison that was stored."""
        return cls(**{side: TreeSide.of(map(_node, rows)) for side, rows in stored.items()})

    @property
    def stored(self) -> dict[str, list[Node]]:
        """The units of both trees, as JSON can hold them."""
        return {"before": [*self.before.nodes.values()], "after": [*self.after.nodes.values()]}


def _node(row: list[Any]) -> Node:
    found = Node(*row)
    return found._replace(marks=tuple(map(Mark, found.marks)))


def _above(known: Mapping[str, Node], key: str | None) -> list[str]:
    """Return a unit and what stands above it, as far as it is known; a ring is gone round once."""
    path: list[str] = []
    while key is not None and key in known and key not in path:
        path.append(key)
        key = known[key].parent
    return path


def compare_trees(*, plan: Reorganization, tree: Tree) -> Comparison:
    """Return a tree of the plan's day without and with it; nothing is written."""
    outlook = Outlook.of(plan)
    keys = _Keys(outlook)
    return Comparison(
        TreeSide.of(_before(outlook, tree, keys)), TreeSide.of(_after(outlook, tree, keys))
    )


class _Keys:
    """Names for units that last: the key of a known unit, that of the plan for a new one."""

    def __init__(self, outlook: Outlook) -> None:
        founded = {u: p.pk for u, p in outlook.planned.items() if p.unit_id is None}
        self._keys = {unit: f"moi-{pk}" for unit, pk in founded.items()}

    def of(self, unit: int) -> str:
        return self._keys.get(unit, str(unit))


def _before(outlook: Outlook, tree: Tree, keys: _Keys) -> Iterator[Node]:
    known, followers = outlook.known[tree], _followers(outlook)
    for unit, version in known.versions.items():
        parent = known.parent(unit)
        marks = _marks(outlook, unit)
        yield Node(
            key=keys.of(unit),
            unit=unit,
            name=str(version.values["name"]),
            parent=None if parent is None else keys.of(parent),
            kind=str(version.values["type_id"]),
            code=_code(known, unit),
            heir=None if outlook.heirs.get(unit) is None else keys.of(outlook.heirs[unit] or 0),
            marks=marks,
            note=_becomes(outlook, unit, marks, followers.get(unit, {})),
        )


def _after(outlook: Outlook, tree: Tree, keys: _Keys) -> Iterator[Node]:
    taken_over = _taken_over(outlook)
    for unit in outlook.alive(tree):
        parent = outlook.parent(unit)
        marks = _marks(outlook, unit)
        if unit in taken_over and Mark.NEW not in marks:
            marks = (Mark.RECEIVES, *marks)
        yield Node(
            key=keys.of(unit),
            unit=None if keys.of(unit).startswith("moi-") else unit,
            name=outlook.name(unit),
            parent=None if parent is None else keys.of(parent),
            kind=outlook.type_code(unit),
            code=_told_code(outlook, unit) or _code(outlook.known[tree], unit),
            marks=marks,
            note=_was(outlook, unit, marks, taken_over.get(unit, {})),
        )


def _code(known: Known, unit: int) -> str:
    stored = known.codes.get(unit)
    return "" if stored is None else str(stored.values["code"])


def _told_code(outlook: Outlook, unit: int) -> str:
    fate = outlook.fates.get(unit)
    return "" if fate is None else fate.code or ""


def _marks(outlook: Outlook, unit: int) -> tuple[Mark, ...]:
    version, fate = outlook.version(unit), outlook.fates.get(unit)
    if fate is None:
        return ()
    if fate.ends:
        return (Mark.ENDS,)
    if version is None:
        return () if fate.is_older else (Mark.NEW,)
    known = outlook.known[outlook.trees[unit]]
    found = {
        Mark.MOVED: known.parent(unit) != outlook.parent(unit),
        Mark.RENAMED: version["name"] != outlook.name(unit),
        Mark.RETYPED: version["type_id"] != outlook.type_code(unit),
    }
    return tuple(mark for mark, holds in found.items() if holds)


def _followers(outlook: Outlook) -> Mapping[int, Mapping[str, None]]:
    """Return the names of what follows each unit, each name once and in their order."""
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for succession in outlook.successions:
        found[succession.predecessor][outlook.name(succession.successor)] = None
    return found


def _taken_over(outlook: Outlook) -> Mapping[int, Mapping[str, None]]:
    """Return the names of what ends in favour of each unit, each name once and in their order."""
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for succession in outlook.successions:
        found[succession.successor][outlook.name(succession.predecessor)] = None
    return found


def _becomes(outlook: Outlook, unit: int, marks: tuple[Mark, ...], followers: Iterable[str]) -> str:
    if Mark.ENDS in marks:
        names = ", ".join(followers)
        return f"về {names}" if names else ""
    said = [f"thành {outlook.name(unit)}"] if Mark.RENAMED in marks else []
    above = outlook.parent(unit)
    if Mark.MOVED in marks and above is not None:
        said.append(f"về dưới {outlook.name(above)}")
    return ", ".join(said)


def _was(outlook: Outlook, unit: int, marks: tuple[Mark, ...], taken_over: Iterable[str]) -> str:
    known, version = outlook.known[outlook.trees[unit]], outlook.version(unit)
    names = [*taken_over]
    said = [f"từ {listed(names, _SHOWN)}"] if names else []
    if version is not None and Mark.RENAMED in marks:
        said.append(f"trước là {version['name']}")
    above = known.parent(unit)
    if Mark.MOVED in marks and above is not None:
        said.append(f"trước ở {known.versions[above].values['name']}")
    return ", ".join(said)
