"""The steps of a whole plan: carry out, wait, stop waiting, throw away, take back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property

from coso.core.dates import format_date
from coso.core.numbers import format_integer
from coso.core.text import normalize
from coso.core.writing import Basis
from coso.reorganizations import services
from coso.reorganizations.enums import PlanStatus, PlanWork
from coso.reorganizations.services import Rehearsal
from coso.web.reorganizations import forms, parts
from coso.web.reorganizations.views.base import OfPlan
from coso.web.shared.confirming import Consequence
from coso.web.shared.stepping import ConfirmedStep, StepView
from coso.web.templatetags.ui import Crumb


class Rehearse(OfPlan, StepView):
    """The plan is tried by the worker."""

    def carry_out(self) -> str:
        services.request_work(plan=self.plan, work=PlanWork.REHEARSE, actor=self.actor)
        return ""

    def next_address(self) -> str:
        return self.own_address()


class PlanStep(OfPlan, ConfirmedStep):
    """A step that leads back to the plan's own page."""

    def get_success_url(self) -> str:
        return self.own_address()

    def breadcrumb(self) -> list[Crumb]:
        return self.path_below(self.get_title())


class LongStep(PlanStep):
    """A step that the page waits for, or in a large office leaves to the worker."""

    work: ClassVar[PlanWork]

    def basis(self, form: Any) -> Basis:
        """Return on what the step is taken: what was seen, and the reason."""
        said = form.cleaned_data
        return Basis(seen=said.get("seen", ""), reason=normalize(said.get("reason", "")))

    def carry_out(self, form: Any) -> str:
        basis = self.basis(form)
        if not parts.is_left_to_worker():
            return self.do_at_once(basis)
        services.request_work(plan=self.plan, work=self.work, actor=self.actor, basis=basis)
        return ""

    def do_at_once(self, basis: Basis) -> str:
        """Call the one service; return what was done."""
        raise NotImplementedError


class RehearsedStep(LongStep):
    """A step that shows what the plan would do, and is about what was looked at."""

    @cached_property
    def rehearsal(self) -> Rehearsal | None:
        """Return what the plan would do, while it is open."""
        return parts.rehearsal_of(self.plan) if self.plan.status in parts.OPEN else None

    @property
    def warnings(self) -> list[str]:
        return [] if self.rehearsal is None else self.rehearsal.warnings

    def get_form_class(self) -> type[forms.SeenForm]:
        return forms.ExplainedForm if self.warnings else forms.SeenForm

    def get_initial(self) -> dict[str, Any]:
        return {"seen": "" if self.rehearsal is None else self.rehearsal.state}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"warnings": self.warnings, **kwargs})

    def refusals(self) -> list[str]:
        if self.plan.work:
            return [f"Phương án “{self.plan.name}” đã giao máy chủ, chưa xong. Hãy chờ xong."]
        if self.plan.status not in parts.OPEN:
            return [f"Phương án “{self.plan.name}”: {parts.status(self.plan).label.lower()}."]
        if self.rehearsal is None:
            return ["Phương án chưa diễn tập, hoặc đã sửa sau lần diễn tập trước. Hãy diễn tập."]
        errors = [p.message for p in self.rehearsal.problems if p.severity == "error"]
        number = len(errors)
        return [f"Còn {format_integer(number)} lỗi. {errors[0]}"] if errors else []

    def consequences(self) -> list[Consequence]:
        if self.rehearsal is None:
            return []
        since = format_date(self.plan.effective_on)
        changed = parts.changed_counts(self.rehearsal)
        return [
            Consequence(f"bước, có hiệu lực từ ngày {since}.", self.plan.steps.count()),
            Consequence("tổ chức đảng có số đảng viên khác trước.", len(changed)),
            Consequence("tổ chức đảng kết thúc.", sum(unit.after is None for unit in changed)),
            Consequence("đảng viên trước khi sắp xếp.", self.rehearsal.members_before),
            Consequence("đảng viên sau khi sắp xếp.", self.rehearsal.members_after),
            Consequence(f"Số liệu, danh sách trước ngày {since} giữ nguyên."),
        ]


