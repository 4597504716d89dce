"""Attending teams, what they are in charge of, and their visits (workbook 08)."""

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
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.sheets.base import Register, Sheet, Staged
from coso.importing.sheets.meetings import (
    BRANCH_FIELDS,
    find_branches,
    session_field,
    with_session,
)
from coso.importing.sheets.references import UnitReference, resolve_units
from coso.importing.workbook import Title
from coso.organizations.enums import Tree
from coso.visits import bulk

_DECISION: Final = re.compile(
    r"quyet dinh(?: so)?:? ?(?P<number>\d+ ?-? ?q[dđ][-/a-z ]*?)?,? ?ngay "
    r"(?P<day>\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2} thang \d{1,2} nam \d{4})"
)
_MOST_TEAMS: Final = 999
_DIGITS: Final = re.compile(r"\d+")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_ROMAN_TENS: Final = {"ix": 9, "x": 10, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15}
_ONE_BRANCH: Final = "chi bo truc thuoc dang uy"

_COMMITTEE: Final = """
ALTER TABLE {staging} ADD committee_id bigint;
UPDATE {staging} SET committee_id = u.id
  FROM organizations_unit u WHERE u.tree = 'PARTY' AND u.is_root
"""

# A team works until the end of the term in which it was set up, if that is known.
_IN_CHARGE: Final = """
ALTER TABLE {staging} ADD starts_on date, ADD ends_before date;
UPDATE {staging} s SET starts_on = s.decided_on, ends_before = (
       SELECT upper(t.during) FROM organizations_term t
        WHERE t.unit_id = s.committee_id AND t.during @> s.decided_on)
"""

_UNDATED: Final = """
SELECT origin, 'decided_said', 'missing_value', 'error',
       'Không rõ Tổ được phân công từ ngày nào: hãy ghi vào cột “Ngày quyết định”.', ''
  FROM {staging} WHERE decided_on IS NULL AND NOT left_out ORDER BY origin
"""

_NO_BRANCH: Final = """
SELECT origin, 'branch', 'missing_value', 'doubt',
       format('Lượt dự tại “%s” ghi là chi bộ trực thuộc đảng ủy nhưng không có tên chi bộ: hãy '
              'ghi chi bộ đã dự.', organization), ''
  FROM {staging} WHERE one_branch AND branch_match IS NULL AND NOT left_out ORDER BY origin
"""


def team_number(text: str) -> int:
    """Return the number of a team ("Tổ số 3", "3", "Tổ III").

    :raises ValueError: if the text has no number
    """
    digits = _DIGITS.search(text)
    last = search_key(text).rsplit(" ", maxsplit=1)[-1]
    number = int(digits[0]) if digits else (_ROMAN | _ROMAN_TENS).get(last)
    if number is None or number > _MOST_TEAMS:
        raise ValueError(f"Không đọc được số của Tổ “{text}”: hãy ghi số, ví dụ 3.")
    return number


def _objects() -> Mapping[str, str]:
    return {"Chi bộ trực thuộc đảng ủy cơ sở": "branch", "Chi, đảng bộ trực thuộc": "organization"}


_NUMBER: Final = Field(
    "number",
    ("Tổ số", "Số Tổ", "Tổ", "Tổ dự"),
    Kind.PARSED,
    required=True,
    filled=True,
    parse=team_number,
    dtype=pl.Int64,
    example="3",
    hint="Ghi số của Tổ, ví dụ 3.",
)


