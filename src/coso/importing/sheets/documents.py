"""The register of documents (workbook 12, “Văn bản”)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db
from coso.core.db import Finding
from coso.core.text import match_key, search_key
from coso.documents import bulk, queries, validators
from coso.documents.enums import DocumentType
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.sheets.base import Register, Sheet, Staged

_LONGEST_TERM: Final = 20
_TYPES: Final = {match_key(kind.label): kind for kind in DocumentType}
_THEMATIC: Final = ("chuyen de", "x", "co", "nq chuyen de", "nghi quyet chuyen de")
_DERIVED: Final[rows.Schema] = {
    "sequence": pl.Int64,
    "organ": pl.String,
    "type": pl.String,
    "type_said": pl.String,
    "says_term": pl.Boolean,
    "term_years": pl.String,
    "first_year": pl.Int64,
    "last_year": pl.Int64,
    "issuer_id": pl.Int64,
    "term_id": pl.Int64,
}


def _types() -> Mapping[str, str]:
    return {str(kind.label): str(kind) for kind in DocumentType}


def _thematic() -> Mapping[str, str]:
    return {"Chuyên đề": "thematic"}


class DocumentRegister(Register):
    """Official documents, of the committee and of those above it."""

    kind = "documents"
    label = "Văn bản"
    order = 40
    primary = ("documents_document",)
    context_schema: ClassVar[rows.Schema] = {"says_thematic": pl.Boolean}
    fields: ClassVar = (
        Field(
            "number",
            ("Số, ký hiệu", "Số ký hiệu", "Số và ký hiệu", "Số, ký hiệu văn bản", "Số hiệu"),
            required=True,
            filled=True,
            longest=60,
            example="03-NQ/ĐU",
        ),
        Field(
            "issued_on",
            ("Ngày ban hành", "Ngày, tháng, năm ban hành", "Ngày văn bản", "Ngày ký"),
            Kind.DATE,
            required=True,
            filled=True,
            example="15/03/2023",
        ),
        Field(
            "type_name",
            ("Loại văn bản", "Thể loại", "Tên loại"),
            longest=60,
            choices=_types,
            example="Nghị quyết",
            hint="Để trống thì hiểu theo ký hiệu.",
        ),
        Field(
            "thematic",
            ("Loại nghị quyết", "Nghị quyết chuyên đề", "NQ chuyên đề", "Loại NQ"),
            choices=_thematic,
            example="Chuyên đề",
            hint="Ghi “Chuyên đề” với nghị quyết chuyên đề, văn bản khác để trống.",
        ),
        Field(
            "issuer_name",
            ("Cơ quan ban hành", "Nơi ban hành", "Đơn vị ban hành", "Cấp ban hành"),
            required=True,
            filled=True,
            example="Đảng ủy xã Bình Minh",
        ),
        Field(
            "term_name",
            ("Nhiệm kỳ",),
            example="2020-2025",
            hint="Để trống thì hiểu theo ngày ban hành.",
        ),
        Field(
            "summary",
            ("Trích yếu", "Trích yếu nội dung", "Nội dung trích yếu", "Về việc"),
            required=True,
            filled=True,
            longest=1000,
            example="Về nâng cao chất lượng sinh hoạt chi bộ",
        ),
        Field("years", ("Giai đoạn", "Thời gian thực hiện"), longest=60, example="2023-2025"),
        Field("note", ("Ghi chú", "G/chú"), longest=300),
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return {"says_thematic": sheet.has("thematic")}

    def derive(self, frame: pl.DataFrame) -> Staged:
        spelled = queries.stored_issuer_names(_texts(frame, "issuer_name"))
        read = [_document(row, spelled) for row in frame.iter_rows(named=True)]
        names = ("number", "issuer_name", "is_thematic", "term_name", "note")
        schema = dict.fromkeys(names, pl.String) | {"is_thematic": pl.Boolean} | dict(_DERIVED)
        derived = pl.DataFrame(read, schema)
        kept = frame.drop("number", "issuer_name", "term_name", "note")
        return Staged(pl.concat([kept, derived], how="horizontal"), tuple(_findings(frame)))

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        find_issuers(cursor, staging)
        bulk.find_terms(cursor, staging)
        return bulk.check_documents(cursor, staging)

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_documents(cursor, staging)
        return []


def _document(row: Mapping[str, Any], spelled: Mapping[str, str]) -> dict[str, Any]:
    number = validators.parse_number(row["number"] or "")
    first, last = queries.years_named(row["years"] or "")
    years = validators.term_years(row["term_name"] or "")
    return {
        "number": validators.format_number(number) if number else row["number"],
        "sequence": number.seq if number else None,
        "organ": number.organ if number else "",
        "type": validators.type_told(number, row["summary"] or "").value,
        "type_said": _type_said(row),
        "says_term": row["term_name"] is not None,
        "issuer_name": spelled.get(row["issuer_name"], row["issuer_name"]),
        "is_thematic": _is_thematic(row),
        "term_name": years or (row["term_name"] or "")[:_LONGEST_TERM],
        "term_years": years,
        "first_year": first,
        "last_year": last,
        "note": row["note"] or "",
    }


def _type_said(row: Mapping[str, Any]) -> str | None:
    named = row["type_name"]
    return _TYPES.get(match_key(named), DocumentType.OTHER).value if named else None


def _is_thematic(row: Mapping[str, Any]) -> bool | None:
    """Return what a blank means too, where the list has the column."""
    return search_key(row["thematic"] or "") in _THEMATIC if row["says_thematic"] else None


def _findings(frame: pl.DataFrame) -> Iterator[Finding]:
    for row in frame.iter_rows(named=True):
        number, origin = row["number"] or "", row["origin"]
        mark = validators.secret_mark_on(number, row["summary"] or "", row["note"] or "")
        if mark is not None:
            refusal = validators.secret_refusal(mark)
            yield Finding(origin, "number", "secret_document", "error", refusal)
        elif number and validators.parse_number(number) is None:
            warning = validators.unread_number_warning(number)
            yield Finding(origin, "number", "unreadable_document_number", "warning", warning)


def find_issuers(
    cursor: CursorWrapper, staging: str, *, name: str = "issuer_name", into: str = "issuer_id"
) -> None:
    """Fill the unit that each name means, a committee being its organization, where it is sure."""
    parts = {"staging": Identifier(staging), "name": Identifier(name), "into": Identifier(into)}
    staged = db.rows(cursor, SQL("SELECT DISTINCT {name} FROM {staging}").format(**parts))
    found = queries.issuers_named(said for (said,) in staged if said)
    issuers = pl.DataFrame(
        {"name": list(found), "unit_id": list(found.values())},
        {"name": pl.String, "unit_id": pl.Int64},
    )
    db.copy_frame(cursor, f"{staging}_issuers", issuers)
    db.run(
        cursor,
        SQL(
            "UPDATE {staging} s SET {into} = i.unit_id FROM {issuers} i WHERE i.name = s.{name}"
        ).format(issuers=Identifier(f"{staging}_issuers"), **parts),
    )


def _texts(frame: pl.DataFrame, column: str) -> list[str]:
    return frame[column].drop_nulls().unique().to_list()
