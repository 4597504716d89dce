"""Set-based checks and writing of documents."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db, repeats
from coso.core.db import Finding, Known, MergeResult

_DOCUMENTS: Final = "SELECT * FROM {staging} WHERE NOT left_out"


def check_documents(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the documents listed twice: the same number, issuer and day.

    The staging table holds `row` and the columns of a document.
    """
    return repeats.find_repeats(
        cursor,
        staging,
        key=("number", "issuer_name", "issued_on"),
        field="number",
        kind="duplicate_row",
        message="format('Văn bản %s của %s có hai dòng. Hãy giữ một dòng.', number, issuer_name)",
    )


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
