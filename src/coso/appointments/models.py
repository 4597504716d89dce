"""Decisions on personnel: who was given which post, from where, and until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q

from coso.access import scoping
from coso.access.enums import Permission
from coso.appointments.enums import DecisionKind
from coso.organizations.models import Unit
from coso.people.models import Person


class Decision(models.Model):
    """A decision on one person; a paper that names several is one for each, and for each kind.

    Posts stay as the paper has them; a unit is linked where it is certain. The register of staff
    says who holds which post: a decision does not change it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField("hình thức", max_length=9, choices=DecisionKind.choices)
    old_post = models.CharField("chức vụ, đơn vị cũ", max_length=300, blank=True)
    old_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="decisions_away", null=True, blank=True
    )
    new_post = models.CharField("chức vụ, đơn vị mới", max_length=300, blank=True)
    new_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="decisions", null=True, blank=True
    )
    number = models.CharField("số quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    effective_on = models.DateField("ngày hiệu lực")
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    term_months = models.PositiveSmallIntegerField("thời hạn (tháng)", null=True, blank=True)
    until_retirement = models.BooleanField("đến khi nghỉ hưu", default=False)
    # Which day somebody retires is not in the registers: it is expected, see `queries.with_ends`.
    term_ends_on = models.GeneratedField(
        expression=Func(
            F("effective_on"),
            F("term_months"),
            template="(%(expressions)s))::date",
            arg_joiner=" + make_interval(months => ",
        ),
        output_field=models.DateField("hết thời hạn", null=True),
        db_persist=True,
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "quyết định cán bộ"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "decided_on", "number"], name="decision_identity"
            ),
            models.CheckConstraint(
                name="decision_one_term", condition=Q(term_months=None) | Q(until_retirement=False)
            ),
            models.CheckConstraint(
                name="decision_term_is_some_time", condition=Q(term_months__gt=0)
            ),
            models.CheckConstraint(
                name="decision_has_a_post", condition=~Q(old_post="") | ~Q(new_post="")
            ),
            models.CheckConstraint(name="decision_numbered", condition=~Q(number="")),
        ]
        indexes = [
            models.Index(fields=["-effective_on", "id"], name="decision_list_order"),
            models.Index(fields=["term_ends_on"], name="decision_term_end"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

    @property
    def place_id(self) -> int | None:
        """The unit in whose books the decision is: the new one, else the old one."""
        return self.new_unit_id or self.old_unit_id


# The unit that somebody leaves reads of it; whoever has the new one in charge keeps it, or the old
# one where the books have no new one.
_READ = (Permission.APPOINTMENTS_VIEW, Permission.LISTS_EXPORT)

scoping.register_reach(Decision, "new_unit__overseer__path")
scoping.register_reach(Decision, "old_unit__overseer__path", permissions=_READ)
scoping.register_reach(Decision, "old_unit__overseer__path", rows=Q(new_unit=None))
scoping.register_unplaced(Decision, Q(new_unit=None))
