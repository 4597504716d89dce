"""Importing workbooks of an office into the registers."""

from coso.importing.services.reading import Progress
from coso.importing.services.reports import ImportReport, SheetReport
from coso.importing.services.runs import Mode
from coso.importing.services.workbooks import UnableToImport, import_workbooks

__all__ = [
    "ImportReport",
    "Mode",
    "Progress",
    "SheetReport",
    "UnableToImport",
    "import_workbooks",
]
