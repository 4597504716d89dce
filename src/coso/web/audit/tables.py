"""The two books of the trail."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from coso.audit import queries as audit
from coso.audit.models import AuditEntry
from coso.core.numbers import format_integer
from coso.web.shared.tables import ON_A_CARD, RecordTable

_LONGEST: Final = 300
_SHOWN: Final = 10
# What the services call the values they record, where they do not say it in words.
_VALUE_LABELS: Final = {
    "area": "Mã đơn vị hành chính",
    "changes": "Bản ghi thêm, sửa",
    "code": "Mã",
    "decision": "Quyết định",
    "host_agency": "Cơ quan chủ quản",
    "host_area": "Địa bàn",
    "host_type": "Loại hình",
    "level": "Cấp",
    "name": "Tên",
    "new": "Sau",
    "old": "Trước",
    "on": "Từ ngày",
    "parent": "Trực thuộc",
    "successor": "Đơn vị kế tục",
    "terms": "Nhiệm kỳ",
    "type": "Loại",
}


class TrailTable(RecordTable):
    """Columns that both books have."""

    at = tables.Column("Lúc", attrs={"td": {"class": "short"}})
    actor_label = tables.Column("Người thực hiện")
    action = tables.Column("Việc")
    unit = tables.Column(
        "Đơn vị",
        accessor="unit_name",
        orderable=False,
        default="",
        attrs={"th": {"class": "roomy"}},
    )
    summary = tables.Column("Nội dung", empty_values=(), orderable=False, attrs=ON_A_CARD)

    class Meta(RecordTable.Meta):
        always = ("at",)
        row_attrs: dict[str, str] = {}

    def render_at(self, value: dt.datetime) -> str:
        return f"{timezone.localtime(value):%H:%M:%S %d/%m/%Y}"

    def render_action(self, value: str) -> str:
        return audit.label_of(value)

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
        lines = format_html_join("", "<li>{}: {}</li>", values)
        return format_html(
            "<div>{}<details><summary>Giá trị trước và sau</summary><ul>{}</ul></details></div>",
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
    return [(_called(name), _shown(value)) for name, value in values.items()]


def _before_and_after(old: Any, new: Any) -> list[tuple[str, str]]:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return [("Giá trị", f"{_shown(old)} → {_shown(new)}")]
    return [
        (_called(name), f"{_shown(old.get(name))} → {_shown(new.get(name))}")
        for name in [*old, *(name for name in new if name not in old)]
        if old.get(name) != new.get(name)
    ]


def _shown(value: Any) -> str:
    if value in (None, "", {}, []):
        return "không có"
    if isinstance(value, list):
        return _listed(value)
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _listed(values: list[Any]) -> str:
    if len(values) > _SHOWN or not all(isinstance(value, str) for value in values):
        return f"{format_integer(len(values))} mục"
    return ", ".join(values)


def _called(name: str) -> str:
    return _VALUE_LABELS.get(name, name)
