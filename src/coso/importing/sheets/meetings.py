"""Branch meetings (workbook 07) and the catalogue of themes (workbook 12)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core import dates, db
from coso.core.db import Finding
from coso.core.text import search_key
from coso.importing.columns import Field, Kind
from coso.importing.readers import UnreadableCell
from coso.importing.sheets.base import Register, Sheet, Staged
from coso.importing.sheets.references import UnitReference, resolve_units
from coso.meetings import bulk
from coso.meetings.enums import MeetingKind
from coso.meetings.validators import meeting_kind, theme_code
from coso.organizations.enums import Tree

_LONGEST_CODE: Final = 20
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TERM: Final = re.compile(r"((?:19|20)\d\d) ?- ?((?:19|20)\d\d)")
_SESSION: Final = pl.Struct({"kind": pl.String, "from": pl.Date, "until": pl.Date})

# Themes of a catalogue hold during the term that its title names, else the one of its day.
_FIND_TERM: Final = """
UPDATE {staging} s SET valid_from = lower(t.during), valid_until = upper(t.during)
  FROM organizations_term t JOIN organizations_unit u ON u.id = t.unit_id
 WHERE u.tree = 'PARTY' AND u.is_root
   AND CASE WHEN s.term_years <> '' THEN position(s.term_years in replace(t.name, ' ', '')) > 0
            ELSE t.during @> s.listed_on END
"""

# A term that nobody entered lies between those that are known, from its first year on.
_BETWEEN_TERMS: Final = """
WITH terms AS (
    SELECT t.during FROM organizations_term t JOIN organizations_unit u ON u.id = t.unit_id
     WHERE u.tree = 'PARTY' AND u.is_root
), named AS (
    SELECT DISTINCT term_years, make_date(left(term_years, 4)::integer, 1, 1) AS starts
      FROM {staging} WHERE term_years <> '' AND valid_from IS NULL AND valid_until IS NULL
)
UPDATE {staging} s SET
       valid_from = greatest(n.starts, (SELECT max(upper(t.during)) FROM terms t
                                         WHERE lower(t.during) < n.starts)),
       valid_until = (SELECT min(lower(t.during)) FROM terms t WHERE lower(t.during) >= n.starts)
  FROM named n WHERE n.term_years = s.term_years
"""

_PLACES: Final = """
ALTER TABLE {staging} ADD unit_id bigint, ADD unit_name text;
UPDATE {staging} SET
       unit_id = CASE WHEN branch_match IS NULL THEN organization_id ELSE branch_id END,
       unit_name = coalesce(branch, organization)
"""

_NOWHERE: Final = """
SELECT origin, 'branch', 'missing_value', 'error', 'Không ghi chi bộ nào: hãy ghi tên chi bộ.', ''
  FROM {staging} WHERE branch_match IS NULL AND organization_match IS NULL ORDER BY origin
"""

_NO_KIND: Final = """
SELECT origin, 'kind_said', 'missing_value', 'error',
       'Không rõ thường kỳ hay chuyên đề: hãy ghi vào cột “Loại sinh hoạt”.', ''
  FROM {staging} WHERE kind IS NULL AND NOT left_out ORDER BY origin
