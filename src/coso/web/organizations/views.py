"""Units: the list, the tree of a date, one unit with its history."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from attrs import frozen
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.web.frame import place_of
from coso.web.organizations import parts
from coso.web.organizations.filters import UnitFilter
from coso.web.organizations.tables import UnitTable
from coso.web.shared.views import Action, FramedView, ListView, RecordView

_TREES = {"dang": Tree.PARTY, "dia-ban": Tree.AREA, "co-quan": Tree.AGENCY}
_PICKED_AT_MOST = 30


class UnitList(ListView):
    """The units of one tree below the unit in view, on the as-of date."""

    permission = Permission.UNITS_VIEW
    table_class = UnitTable
    filterset_class = UnitFilter
    unit_word = "đơn vị"
    export_name = "don-vi"
    empty = {
        "title": "Chưa có đơn vị nào trong ngày này",
        "text": "Nhập danh sách tổ chức đảng và đơn vị hành chính để có cây tổ chức.",
    }

    @property
    def tree(self) -> Tree:
        return _TREES.get(self.request.GET.get("cay", ""), Tree.PARTY)

    @property
    def title(self) -> str:
        return str(self.tree.label)

    def rows(self) -> QuerySet[Unit]:
        units = organizations.shown_on(self.tree, self.as_of)
        within = organizations.seen_from(self.unit, self.tree, self.as_of)
        return units if within is None else units.filter(pk__in=within)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "tree": self.tree}

    def actions(self) -> list[Action]:
        trees = [
            Action(str(tree.label), f"?{self._place(cay=name)}")
            for name, tree in _TREES.items()
            if tree != self.tree
        ]
        tree_page = Action(
            "Xem dạng cây", f"{reverse('organizations:tree')}?{self._place()}", "sitemap"
        )
        return [tree_page, *trees, *super().actions()]

    def _place(self, **more: str) -> str:
        return urlencode({**place_of(self.unit, self.as_of, self.frame.today), **more})


@frozen
class Node:
    """A unit in the tree, with what is needed to open it."""

    unit: Any
    url: str
    tree_url: str
    branch_url: str
    members: int | None

    @property
    def has_children(self) -> bool:
        return bool(self.unit.has_children_on)


class TreePage(FramedView, TemplateView):
    """The tree of the date from the unit in view down, opened step by step."""

    permission = Permission.UNITS_VIEW
    template_name = "organizations/tree.html"

    def top(self) -> Unit:
        """Return the unit whose children are shown."""
        return self.unit

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        top = organizations.shown_on(self.top().tree, self.as_of).filter(pk=self.top().pk).first()
        if top is None:
            raise Http404
        children = organizations.shown_on(Tree(top.tree), self.as_of).filter(parent_on=top.pk)
        counts = parts.member_counts(self.request.user, top, self.as_of)
        return super().get_context_data(
            title="Cây tổ chức",
            node=self._node(top, counts.get(None)),
            nodes=[self._node(child, counts.get(child.pk)) for child in children],
            actions=[
                Action("Xem dạng danh sách", f"{reverse('organizations:list')}?{self.frame.place}")
            ],
            **kwargs,
        )

    def _node(self, unit: Any, members: int | None) -> Node:
        below = urlencode(place_of(unit, self.as_of, self.frame.today))
        return Node(
            unit=unit,
            url=f"{reverse('organizations:detail', args=[unit.pk])}?{self.frame.place}",
            tree_url=f"{reverse('organizations:tree')}?{below}",
            branch_url=f"{reverse('organizations:branch', args=[unit.pk])}?{self.frame.place}",
            members=members,
        )


class TreeBranch(TreePage):
    """The children of one unit, for the tree that opens in place."""

    def top(self) -> Unit:
        reach = scoping.reachable_units(self.request.user, self.permission)
        found = reach.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_template_names(self) -> list[str]:
        return [f"{self.template_name}#tree-branch" if self.request.htmx else self.template_name]  # type: ignore[attr-defined]


@frozen
class Choice:
    """A unit that may be put in view."""

    unit: Any
    url: str


class UnitPicker(FramedView, TemplateView):
    """Choose the unit in view by a part of its name or by its code."""

    permission = Permission.UNITS_VIEW
    template_name = "organizations/unit_pick.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("tim", "").strip()
        found = list(self._found(words)[: _PICKED_AT_MOST + 1])
        return super().get_context_data(
            title="Chọn đơn vị để xem",
            words=words,
            choices=[self._choice(unit) for unit in found[:_PICKED_AT_MOST]],
            truncated=len(found) > _PICKED_AT_MOST,
            **kwargs,
        )

    def _found(self, words: str) -> QuerySet[Unit]:
        units = organizations.shown_on(Tree.PARTY, self.as_of)
        units = scoping.visible(units, self.request.user, self.permission)
        return organizations.matching(units, words) if words else units.order_by("path", "pk")

    def _choice(self, unit: Unit) -> Choice:
        place = urlencode(place_of(unit, self.as_of, self.frame.today))
        return Choice(unit, f"{reverse('home:dashboard')}?{place}")


class UnitRecord(RecordView):
    """One unit: what it is on the date, what it was, who leads it, what changed it."""

    permission = Permission.UNITS_VIEW
    template_name = "organizations/unit_detail.html"
    context_object_name = "unit"

    def records(self) -> QuerySet[Unit]:
        return organizations.units()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, unit = self.request.user, self.object
        shows_trail = scoping.can(user, Permission.AUDIT_VIEW, unit)
        return super().get_context_data(
            title=parts.name_on(unit, self.as_of),
            kind=str(unit.get_tree_display()),
            place=parts.path_on(unit, self.as_of, self.frame.place),
            status=parts.status_on(unit, self.as_of),
            groups=parts.groups(unit, self.as_of, user, self.frame.place),
            periods=parts.history(unit),
            periods_title="Tên, loại và cấp trên qua các thời kỳ",
            trail=audit.trail_of(unit)[:50] if shows_trail else None,
            actions=self._actions(unit),
            **kwargs,
        )

    def _actions(self, unit: Unit) -> list[Action]:
        place = urlencode(place_of(unit, self.as_of, self.frame.today))
        actions = [Action("Xem cây từ đây", f"{reverse('organizations:tree')}?{place}", "sitemap")]
        if scoping.covers(self.request.user, Permission.FIGURES_VIEW, unit):
            address = f"{reverse('home:dashboard')}?{place}"
            actions.insert(0, Action("Xem số liệu", address, "chart-bar", is_primary=True))
        if unit.tree == Tree.PARTY and scoping.can(
            self.request.user, Permission.MEMBERS_VIEW, unit
        ):
            address = f"{reverse('members:list')}?{place}"
            actions.append(Action("Đảng viên", address, "users"))
        return actions
