"""A sheet with its rows left aside: what of it concerns notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Final, Self

from attrs import frozen
from xlsxwriter.utility import xl_cell_to_rowcol

from coso.importing.notes.splicing import Edit, Element, elements, spliced

Cell = tuple[int, int]  # row and column, from 0

_BODY: Final = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*>")
# What stands after `legacyDrawing` in a sheet; Excel wraps some of it for its newer versions.
_LATER: Final = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
)


@frozen
class Sheet:
    """A sheet: `frame` is all but the content of `rows`.

    There may be a million of these, and notes change none.
    """

    xml: bytes
    rows: slice
    prefix: bytes
    frame: list[Element]

    @classmethod
    def of(cls, xml: bytes) -> Self:
        """Read what stands around the rows of a sheet."""
        body = _BODY.search(xml)
        if body is None:
            raise ValueError("a sheet without a body")
        begin = end = body.end()
        if not body.group().endswith(b"/>"):
            end = xml.rindex(b"</" + body[1] + b"sheetData")
        return cls(xml, slice(begin, end), body[1], elements(xml[:begin] + xml[end:]))

    @property
    def space(self) -> str:
        """The namespace of the elements of the sheet."""
        return self.frame[0].space

    @property
    def drawing_id(self) -> str | None:
        """Under which id the sheet has the drawing of its notes, if it has one."""
        return next((said["id"] for said in self.said("legacyDrawing")), None)

    def said(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the attributes of the elements of a name around the rows."""
        own = (element for element in self.frame if element.space == self.space)
        return (element.attributes for element in own if element.name == name)

    def row_tags(self) -> Iterator[bytes]:
        """Yield the begin of each row."""
        tags = re.compile(b"<" + self.prefix + rb"row\b[^>]*>")
        return (tag.group() for tag in tags.finditer(self.xml, self.rows.start, self.rows.stop))

    def with_drawing(self, piece: bytes) -> bytes:
        """Return the sheet with the element that says where its drawing of notes is."""
        children = [e for e in self.frame if e.depth == 1 and e.start >= self.rows.start]
        later = (child.start for child in children if child.name in _LATER)
        place = next(later, self.frame[0].close) + self.rows.stop - self.rows.start
        return spliced(self.xml, [Edit(place, place, piece)])

    def seen(self, cells: Set[Cell]) -> dict[Cell, Cell]:
        """Return where a note about each cell is seen: of merged cells, at the first."""
        rows = {row for row, _column in cells}
        covers: dict[int, list[tuple[Cell, int]]] = {}
        for said in self.said("mergeCell"):
            first, last = map(xl_cell_to_rowcol, said["ref"].split(":"))
            for row in rows.intersection(range(first[0], last[0] + 1)):
                covers.setdefault(row, []).append((first, last[1]))
        return {
            (row, column): next(
                (first for first, end in covers.get(row, ()) if first[1] <= column <= end),
                (row, column),
            )
            for row, column in cells
        }
