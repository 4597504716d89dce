"""Drawing a plan: units are picked in the tree as the plan leaves it so far."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from attrs import frozen
from django.views.generic import TemplateView

from coso.organizations import queries as organizations
from coso.organizations.enums import UnitEvent
from coso.reorganizations.services import Node
from coso.web.reorganizations import parts
from coso.web.reorganizations.planned import WORDS, PlanTree
from coso.web.reorganizations.views.base import OfOpenPlan, OfPlan
from coso.web.shared.views import Action

_FOUND_AT_MOST = 60
_SUGGESTED = 12
_PROBLEMS_SHOWN = 3
CHOSEN, EVENT, STEP, BELOW = "chon", "hinh-thuc", "buoc", "duoi"
_WORDS, _OPENED, _ALL = "tim", "mo", "ca"
# In place of a unit: the top of the tree, and what was searched for.
_WHOLE, _FOUND = "ca-cay", "da-tim"


@frozen
class PickLine:
    """A unit to be picked: what it is, what the plan makes of it, how much stands below.

    `above` names what it stands under, where units of several places stand together.
    """

    node: Node
    kind: str
    above: str
    marks: list[tuple[str, str]]
    is_picked: bool
    is_ending: bool
    below: int
    branch_url: str


class OfTree(OfPlan):
    """A page about one of the trees of a plan."""

    @cached_property
    def tree(self) -> PlanTree:
        """The tree of the address; that of the Party where none is named."""
        return PlanTree(self.plan, parts.tree_asked_for(self.request))

    def asked(self, name: str) -> str:
        """Return a parameter of the address."""
        return self.request.GET.get(name, "").strip()

    def above(self, node: Node) -> str:
        """Return what a unit stands under is called."""
        found = self.tree.above(node)
        return "" if found is None else found.name

    def drawing(self, **asked: Any) -> str:
        """Return where the next step is drawn, in the tree in view, with what was picked."""
        query = urlencode({parts.TREE_PARAMETER: WORDS[self.tree.tree], **asked}, doseq=True)
        return f"{self.address('draw', self.plan.pk)}&{query}"


class DrawPlan(OfOpenPlan, OfTree, TemplateView):
    """The tree of the plan's day, as the plan leaves it: pick units, choose what happens."""

    template_name = "reorganizations/draw.html"

    def get_template_names(self) -> list[str]:
        part = {"pick-tree": "#pick-tree"}.get(self.request.htmx.target or "")  # type: ignore[attr-defined]
        if self.request.htmx and part is None:  # type: ignore[attr-defined]
            part = "#tree-branch"
        return [f"{self.template_name}{part or ''}"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = f"Vẽ phương án: {self.plan.name}"
        nodes = self._nodes()
        picked = self.tree.nodes(self._picked)
        shown = {node.key for node in nodes}
        return super().get_context_data(
            title=title,
            breadcrumb=self.path_below("Vẽ phương án"),
            plan=self.plan,
            actions=self._trees(),
            tree=WORDS[self.tree.tree],
            lines=(lines := self._lines(nodes[:_FOUND_AT_MOST])),
            living=sum(not line.is_ending for line in lines),
            more=max(len(nodes) - _FOUND_AT_MOST, 0),
            path=self.tree.path(self._below),
            below=self._below or _WHOLE,
            whole=_WHOLE,
            all_of=_FOUND if self._is_searched else self._below or _WHOLE,
            elsewhere=[node for node in picked if node.key not in shown],
            words=self.asked(_WORDS) if self._is_searched else "",
            step=self.asked(STEP),
            events=UnitEvent.choices,
            event=self.asked(EVENT),
            **self._result(),
            **kwargs,
        )

    @cached_property
    def _picked(self) -> list[str]:
        """The keys of the units picked one by one, and of all that stand together somewhere."""
        asked = self.asked(_ALL)
        together = self._standing(asked)[:_FOUND_AT_MOST] if asked else []
        living = (node.key for node in together if not self.tree.is_ending(node))
        return [*self.request.GET.getlist(CHOSEN), *living]

    @property
    def _opened(self) -> str:
        return self.asked(_OPENED)

    @property
    def _is_searched(self) -> bool:
        return bool(self.asked(_WORDS)) and not self._opened

    @cached_property
    def _below(self) -> str | None:
        """The unit whose branch is open: as asked for, else the root of the day while it lasts."""
        asked = self._opened or self.asked(BELOW)
        if asked == _WHOLE:
            return None
        root = organizations.root_on(self.tree.tree, self.plan.effective_on)
        keys = (asked, "" if root is None else str(root.pk))
        return next((key for key in keys if key in self.tree.after.nodes), None)

    def _nodes(self) -> list[Node]:
        return self._standing(_FOUND if self._is_searched else self._below)

    def _standing(self, where: str | None) -> list[Node]:
        """Return what stands below a unit, at the top, or was found by the words."""
        if where == _FOUND:
            return self.tree.matching(self.asked(_WORDS))
        return self.tree.children(None if where == _WHOLE else where)

    def _lines(self, nodes: list[Node]) -> list[PickLine]:
        kinds = dict(organizations.types_of(self.tree.tree).values_list("pk", "name"))
        return [
            PickLine(
                node=node,
                kind=kinds.get(node.kind, ""),
                above=self.above(node) if self._is_searched else "",
                marks=parts.marks_of(node),
                is_picked=node.key in self._picked,
                is_ending=self.tree.is_ending(node),
                below=0 if self.tree.is_ending(node) else len(self.tree.children(node.key)),
                branch_url=self.drawing(**{_OPENED: node.key}),
            )
            for node in nodes
        ]

    def _trees(self) -> list[Action]:
        """Return where the other trees are drawn, and where the plan is read."""
        others = [
            Action(str(tree.label), self.drawing(**{parts.TREE_PARAMETER: WORDS[tree]}))
            for tree in parts.TREES.values()
            if tree != self.tree.tree
        ]
        return [Action("Xem phương án", self.own_address(), "list-details"), *others]

    def _result(self) -> dict[str, Any]:
        """Return what the plan would do as it stands, in short."""
        rehearsal = parts.rehearsal_of(self.plan)
        number = self.plan.steps.count()
        if rehearsal is None:
            return {"rehearsal": None, "step_count": number}
        errors = [problem for problem in rehearsal.problems if problem.severity == "error"]
        shown = errors if parts.names_people(self.actor, self.plan) else []
        return {
            "rehearsal": rehearsal,
            "step_count": number,
            "errors": errors if number else [],
            "errors_shown": shown[:_PROBLEMS_SHOWN],
            "warnings": len(rehearsal.warnings),
            "own_url": self.own_address(),
            "members_url": self.address("members", self.plan.pk),
            "is_somebody_left": any(problem.kind == "members_left" for problem in errors),
        }


class SuggestUnits(OfTree, TemplateView):
    """Some units of the tree that the plan leaves, whose name holds what is in the field."""

    template_name = "reorganizations/suggest.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.asked(self.asked("muc"))
        found = self.tree.matching(words)[:_SUGGESTED] if words else []
        options = [(self.tree.reference(node), node, self.above(node)) for node in found]
        return super().get_context_data(options=options, **kwargs)
