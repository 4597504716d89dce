"""Members of units that end, sent to other units by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final

from attrs import frozen
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import text
from coso.core.errors import DomainError
from coso.core.numbers import format_integer
from coso.core.writing import Basis
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.reorganizations import queries, services
from coso.reorganizations.enums import Mark
from coso.reorganizations.services import Node, UnitDetails
from coso.web.refusals import denied
from coso.web.reorganizations.fields import PlaceForm
from coso.web.reorganizations.pasting import sent_by
from coso.web.reorganizations.planned import PlanTree, key_of
from coso.web.reorganizations.views.base import OfOpenPlan
from coso.web.shared.stepping import SeeOther
from coso.web.shared.views import PAGE_PARAMETER

_HOME, _WORDS, _OPEN_ONLY = "to-chuc", "tim", "chua"
_TICKED, _NAMES, _DOING = "dang-vien", "ho-ten", "lam"
_ROWS_PER_PAGE = 200  # one sends many at once
_SOME, _REST, _NOBODY = "chon", "con-lai", "bo"
_DONE: Final = {
    _SOME: "Đã ghi nơi đến cho {} đảng viên.",
    _REST: "Đã ghi nơi đến cho {} đảng viên còn lại.",
    _NOBODY: "Đã bỏ nơi đến của {} đảng viên.",
}


@frozen
class MemberLine:
    """A member, where they are at home, where they go, and whether by name."""

    membership: int
    name: str
    born: Any
    home: str
    goes_to: str
    is_named: bool


class SendMembers(OfOpenPlan, TemplateView):
    """The members of units that end, and whoever is sent by name: page by page."""

    template_name = "reorganizations/members.html"

    def _require_permission(self) -> None:
        super()._require_permission()
        if not scoping.reaches(self.actor, Permission.MEMBERS_VIEW, self.plan.unit):
            raise denied(Permission.MEMBERS_VIEW)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = "Đảng viên chuyển theo danh sách"
        page = Paginator(self._narrowed(), _ROWS_PER_PAGE).get_page(self._asked(PAGE_PARAMETER))
        return super().get_context_data(
            title=title,
            breadcrumb=self.path_below("Đảng viên chuyển"),
            plan=self.plan,
            page=page,
            page_field=PAGE_PARAMETER,
            lines=self._lines(page),
            homes=self._homes(),
            home=self._asked(_HOME),
            words=self._asked(_WORDS),
            is_open_only=bool(self._asked(_OPEN_ONLY)),
            open_count=self._without_target(self._rows()).count(),
            form=self.form,
            back=self.own_address(),
            seen=queries.state_of(self.plan),
            ticked=self._ticked(),
            pasted=self.request.POST.get(_NAMES, ""),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        doing = request.POST.get(_DOING, "")
        try:
            number = self._send(doing)
        except (DomainError, ValidationError) as error:
            refusals = error.messages if isinstance(error, ValidationError) else [str(error)]
            context = self.get_context_data(refusals=refusals)
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        messages.success(request, _DONE[doing].format(format_integer(number)))
        return SeeOther(request.get_full_path())

    def _send(self, doing: str) -> int:
        """Call the one service for the members meant.

        :raises ValidationError: if nobody is meant, or no place is named
        """
        going = self._going(doing)
        if not going:
            message = "Chưa có đảng viên nào được chọn. Hãy đánh dấu ở đầu dòng hoặc dán họ tên."
            raise ValidationError(message)
        return services.send_members(
            plan=self.plan,
            targets=dict.fromkeys(going) if doing == _NOBODY else self._places(going),
            actor=self.actor,
            basis=Basis(seen=self.request.POST.get("seen", "")),
        )

    def _places(self, going: Mapping[int, str]) -> dict[int, UnitDetails]:
        """Return where each goes: as its own line says, else all to the one place chosen.

        :raises ValidationError: if no place is named for some
        """
        told = {
            key: self.tree.details(key) if key else self.form.unit() for key in set(going.values())
        }
        return {member: told[key] for member, key in going.items()}

    def _going(self, doing: str) -> dict[int, str]:
        """Return the memberships meant: the rest of those filtered, or those ticked and pasted.

        Each with the key of the branch that a pasted line sends it to, if one does.

        :raises ValidationError: if a pasted line does not name one member of the list
        """
        if doing == _REST:
            rest = self._without_target(self._narrowed())
            return dict.fromkeys(rest.values_list("membership", flat=True), "")
        if doing not in _DONE:
            return {}
        ticked = self._narrowed().filter(membership__in=self._ticked())
        pasted = sent_by(self.request.POST.get(_NAMES, ""), self._rows(), self._branches())
        return {**dict.fromkeys(ticked.values_list("membership", flat=True), ""), **pasted}

    def _branches(self) -> dict[str, list[str]]:
        """Return the keys of the branches that there are after the plan, by their names."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        kinds = organizations.types_of(Tree.PARTY).filter(is_branch=True).in_bulk()
        for node in self.tree.after.nodes.values():
            if node.kind in kinds:
                found[text.match_key(node.name)].append(node.key)
        return found

    def _ticked(self) -> set[int]:
        return {int(each) for each in self.request.POST.getlist(_TICKED) if each.isdigit()}

    @cached_property
    def form(self) -> PlaceForm:
        """Where members go, as sent."""
        return PlaceForm(self.request.POST or None, tree=self.tree, targets=self._targets())

    def _asked(self, name: str) -> str:
        return self.request.GET.get(name, "").strip()

    @cached_property
    def tree(self) -> PlanTree:
        """The Party as the plan leaves it."""
        return PlanTree(self.plan, Tree.PARTY)

    @cached_property
    def ending(self) -> dict[int, Node]:
        """The organizations that end, by their keys in the registers."""
        nodes = self.tree.before.nodes.values()
        return {node.unit: node for node in nodes if node.unit and Mark.ENDS in node.marks}

    def _rows(self) -> QuerySet[Any]:
        """Return the members of the day whose unit ends, or who are sent by name."""
        roll = members.roll_on(self.plan.effective_on)
        named = self.plan.moves.values("membership")
        found = roll.filter(Q(unit__in=self.ending) | Q(membership__in=named))
        return scoping.visible(found, self.actor, Permission.MEMBERS_VIEW)

    def _narrowed(self) -> QuerySet[Any]:
        rows = self._rows()
        if self._asked(_HOME).isdigit():
            rows = rows.filter(unit=int(self._asked(_HOME)))
        if self._asked(_WORDS):
            rows = members.matching(rows, self._asked(_WORDS))
        return self._without_target(rows) if self._asked(_OPEN_ONLY) else rows

    def _without_target(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those whom neither a step nor the list sends anywhere."""
        unfollowed = [unit for unit, node in self.ending.items() if node.heir is None]
        named = self.plan.moves.values("membership")
        return rows.filter(unit__in=unfollowed).exclude(membership__in=named)

    def _homes(self) -> list[tuple[int, str, int]]:
        """Return the organizations of the list, and how many members of each are on it."""
        counted = self._rows().order_by().values("unit", "unit__name").annotate(number=Count("pk"))
        return [(row["unit"], row["unit__name"], row["number"]) for row in counted]

    def _lines(self, page: Page[Any]) -> list[MemberLine]:
        moves = self.plan.moves.filter(membership__in=[row.membership_id for row in page])
        named = {
            move.membership_id: str(move.target) for move in moves.select_related("target__unit")
        }
        return [
            MemberLine(
                membership=row.membership_id,
                name=row.membership.person.full_name,
                born=row.membership.person.born_on,
                home=row.unit.name,
                goes_to=named.get(row.membership_id) or self._heir(row.unit_id),
                is_named=row.membership_id in named,
            )
            for row in page
        ]

    def _heir(self, home: int) -> str:
        ending = self.ending.get(home)
        heir = None if ending is None or ending.heir is None else self.tree.node(ending.heir)
        return "" if heir is None else heir.name

    def _targets(self) -> list[tuple[str, str]]:
        """Return where members probably go: branches that the plan founds, and where some go."""
        rows = self.plan.units.filter(tree=Tree.PARTY).select_related("unit", "parent__unit")
        meant = rows.filter(Q(is_new=True, type__is_branch=True) | Q(arrivals__isnull=False))
        found = [
            (key_of(row), self.tree.after.nodes.get(key_of(row)))
            for row in meant.distinct().order_by("position")
        ]
        return [(key, self.tree.with_above(node)) for key, node in found if node is not None]
