"""The steps of a plan, one by one: written, changed, moved, taken out."""

from __future__ import annotations

from functools import cached_property
from http import HTTPStatus
from typing import Any

from attrs import evolve
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from coso.core.errors import DomainError
from coso.core.writing import Basis
from coso.organizations.enums import Tree, UnitEvent
from coso.reorganizations import queries, services
from coso.reorganizations.enums import Side
from coso.reorganizations.models import ReorganizationStep
from coso.reorganizations.services import Node
from coso.reorganizations.validators import SHAPES
from coso.web.reorganizations import forms, initials, parts
from coso.web.reorganizations.event_forms import form_for
from coso.web.reorganizations.planned import PlanTree, key_of
from coso.web.reorganizations.step_forms import StepForm
from coso.web.reorganizations.views.base import OfOpenPlan, OfPlan
from coso.web.reorganizations.views.drawing import BELOW, CHOSEN, EVENT, STEP, OfTree
from coso.web.reorganizations.views.reading import STEPS_PAGE, STEPS_PER_PAGE
from coso.web.reorganizations.views.writing import PlanForm
from coso.web.shared.confirming import Consequence
from coso.web.shared.stepping import ConfirmedStep, SeeOther, StepView
from coso.web.shared.views import Action
from coso.web.templatetags.ui import Crumb

# Events of one unit: several picked make several steps.
_EACH = (UnitEvent.RENAME, UnitEvent.CHANGE_TYPE, UnitEvent.TRANSFER_UNIT)
_NUMBERS = ("không", "một", "hai")


def _to_be_picked(event: UnitEvent) -> str:
    """Return how many units are picked for an event, in words."""
    least, most = SHAPES[event].sources
    word = "đúng" if least == most and event not in _EACH else "ít nhất"
    return f"{word} {_NUMBERS[least]} đơn vị"


def _place_of(step: ReorganizationStep, page: OfPlan) -> str:
    """Return where a step stands on the plan's own page."""
    number = (step.position - 1) // STEPS_PER_PAGE + 1
    return f"{page.own_address()}&{STEPS_PAGE}={number}#buoc-{step.pk}"


class StepPage(OfTree, PlanForm):
    """A form about a step: its fields depend on the event and on the units picked."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._led_back() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._led_back() or super().post(request, *args, **kwargs)

    @cached_property
    def event(self) -> str:
        """What happens; empty where the address names nothing that can."""
        asked = self.asked(EVENT) or self.event_before
        return asked if asked in UnitEvent.values else ""

    @property
    def event_before(self) -> str:
        """What happens unless the address says so."""
        return ""

    @cached_property
    def chosen(self) -> list[Node]:
        """The units picked."""
        return self.tree.nodes(self.request.GET.getlist(CHOSEN))

    def unfit(self) -> str:
        """Return why event and units do not go together, if they do not."""
        if not self.event:
            return "Hãy chọn hình thức rồi bấm “Tiếp tục”."
        event, number = UnitEvent(self.event), len(self.chosen)
        is_fit = SHAPES[event].takes(min(number, 1) if event in _EACH else number)
        if event == UnitEvent.ESTABLISH or is_fit:
            return ""
        return f"“{event.label}” cần {_to_be_picked(event)}. Hãy đánh dấu lại trên cây."

    def _led_back(self) -> HttpResponse | None:
        if not (refusal := self.unfit()):
            return None
        messages.error(self.request, refusal)
        return SeeOther(self.repicking())

    def repicking(self) -> str:
        """Return where units and event are picked anew."""
        return self.drawing(**{CHOSEN: [node.key for node in self.chosen], EVENT: self.event})

    def get_form_class(self) -> type[StepForm]:
        return form_for(UnitEvent(self.event), self.tree.tree)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "event": UnitEvent(self.event),
            "tree": self.tree,
            "chosen": self.chosen,
            "leaves": [],
        }

    def get_initial(self) -> dict[str, Any]:
        return initials.likely(UnitEvent(self.event), self.tree, self.chosen)

    def recorded(self) -> dict[str, Any]:
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("breadcrumb", self.path_below(str(UnitEvent(self.event).label)))
        kwargs.setdefault("actions", [Action("Chọn lại đơn vị", self.repicking(), "sitemap")])
        return super().get_context_data(**kwargs)


class AddSteps(StepPage):
    """What happens to the units picked, as the last steps of the plan."""

    submit_label = "Ghi bước"

    def get_title(self) -> str:
        label = UnitEvent(self.event).label
        names = [node.name for node in self.chosen]
        return f"{label}: {parts.listed_names(names)}" if names else str(label)

    def get_success_url(self) -> str:
        return self.drawing(**{EVENT: self.event, BELOW: self.asked(BELOW)})

    def write(self, form: StepForm, basis: Basis) -> list[ReorganizationStep]:
        return services.add_steps(plan=self.plan, steps=form.steps(), actor=self.actor, basis=basis)

    def refused(self, form: StepForm, error: DomainError) -> HttpResponse:
        if not isinstance(error, services.StepIsThere):
            return super().refused(form, error)
        form.add_error(None, str(error))
        shown = Action(
            f"Xem bước {error.step.position}", _place_of(error.step, self), "list-details"
        )
        context = self.get_context_data(form=form, actions=[shown])
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)

    def message(self, written: list[ReorganizationStep]) -> str:
        first, *_, last = [written[0], *written]
        numbers = f"bước {first.position}"
        if len(written) > 1:
            numbers = f"{len(written)} bước, từ {first.position} đến {last.position}"
        return f"Đã ghi {numbers}: {first.get_event_display()}."


class OfStep(OfPlan):
    """A page about one step of a plan."""

    step: ReorganizationStep

    def _require_permission(self) -> None:
        super()._require_permission()
        step = queries.steps_of(self.plan).filter(pk=self.kwargs["step"]).first()
        if step is None:
            raise Http404
        self.step = step


class ChangeStep(OfStep, StepPage):
    """What a step says, in its place."""

    submit_label = "Lưu bước"

    @cached_property
    def tree(self) -> PlanTree:
        """The tree of the step's units."""
        rows = [part.unit for part in self.step.parts.all()]
        return PlanTree(self.plan, Tree(rows[0].tree) if rows else Tree.PARTY)

    @property
    def event_before(self) -> str:
        return self.step.event

    @cached_property
    def chosen(self) -> list[Node]:
        keys = [key_of(row) for row in initials.units_of(self.step, Side.SOURCE)]
        return self.tree.nodes(self.request.GET.getlist(CHOSEN) or keys)

    def unfit(self) -> str:
        is_of_one = self.event in (*_EACH, UnitEvent.ESTABLISH)
        if is_of_one and len(self.chosen) > 1:
            return (
                "Một bước như vậy nói về một đơn vị. Hãy chọn một, rồi thêm bước cho đơn vị khác."
            )
        return super().unfit()

    def repicking(self) -> str:
        keys = [node.key for node in self.chosen]
        return self.drawing(**{CHOSEN: keys, EVENT: self.event, STEP: self.step.pk})

    def get_title(self) -> str:
        return f"Sửa bước {self.step.position}: {UnitEvent(self.event).label}"

    def get_success_url(self) -> str:
        return _place_of(self.step, self)

    def get_form_kwargs(self) -> dict[str, Any]:
        leaves = initials.units_of(self.step, Side.TARGET)
        return {**super().get_form_kwargs(), "leaves": leaves}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **initials.said_by(self.step, self.tree)}

    def write(self, form: StepForm, basis: Basis) -> ReorganizationStep:
        [details] = form.steps()
        return services.change_step(
            step=self.step,
            details=evolve(details, reference=self.step.reference),
            actor=self.actor,
            basis=basis,
        )

    def message(self, written: ReorganizationStep) -> str:
        return f"Đã sửa bước {written.position}: {written.get_event_display()}."


