"""Units, documents, themes, courses and decisions as registers of the search."""

from __future__ import annotations

import re
from typing import Any, Final

from coso.access.enums import Permission
from coso.appointments import queries as appointments
from coso.appointments.models import Decision
from coso.core import searching, text
from coso.core.dates import format_date
from coso.core.searching import Found
from coso.documents import queries as documents
from coso.documents.models import Document
from coso.meetings import queries as meetings
from coso.meetings.models import Theme
from coso.organizations import queries as organizations
from coso.training import queries as training
from coso.training.models import Course
from coso.web.search.registers.base import Records, joined, short

# What only the number of a paper has: “1651/QĐ-UBND”, “12-QĐ/HU”.
_NUMBER: Final = re.compile(r"\d\s*[-/]")


class Units(Records):
    """Units by their codes and by all names that they have had."""

    name, title = "don-vi", "Đơn vị"
    hint = "Tên hiện nay, tên trước đây, hoặc mã."
    permissions = (Permission.UNITS_VIEW,)
    page, all, search = "organizations:detail", organizations.units, organizations.search

    def label(self, row: Any) -> str:
        return str(row.name)

    def note(self, row: Any, words: str) -> str:
        is_former = text.search_key(words) not in row.search_name
        return joined(
            [
                row.type_name or "",
                f"thuộc {row.parent_name}" if row.parent_name else "",
                f"tên cũ: {row.called}" if row.called and is_former else "",
                f"kết thúc ngày {format_date(row.closed_on)}" if row.closed_on else "",
            ]
        )


class Documents(Records):
    """Documents by number and abstract."""

    name, title = "van-ban", "Văn bản"
    hint = "Số, ký hiệu (“03-NQ/HU”) hoặc lời trong trích yếu."
    permissions = (Permission.DOCUMENTS_VIEW,)
    page, all, search = "documents:detail", documents.documents, documents.search

    def label(self, row: Document) -> str:
        return f"{row.get_type_display()} số {row.number}"

    def note(self, row: Document, words: str) -> str:
        return short(f"{format_date(row.issued_on)}: {row.summary}")


class Themes(Records):
    """Themes of thematic meetings."""

    name, title = "chuyen-de", "Chuyên đề sinh hoạt"
    hint = "Mã hoặc nội dung chuyên đề."
    permissions = (Permission.MEETINGS_VIEW,)
    page, all, search = "meetings:theme", meetings.themes, meetings.search_themes

    def note(self, row: Theme, words: str) -> str:
        return row.basis


class Courses(Records):
    """Courses by code and name."""

    name, title = "lop", "Lớp đào tạo, bồi dưỡng"
    hint = "Mã lớp, hoặc lời trong tên lớp."
    permissions = (Permission.TRAINING_VIEW,)
    page, all, search = "training:detail", training.courses, training.search

    def note(self, row: Course, words: str) -> str:
        return f"mã {row.code}, mở ngày {format_date(row.starts_on)}"


class Decisions(Records):
    """Decisions on personnel by their numbers; all others on a person stand in their record."""

    name, title = "quyet-dinh", "Quyết định cán bộ"
    hint = "Số quyết định: “1651/QĐ-UBND”."
    permissions = (Permission.APPOINTMENTS_VIEW,)
    page, all, search = "appointments:detail", appointments.decisions, appointments.search

    def find(self, words: str) -> Found[Any]:
        return super().find(words) if _NUMBER.search(words) else searching.first([])

    def note(self, row: Decision, words: str) -> str:
        return f"số {row.number} ngày {format_date(row.decided_on)}"
