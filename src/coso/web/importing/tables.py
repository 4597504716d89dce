"""The log of imports, and the work list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coso.core import clock
from coso.core.numbers import format_integer
from coso.importing.enums import ImportStatus
from coso.importing.models import Import, ImportProblem
from coso.importing.services.wording import cell_of, told_of
from coso.web.importing import parts
from coso.web.shared.tables import ON_A_CARD, RecordTable

_FILES_NAMED = 3
_NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class ImportTable(RecordTable):
    """Imports with their files, what they wrote, and what is still open of them."""

    number = tables.Column("Lần nhập", accessor="pk", orderable=False)
    received_at = tables.Column("Lúc", orderable=False)
    files = tables.Column("Tệp", empty_values=(), orderable=False)
    status = tables.Column("Tình trạng", orderable=False, attrs=ON_A_CARD)
    created = tables.Column("Thêm", empty_values=(), orderable=False, attrs=_NUMBER)
    updated = tables.Column("Cập nhật", empty_values=(), orderable=False, attrs=_NUMBER)
    open_work = tables.Column("Việc còn lại", orderable=False, attrs=_NUMBER)
    actor_label = tables.Column("Người nhập", orderable=False)

    class Meta(RecordTable.Meta):
        always = ("number",)
        hidden_at_first = ("updated", "actor_label")

    def render_number(self, record: Import) -> SafeString:
        return self.link(reverse("importing:detail", args=[record.pk]), str(record))

    def value_number(self, value: int) -> int:
        return value

    def render_received_at(self, value: dt.datetime) -> str:
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"

    def render_files(self, record: Import) -> str:
        names = parts.files_of(record)
        shown = ", ".join(names[:_FILES_NAMED])
        more = len(names) - _FILES_NAMED
        return f"{shown} và {more} tệp khác" if more > 0 else shown

    def render_status(self, record: Import) -> str:
        until = parts.undo_until(record, clock.today())
        context = {"status": parts.status(record), "until": until}
        return render_to_string("importing/_status.html", context)

    def render_created(self, record: Import) -> str:
        return format_integer(parts.counts_of(record).created)

    def render_updated(self, record: Import) -> str:
        return format_integer(parts.counts_of(record).updated)

    def render_open_work(self, record: Import, value: int) -> str:
        is_past = record.status in (ImportStatus.UNDONE, ImportStatus.DISCARDED)
        return "–" if is_past else format_integer(value)


class WorkTable(RecordTable):
    """Places of workbooks that somebody has to look at."""

    kind_label = tables.Column("Vấn đề", orderable=False)
    message = tables.Column("Cụ thể", orderable=False)
    place = tables.Column("Ở", empty_values=(), orderable=False)
    written = tables.Column("Đã ghi trong tệp", orderable=False, default="")
    suggestion = tables.Column("Gợi ý", orderable=False, default="")
    source = tables.Column("Lần nhập", orderable=False)
    person = tables.Column("Hồ sơ", accessor="person_id", orderable=False, default="")
    close = tables.TemplateColumn(
        template_name="importing/_close.html",
        verbose_name="Xong",
        orderable=False,
        exclude_from_export=True,
        attrs=ON_A_CARD,
    )

    def __init__(self, *args: Any, kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept

    class Meta(RecordTable.Meta):
        always = ("kind_label", "close")
        hidden_at_first = ("suggestion",)
        row_attrs: dict[str, str] = {}

    def render_message(self, record: ImportProblem) -> str:
        return told_of(record)

    def render_place(self, record: ImportProblem) -> SafeString:
        cell = cell_of(record)
        return format_html("{} › {} › {}", record.file, record.sheet, cell)

    def value_place(self, record: ImportProblem) -> str:
        return " › ".join(filter(None, (record.file, record.sheet, cell_of(record))))

    def render_source(self, record: ImportProblem) -> SafeString:
        address = reverse("importing:detail", args=[record.source_id])
        return self.link(address, str(record.source_id))

    def value_source(self, record: ImportProblem) -> int:
        return record.source_id

    def render_person(self, record: Any, value: int) -> SafeString | str:
        if not record.has_person:
            return ""
        return self.link(reverse("people:detail", args=[value]), "Mở hồ sơ")

    def value_person(self, record: Any, value: int) -> int | None:
        return value if record.has_person else None
