"""Find the tables in a user's workbook: title lines, header of one or more rows, rows of text."""

from coso.importing.workbook.body import COUNTERS
from coso.importing.workbook.cells import Cells, shown
from coso.importing.workbook.files import CHOICES_SHEET, GUIDE_SHEET, read_grids, read_head
from coso.importing.workbook.grids import Cell, Grid, Remark, UnableToReadWorkbook, column_letter
from coso.importing.workbook.headers import PATH_SEPARATOR, Column, Title
from coso.importing.workbook.tables import Table, find_table
from coso.importing.workbook.wording import SAMPLE_MARK

__all__ = [
    "CHOICES_SHEET",
    "COUNTERS",
    "GUIDE_SHEET",
    "PATH_SEPARATOR",
    "SAMPLE_MARK",
    "Cell",
    "Cells",
    "Column",
    "Grid",
    "Remark",
    "Table",
    "Title",
    "UnableToReadWorkbook",
    "column_letter",
    "find_table",
    "read_grids",
    "read_head",
    "shown",
]
