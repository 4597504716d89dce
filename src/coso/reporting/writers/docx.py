"""Word documents: the lines of a template, and the template filled in."""

from __future__ import annotations

import functools
import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from coso.core.errors import DomainError
from coso.reporting.paper import Layout, Line, Passage, Table
from coso.reporting.writers import grid

# Styles by which a template says what a paragraph is.
BODY: Final = "Thân bài"
_LARGEST: Final = 50_000_000
# Those of the office, and some that are tried out: a page reads one each time it is shown.
_TEMPLATES_KEPT: Final = 8
_UNSAFE: Final = re.compile(r"vbaProject|vbaData|/embeddings/|/activeX/")
_EDGE_PARTS: Final = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)


class UnreadableTemplate(DomainError):
    """A file is no Word document."""

    def __init__(self) -> None:
        super().__init__(
            "paper.unreadable_template",
            "Không đọc được tệp mẫu: hãy mở tệp bằng Word và lưu lại dạng .docx, không đặt mật "
            "khẩu.",
        )


class UnsafeTemplate(DomainError):
    """A file carries a program, or leads out of the machine."""

    def __init__(self) -> None:
        super().__init__(
            "paper.unsafe_template",
            "Tệp mẫu có macro, đối tượng nhúng hoặc liên kết ra ngoài nên không nhận: hãy mở bằng "
            "Word, bỏ các phần ấy rồi lưu dạng .docx.",
        )


def check_safe(template: bytes) -> None:
    """Refuse a template that carries more than text and pictures.

    :raises UnreadableTemplate: if it is no Word document
    :raises UnsafeTemplate: if it has a macro or an embedded object, or is tied to another file
    """
    _open(template)
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        names = package.namelist()
        related = (package.read(name) for name in names if name.endswith("settings.xml.rels"))
        if any(_UNSAFE.search(name) for name in names) or any(b"External" in r for r in related):
            raise UnsafeTemplate


@functools.lru_cache(maxsize=_TEMPLATES_KEPT)
def lines(template: bytes) -> tuple[Line, ...]:
    """Return the paragraphs of a template in their order, those of page heads and feet last.

    :raises UnreadableTemplate: if it is no Word document
    """
    document = _open(template)
    return tuple(_line(element, document) for element in _paragraphs(document))


def filled(
    template: bytes,
    passages: Sequence[Passage],
    tables: Mapping[str, Sequence[Table]],
    layout: Layout,
) -> bytes:
    """Return a template with its lines written out, one passage for each, as the layout says."""
    document = _open(template)
    _lay_out(document, layout)
    for element, passage in zip(_paragraphs(document), passages, strict=True):
        _write(element, Paragraph(element, document).runs, passage, tables)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _open(template: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            if sum(part.file_size for part in package.infolist()) > _LARGEST:
                raise UnreadableTemplate
        return docx.Document(io.BytesIO(template))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise UnreadableTemplate from error


def _paragraphs(document: Document) -> list[Any]:
    """Return the elements of all paragraphs: of the text, of its tables, of heads and feet."""
    bodies = [document.element.body, *_edges(document)]
    return [paragraph for body in bodies for paragraph in body.iter(qn("w:p"))]


def _edges(document: Document) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if relation.reltype in _EDGE_PARTS:
            yield relation.target_part.element


def _line(element: Any, document: Document) -> Line:
    paragraph = Paragraph(element, document)
    style = paragraph.style
    in_table = next(element.iterancestors(qn("w:tbl")), None) is not None
    return Line(_text(paragraph.runs), (style and style.name) or "", in_table)


def _text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _write(
    element: Any, runs: Sequence[Run], passage: Passage, tables: Mapping[str, Sequence[Table]]
) -> None:
    fields = passage.line.fields
    block = next((tables[field.name] for field in fields if field.name in tables), None)
    if block is not None:
        grid.put_before(element, block)
        element.getparent().remove(element)
    elif fields and not passage.pieces:
        _remove(element, runs)
    elif fields:
        _fill(runs, passage)


def _fill(runs: Sequence[Run], passage: Passage) -> None:
    """Put the words of a passage in; what stands between the fields keeps its looks."""
    parts = passage.line.parts
    if len(passage.pieces) != len(parts):
        _replace(runs, 0, len(passage.line.text), passage.text)
        return
    ends = itertools.accumulate(len(part.text) for part in parts)
    for end, part, piece in reversed([*zip(ends, parts, passage.pieces, strict=True)]):
        if piece.text != part.text:
            _replace(runs, end - len(part.text), end, piece.text)


def _replace(runs: Sequence[Run], start: int, end: int, words: str) -> None:
    """Put words in place of some characters, which Word may have spread over several runs."""
    position = 0
    for run in runs:
        text = run.text
        first, last = max(start - position, 0), min(end - position, len(text))
        position += len(text)
        if first < last:
            run.text = text[:first] + words + text[last:]
            words = ""


def _remove(element: Any, runs: Sequence[Run]) -> None:
    """Take a paragraph out; the only one of a cell stays, empty, as Word wants it."""
    parent = element.getparent()
    if parent.tag == qn("w:tc") and len(parent.findall(qn("w:p"))) == 1:
        _replace(runs, 0, len(_text(runs)), "")
    else:
        parent.remove(element)


def _lay_out(document: Document, layout: Layout) -> None:
    for section in document.sections:
        for side, width in layout.margins.items():
            setattr(section, f"{side}_margin", Mm(width))
    styles = {style.name: style for style in document.styles}
    _set_font(styles["Normal"], layout)
    body = styles.get(BODY)
    if body is not None:
        shape = body.paragraph_format
        shape.first_line_indent = Mm(layout.first_line)
        shape.line_spacing = Pt(layout.line_spacing)
        shape.space_after = Pt(layout.paragraph_spacing)


def _set_font(style: Any, layout: Layout) -> None:
    style.font.name, style.font.size = layout.font, Pt(layout.body_size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), layout.font)
    for theme in [name for name in fonts.attrib if re.search(r"[tT]heme", name)]:
        del fonts.attrib[theme]
