"""Units: the list, the tree of a date, one unit with its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from attrs import frozen
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import queries as audit
from coso.core.dates import format_date
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitVersion
from coso.reorganizations import queries as reorganizations
from coso.web.organizations import lineage, parts, staffing
from coso.web.organizations.filters import UnitFilter
from coso.web.organizations.lineage import Lineage
from coso.web.organizations.tables import TABLES, UnitTable
from coso.web.pictures.files import picture_file
from coso.web.shared.records import Group
from coso.web.shared.trees import ALL_TREES
from coso.web.shared.views import Action, FramedView, ListView, RecordView
from coso.web.shared.writing import Task

_TREES = {"dang": Tree.PARTY, "dia-ban": Tree.AREA, "co-quan": Tree.AGENCY}
_PICKED_AT_MOST = 30
_WITH_UNITS_BELOW_FIRST = ("-has_children_on", "order_key_on", "pk")


class UnitList(ListView):
    """The units of one tree below the unit in view, on the as-of date."""

    permission = Permission.UNITS_VIEW
    trees = ALL_TREES
    filterset_class = UnitFilter
    title = "Tổ chức"
    unit_word = "đơn vị"
    own_parameters = ("cay",)
    export_name = "don-vi"
    empty = {
        "fills": "party_organizations",
        "title": "Chưa có đơn vị nào trong ngày này",
        "text": "Nhập danh sách tổ chức đảng và đơn vị hành chính để có cây tổ chức.",
    }

    @property
    def tree(self) -> Tree:
        return _TREES.get(self.request.GET.get("cay", ""), Tree.PARTY)

    @property
    def table_class(self) -> type[UnitTable]:
        return TABLES[self.tree]

    def get_title(self) -> str:
        return str(self.tree.label)

    def rows(self) -> QuerySet[Unit]:
        units = organizations.shown_on(self.tree, self.as_of)
        within = self.seen(self.tree)
        return units if within is None else units.filter(pk__in=within)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "tree": self.tree}

    def actions(self) -> list[Action]:
        trees = [
            Action(str(tree.label), f"?{self.frame.place_of(self.unit, cay=name)}")
            for name, tree in _TREES.items()
            if tree != self.tree
        ]
        tree_page = Action(
            "Xem dạng cây", f"{reverse('organizations:tree')}?{self.frame.place}", "sitemap"
        )
        address = f"{reverse('reorganizations:list')}?{self.frame.place}"
        plans = Action("Phương án sắp xếp", address, "git-merge")
        return [tree_page, plans, *self._requests(), *trees, *super().actions()]

    def workbook(self, *, title: str, day: dt.date, **content: Any) -> HttpResponse:
        """Answer with the list; before all lists it bears the day of the first.

        Brought in again it would say, otherwise, that the registers were whole on that day, too.
        """
        first = organizations.listed_since(self.tree)
        if first is not None and day < first:
            title, day = f"{title} có vào ngày {format_date(day)}", first
        return super().workbook(title=title, day=day, **content)

    def _requests(self) -> list[Action]:
        """Return the way to what units ask for, with how many wait for the reader's answer."""
        if not scoping.has_permission(self.actor, Permission.CHANGES_VIEW):
            return []
        waiting = reorganizations.to_answer(reorganizations.requests(), self.actor).count()
        label = f"Đề nghị thay đổi ({waiting})" if waiting else "Đề nghị thay đổi"
        address = f"{reverse('change-requests:list')}?{self.frame.place}"
        return [Action(label, address, "message-circle")]


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
        top = self.top()
        shown = organizations.shown_on(Tree(top.tree), self.as_of)
        node = shown.filter(pk=top.pk).first()
        children = shown.filter(Q(parent_on=top.pk)).order_by(*_WITH_UNITS_BELOW_FIRST)
        below = scoping.visible(children, self.actor, self.permission)
        counts = parts.member_counts(self.actor, top, self.as_of)
        return super().get_context_data(
            title="Cây tổ chức",
            node=None if node is None else self._node(node, counts.get(None)),
            nodes=[self._node(child, counts.get(child.pk)) for child in below],
            path=parts.path_on(top, self.frame, self.actor),
            actions=[
                Action(
                    "Xem dạng danh sách",
                    f"{reverse('organizations:list')}?{self.frame.place}",
                    "list-details",
                )
            ],
            **kwargs,
        )

    def _node(self, unit: Any, members: int | None) -> Node:
        below = self.frame.place_of(unit)
        return Node(
            unit=unit,
            url=f"{reverse('organizations:detail', args=[unit.pk])}?{self.frame.place}",
            tree_url=f"{reverse('organizations:tree')}?{below}",
            branch_url=f"{reverse('organizations:branch', args=[unit.pk])}?{self.frame.place}",
            members=members,
        )


class TreeBranch(TreePage):
    """The children of one unit, for the tree that opens in place."""

    def named(self) -> QuerySet[Unit]:
        return organizations.units().filter(pk=self.kwargs["pk"])

    def top(self) -> Unit:
        reach = scoping.visible(self.named(), self.actor, self.permission)
        found = reach.select_related("overseer").first()
        if found is None:
            raise self.refusal()
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

    def _found(self, words: str) -> QuerySet[Any]:
        units = organizations.shown_on(None if words else Tree.PARTY, self.frame.tree_day)
        units = scoping.visible(units, self.actor, self.permission)
        return organizations.matching(units, words) if words else _topmost_first(units)

    def _choice(self, unit: Unit) -> Choice:
        place = self.frame.place_of(unit)
        page = "home:dashboard" if self._shows_figures else "organizations:tree"
        return Choice(unit, f"{reverse(page)}?{place}")

    @property
    def _shows_figures(self) -> bool:
        return scoping.has_permission(self.actor, Permission.FIGURES_VIEW)


