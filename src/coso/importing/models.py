"""What was imported, by whom, and which records it changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from coso.importing.enums import ChangeKind, ImportStatus


class Import(models.Model):
    """One run of the importer that was applied."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports", null=True
    )
    actor_label = models.CharField("người nhập", max_length=200)
    applied_at = models.DateTimeField("lúc", db_default=models.functions.Now())
    status = models.CharField("trạng thái", max_length=8, choices=ImportStatus.choices)
    report = models.JSONField("kết quả", default=dict)

    class Meta:
        verbose_name = "lần nhập dữ liệu"


class ImportChange(models.Model):
    """A record that an import created or changed, with its values before: what undo reads."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField("sổ", max_length=60)
    record_id = models.BigIntegerField("mã hồ sơ")
    kind = models.CharField("việc", max_length=7, choices=ChangeKind.choices)
    before = models.JSONField("giá trị trước", null=True)

    class Meta:
        verbose_name = "thay đổi của lần nhập"
        indexes = [
            models.Index(fields=["source", "table", "record_id"], name="import_change_record"),
        ]
