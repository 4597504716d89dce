"""What a reader must know to trust a number: what it counts, of what, when, by which rules."""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import frozen

from coso.core import clock
from coso.core.dates import format_date


@frozen
class Line:
    """One line of a passport."""

    label: str
    value: str


@frozen
class Passport:
    """The papers of one number.

    :ivar shown: the number as a reader sees it
    :ivar base: what a share is a share of, in words; empty for a plain number
    :ivar since: the first day of the period counted, for a figure over a period
    :ivar tree: “then”: as units stood on the day of each record; “now”: as they stand today
    :ivar rule_set: the texts whose rules are in force on the day, empty where none apply
    """

    label: str
    shown: str
    definition: str
    base: str
    unit: str
    as_of: dt.date
    since: dt.date | None
    year: int | None
    tree: str
    regime: str
    rule_set: str
    sources: tuple[str, ...]
    computed_at: dt.datetime

    @property
    def lines(self) -> list[Line]:
        """The papers line by line; what does not apply is left out."""
        pairs = (
            ("Đơn vị", self.unit),
            ("Thời gian", self.period),
            ("Cách tính", self.definition),
            ("Mẫu số", self.base),
            ("Cây tổ chức", _TREES[self.tree]),
            ("Thời kỳ quy định", self.regime),
            ("Quy định áp dụng", self.rule_set),
            ("Nguồn", ", ".join(self.sources)),
            ("Đọc số liệu", self._read_at()),
        )
        return [Line(label, value) for label, value in pairs if value]

    @property
    def text(self) -> str:
        """The number and its papers, to copy into a report."""
        return "\n".join(
            [f"{self.label}: {self.shown}", *(f"{line.label}: {line.value}" for line in self.lines)]
        )

    @property
    def view(self) -> str:
        """The unit, the time and, unless it is that of the day, the tree in words."""
        tree = _TREES[self.tree].lower() if self.tree == "now" else ""
        return ", ".join(filter(None, (self.unit, self.period, tree)))

    @property
    def period(self) -> str:
        """The day, the period or the year that is counted, in words."""
        day = f"tính đến ngày {format_date(self.as_of)}"
        return f"{self.beginning}, {day}" if self.beginning else day

    @property
    def beginning(self) -> str:
        """The year, or from which day on is counted, in words; empty for the state of a day."""
        if self.year is not None:
            return f"năm {self.year}"
        return "" if self.since is None else f"từ ngày {format_date(self.since)}"

    @property
    def line_of_source(self) -> str:
        """The registers and when they were read, in one line to stand under a picture."""
        return f"{', '.join(self.sources)}; đọc số liệu {self._read_at()}."

    def _read_at(self) -> str:
        read_at = self.computed_at.astimezone(clock.TIME_ZONE)
        return f"lúc {read_at:%H:%M} ngày {read_at:%d/%m/%Y}"


_TREES: Final = {
    "then": "Theo tổ chức lúc đó",
    "now": "Theo tổ chức hôm nay",
}
