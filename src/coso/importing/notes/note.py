"""What somebody is to read at a place of a workbook."""

from attrs import frozen


@frozen
class Note:
    """A text at a cell; `column` "" is the whole row, and `row` 0 the whole sheet."""

    row: int
    column: str
    text: str
