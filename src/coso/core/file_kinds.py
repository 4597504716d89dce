"""What kind of file a file is, by its content; its name proves nothing."""

from __future__ import annotations

import zipfile
from typing import IO, Final

from attrs import frozen

_HEAD: Final = 8
_PACKAGE: Final = b"PK\x03\x04"
_LONGEST_TYPE: Final = 100
_ENCRYPTED: Final = 0x1
_MACROS: Final = "vbaProject.bin"


@frozen
class FileKind:
    """A kind of file: the ends of its name, the usual one first, and what it is called."""

    suffixes: tuple[str, ...]
    content_type: str
    label: str
    has_text: bool = False


_ODF: Final = "application/vnd.oasis.opendocument."
_OOXML: Final = "application/vnd.openxmlformats-officedocument."
# By the first bytes.
_BY_HEAD: Final = {
    b"%PDF-": FileKind((".pdf",), "application/pdf", "PDF"),
    b"\xff\xd8\xff": FileKind((".jpg", ".jpeg"), "image/jpeg", "Ảnh JPEG"),
    b"\x89PNG\r\n\x1a\n": FileKind((".png",), "image/png", "Ảnh PNG"),
}
# By a member of the package.
_BY_MEMBER: Final = {
    "word/document.xml": FileKind(
        (".docx",), f"{_OOXML}wordprocessingml.document", "Word", has_text=True
    ),
    "xl/workbook.xml": FileKind((".xlsx",), f"{_OOXML}spreadsheetml.sheet", "Excel", has_text=True),
}
# By what the package says that it is.
_BY_TYPE: Final = {
    f"{_ODF}text": FileKind((".odt",), f"{_ODF}text", "OpenDocument văn bản", has_text=True),
    f"{_ODF}spreadsheet": FileKind(
        (".ods",), f"{_ODF}spreadsheet", "OpenDocument bảng tính", has_text=True
    ),
}
KINDS: Final = (*_BY_HEAD.values(), *_BY_MEMBER.values(), *_BY_TYPE.values())


def label_of(content_type: str) -> str:
    """Return what files of a content type are called."""
    return next((kind.label for kind in KINDS if kind.content_type == content_type), "Tệp")


def kind_of(file: IO[bytes]) -> FileKind | None:
    """Return the kind of a file; `None` if it is another one, is locked or carries macros."""
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(_PACKAGE):
        return _kind_of_package(file)
    return next((kind for start, kind in _BY_HEAD.items() if head.startswith(start)), None)


def _kind_of_package(file: IO[bytes]) -> FileKind | None:
    try:
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            is_locked = any(member.flag_bits & _ENCRYPTED for member in members)
            said = _type_said(package) if "mimetype" in names and not is_locked else ""
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return None
    if is_locked or any(name.endswith(_MACROS) for name in names):
        return None
    by_member = (kind for member, kind in _BY_MEMBER.items() if member in names)
    return _BY_TYPE.get(said) or next(by_member, None)


def _type_said(package: zipfile.ZipFile) -> str:
    with package.open("mimetype") as member:
        return member.read(_LONGEST_TYPE).decode("ascii", "replace").strip()
