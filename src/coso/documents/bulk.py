"""Set-based checks and writing of documents."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core import db, repeats
from coso.core.db import Finding, Known, MergeResult

# What is only worked out (type, term) never replaces what somebody said before.
_DOCUMENTS: Final = """
SELECT s.origin, s.number, s.issuer_name, s.issued_on, s.sequence, s.organ, s.issuer_id, s.summary,
       s.first_year, s.last_year, s.note,
       coalesce(s.type_said, d.type, s.type) AS type,
       coalesce(s.is_thematic, d.is_thematic, false) AS is_thematic,
       CASE WHEN s.says_term OR coalesce(d.term_name, '') = '' THEN s.term_id END AS term_id,
       CASE WHEN s.says_term OR coalesce(d.term_name, '') = '' THEN s.term_name END AS term_name
  FROM {staging} s
  LEFT JOIN documents_document d USING (number, issuer_name, issued_on)
 WHERE NOT s.left_out
"""


def check_documents(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the documents listed twice: the same number, issuer and day.

    The staging table holds `row`, the columns of a document, `type_said` (null where the type is
    only worked out) and `says_term`; `is_thematic` is null where the list does not say it.
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
