"""Notes in a user's workbook, of which everything else stays as it is, byte for byte."""

from coso.importing.notes.annotating import UnableToAnnotate, annotated
from coso.importing.notes.note import Note

__all__ = ["Note", "UnableToAnnotate", "annotated"]
