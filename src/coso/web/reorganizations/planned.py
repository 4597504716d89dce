"""The units of a plan as pages name them: by a key of the tree, or in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from django import forms

from coso.core import text
from coso.core.dates import format_date
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.reorganizations.enums import Mark
from coso.reorganizations.models import PlannedUnit, Reorganization
from coso.reorganizations.services import Node, TreeSide, UnitDetails, in_order
from coso.web.reorganizations import parts

# What a tree is called in an address.
WORDS: Final[Mapping[Tree, str]] = {tree: word for word, tree in parts.TREES.items()}
_SHOWN: Final = 5
_FOUNDED: Final = "moi-"


def key_of(row: PlannedUnit) -> str:
    """Return by which key the trees of its plan know a unit."""
    return str(row.unit_id) if row.unit_id is not None else f"{_FOUNDED}{row.pk}"


class PlanTree:
    """A tree as a plan leaves it; each of its units is described once."""

    def __init__(self, plan: Reorganization, tree: Tree) -> None:
        self.plan, self.tree = plan, tree
        compared = parts.comparison_of(plan, tree)
        self.after: TreeSide = compared.after
        self.before: TreeSide = compared.before
        self._details: dict[str, UnitDetails] = {}

    def node(self, key: str) -> Node | None:
        """Return a unit before or after the plan, if there is one of the key."""
        return self.after.nodes.get(key) or self.before.nodes.get(key)

    def above(self, node: Node) -> Node | None:
        """Return what a unit stands under, if there is anything."""
        return None if node.parent is None else self.node(node.parent)

    def nodes(self, keys: Iterable[str]) -> list[Node]:
        """Return the units of keys, each once, those that there are."""
        found = (self.node(key) for key in dict.fromkeys(keys))
        return [node for node in found if node is not None]

    def children(self, key: str | None) -> list[Node]:
        """Return what stands below a unit after the plan, and what stood there and ends."""
        ending = (n for n in self.before.children.get(key, ()) if Mark.ENDS in n.marks)
        return [*in_order(self.after.children.get(key, ())), *in_order(ending)]

    def is_ending(self, node: Node) -> bool:
        """Tell whether a unit is no more after the plan."""
        return node.key not in self.after.nodes

    def path(self, key: str | None) -> list[Node]:
        """Return a unit and what stands above it, the topmost first."""
        path: list[Node] = []
        while key is not None and (node := self.node(key)) is not None and node not in path:
            path.append(node)
            key = node.parent
        return path[::-1]

    def matching(self, words: str) -> list[Node]:
        """Return the units whose name holds the words or whose code begins with them.

        A unit that the plan renames is found by both names.
        """
        letters, code = text.search_key(text.normalize(words)), text.normalize(words)
        found = {
            node.key
            for node in (*self.before.nodes.values(), *self.after.nodes.values())
            if letters in text.search_key(node.name) or node.code.startswith(code)
        }
        return in_order(node for node in self.after.nodes.values() if node.key in found)

    def details(self, key: str) -> UnitDetails:
        """Return the description of a unit that the trees know."""
        if key not in self._details:
            self._details |= self._described([key])
        return self._details[key]

    def describe(self, keys: Iterable[str]) -> list[UnitDetails]:
        """Return the descriptions of several units."""
        wanted = [node.key for node in self.nodes(keys)]
        self._details |= self._described([key for key in wanted if key not in self._details])
        return [self._details[key] for key in wanted]

    def find(self, written: str) -> UnitDetails:
        """Return the unit that words mean: by its code, its name, or name and that above.

        :raises ValidationError: if there is none, or more than one
        """
        found = self._called(written)
        if len(found) == 1:
            return self.details(found[0].key)
        day = format_date(self.plan.effective_on)
        if not found:
            message = (
                f"Không có “{written}” trong cây ngày {day} theo phương án. Hãy ghi mã, hoặc tên "
                "đầy đủ như trên cây."
            )
            raise forms.ValidationError(message, code="unit_not_found")
        shown = "; ".join(self.reference(node) for node in found[:_SHOWN])
        message = (
            f"Có {len(found)} đơn vị là “{written}”: {shown}. Hãy ghi mã, hoặc ghi kèm cấp trên."
        )
        raise forms.ValidationError(message, code="unit_ambiguous")

    def reference(self, node: Node) -> str:
        """Return words by which `find` finds a unit again."""
        if self._names[text.match_key(node.name)] == 1:
            return node.name
        return node.code or self.with_above(node)

    @cached_property
    def _names(self) -> Counter[str]:
        """How many units of the tree bear each name."""
        return Counter(text.match_key(node.name) for node in self.after.nodes.values())

    def _called(self, written: str) -> list[Node]:
        code, match = text.normalize(written), text.match_key(written)
        nodes = self.after.nodes.values()
        return (
            [node for node in nodes if node.code and node.code == code]
            or [node for node in nodes if text.match_key(node.name) == match]
            or [
                node
                for node in nodes
                if "," in written and text.match_key(self.with_above(node)) == match
            ]
        )

    def with_above(self, node: Node) -> str:
        """Return what a unit is called, and what the unit above it."""
        above = self.above(node)
        return node.name if above is None else f"{node.name}, {above.name}"

    def _described(self, keys: Iterable[str]) -> dict[str, UnitDetails]:
        founded = [int(k.removeprefix(_FOUNDED)) for k in keys if k.startswith(_FOUNDED)]
        known = [int(k) for k in keys if not k.startswith(_FOUNDED)]
        units: dict[int, Unit] = organizations.units().in_bulk(known) if known else {}
        rows: dict[int, PlannedUnit] = self.plan.units.in_bulk(founded) if founded else {}
        return {
            **{str(pk): UnitDetails(tree=self.tree, unit=unit) for pk, unit in units.items()},
            **{
                f"{_FOUNDED}{pk}": UnitDetails(tree=self.tree, planned=row)
                for pk, row in rows.items()
            },
        }
