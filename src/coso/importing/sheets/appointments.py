"""Decisions on personnel: appointments, transfers, rotations… (workbook 11)."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl
from attrs import evolve
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier, Literal

from coso.appointments import bulk
from coso.appointments.validators import kind_spellings, read_term
from coso.core import db
from coso.core.db import Finding
from coso.core.text import match_key
from coso.importing.columns import Field, Kind
from coso.importing.readers import UnreadableCell
from coso.importing.sheets.base import Register, Staged
from coso.importing.sheets.references import (
    BORN_IN_ONE_COLUMN,
    PERSON_FIELDS,
    UnitReference,
    check_birth_dates,
    derive_person,
    identify_people,
    resolve_units,
)
from coso.organizations.enums import Tree
from coso.people import bulk as people

_RETIREMENT: Final = "RETIREMENT"
# Which post, by the name of its column without what it says, and the day on which its unit is.
_POSTS: Final = {"old": "day_before", "new": "effective_on"}
_TREES: Final = (Tree.AGENCY, Tree.PARTY)

_TEXTS: Final = "SELECT DISTINCT {post} FROM {staging} WHERE {post} <> ''"
# The longest end of a text that is the name of a unit; if none is, what stands behind the last
# comma.
_NAME_UNITS: Final = """
UPDATE {staging} s SET {title} = f.title, {unit} = f.unit, {match} = f.match
  FROM (SELECT DISTINCT ON (e.post) e.*
          FROM post_ends e
          CROSS JOIN LATERAL (SELECT EXISTS (
               SELECT FROM organizations_unitversion v JOIN organizations_unit u ON u.id = v.unit_id
                WHERE u.tree IN ('AGENCY', 'PARTY') AND v.match_name = e.match) AS is_unit) k
         ORDER BY e.post, k.is_unit DESC, NOT k.is_unit AND e.is_last DESC, e.place) f
 WHERE f.post = s.{post}
"""
_SETTLE: Final = "UPDATE {staging} SET {into} = coalesce({agency}, {party})"
_TITLES: Final = "SELECT origin, {title} FROM {staging} WHERE {into} IS NULL AND {unit} <> ''"
_ONLY_IN_WORDS: Final = """
SELECT min(origin), {post}, 'unit_in_words', 'info',
       format('%s dòng có đơn vị không có trong sổ vào ngày hiệu lực: chỉ giữ bằng chữ.',
              count(*)), ''
  FROM {staging} WHERE {into} IS NULL AND {unit} <> '' AND NOT left_out
 GROUP BY sheet_no ORDER BY 1