class RemoveStep(OfOpenPlan, OfStep, ConfirmedStep):
    """A step that is not to be."""

    submit_label = "Bỏ bước"

    def get_form_class(self) -> type[forms.SeenForm]:
        return forms.SeenForm

    def get_title(self) -> str:
        return f"Bỏ bước {self.step.position}: {self.step.get_event_display()}?"

    def breadcrumb(self) -> list[Crumb]:
        return self.path_below(f"Bỏ bước {self.step.position}")

    def get_initial(self) -> dict[str, Any]:
        return {"seen": queries.state_of(self.plan)}

    def get_success_url(self) -> str:
        return f"{self.own_address()}#steps"

    def consequences(self) -> list[Consequence]:
        [line] = parts.lines([self.step])
        told = [("Từ", line.sources), ("Thành, về", line.targets)]
        return [
            *(Consequence(f"{word}: {'; '.join(names)}.") for word, names in told if names),
            Consequence(
                "Bước và điều bước ghi về các đơn vị này bị bỏ, lấy lại được; sổ không thay đổi."
            ),
        ]

    def carry_out(self, form: Any) -> str:
        basis = Basis(seen=form.cleaned_data["seen"])
        services.remove_step(step=self.step, actor=self.actor, basis=basis)
        label = self.step.get_event_display()
        return f"Đã bỏ bước {self.step.position}: {label}. Lấy lại được ở mục Bước đã bỏ."


class RestoreStep(OfPlan, StepView):
    """A step that was taken out stands in its place again."""

    def carry_out(self) -> str:
        found = queries.removed_steps(self.plan).filter(pk=self.kwargs["removed"]).first()
        if found is None:
            raise Http404
        step = services.restore_step(removed=found, actor=self.actor)
        return f"Đã lấy lại bước {step.position}: {step.get_event_display()}."

    def next_address(self) -> str:
        return f"{self.own_address()}#steps"


class MoveStep(OfStep, StepView):
    """A step stands earlier or later in the plan."""

    places = 0

    def carry_out(self) -> str:
        self.step = services.move_step(step=self.step, places=self.places, actor=self.actor)
        return ""

    def next_address(self) -> str:
        return _place_of(self.step, self)
