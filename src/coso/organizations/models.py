"""The trees of units and their history: every name, type, place and code with its period."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models

from coso.core.ltree import LtreeField
from coso.core.models import PeriodModel, never_empty, no_overlap
from coso.organizations import triggers
from coso.organizations.enums import HostType, Level, Tree, UnitEvent
from coso.rules.models import Regime


class UnitType(models.Model):
    """A kind of unit (chi bộ cơ sở, xã, trường học…); the old kinds stay readable."""

    code = models.CharField("mã", max_length=40, primary_key=True)
    tree = models.CharField("cây", max_length=10, choices=Tree.choices)
    name = models.CharField("tên", max_length=120)
    level = models.CharField("cấp", max_length=12, choices=Level.choices, blank=True)
    is_branch = models.BooleanField("là chi bộ", default=False)
    is_grassroots = models.BooleanField("là tổ chức cơ sở đảng", default=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "loại đơn vị"

    def __str__(self) -> str:
        return self.name


class NestingRule(models.Model):
    """Which type may stand directly under which, in a regime."""

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE, related_name="nesting_rules")
    parent_type = models.ForeignKey(
        UnitType, on_delete=models.CASCADE, related_name="nesting_below"
    )
    child_type = models.ForeignKey(UnitType, on_delete=models.CASCADE, related_name="nesting_above")
    needs_approval = models.BooleanField("cần cấp trên đồng ý", default=False)
    source = models.CharField("nguồn", max_length=200, blank=True)

    class Meta:
        verbose_name = "quy tắc trực thuộc"
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "parent_type", "child_type"], name="nesting_rule_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_type} dưới {self.parent_type} ({self.regime.code})"


class Unit(models.Model):
    """A node of one of the three trees, for as long as it exists and after.

    `name`, `type`, `parent`, `path` and `is_active` are the state of today (of the last day for
    a closed unit), kept by trigger from the dated tables; any other day is asked of those.
    `overseer` is the Party organization that answers for the unit today: the unit itself in the
    Party tree; elsewhere the organization that hosts the agency, else the deepest one whose own
    host area covers it. It is what access rights reach through.
    """

    tree = models.CharField("cây", max_length=10, choices=Tree.choices)
    founded_on = models.DateField("ngày thành lập", null=True, blank=True)
    founding_decision = models.CharField("quyết định thành lập", max_length=60, blank=True)
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)
    recorded_from = models.DateField(
        "sổ có từ ngày",
        null=True,
        blank=True,
        help_text="Ngày lập danh sách đầu tiên có đơn vị này; trước ngày đó sổ chưa đủ.",
    )
    is_root = models.BooleanField("là gốc của cài đặt", default=False)
    name = models.CharField("tên", max_length=200, blank=True, editable=False)
    search_name = models.CharField(max_length=200, blank=True, editable=False)
    match_name = models.CharField(max_length=200, blank=True, editable=False)
    order_key = models.CharField(max_length=600, blank=True, editable=False, db_collation="C")
    code = models.CharField("mã", max_length=30, blank=True, editable=False)
    type = models.ForeignKey(
        UnitType, on_delete=models.PROTECT, related_name="units", null=True, editable=False
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="children", null=True, editable=False
    )
    path = LtreeField(default="", editable=False)
    is_active = models.BooleanField("đang hoạt động", default=True, editable=False)
    overseer = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="overseen", null=True, editable=False
    )

    class Meta:
        verbose_name = "đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["tree"], condition=models.Q(is_root=True), name="unit_one_root_per_tree"
            ),
            models.CheckConstraint(
                name="unit_closed_after_founded",
                condition=models.Q(founded_on__isnull=True)
                | models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gt=models.F("founded_on")),
            ),
        ]
        indexes = [
            GistIndex(OpClass("path", name="gist_ltree_ops"), name="unit_path"),
            models.Index(fields=["tree", "code"], name="unit_tree_code"),
            models.Index(fields=["tree", "match_name"], name="unit_tree_match_name"),
            models.Index(fields=["tree", "order_key", "id"], name="unit_tree_order"),
            models.Index(OpClass("search_name", name="varchar_pattern_ops"), name="unit_begins"),
        ]

    def __str__(self) -> str:
        return self.name or f"Đơn vị {self.pk}"


class UnitVersion(PeriodModel):
    """What a unit is called, what it is and whom it belongs to, for a period."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField("tên", max_length=200)
    search_name = models.CharField(max_length=200)
    match_name = models.CharField(max_length=200)
    order_key = models.CharField(max_length=600, db_collation="C")
    type = models.ForeignKey(UnitType, on_delete=models.PROTECT, related_name="versions")
    level = models.CharField("cấp", max_length=12, choices=Level.choices, blank=True)
    host_type = models.CharField("loại hình", max_length=24, choices=HostType.choices, blank=True)
    host_area = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="hosted_versions",
        null=True,
        blank=True,
        verbose_name="địa bàn",
        help_text="Của tổ chức đảng: địa bàn của chính nó. Của cơ quan: địa bàn phục vụ.",
    )
    host_agency = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="hosted_party_versions",
        null=True,
        blank=True,
        verbose_name="cơ quan chủ quản",
    )
    decision = models.CharField("quyết định", max_length=60, blank=True)

    class Meta:
        verbose_name = "tên và loại theo thời gian"
        constraints = [
            never_empty("unit_version_never_empty"),
            no_overlap("unit_version_no_overlap", "unit"),
        ]
        indexes = [
            models.Index(fields=["match_name"], name="unit_version_match_name"),
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="unit_version_search"),
        ]
        triggers = triggers.refresh_today()


