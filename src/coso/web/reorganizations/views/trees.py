"""The tree before and after a plan, side by side, opened step by step."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from coso.access.enums import Permission
from coso.organizations.enums import Tree
from coso.reorganizations import queries
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import RehearsedTrees, TreeSide
from coso.web.reorganizations import parts
from coso.web.shared.views import Action, RecordView
from coso.web.templatetags.ui import Crumb

_SIDES = {"truoc": "before", "sau": "after"}


class PlanTrees(RecordView):
    """Both trees from the top, or what stands below one unit of one of them."""

    permission = Permission.UNITS_VIEW
    template_name = "reorganizations/plan_trees.html"
    context_object_name = "plan"

    def records(self) -> QuerySet[Reorganization]:
        return queries.plans().filter(status__in=parts.OPEN)

    def get_template_names(self) -> list[str]:
        is_part = self.request.htmx and self._below  # type: ignore[attr-defined]
        return [f"{self.template_name}#tree-branch" if is_part else self.template_name]

    @property
    def _tree(self) -> Tree:
        return parts.tree_asked_for(self.request)

    @property
    def _tree_word(self) -> str:
        return next(word for word, tree in parts.TREES.items() if tree == self._tree)

    @property
    def _below(self) -> str:
        return self.request.GET.get("duoi", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan: Reorganization = self.object
        title = "Cây trước và sau"
        own = f"{reverse('reorganizations:detail', args=[plan.pk])}?{self.frame.place}"
        above = f"{reverse('reorganizations:list')}?{self.frame.place}"
        return super().get_context_data(
            title=title,
            breadcrumb=[
                Crumb(label="Phương án sắp xếp", url=above),
                Crumb(label=plan.name, url=own),
                Crumb(label=title),
            ],
            tree=self._tree.label,
            rehearsed=self._tried,
            picture={"title": title, "svg_url": self._address("trees-picture")},
            actions=[
                Action(str(tree.label), f"?{urlencode({**self._place, 'cay': name})}")
                for name, tree in parts.TREES.items()
                if tree != self._tree
            ],
            **self._branches(plan),
            **kwargs,
        )

    def _branches(self, plan: Reorganization) -> dict[str, Any]:
        """Return the top of both trees, or the branch that was asked for."""
        if not self._below:
            sides = {side: self._side(plan, side) for side in _SIDES}
            return {
                _SIDES[side]: self._branch(side, found, found.start())
                for side, found in sides.items()
            }
        asked = self.request.GET.get("ben", "")
        found = self._side(plan, asked) if asked in _SIDES else None
        if found is None or self._below not in found.nodes:
            raise Http404
        branch = self._branch(asked, found, self._below)
        return {"branch": branch, "below": found.nodes[self._below], "side": asked}

    def _side(self, plan: Reorganization, side: str) -> TreeSide:
        tried = self._tried
        compared = parts.comparison_of(plan, self._tree) if tried is None else tried.comparison
        return compared.before if side == "truoc" else compared.after

    @cached_property
    def _tried(self) -> RehearsedTrees | None:
        return parts.trees_tried(self.object, self._tree)

    def _branch(self, side: str, found: TreeSide, key: str | None) -> parts.TreeBranch:
        def branch_url(node: str) -> str:
            return self._address("trees", ben=side, duoi=node)

        return parts.branch(found, key, self._unit_url, branch_url)

    def _address(self, name: str, **more: str) -> str:
        """Return an address of this plan and tree."""
        asked = {**self._place, parts.TREE_PARAMETER: self._tree_word, **more}
        return f"{reverse(f'reorganizations:{name}', args=[self.object.pk])}?{urlencode(asked)}"

    def _unit_url(self, unit: int) -> str:
        return f"{reverse('organizations:detail', args=[unit])}?{self.frame.place}"

    @property
    def _place(self) -> dict[str, str]:
        return dict(self.frame.place_parameters)
