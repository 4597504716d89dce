"""The uploaded workbooks on their way: kept privately, removed when nobody needs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from attrs import asdict, frozen
from django.db.models.functions import Now

from coso.core import storage
from coso.importing.models import Import, ImportFile
from coso.importing.services.reading import Progress

_FOLDER: Final = "imports"
_PROGRESS: Final = "progress.json"
_NAME_LENGTH: Final = 60


@frozen
class Step:
    """What an import is doing, and how far it is."""

    what: str
    done: int
    total: int

    @property
    def percent(self) -> int:
        """How far it is, of 100."""
        return 100 * self.done // max(self.total, 1)


def path_of(file: ImportFile) -> Path:
    """Return where a workbook lies: under its own name, by which messages call it.

    Of a very long name the end counts: file systems take 255 bytes.
    """
    folder = storage.folder(_FOLDER, str(file.source_id), str(file.pk))
    return folder / file.name[-_NAME_LENGTH:]


def folder_of(source: Import) -> Path:
    """Return the folder of an import."""
    return storage.folder(_FOLDER, str(source.pk))


def paths_of(source: Import) -> dict[str, Path]:
    """Return where the workbooks of an import lie, by the name that the user knows."""
    kept = source.files.filter(removed_at=None).order_by("pk")
    return {file.name: path_of(file) for file in kept}


def remove(source: Import) -> None:
    """Remove the workbooks of an import; their names stay in the log."""
    storage.remove_folder(_FOLDER, str(source.pk))
    source.files.filter(removed_at=None).update(removed_at=Now())


def progress_into(source: Import) -> Progress:
    """Return a function that tells pages how far an import is.

    A file, since what a transaction writes is seen by nobody until it ends.
    """
    path = folder_of(source) / _PROGRESS

    def tell(what: str, done: int, total: int) -> None:
        step = json.dumps(asdict(Step(what, done, total)), ensure_ascii=False)
        storage.write(path, [step.encode()])

    return tell


def forget_progress(source: Import) -> None:
    """Say no more how far an earlier job came."""
    (folder_of(source) / _PROGRESS).unlink(missing_ok=True)


def step_of(source: Import) -> Step | None:
    """Return what an import is doing, if it has begun."""
    try:
        return Step(**json.loads((folder_of(source) / _PROGRESS).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
