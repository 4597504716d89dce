"""Yearly ratings of people and of organizations."""

from __future__ import annotations

from typing import cast

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from coso.access import scoping
from coso.core import resting
from coso.evaluations.enums import Capacity, Rating
from coso.members.models import Membership, MembershipPeriod
from coso.organizations.enums import Level
from coso.organizations.models import Unit
from coso.people.models import Person
from coso.personnel.models import Assignment


class Evaluation(models.Model):
    """The final rating of a person in one capacity, or of an organization, for a year.

    `capacity` is blank for an organization. `agency` and `level` are those at which the rating
    was given and never follow later moves.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="evaluations", null=True, blank=True
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="evaluations", null=True, blank=True
    )
    capacity = models.CharField(
        "xếp loại với tư cách", max_length=8, choices=Capacity.choices, blank=True
    )
    year = models.PositiveSmallIntegerField("năm")
    agency = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="evaluations_given", null=True, blank=True
    )
    level = models.CharField("cấp xếp loại", max_length=12, choices=Level.choices)
    title = models.CharField("chức vụ khi xếp loại", max_length=120, blank=True)
    self_rating = models.CharField(
        "cá nhân tự xếp loại", max_length=13, choices=Rating.choices, blank=True
    )
    rating = models.CharField("kết quả", max_length=13, choices=Rating.choices, blank=True)
    not_rated_reason = models.CharField("lý do không xếp loại", max_length=200, blank=True)

    class Meta:
        verbose_name = "đánh giá, xếp loại"
        constraints = [
            models.CheckConstraint(
                name="evaluation_one_subject",
                condition=Q(person__isnull=False, unit__isnull=True, capacity__in=Capacity.values)
                | Q(person__isnull=True, unit__isnull=False, capacity=""),
            ),
            models.CheckConstraint(
                name="evaluation_rating_or_reason",
                condition=~Q(rating="") | ~Q(not_rated_reason=""),
            ),
            models.UniqueConstraint(
                fields=["person", "year", "capacity"],
                condition=Q(person__isnull=False),
                name="evaluation_person_year",
            ),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(unit__isnull=False),
                name="evaluation_unit_year",
            ),
        ]
        indexes = [
            models.Index(fields=["year", "level"], name="evaluation_year_level"),
            # The order of the lists.
            models.Index(fields=["capacity", "-year", "id"], name="evaluation_list_order"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, năm {self.year}"

    @property
    def subject(self) -> Person | Unit:
        """Whoever is rated: the database makes sure that it is one of the two."""
        return cast("Person | Unit", self.person or self.unit)

    @property
    def place_id(self) -> int:
        """The unit at which the rating is seen: where it was given, else the one rated."""
        return cast("int", self.agency_id or self.unit_id)


scoping.register_reach(Evaluation, "agency__overseer__path")
scoping.register_reach(Evaluation, "unit__overseer__path")
scoping.register_unplaced(Evaluation, Q(agency__isnull=True, unit__isnull=True))

# A rating of the year rests on where its subject was in the year.
_YEAR = models.Func(
    models.Func(models.F("year"), 1, 1, function="make_date"),
    models.Func(models.F("year"), 12, 31, function="make_date"),
    models.Value("[]"),
    function="daterange",
    output_field=DateRangeField(),
)
_AS_MEMBER = Q(capacity=Capacity.MEMBER)
resting.register(
    Membership, Evaluation, "person__membership", "kết quả xếp loại đảng viên", _AS_MEMBER
)
resting.register(
    MembershipPeriod,
    Evaluation,
    "person__membership__periods",
    "kết quả xếp loại đảng viên",
    _AS_MEMBER
    & Q(
        person__membership__periods__unit=models.F("agency"),
        person__membership__periods__during__overlap=_YEAR,
    ),
)
resting.register(
    Assignment,
    Evaluation,
    "person__assignments",
    "kết quả xếp loại cán bộ",
    Q(
        capacity=Capacity.EMPLOYEE,
        person__assignments__post__agency=models.F("agency"),
        person__assignments__during__overlap=_YEAR,
    ),
)
