"""The two books of the trail."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from coso.audit.models import AuditEntry
from coso.core.numbers import format_integer
from coso.web.shared.tables import RecordTable

ACTION_LABELS: Final = {
    "figure.listed": "Xem danh sách của chỉ tiêu",
    "grant.given": "Giao vai trò",
    "grant.revoked": "Thu hồi vai trò",
    "importing.import_workbooks": "Nhập dữ liệu từ Excel",
    "list.exported": "Xuất danh sách",
    "person.read": "Xem hồ sơ",
    "root.initialized": "Lập tổ chức gốc",
    "root.terms_added": "Thêm nhiệm kỳ",
    "unit.changed": "Đổi tên, loại, cấp của đơn vị",
    "unit.closed": "Kết thúc hoạt động đơn vị",
    "unit.code_assigned": "Cấp mã đơn vị",
    "unit.corrected": "Sửa sai sót của đơn vị",
    "unit.founded": "Thành lập đơn vị",
    "unit.moved": "Chuyển đơn vị",
    "user.created": "Lập tài khoản",
    "user.deactivated": "Khóa tài khoản",
    "user.password_changed": "Đổi mật khẩu",
    "user.password_reset": "Cấp lại mật khẩu",
    "user.reactivated": "Mở lại tài khoản",
}


def action_label(action: str) -> str:
    """Return what an action is called on the page."""
    return ACTION_LABELS.get(action, action)


class TrailTable(RecordTable):
    """Columns that both books have."""

    at = tables.Column("Lúc")
    actor_label = tables.Column("Người thực hiện")
    action = tables.Column("Việc")
    unit = tables.Column("Đơn vị", accessor="unit_name", orderable=False, default="")
    summary = tables.Column("Nội dung", empty_values=(), orderable=False)

    class Meta(RecordTable.Meta):
        always = ("at",)
        row_attrs: dict[str, str] = {}

    def render_at(self, value: dt.datetime) -> str:
        return f"{timezone.localtime(value):%H:%M:%S %d/%m/%Y}"

    def render_action(self, value: str) -> str:
        return action_label(value)

    def value_at(self, value: dt.datetime) -> dt.datetime:
        return timezone.localtime(value).replace(tzinfo=None)


class ChangeTable(TrailTable):
    """Who changed what, with the values before and after."""

    class Meta(TrailTable.Meta):
        hidden_at_first = ()

    def render_summary(self, record: AuditEntry) -> SafeString | str:
        reason = f" Lý do: {record.reason}" if record.reason else ""
        text = f"{record.summary}{reason}"
        values = _values_of(record)
        if not values:
            return text
        lines = format_html_join("", "<dt>{}</dt><dd>{}</dd>", values)
        return format_html(
            '{}<details class="trail-values"><summary>Giá trị trước và sau</summary>'
            '<dl class="facts">{}</dl></details>',
            text,
            lines,
        )

    def value_summary(self, record: AuditEntry) -> str:
        return record.summary


class ReadingTable(TrailTable):
    """Who read which record, or took which list away."""

    rows = tables.Column("Số dòng")

    class Meta(TrailTable.Meta):
        hidden_at_first = ()

    def render_summary(self, record: Any) -> str:
        return str(record.summary)

    def render_rows(self, value: int) -> str:
        return format_integer(value)


def _values_of(record: AuditEntry) -> list[tuple[str, str]]:
    detail = getattr(record, "detail", None)
    if detail is None:
        return []
    values = detail.values
    if not isinstance(values, dict):
        return [("Giá trị", str(values))]
    if values.keys() <= {"old", "new"}:
        return _before_and_after(values.get("old") or {}, values.get("new") or {})
    return [(name, _shown(value)) for name, value in values.items()]


def _before_and_after(old: Any, new: Any) -> list[tuple[str, str]]:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return [("Giá trị", f"{_shown(old)} → {_shown(new)}")]
    return [
        (name, f"{_shown(old.get(name))} → {_shown(new.get(name))}")
        for name in [*old, *(name for name in new if name not in old)]
        if old.get(name) != new.get(name)
    ]


def _shown(value: Any) -> str:
    return "không có" if value in (None, "", {}) else str(value)
