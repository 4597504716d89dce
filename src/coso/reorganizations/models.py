"""A reorganization as one object: its units, its steps, who goes where, what it changed."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from coso.access import scoping
from coso.accounts.models import User
from coso.core import resting
from coso.core.keeping import KeptChange
from coso.members.enums import Position
from coso.members.models import Membership, PositionHolding
from coso.organizations.enums import Tree, UnitEvent
from coso.organizations.models import Unit, UnitType
from coso.people.models import Person
from coso.reorganizations import triggers
from coso.reorganizations.enums import FieldKind, PlanStatus, PlanWork, Side, Verdict
from coso.reorganizations.validators import asks_for_its_kind


class Reorganization(models.Model):
    """A plan that takes effect on one day, as a whole or not at all.

    A draft changes nothing. A scheduled plan is carried out on its day, with the registers as
    they are then. `written` names the columns that its changes cover, for undo; `message` says
    why a scheduled plan, or one given to the worker, could not be carried out. `work` is what the
    worker was asked to do and has not done yet, `work_reason` the reason of whoever asked.
    """

    name = models.CharField("tên phương án", max_length=200)
    effective_on = models.DateField("ngày hiệu lực")
    decision = models.CharField("số văn bản", max_length=60, blank=True)
    decided_on = models.DateField("ngày văn bản", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="reorganizations", verbose_name="đơn vị lập"
    )
    status = models.CharField(
        "tình trạng", max_length=9, choices=PlanStatus.choices, default=PlanStatus.DRAFT
    )
    message = models.CharField("vướng mắc", max_length=500, blank=True)
    work = models.CharField("đang làm", max_length=8, choices=PlanWork.choices, blank=True)
    work_reason = models.CharField("lý do", max_length=500, blank=True, editable=False)
    drafted_by = models.CharField("người lập", max_length=200)
    drafted_at = models.DateTimeField("lập lúc", db_default=Now())
    applied_by = models.CharField("người thực hiện", max_length=200, blank=True)
    applied_at = models.DateTimeField("thực hiện lúc", null=True, blank=True)
    written = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = "phương án sắp xếp"
        constraints = [
            models.CheckConstraint(
                name="reorganization_applied_at_known",
                condition=~models.Q(status=PlanStatus.APPLIED) | models.Q(applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reorganization_work_fits_status",
                condition=models.Q(work="")
                | models.Q(work=PlanWork.UNDO, status=PlanStatus.APPLIED)
                | (
                    models.Q(status__in=[PlanStatus.DRAFT, PlanStatus.SCHEDULED])
                    & models.Q(work__in=[PlanWork.REHEARSE, PlanWork.APPLY, PlanWork.SCHEDULE])
                ),
            ),
        ]
        indexes = [models.Index(fields=["-effective_on"], name="reorganization_day")]

    def __str__(self) -> str:
        return self.name


class KeptRehearsal(models.Model):
    """What the worker found when it tried a plan: worth something until the plan is changed.

    `plan_state` and `latest_change` stand for the plan and the registers as they were then.
    """

    plan = models.OneToOneField(
        Reorganization, on_delete=models.CASCADE, related_name="kept_rehearsal"
    )
    plan_state = models.CharField(max_length=16)
    latest_change = models.BigIntegerField()
    made_at = models.DateTimeField("diễn tập lúc", db_default=Now())
    content = models.JSONField("kết quả")

    class Meta:
        verbose_name = "kết quả diễn tập"

    def __str__(self) -> str:
        return f"Diễn tập “{self.plan}”"


class KeptTree(models.Model):
    """One of the trees without and with a plan, as the worker found them when it tried the plan."""

    rehearsal = models.ForeignKey(KeptRehearsal, on_delete=models.CASCADE, related_name="trees")
    tree = models.CharField("cây", max_length=10, choices=Tree.choices)
    content = models.JSONField("hai cây")

    class Meta:
        verbose_name = "cây của lần diễn tập"
        constraints = [
            models.UniqueConstraint(fields=["rehearsal", "tree"], name="kept_tree_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tree_display()}: {self.rehearsal}"


class PlannedUnit(models.Model):
    """A unit that a plan speaks of, and what it says of it; a blank leaves it as it is.

    Without `unit` it is one that the plan founds; once carried out, `unit` is the one founded.
    `is_older`: it was there before, outside the registers (a province above the office).
    """

    plan = models.ForeignKey(Reorganization, on_delete=models.CASCADE, related_name="units")
    position = models.PositiveIntegerField("thứ tự")
    tree = models.CharField("cây", max_length=10, choices=Tree.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="planned", null=True, blank=True
    )
    is_new = models.BooleanField("lập mới", default=False)
    is_older = models.BooleanField("có từ trước, ngoài sổ", default=False)
    name = models.CharField("tên", max_length=200, blank=True)
    code = models.CharField("mã", max_length=30, blank=True)
    type = models.ForeignKey(
        UnitType, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="children", null=True, blank=True
    )

    class Meta:
        verbose_name = "đơn vị trong phương án"
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit"], name="planned_unit_once"),
            models.UniqueConstraint(fields=["plan", "position"], name="planned_unit_position"),
            models.CheckConstraint(
                name="planned_unit_new_is_named",
                condition=models.Q(is_new=False)
                | (~models.Q(name="") & models.Q(type__isnull=False)),
            ),
            models.CheckConstraint(
                name="planned_unit_known_or_new",
                condition=models.Q(is_new=True) | models.Q(unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.unit)


class ReorganizationStep(models.Model):
    """One event of a plan, with its own decision where there is one.

    `expected_members` is the number that the paper gives; rehearsal compares. With
    `keeps_positions`, who holds a position in a unit that ends holds it in its successor.
    """

    plan = models.ForeignKey(Reorganization, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField("thứ tự")
    reference = models.CharField("mã sự kiện", max_length=20, blank=True)
    event = models.CharField("hình thức", max_length=16, choices=UnitEvent.choices)
    decision = models.CharField("số văn bản", max_length=60, blank=True)
    decided_on = models.DateField("ngày văn bản", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    expected_members = models.PositiveIntegerField("số đảng viên", null=True, blank=True)
    keeps_positions = models.BooleanField("giữ chức vụ đảng", default=False)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "bước sắp xếp"
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="step_position"),
        ]

    def __str__(self) -> str:
        return self.reference or self.get_event_display()


class RemovedStep(models.Model):
    """A step that was taken out of its plan, and can be put back while the plan is open.

    `content` is what stood there of the step, of its units, and of the requests that asked for it.
    """

    plan = models.ForeignKey(Reorganization, on_delete=models.CASCADE, related_name="removed_steps")
    position = models.PositiveIntegerField("thứ tự")
    event = models.CharField("hình thức", max_length=16, choices=UnitEvent.choices)
    told = models.CharField("nội dung", max_length=500)
    content = models.JSONField(editable=False)
    removed_by = models.CharField("người bỏ", max_length=200)
    removed_at = models.DateTimeField("bỏ lúc", db_default=Now())

    class Meta:
        verbose_name = "bước đã bỏ"

    def __str__(self) -> str:
        return f"bước {self.position} ({self.get_event_display()})"


class StepUnit(models.Model):
    """That a unit is a source or a target of a step."""

    step = models.ForeignKey(ReorganizationStep, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(PlannedUnit, on_delete=models.CASCADE, related_name="parts")
    side = models.CharField("vai trò", max_length=6, choices=Side.choices)

    class Meta:
        verbose_name = "đơn vị của một bước"
        constraints = [
            models.UniqueConstraint(fields=["step", "unit", "side"], name="step_unit_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.unit}"


class NamedMove(models.Model):
    """That one member goes to a unit by name, whatever becomes of the others."""

    plan = models.ForeignKey(Reorganization, on_delete=models.CASCADE, related_name="moves")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(PlannedUnit, on_delete=models.CASCADE, related_name="arrivals")

    class Meta:
        verbose_name = "đảng viên chuyển theo danh sách"
        constraints = [
            models.UniqueConstraint(fields=["plan", "membership"], name="named_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} → {self.target}"


class ReorganizationChange(KeptChange):
    """Records that a plan created or changed: what undo reads."""

    source = models.ForeignKey(Reorganization, on_delete=models.CASCADE, related_name="changes")

    class Meta:
        verbose_name = "thay đổi của phương án"


class ChangeRequest(models.Model):
    """That changes of a unit are asked for; the level above answers each field.

    Of an area or an agency, the Party organization that answers for it asks. Whether a request is
    answered is told by its fields (`queries.requests`).
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="change_requests", verbose_name="tổ chức"
    )
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="change_requests", verbose_name="người gửi"
    )
    proposed_on = models.DateField("ngày đề nghị")
    effective_on = models.DateField("hiệu lực từ ngày")
    reason = models.CharField("lý do", max_length=500)
    basis = models.CharField("căn cứ", max_length=120, blank=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đề nghị thay đổi"
        constraints = [
            models.CheckConstraint(name="change_request_explained", condition=~models.Q(reason="")),
        ]
        indexes = [models.Index(fields=["-proposed_on"], name="change_request_day")]

    def __str__(self) -> str:
        return f"Đề nghị số {self.pk}"


class RequestField(models.Model):
    """One thing that a request asks for: the value when it was made, the one wanted, the answer.

    Only what belongs to its kind is filled in. Accepted, it became a step of a plan, or a position
    that is held; either may be gone since, and then nothing stands here.
    """

    request = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="fields")
    kind = models.CharField("mục", max_length=10, choices=FieldKind.choices)
    name_now = models.CharField("tên khi đề nghị", max_length=200, blank=True)
    name = models.CharField("tên đề nghị", max_length=200, blank=True)
    type_now = models.ForeignKey(UnitType, models.PROTECT, related_name="+", null=True, blank=True)
    type = models.ForeignKey(UnitType, models.PROTECT, related_name="+", null=True, blank=True)
    unit_now = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="named_in_requests", null=True, blank=True
    )
    position = models.CharField("chức vụ", max_length=20, choices=Position.choices, blank=True)
    person_now = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="named_in_requests", null=True, blank=True
    )
    verdict = models.CharField(
        "trả lời", max_length=8, choices=Verdict.choices, default=Verdict.OPEN
    )
    comment = models.CharField("ý kiến", max_length=300, blank=True)
    decision = models.CharField("số văn bản", max_length=60, blank=True)
    decision_on = models.DateField("ngày văn bản", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    step = models.ForeignKey(
        ReorganizationStep, models.SET_NULL, related_name="asked_by", null=True, blank=True
    )
    holding = models.ForeignKey(
        PositionHolding, models.SET_NULL, related_name="asked_by", null=True, blank=True
    )

    class Meta:
        verbose_name = "mục đề nghị"
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="request_field_once"),
            models.CheckConstraint(
                name="request_field_asks_for_its_kind", condition=asks_for_its_kind()
            ),
            models.CheckConstraint(
                name="request_field_answered_by_somebody",
                condition=models.Q(
                    verdict=Verdict.OPEN, decided_by__isnull=True, decided_at__isnull=True
                )
                | (
                    ~models.Q(verdict=Verdict.OPEN)
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="request_field_refused_with_comment",
                condition=~models.Q(verdict=Verdict.REJECTED) | ~models.Q(comment=""),
            ),
            models.CheckConstraint(
                name="request_field_only_accepted_becomes",
                condition=models.Q(verdict=Verdict.ACCEPTED)
                | models.Q(step__isnull=True, holding__isnull=True),
            ),
        ]
        triggers = [triggers.asked_stays(), triggers.answered_once()]

    def __str__(self) -> str:
        return self.get_kind_display()


scoping.register_reach(Reorganization, "unit__path")
scoping.register_reach(ChangeRequest, "unit__overseer__path")
resting.register(Membership, RequestField, "person__membership", "đề nghị thay đổi")
