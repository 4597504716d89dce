"""Notes in a user's workbook, of which everything else stays as it is, byte for byte."""

from coso.importing.notes.annotating import Note, UnableToAnnotate, annotated
from coso.importing.notes.comments import AUTHOR

__all__ = ["AUTHOR", "Note", "UnableToAnnotate", "annotated"]
