"""Posts, who holds them, and headcount quotas."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.models import PeriodModel, never_empty, no_overlap
from coso.core.searching import SearchKey
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel.enums import AssignmentBasis, Category, Ending, PostGroup


class Post(models.Model):
    """A post of an agency; several people may hold posts of one title."""

    agency = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField("chức vụ, chức danh", max_length=120)
    match_title = models.CharField(max_length=120)
    group = models.CharField("nhóm", max_length=12, choices=PostGroup.choices)

    class Meta:
        verbose_name = "vị trí việc làm"
        constraints = [
            models.UniqueConstraint(fields=["agency", "match_title"], name="post_identity"),
        ]
        indexes = [
            GinIndex(OpClass(SearchKey("title"), name="gin_trgm_ops"), name="post_search"),
        ]

    def __str__(self) -> str:
        return self.title


class Assignment(PeriodModel):
    """A person on a post in a legal category, for a period.

    The category belongs to the assignment, not to the person: it changes with the post.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    category = models.CharField("đối tượng", max_length=16, choices=Category.choices)
    is_primary = models.BooleanField("là vị trí chính", default=True)
    basis = models.CharField(
        "căn cứ", max_length=12, choices=AssignmentBasis.choices, default=AssignmentBasis.ROSTER
    )
    decision = models.CharField("quyết định", max_length=60, blank=True, db_default="")
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    ending = models.CharField(
        "thôi do", max_length=12, choices=Ending.choices, blank=True, db_default=""
    )
    ending_decision = models.CharField(
        "quyết định thôi giữ", max_length=60, blank=True, db_default=""
    )
    rank_code = models.CharField("mã ngạch, hạng", max_length=20, blank=True)
    recruited_on = models.DateField("ngày tuyển dụng", null=True, blank=True)
    party_admitted_on = models.DateField(
        "ngày vào Đảng theo hồ sơ cán bộ",
        null=True,
        blank=True,
        help_text="Dùng khi sổ đảng viên không có người này.",
    )

    class Meta:
        verbose_name = "giữ chức vụ"
        constraints = [
            never_empty("assignment_never_empty"),
            models.CheckConstraint(
                name="assignment_goes_on_or_ended",
                condition=models.Q(ending="") | models.Q(during__upper_inf=False),
            ),
            no_overlap("assignment_one_primary", "person", condition=models.Q(is_primary=True)),
            no_overlap("assignment_no_overlap", "person", "post", only_guards=True),
        ]
        indexes = [models.Index(fields=["post", "person"], name="assignment_post")]


class HeadcountQuota(models.Model):
    """The headcount given to an agency for a year (biên chế giao)."""

    agency = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="quotas")
    year = models.PositiveSmallIntegerField("năm")
    quantity = models.PositiveIntegerField("biên chế giao")
    decision = models.CharField("quyết định", max_length=60, blank=True, db_default="")
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    class Meta:
        verbose_name = "biên chế giao"
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="headcount_quota_identity"),
        ]


_STAFF = (
    Permission.STAFF_VIEW,
    Permission.STAFF_KEEP,
    Permission.EVALUATIONS_VIEW,
    Permission.EVALUATIONS_KEEP,
    Permission.APPOINTMENTS_KEEP,
    Permission.PLANNING_KEEP,
    Permission.LISTS_EXPORT,
    Permission.AUDIT_VIEW,
)

scoping.register_reach(Post, "agency__overseer__path")
scoping.register_reach(Assignment, "post__agency__overseer__path")
scoping.register_reach(HeadcountQuota, "agency__overseer__path")
# A former agency keeps the row in its lists, not the record of the person.
scoping.register_reach_through(Person, Assignment, "person", last_of="person", permissions=_STAFF)
people.register_joined(Assignment, "party_admitted_on")
organizations.register_occupants(Assignment, "post__agency", "người giữ chức vụ ở đây")
