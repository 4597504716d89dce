"""The roster of members (workbook 03): one sheet per organization, or one for all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import crypto, dates, db
from coso.core.db import Finding, Known
from coso.core.text import search_key
from coso.importing import rows
from coso.importing.columns import Field, Kind, header_key
from coso.importing.readers import UNKNOWN, UnreadableCell
from coso.importing.sheets.base import Register, Sheet, Staged
from coso.importing.sheets.references import (
    BORN_IN_ONE_COLUMN,
    NOT_KEPT,
    PERSON_FIELDS,
    UnitReference,
    check_birth_dates,
    check_namesakes,
    check_old,
    derive_person,
    first_named,
    identify_people,
    qualification_levels,
    resolve_units,
)
from coso.importing.workbook import Column, Table
from coso.members import bulk, validators
from coso.organizations.enums import Tree
from coso.people import bulk as people
from coso.people.enums import QualificationKind

BRANCH_HEADERS: Final = ("Chi bộ", "Chi bộ sinh hoạt", "Sinh hoạt tại chi bộ", "Tên chi bộ")
ORGANIZATION_HEADERS: Final = (
    "Đảng bộ, chi bộ cơ sở",
    "Đảng bộ cơ sở",
    "Tổ chức cơ sở đảng",
    "TCCSĐ",
    "Đảng bộ",
    "Chi, đảng bộ cơ sở",
)
HOME_FIELDS: Final = (
    Field(
        "branch",
        BRANCH_HEADERS,
        Kind.UNIT,
        example="Chi bộ thôn Đồng Tâm",
        hint="Chi bộ đang sinh hoạt; chi bộ cơ sở có thể để trống và ghi ở cột sau.",
    ),
    Field(
        "organization",
        ORGANIZATION_HEADERS,
        Kind.UNIT,
        example="Đảng bộ xã Bình Minh",
        hint="Cần khi hai đảng bộ có chi bộ cùng tên; có thể thay bằng một dòng tên đảng bộ "
        "phía trên tiêu đề.",
    ),
)
_DATE: Final = r"(?:ngay )?(\d{1,2}[-./]\d{1,2}[-./]\d{4})"
_EXEMPT: Final = re.compile(rf"mien (?:cong tac|sinh hoat|sh)[^\d]*? tu {_DATE}")
_AWAY: Final = re.compile(rf"tam thoi [^\d]*?tu {_DATE} den (?:het )?{_DATE}")
# Twelve digits are those of the personal identity, which begin with a province: 001 to 096.
_CARD: Final = re.compile(r"[0-9]{8}|0[0-9]{11}")
# What Excel drops in front of a number, by how many digits are left.
_LOST_ZEROS: Final = {7: "0", 10: "00", 11: "0"}
# As the pages of a person show it to those who may not see the number.
_MASKED_CARD: Final = re.compile(r"(?:…|\.{3}|[*x•]+) ?\d{4}", re.IGNORECASE)
_NO_DIGIT: Final = re.compile(r"[\s.\-/']")

_OF_A_ROSTER: Final = (
    *("ethnicity", "official_on", "card", "positions_held"),
    *("general", "professional", "theory"),
)
_DERIVED: Final[rows.Schema] = {
    "joined_on": pl.Date,
    "card_digest": pl.String,
    "card_cipher": pl.String,
    "card_tail": pl.String,
    "exempt_from": pl.Date,
    "stay_from": pl.Date,
    "stay_to": pl.Date,
}

# A grassroots branch has no branches: without a branch named, the home is the organization.
_HOME_WITHOUT_BRANCH: Final = """
UPDATE {staging} s SET {into} = s.organization_id
 WHERE s.branch IS NULL AND EXISTS (
       SELECT FROM organizations_unitversion v JOIN organizations_unittype t ON t.code = v.type_id
        WHERE v.unit_id = s.organization_id AND v.during @> s.listed_on AND t.is_branch)
"""
_WITHOUT_HOME: Final = """
SELECT origin, 'branch', 'missing_branch', 'doubt',
       format('%s không ghi chi bộ: hãy điền chi bộ đang sinh hoạt.', full_name), ''
  FROM {staging} WHERE branch IS NULL AND {into} IS NULL ORDER BY origin
