"""What is to be done next in an office that begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from attrs import frozen
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from coso.access.enums import Permission
from coso.accounts import services as accounts
from coso.importing.services import FilledList
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.web.frame import may_set_up
from coso.web.setup.steps import Setup, Step
from coso.web.shared.views import FramedView


@frozen
class ListLine:
    """A list to be filled, as the page shows it; an empty address is not offered."""

    label: str
    records: int
    is_needed: bool
    form_url: str
    hand_url: str


class Steps(FramedView, TemplateView):
    """The steps with their state, for whoever answers for the whole installation."""

    template_name = "setup/steps.html"

    def _require_permission(self) -> None:
        if not may_set_up(self.actor):
            raise Http404

    @cached_property
    def setup_state(self) -> Setup:
        root = organizations.root(Tree.PARTY)
        if root is None:
            raise Http404
        return Setup.of(root, self.actor, self.frame.today)

    @cached_property
    def steps(self) -> list[Step]:
        return self.setup_state.steps()

    @property
    def is_complete(self) -> bool:
        return all(step.is_done for step in self.steps)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Hide the steps from the navigation, once all of them are done."""
        if self.is_complete:
            accounts.hide_setup(user=self.actor, actor=self.actor)
            messages.success(
                request, "Đã ẩn trang này khỏi trình đơn. Mở lại ở trình đơn tài khoản."
            )
        return redirect("setup:steps")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Việc cần làm tiếp",
            steps=self.steps,
            done=sum(step.is_done for step in self.steps),
            may_hide=self.is_complete and not self.actor.hides_setup,
            lists=[self._line(each) for each in self.setup_state.lists],
            shows_counts=self.setup_state.may(Permission.FIGURES_VIEW),
            forms_url=self._address("importing:templates") if self._may_import else "",
            **kwargs,
        )

    @property
    def _may_import(self) -> bool:
        return self.setup_state.may(Permission.IMPORTS_APPLY)

    def _line(self, filled: FilledList) -> ListLine:
        kind = filled.form.kind
        by_hand = _BY_HAND.get(kind)
        may_write = by_hand is not None and self.setup_state.may(by_hand[0])
        return ListLine(
            label=filled.form.label,
            records=filled.records,
            is_needed=filled.is_needed,
            form_url=self._address("importing:template", kind),
            hand_url=by_hand[1]() if by_hand is not None and may_write else "",
        )

    def _address(self, name: str, *args: str) -> str:
        return reverse(name, args=args)


def _founding(tree: Tree) -> str:
    root = organizations.root(tree)
    return "" if root is None else reverse("organizations:found", args=[root.pk])


def _thematic() -> str:
    """Return where the resolutions are on whose pages targets and work items are written."""
    return f"{reverse('documents:list')}?chuyen_de=True"


# The lists whose rows can be written one by one: the right, and where.
_BY_HAND: Final[dict[str, tuple[Permission, Callable[[], str]]]] = {
    "areas": (Permission.UNITS_KEEP, lambda: _founding(Tree.AREA)),
    "party_organizations": (Permission.UNITS_KEEP, lambda: _founding(Tree.PARTY)),
    "agencies": (Permission.UNITS_KEEP, lambda: _founding(Tree.AGENCY)),
    "documents": (Permission.DOCUMENTS_KEEP, lambda: reverse("documents:register")),
    "members": (Permission.MEMBERS_KEEP, lambda: reverse("members:list")),
    "staff": (Permission.STAFF_KEEP, lambda: reverse("personnel:employ")),
    "meetings": (Permission.MEETINGS_KEEP, lambda: reverse("meetings:record")),
    "courses": (Permission.TRAINING_KEEP, lambda: reverse("training:record")),
    "enrollments": (Permission.TRAINING_KEEP, lambda: reverse("training:list")),
    "decisions": (Permission.APPOINTMENTS_KEEP, lambda: reverse("personnel:list")),
    "planning": (Permission.PLANNING_KEEP, lambda: reverse("personnel:list")),
    "targets": (Permission.RESOLUTIONS_KEEP, _thematic),
    "work_items": (Permission.RESOLUTIONS_KEEP, _thematic),
    "visits": (Permission.VISITS_KEEP, lambda: reverse("visits:record")),
}
