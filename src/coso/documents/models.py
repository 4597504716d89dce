"""Official documents: number, symbol, issuer, date, period."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Upper

from coso.access import scoping
from coso.documents.enums import DocumentType
from coso.organizations.models import Term, Unit


class Document(models.Model):
    """A document in the register of an installation; `issuer` is null for outside issuers."""

    number = models.CharField("số, ký hiệu", max_length=60)
    sequence = models.PositiveIntegerField("số", null=True)
    organ = models.CharField("ký hiệu cơ quan", max_length=30, blank=True)
    type = models.CharField("loại", max_length=4, choices=DocumentType.choices)
    issued_on = models.DateField("ngày ban hành")
    issuer_name = models.CharField("cơ quan ban hành", max_length=200)
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="documents", null=True, blank=True
    )
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="documents", null=True, blank=True
    )
    term_name = models.CharField("nhiệm kỳ", max_length=20, blank=True)
    summary = models.CharField("trích yếu", max_length=1000)
    is_thematic = models.BooleanField("là nghị quyết chuyên đề", default=False)
    first_year = models.PositiveSmallIntegerField("giai đoạn từ năm", null=True, blank=True)
    last_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issuer_name", "issued_on"], name="document_identity"
            ),
            models.CheckConstraint(
                name="document_years_in_order",
                condition=models.Q(first_year__isnull=True)
                | models.Q(last_year__isnull=True)
                | models.Q(last_year__gte=models.F("first_year")),
            ),
        ]
        indexes = [
            models.Index(fields=["-issued_on"], name="document_issued_on"),
            models.Index(Upper("number"), name="document_number"),  # asked for with iexact
        ]

    def __str__(self) -> str:
        return f"{self.number} ngày {self.issued_on:%d/%m/%Y}"


class Attachment(models.Model):
    """A file kept with a document; its content lies in the private files, under its SHA-256."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("loại tệp", max_length=100)
    size = models.PositiveBigIntegerField("cỡ tệp, byte")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_at = models.DateTimeField("lúc đính kèm", db_default=models.functions.Now())

    class Meta:
        verbose_name = "tệp đính kèm"
        constraints = [
            models.UniqueConstraint(fields=["document", "sha256"], name="attachment_identity"),
        ]
        indexes = [models.Index(fields=["sha256"], name="attachment_sha256")]

    def __str__(self) -> str:
        return self.name


scoping.register_reach(Document, "issuer__overseer__path")
scoping.register_unplaced(Document, models.Q(issuer__isnull=True))
scoping.register_reach(Attachment, "document__issuer__overseer__path")
scoping.register_unplaced(Attachment, models.Q(document__issuer__isnull=True))