class TeamRegister(Register):
    """Teams and the organizations that a decision gives to each."""

    kind = "teams"
    label = "Tổ dự sinh hoạt"
    order = 70
    primary = ("visits_teamassignment",)
    context_schema: ClassVar = {"title_decision": pl.String, "title_decided_on": pl.Date}
    fields: ClassVar = (
        _NUMBER,
        Field(
            "leader_title",
            ("Tổ trưởng (chức danh)", "Tổ trưởng"),
            longest=120,
            example="Phó Bí thư Đảng ủy",
        ),
        Field(
            "unit",
            (
                "Đảng bộ, chi bộ được phân công",
                "Chi, đảng bộ được phân công",
                "Chi bộ, đảng bộ được phân công",
                "Tổ chức đảng được phân công",
                "Đơn vị được phân công",
                "Đơn vị phụ trách",
            ),
            Kind.UNIT,
            required=True,
            filled=True,
            example="Đảng bộ xã Bình Minh",
            hint="Mỗi đơn vị một dòng.",
        ),
        Field("decision_said", ("Số quyết định", "Quyết định"), longest=60, example="65-QĐ/HU"),
        Field(
            "decided_said",
            ("Ngày quyết định", "Ngày, tháng quyết định"),
            Kind.DATE,
            example="10/11/2020",
            hint="Chỉ được để trống khi tiêu đề đã ghi “Kèm theo Quyết định … ngày …”.",
        ),
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        number, day = _decision_named(sheet.table.titles)
        return {"title_decision": number, "title_decided_on": day or sheet.listed_on}

    def derive(self, frame: pl.DataFrame) -> Staged:
        derived = frame.with_columns(
            pl.col("leader_title").fill_null(""),
            decision=pl.coalesce("decision_said", "title_decision").fill_null(""),
            decided_on=pl.coalesce("decided_said", "title_decided_on"),
        )
        return Staged(derived, ())

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        _run(cursor, _COMMITTEE, staging)
        _run(cursor, _IN_CHARGE, staging)
        reference = UnitReference(Tree.PARTY, "unit", "unit_id", "decided_on")
        return [
            *resolve_units(cursor, staging, reference),
            *db.findings(cursor, db.on(_UNDATED, staging)),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_teams(cursor, staging)
        return []


class VisitRegister(Register):
    """Visits (lượt dự); without a branch, to the organization itself."""

    kind = "visits"
    label = "Lượt dự sinh hoạt"
    order = 71
    primary = ("visits_visit",)
    context_schema: ClassVar[rows.Schema] = {"says_visitor": pl.Boolean}
    fields: ClassVar = (
        Field(
            "visited_on",
            ("Ngày dự", "Ngày dự sinh hoạt"),
            Kind.DATE,
            required=True,
            filled=True,
            example="05/01/2023",
        ),
        _NUMBER,
        Field(
            "visitor_title",
            ("Người dự", "Người dự (chức danh)", "Thành viên dự"),
            longest=120,
            example="Tổ trưởng",
            hint="Ghi chức danh, không ghi họ tên.",
        ),
        *BRANCH_FIELDS,
        Field(
            "object",
            ("Đối tượng", "Đối tượng được dự"),
            choices=_objects,
            example="Chi bộ trực thuộc đảng ủy cơ sở",
        ),
        session_field(required=False),
        Field("score", ("Điểm chấm", "Điểm"), Kind.DECIMAL, example="89", hint="Từ 0 đến 100."),
        Field(
            "remark",
            ("Nhận xét", "Đánh giá, nhận xét"),
            longest=500,
            example="Đúng trình tự, nhiều ý kiến thảo luận",
            hint="Về cuộc họp và tổ chức, không về một người.",
        ),
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return {"says_visitor": sheet.has("visitor_title")}

    def derive(self, frame: pl.DataFrame) -> Staged:
        derived = with_session(frame).with_columns(
            pl.col("visitor_title", "remark").fill_null(""),
            meeting_kind=pl.col("session_kind").fill_null(""),
            one_branch=pl.col("object")
            .map_elements(
                lambda said: search_key(said).startswith(_ONE_BRANCH), return_dtype=pl.Boolean
            )
            .fill_null(value=False),
        )
        return Staged(derived, ())

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        _run(cursor, _COMMITTEE, staging)
        unknown = find_branches(cursor, staging, "visited_on")
        bulk.recall_visitors(cursor, staging)
        return [
            *unknown,
            *db.findings(cursor, db.on(_NO_BRANCH, staging)),
            *bulk.check_visits(cursor, staging),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_visits(cursor, staging)
        return []


def _decision_named(titles: tuple[Title, ...]) -> tuple[str | None, dt.date | None]:
    """Return the decision that a title names ("Kèm theo Quyết định 65-QĐ/HU ngày 10/11/2020")."""
    for title in titles:
        found = _DECISION.search(search_key(title.text))
        if found is None:
            continue
        try:
            day = dates.parse_date(found["day"]).value
        except ValueError:
            return None, None
        # The key has one letter for each of the title, so its places are those of the number.
        start, end = found.span("number")
        return (title.text[start:end].strip(" ,") if start >= 0 else None), day
    return None, None


def _run(cursor: CursorWrapper, statement: str, staging: str) -> None:
    db.run(cursor, db.on(statement, staging))
