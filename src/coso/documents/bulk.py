"""Set-based checks and writing of documents; one written by hand is a list of one row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core import db, repeats
from coso.core.db import Finding, Known, MergeResult

_LISTED_TWICE: Final = (
    "format('Văn bản %s của %s có hai dòng. Hãy giữ một dòng.', number, issuer_name)"
)
STAGING: Final = "document_by_hand"
_ORIGIN: Final = 1
_STAGED: Final = {
    "origin": pl.Int64,
    "row": pl.Int64,
    "left_out": pl.Boolean,
    "number": pl.String,
    "issuer_name": pl.String,
    "issued_on": pl.Date,
    "issuer_id": pl.Int64,
    "term_id": pl.Int64,
    "term_name": pl.String,
    "term_years": pl.String,
}
# The term by its name, else by the day of the document.
_FIND_TERMS: Final = """
UPDATE {staging} s SET term_id = t.id, term_name = coalesce(nullif(s.term_name, ''), t.name)
  FROM organizations_term t
 WHERE t.unit_id = s.issuer_id
   AND CASE WHEN s.term_years <> '' THEN position(s.term_years in replace(t.name, ' ', '')) > 0
            ELSE s.term_name = '' AND t.during @> s.issued_on END
"""
_OUTSIDE_TERM: Final = """
SELECT s.origin, 'issued_on', 'outside_term', 'warning',
       format('%s ghi nhiệm kỳ %s nhưng ban hành ngày %s, ngoài nhiệm kỳ. Hãy kiểm tra lại.',
              s.number, s.term_name, to_char(s.issued_on, 'DD/MM/YYYY')), ''
  FROM {staging} s JOIN organizations_term t ON t.id = s.term_id
 WHERE NOT t.during @> s.issued_on AND NOT s.left_out ORDER BY s.origin
"""
# Numbers begin anew with a year or a term.
_USED_AGAIN: Final = """
SELECT s.origin, 'number', 'number_used_again', 'warning',
       format('Trong năm %%s, sổ đã có %%s của %%s, ban hành ngày %%s. Hãy kiểm tra lại số, ngày.',
              extract(year FROM s.issued_on), s.number, s.issuer_name,
              to_char(min(d.issued_on), 'DD/MM/YYYY')), ''
  FROM {staging} s JOIN documents_document d USING (number, issuer_name)
 WHERE d.issued_on <> s.issued_on AND NOT s.left_out AND d.id <> ALL(%(apart)s)
   AND extract(year FROM d.issued_on) = extract(year FROM s.issued_on)
   AND (d.term_id = s.term_id) IS NOT FALSE
 GROUP BY s.origin, s.number, s.issuer_name, s.issued_on ORDER BY s.origin
"""
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


def stage_document(cursor: CursorWrapper, document: Mapping[str, Any]) -> None:
    """Put a document written by hand into a staging table of its own, like a row of a list."""
    row = {name: document.get(name) for name in _STAGED}
    numbered = row | {"origin": _ORIGIN, "row": _ORIGIN, "left_out": False}
    db.copy_frame(cursor, STAGING, pl.DataFrame([numbered], _STAGED))


def term_staged(cursor: CursorWrapper) -> tuple[int | None, str]:
    """Return the term of the document written by hand, and what it is called."""
    statement = "SELECT term_id, coalesce(term_name, '') FROM {staging}"
    [(term_id, name)] = db.rows(cursor, db.on(statement, STAGING))
    return term_id, name


def find_terms(cursor: CursorWrapper, staging: str) -> None:
    """Fill `term_id` and `term_name` by `term_years`, else by the day."""
    db.run(cursor, db.on(_FIND_TERMS, staging))


def check_documents(
    cursor: CursorWrapper, staging: str, *, apart: Collection[int] = ()
) -> list[Finding]:
    """Return the documents listed twice, outside their term, or under a number used before.

    The staging table holds `row`, the columns of a document, `type_said` (null where the type is
    only worked out) and `says_term`; `is_thematic` is null where the list does not say it.
    `apart` are the documents that are about to be written anew.
    """
    return [
        *repeats.find_repeats(
            cursor,
            staging,
            key=("number", "issuer_name", "issued_on"),
            field="number",
            kind="duplicate_row",
            message=_LISTED_TWICE,
        ),
        *db.findings(cursor, db.on(_OUTSIDE_TERM, staging)),
        *db.findings(cursor, db.on(_USED_AGAIN, staging), {"apart": list(apart)}),
    ]


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