"""


def general_levels() -> Mapping[str, str]:
    """Return the levels of general education."""
    return qualification_levels(QualificationKind.GENERAL)


def professional_levels() -> Mapping[str, str]:
    """Return the levels of professional training."""
    return qualification_levels(QualificationKind.PROFESSIONAL)


def theory_levels() -> Mapping[str, str]:
    """Return the levels of political theory."""
    return qualification_levels(QualificationKind.POLITICAL_THEORY)


def parse_card(written: str) -> str | None:
    """Return the digits of a Party card number; ``None`` where only the last four are shown.

    :raises UnreadableCell: if they are not 8 or 12 digits
    """
    if _MASKED_CARD.fullmatch(written):
        return None
    digits = _NO_DIGIT.sub("", written)
    whole = f"{_LOST_ZEROS.get(len(digits), '')}{digits}"
    if _CARD.fullmatch(whole) is None:
        raise UnreadableCell(
            "card_number",
            f"Số thẻ “{written}” không có 8 hoặc 12 chữ số: hãy kiểm tra lại.",
            *("doubt", "Bỏ trống số thẻ này", "clear"),
        )
    return whole


def parse_positions(written: str) -> tuple[list[str], list[str]]:
    """Return the Party positions of a cell as POSITION@PLACE, and what was not understood."""
    understood: list[str] = []
    unknown: list[str] = []
    for part in filter(None, map(str.strip, re.split(r"[,;+\n]", written))):
        found = validators.position_of(part)
        if found is not None:
            understood.append(f"{found.position}@{found.place}")
        elif not validators.is_no_position(part):
            unknown.append(part)
    return understood, unknown


def find_homes(cursor: CursorWrapper, staging: str, into: str) -> list[Finding]:
    """Fill the column of the branch that each row names, inside the organization that it names."""
    organization = UnitReference(Tree.PARTY, "organization", "organization_id", "listed_on")
    branch = UnitReference(
        *(Tree.PARTY, "branch", into, "listed_on", "organization_id", "unknown_branch")
    )
    found = [
        *resolve_units(cursor, staging, organization),
        *resolve_units(cursor, staging, branch),
    ]
    parts = {"staging": Identifier(staging), "into": Identifier(into)}
    db.run(cursor, SQL(_HOME_WITHOUT_BRANCH).format(**parts))
    return [*found, *db.findings(cursor, SQL(_WITHOUT_HOME).format(**parts))]


class MemberRegister(Register):
    """Who is a member, and where, on the day of the list."""

    kind = "members"
    label = "Danh sách đảng viên"
    order = 50
    primary = ("members_membership",)
    needs_list_date = True
    unlike = ("Kết quả xếp loại", "Chức danh quy hoạch", "Đơn vị công tác", "Số quyết định")
    alternatives = BORN_IN_ONE_COLUMN
    context_schema: ClassVar[rows.Schema] = {
        "listed_on": pl.Date,
        "organization_id": pl.Int64,
    }
    fields: ClassVar[tuple[Field, ...]] = (
        *PERSON_FIELDS,
        *NOT_KEPT,
        Field(
            "admitted_on",
            (
                "Ngày, tháng, năm › Vào Đảng",
                "Đảng tịch › Vào Đảng",
                "Ngày vào Đảng",
                "Vào Đảng",
                "Vào Đảng ngày",
                "Ngày kết nạp",
            ),
            Kind.DATE,
            required=True,
            example="03/02/2005",
        ),
        Field(
            "official_on",
            (
                "Ngày, tháng, năm › Chính thức",
                "Đảng tịch › Chính thức",
                # Not “Ngày chính thức”: a list with it alone says who became official.
                "Ngày công nhận chính thức",
                "Ngày chính thức",
                "Chính thức",
                "Chuyển chính thức",
            ),
            Kind.PARTIAL_DATE,
            example="03/02/2006",
            hint="Đảng viên dự bị để trống; chính thức mà không rõ ngày thì ghi “không rõ ngày”.",
        ),
        Field(
            "card",
            ("Số thẻ đảng viên", "Số thẻ ĐV", "Số thẻ đảng", "Số thẻ", "Thẻ đảng viên"),
            Kind.PARSED,
            parse=parse_card,
            example="01234567",
            hint="8 hoặc 12 chữ số, kể cả số 0 ở đầu.",
        ),
        Field(
            "general",
            ("Trình độ › GDPT", "GDPT", "Giáo dục phổ thông", "Trình độ văn hóa", "Văn hóa"),
            Kind.CHOICE,
            choices=general_levels,
            example="12/12",
        ),
        Field(
            "professional",
            ("Trình độ › Chuyên môn", "Chuyên môn", "Trình độ chuyên môn", "CMNV"),
            Kind.CHOICE,
            choices=professional_levels,
            example="Đại học",
        ),
        Field(
            "theory",
            ("Trình độ › LLCT", "LLCT", "Lý luận chính trị", "Trình độ LLCT"),
            Kind.CHOICE,
            choices=theory_levels,
            example="Trung cấp",
        ),
        Field(
            "positions_held",
            ("Chức vụ đảng", "Chức vụ Đảng hiện nay", "CV đảng", "Chức vụ trong Đảng"),
            example="Phó bí thư chi bộ",
            hint="Nhiều chức vụ cách nhau bằng dấu phẩy, ví dụ “Bí thư chi bộ, Đảng ủy viên”.",
        ),
        *HOME_FIELDS,
        Field(
            "note",
            ("Ghi chú", "G/chú"),
            longest=500,
            hint="Đọc được “Miễn sinh hoạt từ 01/01/2023” và “Tạm thời sinh hoạt nơi khác từ "
            "01/03/2023 đến 31/08/2023”.",
        ),
    )

    def recognize(self, table: Table) -> dict[str, Column] | None:
        found = super().recognize(table)
        of_members = ("branch", "organization", "official_on", "card")
        if not found or not any(name in found for name in of_members):
            return None
        return None if _lists_admissions(found) else found

    def contexts(self, sheets: Sequence[Sheet]) -> list[Mapping[str, Any]]:
        organizations = first_named(Tree.PARTY, [_titles_of(sheet) for sheet in sheets])
        return [
            {"listed_on": sheet.listed_on, "organization_id": organization}
            for sheet, organization in zip(sheets, organizations, strict=True)
        ]

    def derive(self, frame: pl.DataFrame) -> Staged:
        person = derive_person(frame)
        derived, unknown = _with_positions(person.frame)
        cards = _cards(derived["card"])
        notes = _notes(derived["note"])
        return Staged(
            pl.concat(
                [
                    derived.drop("card").with_columns(
                        joined_on=pl.col("admitted_on"), subject=pl.lit(""), **_official()
                    ),
                    cards,
                    notes,
                ],
                how="horizontal",
            ),
            (*person.findings, *unknown),
        )

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        findings = find_homes(cursor, staging, "unit_id")
        bulk.find_organizations(cursor, staging)
        findings += identify_people(cursor, staging, "unit_id")
        findings += check_namesakes(cursor, staging)
        findings += check_birth_dates(cursor, staging)
        findings += check_old(cursor, staging, "listed_on", "members", "max_age")
        findings += check_old(cursor, staging, "joined_on", "members", "max_admission_age")
        return findings + bulk.check_roster(cursor, staging)

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        described = (Known("gender"), Known("ethnicity_id"))
        people.merge_people(cursor, staging, described=described)
        people.merge_qualifications(cursor, staging, ("general", "professional", "theory"))
        return bulk.merge_roster(cursor, staging)


def _lists_admissions(found: Mapping[str, Column]) -> bool:
    """Tell whether a table says of people only when they were admitted: movements, no roster."""
    day = header_key(found["admitted_on"].path[-1])
    return day == header_key("Ngày kết nạp") and not any(name in found for name in _OF_A_ROSTER)


def _titles_of(sheet: Sheet) -> tuple[Sequence[str], dt.date | None]:
    """Return the lines that may name the organization in full, the last one first, and the day."""
    if sheet.listed_on is None or sheet.has("organization"):
        return (), sheet.listed_on
    return [title.text for title in reversed(sheet.table.titles)], sheet.listed_on


def _official() -> dict[str, pl.Expr]:
    """Return the day since when a member is official, else the day on which it is certain."""
    written, known = pl.col("official_on"), pl.col("official_on_precision")
    last = (
        pl.when(known == "MONTH")
        .then(written.dt.month_end())
        .when(known == "YEAR")
        .then(pl.date(written.dt.year(), 12, 31))
        .when(known == UNKNOWN)
        .then("listed_on")
    )
    # A month or a year that goes on after the day of the list had come by that day.
    goes_on = (written <= pl.col("listed_on")) & (last > pl.col("listed_on"))
    return {
        "official_on": pl.when(known == "DAY").then(written),
        "official_by": pl.when(goes_on).then("listed_on").otherwise(last),
    }


def _with_positions(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    read = {
        written: parse_positions(written)
        for written in frame["positions_held"].unique().drop_nulls().to_list()
    }
    positions = pl.col("positions_held").replace_strict(
        list(read),
        [",".join(understood) or None for understood, _unknown in read.values()],
        default=None,
        return_dtype=pl.String,
    )
    findings = [
        Finding(
            origin,
            "positions_held",
            "unknown_position",
            "warning",
            f"Không rõ chức vụ đảng “{part}”: không ghi chức vụ này.",
        )
        for origin, written in frame.select("origin", "positions_held").drop_nulls().iter_rows()
        for part in read[written][1]
    ]
    return frame.with_columns(positions=positions), findings


def _cards(cards: pl.Series) -> pl.DataFrame:
    """Return what is kept of the card numbers: never the number itself."""
    keep: dict[str, Callable[[str], str]] = {
        "card_digest": crypto.digest,
        "card_cipher": lambda card: crypto.encrypt(card).hex(),
        "card_tail": crypto.tail,
    }
    return pl.DataFrame({name: cards.map_elements(kept, pl.String) for name, kept in keep.items()})


def _notes(notes: pl.Series) -> pl.DataFrame:
    read = [(note, *_read_note(note)) for note in notes.unique().drop_nulls().to_list()]
    days = {name: _DERIVED[name] for name in ("exempt_from", "stay_from", "stay_to")}
    known = pl.DataFrame(read, {"note": pl.String, **days}, orient="row")
    joined = notes.to_frame().join(known, on="note", how="left", maintain_order="left")
    return joined.select(*days)


def _read_note(note: str) -> tuple[dt.date | None, dt.date | None, dt.date | None]:
    folded = search_key(note)
    exempt = next(_days(_EXEMPT, folded), None)
    away = list(_days(_AWAY, folded))
    if len(away) < 2 or away[1] < away[0]:  # noqa: PLR2004 — the first and the last day
        return exempt, None, None
    return exempt, away[0], away[1] + dt.timedelta(days=1)


def _days(pattern: re.Pattern[str], folded: str) -> Iterator[dt.date]:
    found = pattern.search(folded)
    for written in found.groups() if found else ():
        try:
            yield dates.parse_date(written).value
        except ValueError:
            return
