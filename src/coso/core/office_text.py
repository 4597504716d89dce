"""The words of an office file, line by line, read without opening it in any program.

A package of a few kilobytes may hold gigabytes: no more than a limit is unpacked.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final
from xml.parsers import expat

from coso.core.storage import pieces

MOST_UNPACKED: Final = 100 << 20
# Paragraphs and headings of texts, cells, what stands above and below the pages of a workbook.
_PARAGRAPHS: Final = frozenset(
    {
        *("p", "h", "si", "is"),
        *("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
    }
)
_LINE_BREAKS: Final = frozenset({"br", "cr", "line-break"})
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)


class UnreadablePackage(Exception):
    """The package is broken, locked, or unpacks to more than the limit."""


def lines(file: IO[bytes], *, most: int = MOST_UNPACKED) -> Iterator[str]:
    """Yield the lines of each paragraph, heading, cell and text box.

    :raises UnreadablePackage: if not all of it can be read within the limit
    """
    try:
        with zipfile.ZipFile(file) as package:
            for member in package.infolist():
                if member.filename.endswith(".xml"):
                    most -= member.file_size
                    yield from _of_part(package, member, most)
    except (*_BROKEN, expat.ExpatError) as error:
        raise UnreadablePackage from error


def _of_part(package: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> Iterator[str]:
    """Yield the lines of a part; the archive refuses more than the member says it has."""
    if left < 0:
        raise UnreadablePackage
    reader = _Reader()
    with package.open(member) as part:
        for chunk in pieces(part):
            yield from reader.read(chunk)
    reader.finish()


class _Reader:
    """Collects what stands in a paragraph; one inside another (a text box) is on its own."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []
        self._done: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = _refuse

    def read(self, chunk: bytes) -> list[str]:
        """Take a piece of the part in and return the lines of the paragraphs that ended in it."""
        self._parser.Parse(chunk)
        done, self._done = self._done, []
        return done

    def finish(self) -> None:
        """Make sure that the part ends where it should."""
        self._parser.Parse(b"", True)

    def _start(self, element: str, _attributes: dict[str, str]) -> None:
        if _local(element) in _PARAGRAPHS:
            self._open.append([])
        elif self._open and _local(element) in _LINE_BREAKS:
            self._open[-1].append("\n")

    def _end(self, element: str) -> None:
        if _local(element) in _PARAGRAPHS:
            self._done.extend("".join(self._open.pop()).splitlines())

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].append(text)


def _refuse(*_declaration: Any) -> None:
    """Refuse a document type: no office program writes one, and entities may grow without end."""
    raise UnreadablePackage


def _local(element: str) -> str:
    return element.rpartition(" ")[2]