def _topmost_first(units: QuerySet[Any]) -> QuerySet[Any]:
    return units.order_by(organizations.depth(), "order_key_on", "pk")


class UnitRecord(RecordView):
    """One unit: what it is on the date, what it was, who leads it, what changed it."""

    permission = Permission.UNITS_VIEW
    template_name = "organizations/unit_detail.html"
    context_object_name = "record"

    def records(self) -> QuerySet[Unit]:
        units = reorganizations.with_requests(organizations.with_lineage(organizations.units()))
        return organizations.with_codes_and_term(units, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit: Unit = self.object
        versions = list(organizations.versions_of(unit))
        version = parts.version_of(versions, self.as_of)
        told = lineage.lineage_of(unit, self.frame, self.actor)
        return super().get_context_data(
            title=unit.name if version is None else version.name,
            kind=str(unit.get_tree_display()),
            place=parts.path_on(unit, self.frame, self.actor),
            status=parts.status_on(unit, self.as_of),
            groups=self._groups(unit, version),
            lists=[lines for lines in self._lists(unit, version, told) if lines.lines],
            lineage=None if told is None else told.picture,
            periods=parts.history(versions),
            periods_title="Tên và loại qua các thời kỳ",
            places=parts.places(unit, self.frame),
            trail=self._trail(unit),
            actions=self._actions(unit),
            tasks=self._tasks(unit, version),
            **kwargs,
        )

    def _may(self, permission: Permission, unit: Unit) -> bool:
        return scoping.reaches(self.actor, permission, unit)

    def _groups(self, unit: Unit, version: UnitVersion | None) -> list[Group]:
        groups = [parts.facts_on(unit, version, self.frame), *self._staff(unit)]
        if unit.tree == Tree.PARTY and self._may(Permission.MEMBERS_VIEW, unit):
            groups.append(parts.leaders(unit, self.frame))
        if unit.tree == Tree.PARTY and self._may(Permission.EVALUATIONS_VIEW, unit):
            groups.append(parts.ratings(unit, self.frame, self.actor))
        return [group for group in groups if group.facts]

    def _staff(self, unit: Unit) -> list[Group]:
        if unit.tree != Tree.AGENCY or not self._may(Permission.STAFF_VIEW, unit):
            return []
        is_kept = self._may(Permission.STAFF_KEEP, unit)
        return [
            staffing.headcounts(unit, self.frame, is_kept=is_kept),
            staffing.posts(unit, self.frame, is_kept=is_kept),
        ]

    def _lists(
        self, unit: Unit, version: UnitVersion | None, told: Lineage | None
    ) -> Iterator[parts.Lines]:
        is_branch = version is not None and version.type.is_branch
        if not is_branch:
            counts = parts.member_counts(self.actor, unit, self.as_of)
            yield parts.children(unit, self.actor, self.frame, counts)
        elif self._may(Permission.MEETINGS_VIEW, unit):
            yield parts.meetings_held(unit, self.frame)
        if unit.tree == Tree.PARTY and self._may(Permission.VISITS_VIEW, unit):
            yield parts.visits_received(unit, self.frame)
        if told is not None:
            yield from told.lines

    def _tasks(self, unit: Unit, version: UnitVersion | None) -> list[Task]:
        tasks = parts.tasks(unit, self.frame) if self._may(Permission.UNITS_KEEP, unit) else []
        if self._may(Permission.CHANGES_PROPOSE, unit):
            tasks += parts.asking(unit, self.frame)
        if self._may(Permission.EVALUATIONS_KEEP, unit):
            tasks += parts.rating_tasks(unit, version, self.frame)
        if unit.tree == Tree.AGENCY and self._may(Permission.STAFF_KEEP, unit):
            tasks += staffing.tasks(unit, self.frame)
        return tasks

    def _trail(self, unit: Unit) -> Any:
        return audit.trail_of(unit)[:50] if self._may(Permission.AUDIT_VIEW, unit) else None

    def _actions(self, unit: Any) -> list[Action]:
        place = self.frame.place_of(unit)
        actions = [Action("Xem cây từ đây", f"{reverse('organizations:tree')}?{place}", "sitemap")]
        if scoping.covers(self.actor, Permission.FIGURES_VIEW, unit):
            address = f"{reverse('home:dashboard')}?{place}"
            actions.insert(0, Action("Xem số liệu", address, "chart-bar", is_primary=True))
        for label, name, icon, permission in _BOOKS[Tree(unit.tree)]:
            if self._may(permission, unit):
                actions.append(Action(label, f"{reverse(name)}?{place}", icon))
        if unit.has_requests and self._may(Permission.CHANGES_VIEW, unit):
            address = f"{reverse('change-requests:list')}?{place}"
            actions.append(Action("Đề nghị đã gửi", address, "message-circle"))
        return actions


class LineagePicture(UnitRecord):
    """What a unit took over and passed on, as a picture to take away."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        told = lineage.lineage_of(self.get_object(), self.frame, self.actor)
        if told is None:
            raise Http404
        return picture_file(told.picture)


_BOOKS = {
    Tree.PARTY: [("Đảng viên", "members:list", "users", Permission.MEMBERS_VIEW)],
    Tree.AREA: [],
    Tree.AGENCY: [("Cán bộ", "personnel:list", "briefcase", Permission.STAFF_VIEW)],
}
