"""The trail: who did what, who read what; append-only and sealed by hash."""

from __future__ import annotations

import pgtrigger
from django.db import models

from coso.audit.enums import Stream


def append_only() -> list[pgtrigger.Trigger]:
    """Return the triggers that refuse to change or remove a row, or all of them."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        never_truncated(),
    ]


def never_truncated() -> pgtrigger.Trigger:
    """Return the trigger that refuses to empty a table."""
    return pgtrigger.Trigger(
        name="never_truncated",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'Cannot truncate table %', TG_TABLE_NAME;",
    )


class AuditEntry(models.Model):
    """One change made by one call of a service.

    The actor is kept as id and label: an entry outlives the account. Personal values stand in
    `AuditDetail`; the chain covers only `detail_digest`, so that erasing a person (Luật
    91/2025/QH15, điều 14) keeps the chain valid.
    """

    at = models.DateTimeField("lúc", db_default=models.functions.Now())
    actor_id = models.BigIntegerField("tài khoản", null=True)
    actor_label = models.CharField("người thực hiện", max_length=200)
    action = models.CharField("việc", max_length=60)
    object_type = models.CharField("loại hồ sơ", max_length=60)
    object_id = models.BigIntegerField("mã hồ sơ", null=True)
    unit_id = models.BigIntegerField("đơn vị", null=True)
    summary = models.CharField("tóm tắt", max_length=500, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    detail_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "mục nhật ký thay đổi"
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_entry_object"),
            models.Index(fields=["-at"], name="audit_entry_at"),
        ]
        triggers = append_only()


class AuditDetail(models.Model):
    """The values of a change; may be erased, which leaves the digest standing."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="detail")
    salt = models.CharField(max_length=32)
    values = models.JSONField("giá trị")

    class Meta:
        verbose_name = "chi tiết nhật ký"
        triggers = [
            pgtrigger.Protect(name="no_update", operation=pgtrigger.Update),
            never_truncated(),
        ]


class AccessEntry(models.Model):
    """One reading of a person's record, or one export of a list."""

    at = models.DateTimeField("lúc", db_default=models.functions.Now())
    actor_id = models.BigIntegerField("tài khoản", null=True)
    actor_label = models.CharField("người đọc", max_length=200)
    action = models.CharField("việc", max_length=60)
    object_type = models.CharField("loại hồ sơ", max_length=60)
    object_id = models.BigIntegerField("mã hồ sơ", null=True)
    unit_id = models.BigIntegerField("đơn vị", null=True)
    summary = models.CharField("nội dung", max_length=500, blank=True)
    rows = models.PositiveIntegerField("số dòng", default=1)

    class Meta:
        verbose_name = "mục nhật ký đọc"
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="access_entry_object"),
            models.Index(fields=["-at"], name="access_entry_at"),
        ]
        triggers = append_only()


class Seal(models.Model):
    """A link of the hash chain over the entries `first_id` to `last_id` of a stream."""

    stream = models.CharField("sổ", max_length=10, choices=Stream.choices)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    entries = models.PositiveIntegerField("số mục")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        verbose_name = "niêm phong nhật ký"
        constraints = [
            models.UniqueConstraint(fields=["stream", "previous"], name="seal_one_chain"),
        ]
        triggers = append_only()
