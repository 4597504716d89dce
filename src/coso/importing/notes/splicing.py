"""Edits of XML that leave every byte as it was that they are not about.

A parser that writes a document again loses what it does not know: prefixes that only values name,
the order of attributes, comments. Here it only says where things stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from attrs import define, field

# What XML cannot hold, and carriage returns, which a parser would read as another line.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_QUALIFIED: Final = re.compile(rb"[^\s/>]+")


@define
class Element:
    """An element of a document: its name without prefix, and the bytes that it takes.

    `close` is where its end tag begins; of an empty one (`<a/>`), where it ends.
    """

    space: str
    name: str
    attributes: dict[str, str]
    depth: int
    start: int
    text: str = ""
    close: int = 0
    end: int = 0


class Edit(NamedTuple):
    """Bytes in place of those from `start` to `end`."""

    start: int
    end: int
    piece: bytes = b""


@define
class _Reader:
    xml: bytes
    found: list[Element] = field(factory=list)
    open: list[Element] = field(factory=list)
    parser: expat.XMLParserType = field(factory=lambda: expat.ParserCreate(None, " "))

    def read(self) -> list[Element]:
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._finish
        self.parser.CharacterDataHandler = self._write
        self.parser.Parse(self.xml, True)
        return self.found

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        known = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        start = self.parser.CurrentByteIndex
        self.found.append(Element(space, local, known, len(self.open), start))
        self.open.append(self.found[-1])

    def _write(self, text: str) -> None:
        self.open[-1].text += text

    def _finish(self, _name: str) -> None:
        element, place = self.open.pop(), self.parser.CurrentByteIndex
        is_childless = self.found[-1] is element and not element.text
        if is_childless and self.xml[place - 2 : place] == b"/>":
            element.close = element.end = place
        else:
            element.close, element.end = place, self.xml.index(b">", place) + 1


def elements(xml: bytes) -> list[Element]:
    """Return the elements of a document in their order.

    :raises expat.ExpatError: if it is not well-formed
    """
    return _Reader(xml).read()


def inside(xml: bytes, element: Element, piece: bytes) -> Edit:
    """Return the edit that puts a piece at the end of an element."""
    if element.close != element.end:
        return Edit(element.close, element.close, piece)
    [name] = _QUALIFIED.findall(xml, element.start + 1, element.end)[:1]
    return Edit(element.end - 2, element.end, b">" + piece + b"</" + name + b">")


def spliced(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a document with edits made; none of them overlaps another."""
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [xml[done : edit.start], edit.piece]
        done = edit.end
    return b"".join([*pieces, xml[done:]])


def appended(xml: bytes, piece: bytes) -> bytes:
    """Return a document with a piece at the end of its root."""
    return spliced(xml, [inside(xml, elements(xml)[0], piece)])


def tag(name: str, space: str, **attributes: str) -> bytes:
    """Return an empty element that is right under whatever prefixes a document uses."""
    said = {"xmlns": space, **attributes}
    written = " ".join(f"{key}={quoteattr(value)}" for key, value in said.items())
    return encoded(f"<{name} {written}/>")


def encoded(xml: str) -> bytes:
    """Return XML as bytes that are right in whatever encoding a document is."""
    return xml.encode("ascii", "xmlcharrefreplace")


def as_text(text: str) -> str:
    """Return a text as it is written between tags."""
    return escape(_UNWRITABLE.sub("", text))
