"""Set-based checks and writing of documents."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding, Known, MergeResult

_REPEATED: Final = """
SELECT s.origin, 'number', 'duplicate_row', 'doubt',
       format('Văn bản %s của %s có hai dòng. Hãy giữ một dòng.', s.number, s.issuer_name), ''
  FROM {staging} s
 WHERE NOT s.left_out AND EXISTS (
       SELECT FROM {staging} o
        WHERE o.number = s.number AND o.issuer_name = s.issuer_name
          AND o.issued_on = s.issued_on AND o.origin <> s.origin AND NOT o.left_out)
 ORDER BY s.origin
"""

_DOCUMENTS: Final = "SELECT * FROM {staging} WHERE NOT left_out"


def check_documents(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the documents listed twice: the same number, issuer and day.

    The staging table holds the columns of a document.
    """
    return db.findings(cursor, db.on(_REPEATED, staging))


def merge_documents(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the documents; what the list leaves blank stays as it was."""
    return db.merge(
        cursor,
        table="documents_document",
        source=db.on(_DOCUMENTS, staging),
        key=("number", "issuer_name", "issued_on"),
        values=(
            "sequence",
            "organ",
            "type",
            Known("issuer_id"),
            Known("term_id"),
            Known("term_name"),
            "summary",
            "is_thematic",
            Known("first_year"),
            Known("last_year"),
            Known("note"),
        ),
        origin="origin",
    )
