"""The user's own workbook back, with a note at each place that somebody has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from coso.core.errors import DomainError
from coso.importing import queries
from coso.importing.models import ImportFile
from coso.importing.notes import Note, annotated
from coso.importing.services import files, records, wording
from coso.importing.services.decisions import Decision, Place
from coso.importing.services.wording import Told


class UnableToComment(DomainError):
    """There is no workbook to write notes into."""


def commented_workbook(file: ImportFile) -> bytes:
    """Return an uploaded workbook with its problems as notes; see `commented`.

    :raises UnableToComment: if the file was removed, as it is after 30 days, or never readable
    :raises UnableToAnnotate: if it is damaged
    """
    path = None if file.removed_at is not None else files.path_of(file)
    if path is None or not path.exists():
        raise UnableToComment(
            "file_removed",
            f"Tệp “{file.name}” không còn: tệp đã nhận chỉ được giữ 30 ngày. Hãy dùng tệp gốc của "
            "đơn vị cùng danh sách chỗ cần xem.",
        )
    problems = queries.problems_of(file.source).filter(file=file.name)
    return commented(path, problems, records.decisions_of(file.source))


def commented(
    path: Path, problems: Iterable[Told], decided: Mapping[Place, Decision] | None = None
) -> bytes:
    """Return a workbook with its problems as notes, and unchanged otherwise.

    :raises UnableToComment: if the import could not read the file either
    :raises UnableToAnnotate: if the file is damaged
    """
    notes: dict[str, list[Note]] = {}
    for problem in problems:
        if not problem.sheet:
            raise UnableToComment("file_unreadable", problem.message)
        place = Place(problem.file, problem.sheet, problem.row, problem.field)
        lines = wording.lines_of(problem, (decided or {}).get(place))
        note = Note(problem.row, problem.column, "\n".join(lines))
        notes.setdefault(problem.sheet, []).append(note)
    return annotated(path, notes)
