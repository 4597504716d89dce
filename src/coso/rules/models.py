"""What holds when: regimes, regulations and their dated parameters."""

from __future__ import annotations

from django.db import models

from coso.core.models import PeriodModel, never_empty, no_overlap
from coso.rules.enums import Confidence


class Regulation(models.Model):
    """A text that rules are taken from; numbers repeat, so the key includes issuer and date."""

    number = models.CharField("số, ký hiệu", max_length=60)
    issuer = models.CharField("cơ quan ban hành", max_length=120)
    issued_on = models.DateField("ngày ban hành")
    title = models.CharField("trích yếu", max_length=300, blank=True)

    class Meta:
        verbose_name = "văn bản quy định"
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issuer", "issued_on"], name="regulation_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.issuer}, {self.issued_on:%d/%m/%Y})"


class Regime(PeriodModel):
    """A stretch of time with one shape of organization: no gap, no overlap."""

    code = models.CharField("mã", max_length=10, unique=True)
    name = models.CharField("tên", max_length=200)
    basis = models.CharField("căn cứ", max_length=300)
    confidence = models.CharField("độ chắc chắn", max_length=10, choices=Confidence.choices)

    class Meta:
        verbose_name = "thời kỳ quy định"
        constraints = [never_empty("regime_never_empty"), no_overlap("regime_no_overlap")]

    def __str__(self) -> str:
        return self.name


class RuleSet(PeriodModel):
    """The parameters of one subject (`meetings`, `members`…) while a regulation is in force."""

    subject = models.CharField("lĩnh vực", max_length=40)
    code = models.CharField("mã", max_length=60, unique=True)
    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="rule_sets", null=True
    )
    source = models.CharField("nguồn", max_length=300)

    class Meta:
        verbose_name = "bộ quy tắc"
        constraints = [
            never_empty("rule_set_never_empty"),
            no_overlap("rule_set_no_overlap", "subject"),
        ]

    def __str__(self) -> str:
        return self.code


class RuleParameter(models.Model):
    """One number or list of a rule set, with how sure its source is."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="parameters")
    name = models.CharField("tên", max_length=60)
    value = models.JSONField("giá trị")
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    source = models.CharField("điều, khoản", max_length=200, blank=True)
    confidence = models.CharField("độ chắc chắn", max_length=10, choices=Confidence.choices)

    class Meta:
        verbose_name = "tham số"
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "name"], name="rule_parameter_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_set}: {self.name} = {self.value}"
