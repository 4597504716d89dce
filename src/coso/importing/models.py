"""What was imported, by whom, what stood in the way, and which records it changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from coso.access import scoping
from coso.core.keeping import KeptChange
from coso.importing.enums import (
    ONE_BY_ONE,
    PROBLEM_LABELS,
    DecisionKind,
    ImportStatus,
    Remedy,
    Severity,
)


class Import(models.Model):
    """Workbooks of an office on their way into the registers, in one piece.

    `report` holds the sheets with what became of their rows, `effects` what the figures of the
    installation are before and after.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports", null=True
    )
    actor_label = models.CharField("người nhập", max_length=200)
    received_at = models.DateTimeField("nhận lúc", db_default=models.functions.Now())
    checked_at = models.DateTimeField("kiểm tra lúc", null=True)
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    applied_at = models.DateTimeField("ghi lúc", null=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)
    status = models.CharField("trạng thái", max_length=9, choices=ImportStatus.choices)
    report = models.JSONField("kết quả", default=dict)
    effects = models.JSONField("số liệu thay đổi", default=list)
    message = models.CharField("lý do bị ngắt", max_length=500, blank=True)

    class Meta:
        verbose_name = "lần nhập dữ liệu"
        indexes = [models.Index(fields=["-received_at", "-id"], name="import_latest")]

    def __str__(self) -> str:
        return f"Lần nhập {self.pk}"


class ImportFile(models.Model):
    """A workbook as it was uploaded, in a private folder; gone when nobody needs it any more."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveBigIntegerField("số byte")
    sha256 = models.CharField(max_length=64)
    removed_at = models.DateTimeField("xóa lúc", null=True)

    class Meta:
        verbose_name = "tệp đã nhận"
        constraints = [
            models.UniqueConstraint(fields=["source", "name"], name="import_file_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportProblem(models.Model):
    """A place of a workbook that somebody has to look at; `row` 0 is the whole sheet.

    Once the import is applied, what is not closed is a work list.
    """

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    file = models.TextField("tệp")
    sheet = models.CharField("trang tính", max_length=200, blank=True)
    row = models.PositiveIntegerField("dòng")
    column = models.CharField("cột", max_length=3, blank=True)
    field = models.CharField(max_length=60, blank=True)
    kind = models.CharField("loại", max_length=40)
    severity = models.CharField("mức", max_length=7, choices=Severity.choices)
    message = models.TextField("vấn đề")
    written = models.TextField("đã ghi", blank=True)
    about = models.TextField("người ở dòng ấy", blank=True)
    suggestion = models.TextField("gợi ý", blank=True)
    remedy = models.CharField(max_length=7, choices=Remedy.choices, blank=True)
    action = models.CharField("đã xử lý", max_length=8, blank=True)
    person_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField("xong lúc", null=True)
    closed_by = models.CharField("người xử lý", max_length=200, blank=True)

    class Meta:
        verbose_name = "chỗ cần xem của lần nhập"
        indexes = [
            models.Index(fields=["source", "severity", "id"], name="import_problem_severity"),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def kind_label(self) -> str:
        """What is wrong, in few words."""
        return PROBLEM_LABELS.get(self.kind, "Điểm khác")

    @property
    def possible_value(self) -> str:
        """What may be meant by the cell, for somebody who knows; nothing where a remedy does it."""
        is_of_the_cell = self.field and not self.remedy and self.kind not in ONE_BY_ONE
        return self.suggestion if is_of_the_cell else ""


class ImportDecision(models.Model):
    """What somebody decided about a cell, or about its row."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="decisions")
    file = models.CharField("tệp", max_length=200)
    sheet = models.CharField("trang tính", max_length=200, blank=True)
    row = models.PositiveIntegerField("dòng")
    field = models.CharField(max_length=60, blank=True)
    kind = models.CharField("quyết định", max_length=6, choices=DecisionKind.choices)
    remedy = models.CharField(max_length=7, choices=Remedy.choices)
    text = models.TextField("giá trị mới", blank=True)

    class Meta:
        verbose_name = "quyết định về một dòng"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "file", "sheet", "row", "field"],
                name="import_decision_one_a_cell",
            ),
        ]


class HeaderMeaning(models.Model):
    """What a header of the office's own means in a register; remembered for the next files."""

    register = models.CharField("sổ", max_length=40)
    header_key = models.CharField(max_length=200)
    header = models.CharField("tiêu đề", max_length=200)
    means = models.CharField("nghĩa là", max_length=200)
    said_by = models.CharField("người khai", max_length=200)
    said_at = models.DateTimeField("lúc", db_default=models.functions.Now())

    class Meta:
        verbose_name = "cách hiểu một tiêu đề"
        constraints = [
            models.UniqueConstraint(
                fields=["register", "header_key"], name="header_meaning_one_a_header"
            ),
        ]


class ImportChange(KeptChange):
    """Records that an import created or changed: what undo reads."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")

    class Meta:
        verbose_name = "thay đổi của lần nhập"


# Whoever imports writes anywhere in the installation; so does whoever looks at an import.
for _model in (Import, ImportFile, ImportProblem, HeaderMeaning):
    scoping.register_unplaced(_model, models.Q(pk__isnull=False))