"""

BRANCH_FIELDS: Final = (
    Field(
        "organization",
        (
            "Đảng bộ, chi bộ cơ sở",
            "Đảng bộ, chi bộ trực thuộc",
            "Chi, đảng bộ cơ sở",
            "Tổ chức cơ sở đảng",
            "Đảng bộ cơ sở",
            "Đảng bộ",
            "TCCSĐ",
        ),
        Kind.UNIT,
        example="Đảng bộ xã Bình Minh",
        hint="Cần khi hai đảng bộ có chi bộ cùng tên.",
    ),
    Field(
        "branch",
        ("Chi bộ", "Tên chi bộ", "Chi bộ trực thuộc", "Nơi dự"),
        Kind.UNIT,
        required=True,
        example="Chi bộ thôn Đồng Tâm",
        hint="Chi bộ cơ sở có thể để trống và ghi ở cột trước.",
    ),
)


def read_session(text: str) -> dict[str, Any]:
    """Return the kind, if the text tells it, and the period of a meeting ("Thường kỳ 01/2021").

    :raises UnreadableCell: if it names neither a month nor a quarter
    """
    try:
        if _ISO_DAY.match(text):
            day = dt.date.fromisoformat(text[:10])
            period = dates.month_period(day.year, day.month)
        else:
            period = dates.parse_meeting_period(text)
    except ValueError as error:
        raise UnreadableCell("unreadable_period", str(error)) from None
    return {"kind": meeting_kind(text), "from": period.start, "until": period.end}


def session_field(*, required: bool) -> Field:
    """Return the field of the period that a meeting was held for."""
    return Field(
        "session",
        ("Kỳ sinh hoạt", "Kỳ họp", "Kỳ", "Tháng, quý", "Tháng/quý"),
        Kind.PARSED,
        required=required,
        filled=required,
        parse=read_session,
        dtype=_SESSION,
        example="01/2023",
        hint="Ghi tháng hoặc quý, ví dụ 01/2023 hoặc Quý I/2023.",
    )


def with_session(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with `session_kind`, `session_from` and `session_until`."""
    parts = pl.col("session").struct
    return frame.with_columns(
        session_kind=parts.field("kind"),
        session_from=parts.field("from"),
        session_until=parts.field("until"),
    ).drop("session")


def find_branches(cursor: CursorWrapper, staging: str, day: str) -> list[Finding]:
    """Fill `unit_id` and `unit_name`: the branch, or the organization where no branch is named.

    A branch name is unique only inside its organization; a grassroots branch stands in both
    columns.
    """
    organization = UnitReference(Tree.PARTY, "organization", "organization_id", day)
    branch = UnitReference(
        Tree.PARTY, "branch", "branch_id", day, within="organization_id", kind="unknown_branch"
    )
    found = [
        *resolve_units(cursor, staging, organization),
        *resolve_units(cursor, staging, branch),
    ]
    db.run(cursor, db.on(_PLACES, staging))
    return [*found, *db.findings(cursor, db.on(_NOWHERE, staging))]


def _read_kind(text: str) -> str:
    kind = meeting_kind(text)
    if kind is None:
        raise UnreadableCell(
            "unknown_value",
            f"Không rõ loại sinh hoạt “{text}”: hãy ghi “Thường kỳ” hoặc “Chuyên đề”.",
        )
    return str(kind)


def _read_code(text: str) -> str:
    code = theme_code(text)
    if len(code) > _LONGEST_CODE:
        raise UnreadableCell(
            "text_too_long", f"Mã chuyên đề “{text}” quá dài: hãy ghi mã ngắn như CĐ01."
        )
    return code


def _count(name: str, label: str, *others: str, example: str, hint: str = "") -> Field:
    headers = (f"Số đảng viên › {label}", label, *others)
    return Field(name, headers, Kind.INTEGER, example=example, hint=hint)


def _kinds() -> Mapping[str, str]:
    return {str(kind.label): str(kind) for kind in MeetingKind}


class ThemeRegister(Register):
    """The catalogue of themes of thematic meetings."""

    kind = "themes"
    label = "Danh mục chuyên đề"
    order = 60
    primary = ("meetings_theme",)
    context_schema: ClassVar = {"term_years": pl.String, "listed_on": pl.Date}
    fields: ClassVar = (
        Field(
            "code",
            ("Mã chuyên đề", "Mã"),
            Kind.PARSED,
            required=True,
            filled=True,
            parse=_read_code,
            example="CĐ01",
            hint=f"Ghi chữ và số, không quá {_LONGEST_CODE} ký tự.",
        ),
        Field(
            "title",
            ("Nội dung chuyên đề", "Tên chuyên đề", "Chuyên đề"),
            required=True,
            filled=True,
            longest=300,
            example="Nâng cao chất lượng sinh hoạt chi bộ",
        ),
        Field("basis", ("Căn cứ", "Căn cứ xây dựng"), example="Kế hoạch 12-KH/ĐU"),
    )

    @property
    def dating(self) -> str:
        return "(Nhiệm kỳ …-…)"

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        named = (_TERM.search(search_key(title.text)) for title in sheet.table.titles)
        term = next((found for found in named if found), None)
        return {
            "term_years": f"{term[1]}-{term[2]}" if term else "",
            "listed_on": sheet.listed_on,
        }

    def derive(self, frame: pl.DataFrame) -> Staged:
        derived = frame.with_columns(
            pl.col("basis").fill_null(""),
            valid_from=pl.lit(None, pl.Date),
            valid_until=pl.lit(None, pl.Date),
        )
        return Staged(derived, ())

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        for statement in (_FIND_TERM, _BETWEEN_TERMS):
            db.run(cursor, db.on(statement, staging))
        return bulk.check_themes(cursor, staging)

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_themes(cursor, staging)
        return []


