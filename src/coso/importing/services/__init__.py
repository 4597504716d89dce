"""Importing workbooks of an office into the registers."""

from coso.importing.services.reading import Progress
from coso.importing.services.reports import ImportReport, SheetReport
from coso.importing.services.runs import Mode
from coso.importing.services.undoing import (
    KeptRecord,
    UnableToUndoImport,
    UndoReport,
    undo_import,
    undo_until,
)
from coso.importing.services.workbooks import UnableToImport, import_workbooks

__all__ = [
    "ImportReport",
    "KeptRecord",
    "Mode",
    "Progress",
    "SheetReport",
    "UnableToImport",
    "UnableToUndoImport",
    "UndoReport",
    "import_workbooks",
    "undo_import",
    "undo_until",
]
