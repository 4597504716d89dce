"""Identity of a person, the minimum, and qualifications."""

from __future__ import annotations

from typing import cast

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Reverse

from coso.core.dates import PartialDate, Precision
from coso.people.enums import DatePrecision, Gender, QualificationKind


class Ethnicity(models.Model):
    """One of the 54 ethnic groups of the General Statistics Office's list."""

    code = models.CharField("mã", max_length=2, primary_key=True)
    name = models.CharField("tên", max_length=40)
    match_name = models.CharField(max_length=40)
    aliases = models.JSONField("tên gọi khác", default=list)

    class Meta:
        verbose_name = "dân tộc"

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A human being in the registers, once; only what a roster needs to tell people apart.

    Never stored: religion, relatives, health, property, political history, home address.
    """

    full_name = models.CharField("họ và tên", max_length=120)
    search_name = models.CharField(max_length=120)
    match_name = models.CharField(max_length=120)
    order_key = models.CharField(max_length=400, db_collation="C")
    born_on = models.DateField(
        "ngày sinh", null=True, blank=True, help_text="Đầu kỳ nếu chỉ biết tháng hoặc năm."
    )
    born_precision = models.CharField(
        "độ chính xác", max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    gender = models.CharField("giới tính", max_length=6, choices=Gender.choices, blank=True)
    ethnicity = models.ForeignKey(
        Ethnicity,
        on_delete=models.PROTECT,
        related_name="people",
        null=True,
        blank=True,
        db_index=False,
    )

    class Meta:
        verbose_name = "người"
        indexes = [
            models.Index(fields=["order_key", "id"], include=["born_on"], name="person_order"),
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="person_search"),
            # A search reads names from these alone: by their beginning, by their end.
            models.Index(
                OpClass("match_name", name="varchar_pattern_ops"),
                "born_on",
                include=["id"],
                name="person_identity",
            ),
            models.Index(
                OpClass("search_name", name="varchar_pattern_ops"),
                "born_on",
                include=["id"],
                name="person_begins",
            ),
            models.Index(
                OpClass(Reverse("search_name"), name="text_pattern_ops"),
                "born_on",
                include=["search_name", "id"],
                name="person_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def born(self) -> PartialDate | None:
        """The date of birth, as exactly as it is known."""
        if self.born_on is None:
            return None
        return PartialDate(self.born_on, cast("Precision", self.born_precision))


class QualificationLevel(models.Model):
    """A step of a scale of qualification; a higher rank is a higher step."""

    kind = models.CharField("thang", max_length=16, choices=QualificationKind.choices)
    code = models.CharField("mã", max_length=24)
    name = models.CharField("tên", max_length=60)
    rank = models.PositiveSmallIntegerField("bậc")
    aliases = models.JSONField("cách ghi khác", default=list)

    class Meta:
        verbose_name = "bậc trình độ"
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="qualification_level_identity"),
        ]

    def __str__(self) -> str:
        return self.name


class Qualification(models.Model):
    """A qualification a person holds; the highest of a scale is computed, never typed.

    `known_from` is the first day on which the records show it (the day of the list that names
    it, or of the diploma).
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="qualifications", db_index=False
    )
    level = models.ForeignKey(
        QualificationLevel,
        on_delete=models.PROTECT,
        related_name="qualifications",
        db_index=False,
    )
    field = models.CharField("chuyên ngành", max_length=120, blank=True)
    known_from = models.DateField("biết từ ngày")

    class Meta:
        verbose_name = "trình độ"
        constraints = [
            models.UniqueConstraint(fields=["person", "level"], name="qualification_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.field}".strip()