class MeetingRegister(Register):
    """Meetings of branches, held and not held."""

    kind = "meetings"
    label = "Sinh hoạt chi bộ"
    order = 61
    primary = ("meetings_meeting",)
    context_schema: ClassVar = {"sheet_kind": pl.String}
    fields: ClassVar = (
        *BRANCH_FIELDS,
        session_field(required=True),
        Field(
            "kind_said",
            ("Loại sinh hoạt", "Loại cuộc họp", "Hình thức sinh hoạt", "Loại"),
            Kind.PARSED,
            parse=_read_kind,
            choices=_kinds,
            example="Thường kỳ",
            hint="Chỉ được để trống khi tiêu đề, kỳ sinh hoạt hoặc mã chuyên đề đã cho biết.",
        ),
        Field(
            "held_on",
            ("Ngày họp", "Ngày sinh hoạt", "Ngày tổ chức"),
            Kind.DATE,
            required=True,
            example="05/01/2023",
            hint="Để trống là không họp.",
        ),
        Field(
            "started_at",
            ("Bắt đầu", "Giờ bắt đầu", "Thời gian bắt đầu"),
            Kind.TIME,
            example="14:00",
        ),
        Field(
            "minutes",
            ("Thời lượng (phút)", "Thời lượng", "Số phút"),
            Kind.INTEGER,
            example="90",
        ),
        _count(
            *("required", "Phải dự", "Tổng số phải dự"),
            example="15",
            hint="Không tính người được miễn hoặc sinh hoạt tạm thời nơi khác; bằng tổng ba cột "
            "sau.",
        ),
        _count("present", "Có mặt", "Số có mặt", example="14"),
        _count("excused", "Vắng có lý do", "Vắng CLD", "Vắng có phép", example="1"),
        _count("unexcused", "Vắng không lý do", "Vắng KLD", "Vắng không phép", example="0"),
        Field(
            "self_score",
            ("Điểm chất lượng › Tự chấm", "Điểm tự chấm", "Tự chấm"),
            Kind.DECIMAL,
            example="88",
            hint="Từ 0 đến 100.",
        ),
        Field(
            "upper_score",
            ("Điểm chất lượng › Cấp trên chấm", "Cấp trên chấm", "Điểm cấp trên chấm"),
            Kind.DECIMAL,
            example="86,5",
            hint="Từ 0 đến 100.",
        ),
        Field(
            "theme_code",
            ("Chuyên đề (mã)", "Mã chuyên đề", "Chuyên đề"),
            Kind.PARSED,
            parse=theme_code,
            hint="Mã trong danh mục chuyên đề, ví dụ CĐ01; sinh hoạt thường kỳ để trống.",
        ),
        Field(
            "reported_on",
            ("Ngày báo cáo", "Ngày gửi báo cáo"),
            Kind.DATE,
            example="06/01/2023",
        ),
        Field("note", ("Ghi chú", "G/chú"), longest=300),
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        texts = (*(title.text for title in sheet.table.titles), sheet.table.sheet)
        kinds = {kind for text in texts if (kind := meeting_kind(text))}
        return {"sheet_kind": kinds.pop() if len(kinds) == 1 else None}

    def derive(self, frame: pl.DataFrame) -> Staged:
        themed = pl.when(pl.col("theme_code").is_not_null()).then(pl.lit(MeetingKind.THEMATIC))
        derived = with_session(frame).with_columns(
            pl.col("theme_code", "note").fill_null(""),
            kind=pl.coalesce("kind_said", "session_kind", "sheet_kind", themed),
            place_on=pl.coalesce("held_on", "session_from"),
            theme_id=pl.lit(None, pl.Int64),
        )
        return Staged(derived, ())

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return [
            *find_branches(cursor, staging, "place_on"),
            *db.findings(cursor, db.on(_NO_KIND, staging)),
            *bulk.check_meetings(cursor, staging),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_meetings(cursor, staging)
        return []
