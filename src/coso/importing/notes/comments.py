"""The comments of a sheet: who wrote what at which cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Self

from attrs import field, frozen
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from coso.importing.notes.sheets import Cell
from coso.importing.notes.splicing import (
    Edit,
    Element,
    as_text,
    elements,
    encoded,
    inside,
    spliced,
)

AUTHOR: Final = "Cơ Sở"
# How our texts begin; not every program keeps authors.
_BEGIN: Final = f"{AUTHOR}:\n"
_BEGIN_AFTER_THEIRS: Final = f"\n\n{_BEGIN}"
# Excel keeps a conversation elsewhere; what stands for it here is by an author called so.
_THREAD: Final = "tc="
_FONT: Final = '<sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/>'


@frozen
class Comment:
    """A comment; `runs` are the elements that its text is in."""

    cell: Cell
    author: str
    element: Element
    runs: list[Element] = field(factory=list)

    @property
    def is_ours(self) -> bool:
        """Whether we wrote it when the workbook was given back before."""
        return self.author == AUTHOR or self.text.startswith(_BEGIN)

    @property
    def text(self) -> str:
        """What is read at the cell."""
        return "".join(run.text for run in self.runs)

    @property
    def theirs(self) -> str:
        """What others wrote, without what we added before."""
        return self.text.partition(_BEGIN_AFTER_THEIRS)[0]


@frozen
class Comments:
    """The comments of a sheet as they are stored."""

    xml: bytes
    found: list[Element]
    comments: list[Comment]

    @classmethod
    def of(cls, xml: bytes) -> Self:
        """Read the comments of a sheet."""
        found = elements(xml)
        return cls(xml, found, list(_comments(found)))

    @classmethod
    def none(cls, space: str) -> Self:
        """Return the comments of a sheet without any, in the namespace of the sheet."""
        empty = f'<comments xmlns="{space}"><authors/><commentList/></comments>'
        return cls.of(encoded(empty))

    @property
    def threads(self) -> set[Cell]:
        """The cells with a conversation."""
        return {each.cell for each in self.comments if each.author.startswith(_THREAD)}

    @property
    def ours(self) -> set[Cell]:
        """The cells with a comment that is ours alone."""
        return {each.cell for each in self.comments if each.is_ours}

    @property
    def are_touched(self) -> bool:
        """Whether we wrote anything when the workbook was given back before."""
        return any(each.is_ours or each.theirs != each.text for each in self.comments)

    def shown(self, texts: Mapping[Cell, str]) -> dict[Cell, str]:
        """Return what will be read at the cells of some texts: those of others come first."""
        theirs = {each.cell: each.theirs for each in self.comments if not each.is_ours}
        return {cell: f"{theirs.get(cell, '')}\n{_BEGIN}{text}" for cell, text in texts.items()}

    def with_texts(self, texts: Mapping[Cell, str]) -> bytes:
        """Return the comments with texts of ours in place of our earlier ones."""
        edits, rest = [], dict(texts)
        for each in self.comments:
            if each.is_ours or (each.cell in rest and not each.text):
                edits.append(Edit(each.element.start, each.element.end))
            elif each.cell in rest or each.theirs != each.text:
                edits.append(self._followed(each, rest.pop(each.cell, None)))
        return spliced(self.xml, [*edits, *self._added(rest)])

    def _followed(self, comment: Comment, text: str | None) -> Edit:
        """Return the edit that lets a text of ours, if there is one, follow what others wrote."""
        run = next(run for run in reversed(comment.runs) if run.text)
        theirs = run.text.partition(_BEGIN_AFTER_THEIRS)[0]
        ours = "" if text is None else f"{_BEGIN_AFTER_THEIRS}{text}"
        begin = self.xml.index(b">", run.start) + 1
        return Edit(begin, run.close, encoded(as_text(theirs + ours)))

    def _added(self, texts: Mapping[Cell, str]) -> Iterator[Edit]:
        space = self.found[0].space
        [authors], [comments] = self._named("authors"), self._named("commentList")
        names = [element.text for element in self._named("author")]
        if AUTHOR not in names:
            author = f'<author xmlns="{space}">{AUTHOR}</author>'
            yield inside(self.xml, authors, encoded(author))
        number = [*names, AUTHOR].index(AUTHOR)
        added = "".join(_comment(space, number, *each) for each in texts.items())
        yield inside(self.xml, comments, encoded(added))

    def _named(self, name: str) -> list[Element]:
        return [element for element in self.found if element.name == name]


def _comments(found: list[Element]) -> Iterator[Comment]:
    authors = [element.text for element in found if element.name == "author"]
    comment = None
    for element in found:
        if element.name == "comment":
            said = element.attributes
            cell = xl_cell_to_rowcol(said["ref"])
            comment = Comment(cell, authors[int(said["authorId"])], element)
            yield comment
        elif element.name == "t" and comment is not None:
            comment.runs.append(element)


def _comment(space: str, author: int, cell: Cell, text: str) -> str:
    return (
        f'<comment xmlns="{space}" ref="{xl_rowcol_to_cell(*cell)}" authorId="{author}" '
        f'shapeId="0"><text><r><rPr><b/>{_FONT}</rPr>'
        f'<t xml:space="preserve">{_BEGIN}</t></r><r><rPr>{_FONT}</rPr>'
        f'<t xml:space="preserve">{as_text(text)}</t></r></text></comment>'
    )
