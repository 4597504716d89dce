"""The file of a backup: a zip of the dump, the private files and what is said of them (ADR 11).

It ends with the SHA-256 of all that stands before, so that one changed byte anywhere is found
before anything is read from it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs

from coso.core.errors import DomainError
from coso.core.storage import PIECE, UNFINISHED, Stored, pieces
from coso.ops.progress import Step

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
_BEGINS: Final = b"PK\x03\x04"
_SEAL_LENGTH: Final = 64
_UNSEALED: Final = b"0" * _SEAL_LENGTH


class UnableToReadBackup(DomainError):
    """The file is no backup, or a damaged one, or one of a later version."""


@attrs.frozen
class Manifest:
    """What a backup says of itself.

    `counts` are the rows of each table, `field_key` tells the key of the card numbers from others
    without giving it away, `pg_dump` is the major version of the program that wrote the dump.
    """

    version: str
    made_at: str
    postgresql: str
    pg_dump: int
    field_key: str
    has_keys: bool
    migrations: list[str]
    counts: dict[str, int]
    format: int = FORMAT
    members: dict[str, dict[str, Any]] = attrs.field(factory=dict)

    @property
    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(self.counts.values())


class Draft:
    """A backup that is being written."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._members: dict[str, Stored] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write a member."""
        digest, size = hashlib.sha256(), 0
        with self._package.open(name, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += member.write(chunk)
        self._members[name] = Stored(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> Manifest:
        """Write what the backup says of itself, and return it."""
        members = {name: attrs.asdict(stored) for name, stored in self._members.items()}
        whole = attrs.evolve(manifest, members=members)
        text = json.dumps(attrs.asdict(whole), ensure_ascii=False, indent=1)
        self._package.writestr(MANIFEST, text)
        return whole


class Archive:
    """A backup that was found whole."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self.manifest = _manifest(package.read(MANIFEST))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a member piece by piece.

        :raises UnableToReadBackup: at its end, if it is not what was written
        """
        digest = hashlib.sha256()
        with self._package.open(name) as member:
            for chunk in pieces(member):
                digest.update(chunk)
                yield chunk
        if digest.hexdigest() != self.manifest.members[name]["sha256"]:
            raise _damaged(Path(str(self._package.filename)))

    def below(self, folder: str) -> list[str]:
        """Return the members of a folder."""
        return [name for name in self.manifest.members if name.startswith(f"{folder}/")]


@contextlib.contextmanager
def written(target: Path) -> Iterator[Draft]:
    """Yield a draft that becomes the file once it is whole, for the eyes of this user alone."""
    part = target.with_name(f"{target.name}{UNFINISHED}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            sealing = _Sealing(file)
            with zipfile.ZipFile(sealing, "w") as package:
                package.comment = _UNSEALED
                yield Draft(package)
            file.seek(-_SEAL_LENGTH, os.SEEK_END)
            file.write(sealing.digest.hexdigest().encode())
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def opened(path: Path, step: Step) -> Iterator[Archive]:
    """Yield a backup all of which was read and found as it was written.

    :raises UnableToReadBackup: if it is anything else
    """
    _require_sealed(path, step)
    with zipfile.ZipFile(path) as package:
        yield Archive(package)


class _Sealing(io.RawIOBase):
    """What is written through it, in one go, is taken into a digest."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.digest.update(data)
        return self._file.write(data)


def _require_sealed(path: Path, step: Step) -> None:
    total = path.stat().st_size
    digest, left = hashlib.sha256(), total - _SEAL_LENGTH
    with path.open("rb") as file:
        if file.read(len(_BEGINS)) != _BEGINS:
            raise _not_a_backup(path)
        file.seek(0)
        while left > 0 and (chunk := file.read(min(PIECE, left))):
            digest.update(chunk)
            left -= len(chunk)
            step("Kiểm tra tệp sao lưu", total - left, total)
        digest.update(_UNSEALED)
        if file.read() != digest.hexdigest().encode():
            raise _damaged(path)


def _manifest(content: bytes) -> Manifest:
    said: Mapping[str, Any] = json.loads(content)
    if said["format"] > FORMAT:
        raise UnableToReadBackup(
            "backup_of_later_format",
            f"Tệp sao lưu do phiên bản {said['version']} tạo ra, mới hơn phiên bản này. Hãy cài "
            "phiên bản ấy rồi phục hồi.",
        )
    if any(".." in name.split("/") for name in said["members"]):
        raise UnableToReadBackup("backup_reaches_out", "Tệp sao lưu có tên tệp không được phép.")
    return Manifest(**said)


def _damaged(path: Path) -> UnableToReadBackup:
    return UnableToReadBackup(
        "backup_damaged",
        f"{path.name} bị hỏng hoặc bị cắt ngắn: nội dung không khớp mã kiểm tra ghi trong tệp. "
        "Không có gì bị thay đổi. Hãy chép lại từ nơi cất giữ, hoặc dùng bản sao lưu khác.",
    )


def _not_a_backup(path: Path) -> UnableToReadBackup:
    return UnableToReadBackup(
        "not_a_backup", f"{path.name} không phải là tệp do lệnh coso backup tạo ra."
    )