class UnitPlacement(PeriodModel):
    """Under which unit of the same tree a unit stands, for a period."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements_below")
    decision = models.CharField("quyết định", max_length=60, blank=True)

    class Meta:
        verbose_name = "trực thuộc theo thời gian"
        constraints = [
            never_empty("unit_placement_never_empty"),
            no_overlap("unit_placement_no_overlap", "unit"),
            models.CheckConstraint(
                name="unit_placement_not_itself", condition=~models.Q(unit=models.F("parent"))
            ),
        ]
        indexes = [models.Index(fields=["parent"], name="unit_placement_parent")]
        triggers = [*triggers.refuse_cycle(), *triggers.refresh_today()]


class UnitCode(PeriodModel):
    """The code of a unit for a period; it encodes the place, so a moved unit gets a new one."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="codes")
    tree = models.CharField("cây", max_length=10, choices=Tree.choices)
    code = models.CharField("mã", max_length=30)

    class Meta:
        verbose_name = "mã theo thời gian"
        constraints = [
            never_empty("unit_code_never_empty"),
            no_overlap("unit_code_one_per_unit", "unit"),
            no_overlap("unit_code_unique_on_a_day", "tree", "code"),
        ]
        indexes = [models.Index(fields=["code"], name="unit_code_code")]
        triggers = triggers.refresh_today()

    def __str__(self) -> str:
        return self.code


class UnitSuccession(models.Model):
    """What a unit passed on to another on the day that it ended or gave a part away."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField("ngày hiệu lực")
    event = models.CharField("hình thức", max_length=16, choices=UnitEvent.choices)
    decision = models.CharField("quyết định", max_length=60, blank=True)

    class Meta:
        verbose_name = "đơn vị kế thừa"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="unit_succession_identity"
            ),
            models.CheckConstraint(
                name="unit_succession_not_itself",
                condition=~models.Q(predecessor=models.F("successor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class FormerRoot(PeriodModel):
    """A unit that the installation answered for; on other days it is the root of today.

    The root passes on when the unit of the office ends: from a district to the province above.
    """

    tree = models.CharField("cây", max_length=10, choices=Tree.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="times_as_root")

    class Meta:
        verbose_name = "đơn vị gốc trước đây"
        constraints = [
            never_empty("former_root_never_empty"),
            no_overlap("former_root_one_a_tree", "tree"),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class Term(PeriodModel):
    """A term (nhiệm kỳ) of the committee of a Party organization."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField("nhiệm kỳ", max_length=20)

    class Meta:
        verbose_name = "nhiệm kỳ"
        constraints = [
            never_empty("term_never_empty"),
            no_overlap("term_no_overlap", "unit"),
            models.UniqueConstraint(fields=["unit", "name"], name="term_identity"),
        ]

    def __str__(self) -> str:
        return self.name


class CatalogueArea(PeriodModel):
    """A row of the national catalogue of administrative areas; the key is code and period."""

    code = models.CharField("mã", max_length=5)
    name = models.CharField("tên", max_length=120)
    match_name = models.CharField(max_length=120)
    level = models.CharField("cấp", max_length=12, choices=Level.choices)
    parent_code = models.CharField("mã cấp trên", max_length=5, blank=True)

    class Meta:
        verbose_name = "danh mục đơn vị hành chính"
        constraints = [
            never_empty("catalogue_area_never_empty"),
            no_overlap("catalogue_area_no_overlap", "level", "code"),
        ]
        indexes = [
            models.Index(fields=["level", "code"], name="catalogue_area_code"),
            models.Index(fields=["match_name", "level"], name="catalogue_area_name"),
        ]

    def __str__(self) -> str:
        return self.name
