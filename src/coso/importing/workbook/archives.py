"""The file of an Excel workbook, looked through before anything opens it.

A workbook is an archive of XML. One of a few kilobytes may hold gigabytes, or a cell in the last
corner of a sheet for which a reader fills memory; both are refused here. What a reader of cells
does not tell is found here too: formulas that have no value.
"""

from __future__ import annotations

import copy
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.parsers import expat

from attrs import frozen

from coso.importing.workbook.grids import UnableToReadWorkbook, column_index

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 256
_LIMITS: Final = "nhiều nhất là 256 cột × 200.000 dòng, hoặc 26 cột × 1.048.576 dòng"
_MOST_SHEETS: Final = 500
_MEGABYTE: Final = 1_000_000
_LARGEST: Final = 500 * _MEGABYTE
# Below this size a high ratio is no danger: blank formatted rows are packed tightly.
_RATIO_FROM: Final = 20 * _MEGABYTE
_HIGHEST_RATIO: Final = 200
_PACKED: Final = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_ENCRYPTED: Final = 0x1
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
    OverflowError,
)

# No program writes these between the cells; where they stand, the address may be written oddly.
_ODDLY_WRITTEN: Final = (b"'", b"\t", b"\r", b"\n", b" r =")
_DECLARATION: Final = 200
# Bounded, so that no text makes the search slow.
_ATTRIBUTES: Final = r"[^<>]{0,300}"
_TAG: Final = r"<(?:\w{1,9}:)?"
_END: Final = r"</(?:\w{1,9}:)?"
_FORMULA: Final = rf"{_TAG}f\b{_ATTRIBUTES}(?:/>|>[^<]*{_END}f>)\s*"
_ERROR: Final = re.compile(
    rf"{_TAG}c ({_ATTRIBUTES}\bt=\"e\"{_ATTRIBUTES})>\s*(?:{_FORMULA})?"
    rf"{_TAG}v>([^<]{{0,20}})".encode()
)
_NO_VALUE: Final = re.compile(
    rf"{_TAG}c ({_ATTRIBUTES})>\s*{_FORMULA}"
    rf"(?:{_TAG}v\s*/>|{_TAG}v>\s*{_END}v>)?\s*{_END}c>".encode()
)
_ADDRESS: Final = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_TEXT_RESULT: Final = re.compile(rb"\bt=\"str\"")


@frozen
class _Place:
    """Cells at some addresses, looked for quickly in all of a sheet, then exactly.

    Formatted cells without a value are no matter.
    """

    quick: re.Pattern[bytes]
    exact: re.Pattern[bytes]

    @classmethod
    def of(cls, address: str) -> _Place:
        exact = rf"{_TAG}c\s{_ATTRIBUTES}\br\s*=\s*[\"']{address}{_ATTRIBUTES}(?<!/)>"
        return cls(re.compile(rf' r="{address}'.encode()), re.compile(exact.encode()))

    def is_filled_in(self, content: bytes) -> bool:
        """Tell whether a sheet has a value in such a place."""
        oddly = any(content.find(sign, _DECLARATION) >= 0 for sign in _ODDLY_WRITTEN)
        perhaps = oddly or self.quick.search(content) is not None
        return perhaps and self.exact.search(content) is not None


_RIGHT_OF_IV: Final = _Place.of(r"(?:[A-Z]{3}|I[W-Z]|[J-Z][A-Z])")
_RIGHT_OF_Z: Final = _Place.of(r"[A-Z]{2}")
_LOW: Final = _Place.of(r"[A-Z]{1,3}(?:[2-9]\d{5}|\d{7})")


@frozen
class Archive:
    """What was found in the archive of a workbook."""

    names: frozenset[str]
    # By the name of the sheet: row and column from 0, and the error that a formula gives.
    faults: Mapping[str, Mapping[tuple[int, int], str]]


