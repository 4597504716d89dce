"""Titles between the rows that name a unit, offered as a column that the sheet does not have.

“Chi bộ Bản Mới” above its members says what a column “Chi bộ” would say in each of their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import polars as pl
from attrs import field, frozen

from coso.core.text import match_key, normalize
from coso.importing.workbook import wording
from coso.importing.workbook.cells import Cells

# The header that a column of such units has; a unit ends those of the kinds below it.
_KINDS: Final = {
    "Xã, thị trấn": re.compile(r"(?:xã|thị trấn|phường)\s"),
    "Đảng bộ": re.compile(r"(?:đảng bộ|đảng ủy|đảng uỷ|đb)\s"),
    "Đơn vị công tác": re.compile(
        r"(?:văn phòng|phòng|ban|trường|trung tâm|[uủ][ỷy] ban|ubnd|hđnd|hội|liên đoàn|"
        r"thanh tra|trạm|công an|chi cục|hạt|viện|tòa án|toà án|kho bạc|bảo hiểm)\s|huyện đoàn"
    ),
    "Thôn, tổ dân phố": re.compile(r"(?:thôn|bản|tổ dân phố|tdp|tiểu khu|khu phố|xóm|ấp)\s"),
    "Chi bộ": re.compile(r"(?:chi bộ|chi uỷ|chi ủy|cb)\s"),
}
_HOW_MANY: Final = re.compile(r"\s*(?:[(:]\s*(?:có\s*)?\d.*|[:.;-]+\s*)$")


@frozen
class Group:
    """A title between the rows: its place below the header and its text."""

    place: int
    text: str


def unit_kind(text: str) -> str | None:
    """Return the header of a column that would name units such as this one."""
    plain = wording.without_number(normalize(text))[1].lower()
    return next((header for header, pattern in _KINDS.items() if pattern.match(plain)), None)


def offered(titles: Iterable[str], groups: Sequence[Group], rows: pl.Series) -> dict[str, Cells]:
    """Return, by its header, each column that titles between the rows stand for.

    `titles` are the lines above the header, which may name the first group.
    """
    kinds = {kind for group in groups if (kind := unit_kind(group.text))}
    if not kinds or rows.is_empty():
        return {}
    above = [Group(-1, title) for title in titles if unit_kind(title) in kinds]
    reader = _Reader()
    states = [(group.place, reader.after(group.text)) for group in (*above, *groups)]
    starts = pl.Series([-2, *(place for place, _state in states)])
    last = starts.search_sorted(rows, side="right") - 1
    return {
        kind: _cells([None, *(state.get(kind) for _place, state in states)], last)
        for kind in _KINDS
        if kind in kinds
    }


@frozen
class _Reader:
    """Follows the titles from above; `units` are those that hold, `numbered` how they were."""

    units: dict[str, str] = field(factory=dict)
    numbered: dict[str, str] = field(factory=dict)

    def after(self, text: str) -> Mapping[str, str]:
        """Return the units that the rows below a title belong to, by their kind."""
        numbered, said = wording.without_number(normalize(text))
        kind = unit_kind(text)
        if kind is not None:
            self._begin(kind, _HOW_MANY.sub("", said))
            self.numbered[kind] = numbered
        else:
            # It looks like a title of a unit: whose rows follow, nobody knows.
            alike = [kind for kind, style in self.numbered.items() if style == numbered]
            self._end(alike)
        return dict(self.units)

    def _begin(self, kind: str, unit: str) -> None:
        if match_key(self.units.get(kind, "")) != match_key(unit):
            kinds = list(_KINDS)
            self._end(kinds[kinds.index(kind) :])
            self.units[kind] = unit

    def _end(self, kinds: Iterable[str]) -> None:
        for kind in kinds:
            self.units.pop(kind, None)


def _cells(values: Sequence[str | None], places: pl.Series) -> Cells:
    text = pl.Series("text", values, dtype=pl.String).gather(places)
    return Cells(text, pl.repeat(False, len(text), eager=True))
