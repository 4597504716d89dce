"""Writing notes into the sheets of a workbook."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain
from pathlib import Path
from typing import Final

from attrs import frozen
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from coso.core.errors import DomainError
from coso.importing.notes import drawings, text_files
from coso.importing.notes.comments import Comments
from coso.importing.notes.geometry import Geometry
from coso.importing.notes.note import Note
from coso.importing.notes.package import Package
from coso.importing.notes.sheets import Cell, Sheet
from coso.importing.notes.splicing import elements, tag
from coso.importing.workbook.archives import BROKEN
from coso.importing.workbook.files import TEXT_ENDINGS

_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MOST_AT_A_CELL: Final = 20


class UnableToAnnotate(DomainError):
    """The file is no workbook that notes can be written into."""


def annotated(path: Path, notes: Mapping[str, Sequence[Note]]) -> bytes:
    """Return a workbook with notes in its sheets, by name, in place of earlier ones of ours.

    A text file, which cannot hold notes, gets a column with them.

    :raises UnableToAnnotate: if the file is damaged
    :raises UnableToReadWorkbook: if it is a text file in an unknown encoding
    """
    try:
        if path.suffix.lower() in TEXT_ENDINGS:
            return text_files.with_column(path, chain.from_iterable(notes.values()))
        with zipfile.ZipFile(path) as archive:
            package = Package(archive)
            for sheet in _sheets(package):
                sheet.annotate(notes.get(sheet.name, ()))
            return package.saved()
    except BROKEN as error:
        raise UnableToAnnotate(
            "workbook_damaged",
            f"Không ghi được nhận xét vào tệp “{path.name}”: hãy mở bằng Excel, lưu lại thành "
            ".xlsx hoặc .csv rồi nhập lại.",
        ) from error


@frozen
class _SheetPart:
    """A sheet in its package; `office` is what its kinds of relations begin with."""

    package: Package
    office: str
    name: str
    part: str

    def annotate(self, notes: Sequence[Note]) -> None:
        """Write notes, or take out what an earlier import wrote."""
        stored = self.package.related(self.part, "comments")
        before = None if stored is None else Comments.of(self.package.read(stored.target))
        if not notes and (before is None or not before.are_touched):
            return
        sheet = Sheet.of(self.package.read(self.part))
        geometry = Geometry.of(sheet, max((note.row for note in notes), default=0))
        before = before or Comments.none(sheet.space)
        texts = _texts(sheet, geometry.first_column, before.threads, notes)
        self._write_comments(before.with_texts(texts))
        drawing = self._drawing(sheet)
        boxes = drawings.with_boxes(
            self.package.read(drawing), before.shown(texts), geometry, without=before.ours
        )
        self.package.write(drawing, boxes)

    def _write_comments(self, comments: bytes) -> None:
        stored = self.package.related(self.part, "comments")
        if stored is not None:
            self.package.write(stored.target, comments)
            return
        added = self.package.add("xl/comments{}.xml", _COMMENTS, comments)
        self.package.relate(self.part, f"{self.office}/comments", added)

    def _drawing(self, sheet: Sheet) -> str:
        """Return the part with the boxes of the sheet's notes, made where there is none."""
        if sheet.drawing_id is not None:
            relations = {each.id: each for each in self.package.relations(self.part)}
            return relations[sheet.drawing_id].target
        added = self.package.add("xl/drawings/vmlDrawing{}.vml", _DRAWING, drawings.EMPTY)
        relation = self.package.relate(self.part, f"{self.office}/vmlDrawing", added)
        said = {"xmlns:r": self.office, "r:id": relation.id}
        piece = tag("legacyDrawing", sheet.space, **said)
        self.package.write(self.part, sheet.with_drawing(piece))
        return added


def _sheets(package: Package) -> Iterator[_SheetPart]:
    book = package.related("", "officeDocument")
    if book is None:
        raise LookupError("no workbook in the package")
    office = posixpath.dirname(book.kind)
    parts = {each.id: each for each in package.relations(book.target)}
    for sheet in elements(package.read(book.target)):
        relation = parts.get(sheet.attributes.get("id", "")) if sheet.name == "sheet" else None
        # Charts and dialogues are sheets, too.
        if relation is not None and posixpath.basename(relation.kind) == "worksheet":
            yield _SheetPart(package, office, sheet.attributes["name"], relation.target)


def _texts(
    sheet: Sheet, first_column: int, threads: Set[Cell], notes: Sequence[Note]
) -> dict[Cell, str]:
    """Return what to write at each cell.

    No note can stand at a cell that is merged into another, nor at one with a conversation.
    """
    cells = [_cell(note, first_column) for note in notes]
    seen = sheet.seen(set(cells))
    texts: dict[Cell, list[str]] = {}
    for cell, note in zip(cells, notes, strict=True):
        row, column = seen[cell]
        while (row, column) in threads:
            column += 1
        moved = "" if (row, column) == cell else f"Ô {xl_rowcol_to_cell(*cell)}: "
        texts.setdefault((row, column), []).append(moved + note.text)
    return {cell: _joined(of_cell) for cell, of_cell in texts.items()}


def _cell(note: Note, first_column: int) -> Cell:
    row = max(note.row, 1)
    return xl_cell_to_rowcol(f"{note.column}{row}") if note.column else (row - 1, first_column)


def _joined(texts: Sequence[str]) -> str:
    more = len(texts) - _MOST_AT_A_CELL
    shown = texts[:_MOST_AT_A_CELL]
    return "\n\n".join([*shown, f"… và {more} chỗ nữa."] if more > 0 else shown)
