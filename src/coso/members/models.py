"""The life of a member: admission, home organizations, exemptions, positions, badges."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models.functions import Lower

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import resting
from coso.core.models import PeriodModel, never_empty, no_overlap
from coso.members.enums import (
    Entry,
    Leaving,
    MemberStatus,
    Position,
    Standing,
    StayDirection,
)
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person


class Membership(models.Model):
    """One person's membership of the Party, from the admission ceremony on.

    `admitted_on` is the ceremony (printed as “ngày vào Đảng”), `decided_on` the decision that
    starts the Party age: two anchor dates that are never mixed (294-QĐ/TW, điều 4). The card
    number may be a personal identification number: `card_cipher` is encrypted, `card_digest`
    answers a search for the exact value, `card_tail` is what the screen shows.

    `official_by` is for a member known to be official although the day is not: official on that
    day at the latest (the day of the list that says so). It goes once the day is known.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="membership")
    decided_on = models.DateField("ngày quyết định kết nạp", null=True, blank=True)
    decision = models.CharField("số quyết định kết nạp", max_length=60, blank=True)
    admitted_on = models.DateField("ngày vào Đảng", null=True, blank=True)
    official_on = models.DateField("ngày chính thức", null=True, blank=True)
    official_by = models.DateField("chính thức chậm nhất từ ngày", null=True, blank=True)
    official_decision = models.CharField("quyết định công nhận", max_length=60, blank=True)
    official_decided_on = models.DateField("ngày quyết định công nhận", null=True, blank=True)
    card_cipher = models.BinaryField("số thẻ đảng viên", null=True, blank=True)
    card_digest = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    card_tail = models.CharField(max_length=4, blank=True)

    class Meta:
        verbose_name = "đảng tịch"
        constraints = [
            models.UniqueConstraint(fields=["card_digest"], name="membership_card_unique"),
            models.CheckConstraint(
                name="membership_official_after_admitted",
                condition=models.Q(official_on__isnull=True)
                | models.Q(admitted_on__isnull=True)
                | models.Q(official_on__gte=models.F("admitted_on")),
            ),
            models.CheckConstraint(
                name="membership_official_by_after_admitted",
                condition=models.Q(official_by__isnull=True)
                | models.Q(admitted_on__isnull=True)
                | models.Q(official_by__gte=models.F("admitted_on")),
            ),
            models.CheckConstraint(
                name="membership_official_day_known_or_not",
                condition=models.Q(official_on__isnull=True) | models.Q(official_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    def status_on(self, day: dt.date) -> MemberStatus:
        """Return what the member is on a day; `queries.of_status` says the same in SQL."""
        official_from = self.official_on or self.official_by
        if official_from is not None and official_from <= day:
            return MemberStatus.OFFICIAL
        if self.official_by is not None or (self.admitted_on is None and self.decided_on is None):
            return MemberStatus.UNKNOWN
        return MemberStatus.PROBATIONARY


class MembershipPeriod(PeriodModel):
    """A stay in one home organization: exactly one a day for each member.

    The first day counts, the day of leaving does not. `standing` IN_TRANSIT keeps the member in
    the sender's count until the receiver confirms.
    """

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="periods", db_index=False
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="membership_periods", db_index=False
    )
    standing = models.CharField(
        "tình trạng", max_length=12, choices=Standing.choices, default=Standing.HOME
    )
    entry = models.CharField("vào do", max_length=16, choices=Entry.choices)
    entry_place = models.CharField("nơi chuyển đến từ", max_length=200, blank=True)
    entry_decision = models.CharField("quyết định", max_length=60, blank=True)
    leaving = models.CharField("ra do", max_length=16, choices=Leaving.choices, blank=True)
    leaving_place = models.CharField("nơi chuyển đến", max_length=200, blank=True)
    leaving_decision = models.CharField("quyết định", max_length=60, blank=True)
    leaving_reason = models.CharField("lý do", max_length=200, blank=True)

    class Meta:
        verbose_name = "nơi sinh hoạt"
        constraints = [
            never_empty("membership_period_never_empty"),
            no_overlap("membership_period_one_home", "membership", only_guards=True),
            models.CheckConstraint(
                name="membership_period_end_has_reason",
                condition=models.Q(during__upper_inf=True) | ~models.Q(leaving=""),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "membership"], name="membership_period_unit"),
            # Whether somebody is within reach is told from the index alone.
            models.Index(
                fields=["membership"], include=["unit", "during"], name="membership_period_homes"
            ),
        ]


class Exemption(PeriodModel):
    """Exempt from Party work and meetings (294-QĐ/TW, điều 7) for a period."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="exemptions")
    decision = models.CharField("quyết định", max_length=60, blank=True)
    reason = models.CharField("lý do", max_length=200, blank=True)

    class Meta:
        verbose_name = "miễn công tác và sinh hoạt"
        constraints = [
            never_empty("exemption_never_empty"),
            no_overlap("exemption_no_overlap", "membership"),
        ]


class TemporaryStay(PeriodModel):
    """A temporary stay elsewhere (OUT, still counted at home) or here (IN, counted elsewhere)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="temporary_stays")
    direction = models.CharField("chiều", max_length=3, choices=StayDirection.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="temporary_stays")
    place = models.CharField("nơi kia", max_length=200, blank=True)

    class Meta:
        verbose_name = "sinh hoạt tạm thời"
        constraints = [
            never_empty("temporary_stay_never_empty"),
            no_overlap("temporary_stay_one_a_day", "person"),
        ]