class Apply(RehearsedStep):
    """The plan is carried out."""

    work = PlanWork.APPLY
    submit_label = "Thực hiện phương án"

    def get_title(self) -> str:
        return f"Thực hiện “{self.plan.name}”?"

    def do_at_once(self, basis: Basis) -> str:
        _, rehearsal = services.apply_plan(
            plan=self.plan, actor=self.actor, on=self.frame.today, basis=basis
        )
        members = format_integer(rehearsal.members_after)
        return f"Đã thực hiện phương án: {members} đảng viên có nơi sinh hoạt mới hoặc như cũ."


class Schedule(RehearsedStep):
    """The plan waits for its day."""

    work = PlanWork.SCHEDULE
    submit_label = "Đặt chờ"

    def get_title(self) -> str:
        return f"Đặt “{self.plan.name}” chờ đến {format_date(self.plan.effective_on)}?"

    def consequences(self) -> list[Consequence]:
        waiting = "Đến ngày hiệu lực phần mềm tự thực hiện với sổ của ngày đó; trước đó dừng được."
        return [*super().consequences(), Consequence(waiting)]

    def do_at_once(self, basis: Basis) -> str:
        services.schedule_plan(plan=self.plan, actor=self.actor, on=self.frame.today, basis=basis)
        return f"Phương án chờ đến ngày {format_date(self.plan.effective_on)}."


class Unschedule(PlanStep):
    """A plan that waits becomes a draft again."""

    submit_label = "Dừng chờ"

    def get_title(self) -> str:
        return f"Dừng chờ “{self.plan.name}”?"

    def consequences(self) -> list[Consequence]:
        return [Consequence("Phương án trở lại bản đang soạn; đến ngày hiệu lực không tự chạy.")]

    def carry_out(self, form: Any) -> str:
        services.unschedule_plan(plan=self.plan, actor=self.actor)
        return "Phương án trở lại bản đang soạn."


class Discard(PlanStep):
    """A draft that is not to be carried out."""

    submit_label = "Bỏ phương án"

    def get_title(self) -> str:
        return f"Bỏ “{self.plan.name}”?"

    def get_success_url(self) -> str:
        return self.address("list")

    def consequences(self) -> list[Consequence]:
        return [
            Consequence("bước đã ghi không còn.", self.plan.steps.count()),
            Consequence("Sổ không thay đổi; nhật ký giữ việc lập và bỏ phương án."),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"cancel_url": self.own_address(), **kwargs})

    def carry_out(self, form: Any) -> str:
        services.discard_plan(plan=self.plan, actor=self.actor)
        return f"Đã bỏ phương án “{self.plan.name}”. Sổ không thay đổi."


class Undo(LongStep):
    """A plan that was carried out is taken back as a whole."""

    work = PlanWork.UNDO
    form_class = forms.WhyForm
    submit_label = "Hoàn tác phương án"

    def get_title(self) -> str:
        return f"Hoàn tác “{self.plan.name}”?"

    def get_success_url(self) -> str:
        """Return the plan's own page, of no unit: the one in view may be gone then."""
        return reverse("reorganizations:detail", args=[self.plan.pk])

    def refusals(self) -> list[str]:
        if self.plan.work:
            return [f"Phương án “{self.plan.name}”: {self.plan.get_work_display().lower()}."]
        if self.plan.status == PlanStatus.APPLIED:
            return []
        return [f"Phương án “{self.plan.name}” chưa thực hiện, hoặc đã hoàn tác."]

    def consequences(self) -> list[Consequence]:
        return [
            Consequence("bước được gỡ hết, sổ trở lại như trước.", self.plan.steps.count()),
            Consequence("Nếu sổ đã ghi tiếp vào đơn vị mới thì không gỡ gì và nói rõ vướng ở đâu."),
        ]

    def do_at_once(self, basis: Basis) -> str:
        services.undo_plan(plan=self.plan, actor=self.actor, reason=basis.reason)
        return f"Đã hoàn tác phương án “{self.plan.name}”: sổ như trước khi thực hiện."
