"""PDF files, through the office suite of the machine where it has one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from coso.core.errors import DomainError

_PROGRAMS: Final = ("soffice", "libreoffice")
_SECONDS: Final = 120
# A machine may have the office suite without its word processor.
_WORD_PROCESSOR: Final = "libswlo.so"


class UnableToConvert(DomainError):
    """The office suite did not give a PDF file."""

    def __init__(self) -> None:
        super().__init__(
            "paper.no_pdf",
            "LibreOffice trên máy chủ chưa chuyển được tệp sang PDF: hãy lấy tệp Word, mở bằng "
            "Word và lưu dạng PDF; nếu cần, báo người quản trị.",
        )


def is_available() -> bool:
    """Tell whether the machine can make PDF files."""
    return _program() is not None


def converted(document: bytes) -> bytes:
    """Return a Word document as PDF.

    :raises UnableToConvert: if the machine has no office suite, or it fails
    """
    program = _program()
    if program is None:
        raise UnableToConvert
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "paper.docx")
        source.write_bytes(document)
        _run(program, source)
        written = source.with_suffix(".pdf")
        if not written.exists():
            raise UnableToConvert
        return written.read_bytes()


def _program() -> str | None:
    found = filter(None, map(shutil.which, _PROGRAMS))
    return next((program for program in found if _writes(Path(program))), None)


def _writes(program: Path) -> bool:
    return (program.resolve().parent / _WORD_PROCESSOR).exists()


def _run(program: str, source: Path) -> None:
    # A profile of its own: two at a time would refuse to start with the same one.
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    arguments = ("--headless", "--convert-to", "pdf", "--outdir", str(source.parent), str(source))
    try:
        subprocess.run(  # noqa: S603
            [program, profile, *arguments], capture_output=True, check=True, timeout=_SECONDS
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise UnableToConvert from error