def look_through(path: Path) -> Archive:
    """Read a whole archive and return what a reader of its cells will not tell.

    :raises UnableToReadWorkbook: if it holds more than is read here, or a password locks it
    """
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _check_sizes(path.name, members)
        names = frozenset(member.filename for member in members)
        faults = {
            member.filename: dict(_faults(content))
            for member, content in _contents(archive, path.name)
        }
        sheets = parts_of_sheets(archive, path.name) if "xl/workbook.xml" in names else {}
        return Archive(names, {sheet: faults.get(part, {}) for sheet, part in sheets.items()})


def _check_sizes(file: str, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise locked(file)
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if size > _LARGEST:
        raise _too_large(file, f"giải nén ra {size // _MEGABYTE} MB, nhiều nhất là 500 MB")
    if size > _RATIO_FROM and size > _HIGHEST_RATIO * packed:
        raise _too_large(file, f"nén {size // max(packed, 1)} lần, nhiều nhất là 200 lần")


def _contents(archive: zipfile.ZipFile, file: str) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    for member in archive.infolist():
        if member.compress_type not in _PACKED:
            raise zipfile.BadZipFile(member.filename)
        content = _content(archive, member)
        if _is_far(content):
            raise _too_large(file, f"có ô nằm ngoài vùng đọc được ({_LIMITS})")
        yield member, content


def _is_far(content: bytes) -> bool:
    """Tell whether the area of a sheet is larger than is read: a reader fills all of it."""
    return _RIGHT_OF_IV.is_filled_in(content) or (
        _LOW.is_filled_in(content) and _RIGHT_OF_Z.is_filled_in(content)
    )


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return what a member unpacks to, which need not be what it says of itself."""
    unlimited = copy.copy(member)
    unlimited.file_size = _LARGEST
    with archive.open(unlimited) as packed:
        content = packed.read(member.file_size + 1)
        if len(content) != member.file_size:
            raise zipfile.BadZipFile(member.filename)
    return content


def parts_of_sheets(archive: zipfile.ZipFile, file: str) -> dict[str, str]:
    """Return the part of the archive that each sheet is, by the sheet's name.

    :raises UnableToReadWorkbook: if there are more of them than are read
    """
    listed = _elements(archive.read("xl/workbook.xml"), "sheet")
    if len(listed) > _MOST_SHEETS:
        raise _too_large(file, f"có {len(listed)} trang tính, nhiều nhất là {_MOST_SHEETS}")
    links = _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    targets = {link["Id"]: posixpath.join("/xl", link["Target"]) for link in links}
    return {
        sheet["name"]: posixpath.normpath(targets[sheet["id"]]).lstrip("/")
        for sheet in listed
        if sheet.get("id") in targets
    }


def _elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """Return the attributes of each element of a name, without their namespaces."""
    found: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element.rpartition(" ")[2] == name:
            found.append({key.rpartition(" ")[2]: text for key, text in attributes.items()})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return found


def _faults(content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' in content:
        for found in _ERROR.finditer(content):
            yield from _placed(found[1], found[2].decode("ascii", "replace"))
    if b"<f>" in content or b"<f " in content:
        for found in _NO_VALUE.finditer(content):
            if not _TEXT_RESULT.search(found[1]):
                yield from _placed(found[1], "")


def _placed(attributes: bytes, error: str) -> Iterator[tuple[tuple[int, int], str]]:
    address = _ADDRESS.search(attributes)
    if address is not None:
        yield (int(address[2]) - 1, column_index(address[1].decode())), error


def locked(file: str) -> UnableToReadWorkbook:
    """Return the refusal of a workbook with a password."""
    return UnableToReadWorkbook(
        "workbook_locked",
        f"Tệp “{file}” có mật khẩu: hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập.",
    )


def _too_large(file: str, why: str) -> UnableToReadWorkbook:
    return UnableToReadWorkbook(
        "workbook_too_large",
        f"Tệp “{file}” quá lớn: {why}. Hãy xóa phần thừa hoặc chia thành nhiều tệp rồi nhập.",
    )
