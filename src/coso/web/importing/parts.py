"""What the pages of an import show: its registers and sheets, its problems with their decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from attrs import field, frozen

from coso.core.dates import format_date
from coso.importing import services
from coso.importing.enums import REPEATED_PERSON, SETTLED, DecisionKind, ImportStatus
from coso.importing.models import HeaderMeaning, Import, ImportDecision, ImportProblem
from coso.importing.readers import UNKNOWN_DATE
from coso.importing.services.wording import cell_of, written_at
from coso.importing.sheets import LABELS
from coso.web.shared.records import Status

_STATES: Final = {
    ImportStatus.CHECKING: "soon",
    ImportStatus.READY: "info",
    ImportStatus.APPLYING: "soon",
    ImportStatus.APPLIED: "good",
    ImportStatus.UNDOING: "soon",
    ImportStatus.UNDONE: "none",
    ImportStatus.DISCARDED: "none",
    ImportStatus.FAILED: "late",
}


@frozen
class Sheet:
    """A sheet of a workbook, and what becomes of its rows."""

    file: str
    sheet: str
    kind: str
    rows: int
    created: int
    updated: int
    unchanged: int
    unused: Sequence[str] = ()

    @property
    def place(self) -> str:
        """The sheet as parameters of an address."""
        return sheet_query(self.file, self.sheet)


@frozen
class Unrecognized:
    """A sheet of which no register knows the headers."""

    file: str
    sheet: str

    @property
    def place(self) -> str:
        """The sheet as parameters of an address."""
        return sheet_query(self.file, self.sheet)


@frozen
class SheetChoice(Unrecognized):
    """A sheet whose headers may be looked at."""

    is_current: bool = field(kw_only=True)


@frozen
class KeptFile:
    """A workbook that is still there, and where to take it back with notes."""

    name: str
    url: str


@frozen
class Meaning:
    """What a header means, and where this is taken back."""

    said: HeaderMeaning
    forget_url: str

    @property
    def register(self) -> str:
        """The register it holds in."""
        return LABELS.get(self.said.register, self.said.register)


@frozen
class Counts:
    """What becomes of rows; those left out are in none of the three counts.

    :ivar dropped: how many rows somebody left out on purpose
    """

    rows: int
    created: int
    updated: int
    unchanged: int
    dropped: int = 0

    @property
    def to_write(self) -> int:
        """How many rows write anything."""
        return self.created + self.updated

    @property
    def left_out(self) -> int:
        """How many rows are not written because of an error or a doubt."""
        return max(self.rows - self.to_write - self.unchanged - self.dropped, 0)


@frozen
class Book:
    """The sheets of one register."""

    label: str
    sheets: Sequence[Sheet]
    counts: Counts = field(init=False)

    @counts.default
    def _sum(self) -> Counts:
        return counts(self.sheets)

    @property
    def files(self) -> list[tuple[str, list[Sheet]]]:
        """The sheets of each workbook."""
        return [(file, list(found)) for file, found in groupby(self.sheets, lambda s: s.file)]

    @property
    def unused(self) -> list[str]:
        """The headers of columns that nothing is read of."""
        return list(dict.fromkeys(header for sheet in self.sheets for header in sheet.unused))


@frozen
class Doubt:
    """An error or a doubt, with what was decided about it."""

    problem: ImportProblem
    decision: ImportDecision | None
    alike: int
    repeated: int = 0

    @property
    def other_rows(self) -> int:
        """How many other rows the person of this row stands in."""
        return self.repeated if self.problem.kind in REPEATED_PERSON else 0

    @property
    def written(self) -> str:
        """What was typed; a day as people write it."""
        return written_at(self.problem)

    @property
    def cell(self) -> str:
        """Where it stands, as a spreadsheet calls it."""
        return cell_of(self.problem)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be decided about it."""
        return self.problem.action in SETTLED

    @property
    def outcome(self) -> str:
        """What was decided, in words."""
        if self.decision is None:
            return "Đã xong nhờ một quyết định khác"
        if self.decision.kind == DecisionKind.SKIP:
            return f"Bỏ qua {self.left_out}"
        if self.decision.kind == DecisionKind.CHANGE:
            return f"Sửa thành “{self.decision.text}”" if self.decision.text else "Để trống ô"
        return f"Theo gợi ý: {self.suggestion}"

    @property
    def suggestion(self) -> str:
        """What the safe suggestion does, in words."""
        if self.problem.suggestion == UNKNOWN_DATE:
            counted = ", vẫn tính là đã chính thức" if self.problem.field == "official_on" else ""
            return f"ghi “{UNKNOWN_DATE}”{counted}"
        if self.problem.remedy == "replace":
            return f"thay bằng “{self.problem.suggestion}”"
        return "để trống ô" if self.problem.remedy == "clear" else "bỏ dòng này"

    @property
    def advice(self) -> str:
        """What is suggested, as it is read beside the cell."""
        says_it = self.problem.suggestion != UNKNOWN_DATE
        return self.problem.suggestion if says_it else self.suggestion

    @property
    def left_out(self) -> str:
        """What is left out when it is skipped."""
        if self.problem.row and self.problem.kind != "missing_list_date":
            return "dòng"
        return "trang tính" if self.problem.sheet else "tệp"

    @property
    def field_label(self) -> str:
        """What is asked for."""
        if self.problem.kind == "missing_list_date":
            return "Ngày lập danh sách (ngày/tháng/năm)"
        return f"Giá trị đúng của ô {self.cell}"


def status(source: Import) -> Status:
    """Return where an import stands."""
    return Status(_STATES[ImportStatus(source.status)], source.get_status_display())


def books(report: Mapping[str, Any]) -> list[Book]:
    """Return the recognized sheets by register, in the order in which they are written."""
    sheets = [Sheet(**sheet) for sheet in report.get("sheets", ())]
    of_kind = {kind: [sheet for sheet in sheets if sheet.kind == kind] for kind in LABELS}
    return [Book(LABELS[kind], found) for kind, found in of_kind.items() if found]


def counts(sheets: Iterable[Sheet]) -> Counts:
    """Return what becomes of the rows of some sheets together."""
    each = [(s.rows, s.created, s.updated, s.unchanged) for s in sheets]
    return Counts(*map(sum, zip(*each, strict=True))) if each else Counts(0, 0, 0, 0)


def counts_of(source: Import) -> Counts:
    """Return what becomes of all rows of an import."""
    return counts(sheet for book in books(source.report) for sheet in book.sheets)


def files_of(source: Import) -> list[str]:
    """Return the names of the workbooks; of an import of the command line, as it reported them."""
    return [file.name for file in source.files.all()] or list(source.report.get("files", ()))


def effects_on(source: Import) -> dt.date | None:
    """Return the day on which the figures were compared."""
    return dt.date.fromisoformat(source.effects[0]["on"]) if source.effects else None


def sheet_query(file: str, sheet: str) -> str:
    """Return a sheet as parameters of an address."""
    return urlencode({"tep": file, "trang-tinh": sheet})


def undo_until(source: Import, today: dt.date) -> str:
    """Return until when an import can be taken back, nothing if it cannot (any more)."""
    until = services.undo_until(source) if source.status == ImportStatus.APPLIED else None
    return "" if until is None or until < today else format_date(until)
