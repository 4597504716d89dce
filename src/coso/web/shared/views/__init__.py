"""Views that every module builds on: lists and records within reach, on a date."""

from coso.web.shared.views.framed import (
    Action,
    FiguresView,
    FramedView,
    attachment,
    seen_from,
)
from coso.web.shared.views.lists import (
    EXPORT_PARAMETER,
    PAGE_PARAMETER,
    ROWS_PER_PAGE,
    ListView,
)
from coso.web.shared.views.records import (
    RecordView,
)

__all__ = [
    "EXPORT_PARAMETER",
    "PAGE_PARAMETER",
    "ROWS_PER_PAGE",
    "Action",
    "FiguresView",
    "FramedView",
    "ListView",
    "RecordView",
    "attachment",
    "seen_from",
]