class PositionHolding(PeriodModel):
    """A Party position a member holds in an organization for a period."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="position_holdings")
    position = models.CharField("chức vụ", max_length=20, choices=Position.choices)
    decision = models.CharField("quyết định", max_length=60, blank=True)

    class Meta:
        verbose_name = "chức vụ đảng"
        constraints = [
            never_empty("position_holding_never_empty"),
            no_overlap("position_holding_no_overlap", "person", "unit", "position"),
            no_overlap(
                "position_one_secretary", "unit", condition=models.Q(position=Position.SECRETARY)
            ),
        ]


class Badge(models.Model):
    """A Party badge (Huy hiệu Đảng) awarded to a member."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="badges")
    years = models.PositiveSmallIntegerField("năm tuổi Đảng")
    awarded_on = models.DateField("đợt trao tặng")
    decision = models.CharField("quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    class Meta:
        verbose_name = "Huy hiệu Đảng"
        constraints = [
            models.UniqueConstraint(fields=["person", "years"], name="badge_identity"),
        ]


_MEMBERS = (
    Permission.MEMBERS_VIEW,
    Permission.MEMBERS_KEEP,
    Permission.MEMBERS_VIEW_SENSITIVE,
    Permission.EVALUATIONS_VIEW,
    Permission.EVALUATIONS_KEEP,
    Permission.PLANNING_KEEP,
    Permission.STAFF_KEEP,  # a member may be given a post
    Permission.APPOINTMENTS_KEEP,
    Permission.LISTS_EXPORT,
    Permission.AUDIT_VIEW,
)

scoping.register_reach(MembershipPeriod, "unit__path")
scoping.register_reach(PositionHolding, "unit__path")
scoping.register_reach(TemporaryStay, "unit__path")
scoping.register_reach_through(Membership, MembershipPeriod, "membership")
scoping.register_reach_through(Exemption, MembershipPeriod, "membership__exemptions")
scoping.register_reach_through(Badge, MembershipPeriod, "membership__person__badges")
# A former home keeps the row in its lists, not the record of the person.
scoping.register_reach_through(
    Person,
    MembershipPeriod,
    "membership__person",
    last_of="membership",
    permissions=_MEMBERS,
)
people.register_joined(Membership, "admitted_on")
organizations.register_occupants(MembershipPeriod, "unit", "đảng viên sinh hoạt ở đây")

# What is recorded of a member rests on the membership, and on the home of the day from which it
# holds; who holds a position lives in the organization or below it.
_LIVES_BELOW = models.Q(
    person__membership__periods__unit__path__descendant_of=models.F("unit__path")
)
for _model, _member, _noun, _home in (
    (Exemption, "membership", "lần miễn sinh hoạt", models.Q()),
    (TemporaryStay, "person__membership", "lần sinh hoạt tạm thời", models.Q()),
    (PositionHolding, "person__membership", "chức vụ đảng", _LIVES_BELOW),
):
    _of_the_day = models.Q(**{f"{_member}__periods__during__contains": Lower("during")})
    resting.register(Membership, _model, _member, _noun)
    resting.register(MembershipPeriod, _model, f"{_member}__periods", _noun, _home & _of_the_day)
resting.register(Membership, Badge, "person__membership", "Huy hiệu Đảng")