"""
_FIND_PLACE: Final = "UPDATE {staging} SET place_id = coalesce(new_unit_id, old_unit_id)"


def _read_term(text: str) -> str:
    try:
        term = read_term(text)
    except ValueError as error:
        raise UnreadableCell("unknown_value", str(error)) from error
    return _RETIREMENT if term.until_retirement else str(term.months)


class DecisionRegister(Register):
    """Decisions that give people posts, move them, or end a post."""

    kind = "decisions"
    label = "Quyết định cán bộ"
    order = 78
    primary = ("appointments_decision",)
    alternatives = (*BORN_IN_ONE_COLUMN, "ethnicity")
    fields: ClassVar[tuple[Field, ...]] = (
        *PERSON_FIELDS,
        Field(
            "kind",
            ("Hình thức", "Hình thức quyết định", "Nội dung quyết định", "Loại quyết định"),
            Kind.CHOICE,
            required=True,
            filled=True,
            choices=kind_spellings,
            example="Bổ nhiệm",
        ),
        Field(
            "old_post",
            ("Chức vụ, đơn vị cũ", "Chức vụ, đơn vị công tác cũ", "Chức vụ, nơi đi"),
            longest=300,
            example="Giáo viên, Trường Tiểu học Bình Minh",
            hint="Ghi chức vụ rồi đến tên đơn vị, cách nhau bằng dấu phẩy.",
        ),
        Field(
            "new_post",
            ("Chức vụ, đơn vị mới", "Chức vụ, đơn vị công tác mới", "Chức vụ, nơi đến"),
            longest=300,
            example="Hiệu trưởng, Trường Tiểu học Bình Minh",
            hint="Ghi như cột đơn vị cũ; cho thôi giữ chức vụ thì để trống.",
        ),
        Field(
            "number",
            ("Số quyết định", "Quyết định số", "Số QĐ", "Số, ký hiệu quyết định"),
            required=True,
            filled=True,
            longest=60,
            example="1651/QĐ-UBND",
        ),
        Field(
            "decided_on",
            ("Ngày quyết định", "Ngày QĐ", "Ngày ký", "Ngày ban hành"),
            Kind.DATE,
            required=True,
            filled=True,
            example="02/10/2020",
        ),
        Field(
            "effective_on",
            ("Ngày hiệu lực", "Hiệu lực từ ngày", "Ngày có hiệu lực", "Từ ngày", "Thời điểm"),
            Kind.DATE,
            example="03/10/2020",
            hint="Để trống thì lấy ngày quyết định.",
        ),
        Field(
            "issuer",
            ("Cơ quan ban hành", "Cơ quan ra quyết định", "Cấp quyết định", "Cấp ban hành"),
            example="UBND huyện",
        ),
        Field(
            "term",
            ("Thời hạn", "Thời hạn bổ nhiệm", "Thời hạn giữ chức vụ", "Thời gian giữ chức vụ"),
            Kind.PARSED,
            parse=_read_term,
            example="5 năm",
            hint="Ghi số năm, số tháng, hoặc “đến khi nghỉ hưu”; không có thời hạn thì để trống.",
        ),
        Field("note", ("Ghi chú", "G/chú"), longest=500),
    )

    def derive(self, frame: pl.DataFrame) -> Staged:
        person = derive_person(frame)
        effective = pl.coalesce("effective_on", "decided_on")
        until_retirement = (pl.col("term") == _RETIREMENT).fill_null(value=False)
        words = (f"{post}_{part}" for post in _POSTS for part in ("title", "unit", "unit_match"))
        derived = person.frame.with_columns(
            pl.col("old_post", "new_post", "issuer", "note").fill_null(""),
            effective_on=effective,
            says_effect=pl.col("effective_on").is_not_null(),
            day_before=effective - pl.duration(days=1),
            term_months=pl.col("term").cast(pl.Int64, strict=False),
            until_retirement=until_retirement,
            joined_on=pl.lit(None, pl.Date),
            **{name: pl.lit(None, pl.String) for name in words},
            **{name: pl.lit(None, pl.Int64) for name in ("old_unit_id", "new_unit_id", "place_id")},
        )
        return Staged(derived, person.findings)

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        placed = [finding for post in _POSTS for finding in _find_units(cursor, staging, post)]
        db.run(cursor, db.on(_FIND_PLACE, staging))
        return [
            *placed,
            *identify_people(cursor, staging, "place_id"),
            *people.check_unknown(cursor, staging),
            *check_birth_dates(cursor, staging),
            *bulk.check_decisions(cursor, staging),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_decisions(cursor, staging)
        return []


def _find_units(cursor: CursorWrapper, staging: str, post: str) -> list[Finding]:
    """Fill the unit of a post where it is certain; a slip of the pen is a doubt, no more."""
    parts = {
        "staging": Identifier(staging),
        **{part: Identifier(f"{post}_{part}") for part in ("post", "title", "unit")},
        "match": Identifier(f"{post}_unit_match"),
        "into": Identifier(f"{post}_unit_id"),
    }
    texts = [text for (text,) in db.rows(cursor, SQL(_TEXTS).format(**parts))]
    db.copy_frame(cursor, "post_ends", _ends_of(texts))
    db.run(cursor, SQL(_NAME_UNITS).format(**parts))
    unknown = _resolve(cursor, staging, post)
    titles = dict(db.rows(cursor, SQL(_TITLES).format(**parts)))
    in_words = SQL(_ONLY_IN_WORDS).format(**(parts | {"post": Literal(f"{post}_post")}))
    near = [
        evolve(
            finding,
            field=f"{post}_post",
            suggestion=", ".join(filter(None, [titles[finding.origin], finding.suggestion])),
        )
        for finding in unknown
        if finding.suggestion and finding.origin in titles
    ]
    return [*near, *db.findings(cursor, in_words)]


def _resolve(cursor: CursorWrapper, staging: str, post: str) -> list[Finding]:
    """Fill the id of the unit of a post from the trees in turn; return the unknown names."""
    unit = f"{post}_unit"
    columns = [f"{post}_{tree.value.lower()}_id" for tree in _TREES]
    found = [
        finding
        for tree, into in zip(_TREES, columns, strict=True)
        for finding in resolve_units(cursor, staging, UnitReference(tree, unit, into, _POSTS[post]))
    ]
    agency, party = map(Identifier, columns)
    settle = SQL(_SETTLE).format(
        staging=Identifier(staging), into=Identifier(f"{unit}_id"), agency=agency, party=party
    )
    db.run(cursor, settle)
    return found


def _ends_of(texts: list[str]) -> pl.DataFrame:
    """Return every end of some texts that may be the name of a unit, the longest first."""
    rows = []
    for text in texts:
        words = text.split(" ")
        last = max((at for at, word in enumerate(words, 1) if word.endswith(",")), default=0)
        for at in range(len(words)):
            title, unit = " ".join(words[:at]).rstrip(" ,-–;"), " ".join(words[at:])
            rows.append((text, at, at == last, title, unit, match_key(unit)))
    return pl.DataFrame(rows, _ENDS, orient="row")


_ENDS: Final = {
    "post": pl.String,
    "place": pl.Int64,
    "is_last": pl.Boolean,
    "title": pl.String,
    "unit": pl.String,
    "match": pl.String,
}
