"""What an import tells: the rows of each sheet, and the problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from coso.importing.rows import Problem


@frozen
class SheetReport:
    """What became of the rows of a sheet; rows left out are in none of the three counts.

    `unused` are the headers of the columns that no field of the register took.
    """

    file: str
    sheet: str
    kind: str
    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unused: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the sheet as the command line prints it."""
        counts = ("sheet", "kind", "rows", "created", "updated", "unchanged")
        return {name: getattr(self, name) for name in counts}


@frozen
class ImportReport:
    """What an import did or, if it was not applied, what stood against it."""

    files: tuple[str, ...]
    sheets: tuple[SheetReport, ...]
    problems: tuple[Problem, ...]
    applied: bool
    import_id: int | None

    @property
    def has_errors(self) -> bool:
        """Whether something makes the import impossible in every mode."""
        return any(p.severity == "error" and p.is_open for p in self.problems)

    @property
    def has_doubts(self) -> bool:
        """Whether somebody has to decide about a row."""
        return any(p.severity == "doubt" and p.is_open for p in self.problems)

    def stored(self, written: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """Return what is kept with the import: its files and sheets, the columns it wrote."""
        sheets = [
            {"file": sheet.file, **sheet.as_json(), "unused": sheet.unused} for sheet in self.sheets
        ]
        return {"files": self.files, "sheets": sheets, "written": written}

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "workbooks": [
                {
                    "file": file,
                    "sheets": [s.as_json() for s in self.sheets if s.file == file],
                    "problems": [p.as_json() for p in self.problems if p.file == file],
                }
                for file in self.files
            ],
            "applied": self.applied,
            "import_id": self.import_id,
        }
