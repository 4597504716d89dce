"""Courses, and who was sent to them (workbook 10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.core import db
from coso.core.db import Finding
from coso.importing import rows
from coso.importing.columns import Field, Kind
from coso.importing.readers import UnreadableCell
from coso.importing.sheets.base import Register, Sheet, Staged, find_year
from coso.importing.sheets.members import BRANCH_HEADERS, ORGANIZATION_HEADERS
from coso.importing.sheets.personnel import AGENCY_FIELD, EMPLOYER
from coso.importing.sheets.references import (
    BORN_BY_SEX,
    PERSON_FIELDS,
    UnitReference,
    check_birth_dates,
    derive_person,
    identify_people,
    resolve_by_person,
    resolve_units,
)
from coso.organizations.enums import Tree
from coso.training import bulk
from coso.training.enums import CourseKind, Grade, Result
from coso.training.validators import course_code

_LONGEST_CODE: Final = 20
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_OTHER_KINDS: Final = {
    "Công tác đảng": CourseKind.PARTY_WORK,
    "Bồi dưỡng nghiệp vụ công tác đảng": CourseKind.PARTY_WORK,
    "LLCT": CourseKind.POLITICAL_THEORY,
    "Sơ cấp lý luận chính trị": CourseKind.POLITICAL_THEORY,
    "Trung cấp lý luận chính trị": CourseKind.POLITICAL_THEORY,
    "Cao cấp lý luận chính trị": CourseKind.POLITICAL_THEORY,
    "Bồi dưỡng đảng viên mới": CourseKind.NEW_MEMBERS,
    "QLNN": CourseKind.STATE_MANAGEMENT,
    "Bồi dưỡng ngạch": CourseKind.STATE_MANAGEMENT,
    "Cán bộ, công chức cấp xã": CourseKind.COMMUNE_TITLES,
    "Kiến thức quốc phòng, an ninh": CourseKind.DEFENCE_SECURITY,
    "QPAN": CourseKind.DEFENCE_SECURITY,
}
_OTHER_RESULTS: Final = {
    "Đã hoàn thành": Result.COMPLETED,
    "Đạt": Result.COMPLETED,
    "Tốt nghiệp": Result.COMPLETED,
    "Không hoàn thành": Result.FAILED,
    "Chưa đạt": Result.FAILED,
    "Đang theo học": Result.STUDYING,
    "Bỏ học": Result.WITHDRAWN,
    "Không học": Result.ABSENT,
    "Vắng": Result.ABSENT,
}
_OTHER_GRADES: Final = {"XS": Grade.OUTSTANDING, "TBK": Grade.FAIR, "TB": Grade.AVERAGE}

_IMPOSSIBLE: Final = """
SELECT origin, 'learners_stated', 'impossible_number', 'doubt',
       format('Không thể có %s học viên: hãy kiểm tra lại số.', learners_stated), ''
  FROM {staging} WHERE learners_stated NOT BETWEEN 0 AND 32767 AND NOT left_out
 ORDER BY origin
"""


def _kinds() -> Mapping[str, str]:
    return _spellings(CourseKind, _OTHER_KINDS)


def _results() -> Mapping[str, str]:
    return _spellings(Result, _OTHER_RESULTS)


def _grades() -> Mapping[str, str]:
    return _spellings(Grade, _OTHER_GRADES)


def _spellings(choices: Any, others: Mapping[str, Any]) -> Mapping[str, str]:
    usual = {str(choice.label): str(choice) for choice in choices}
    return usual | {spelling: str(choice) for spelling, choice in others.items()}


def _read_code(text: str) -> str:
    code = course_code(text)
    if len(code) > _LONGEST_CODE:
        raise UnreadableCell(
            "text_too_long", f"Mã lớp “{text}” quá dài: hãy ghi mã ngắn, ví dụ L01."
        )
    return code


def _read_year(text: str) -> int:
    year = int(text) if text.isdecimal() else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UnreadableCell("unknown_value", f"“{text}” không phải một năm: hãy ghi bốn chữ số.")
    return year


_CODE: Final = Field(
    "code",
    ("Mã lớp", "Mã lớp học", "Số hiệu lớp"),
    Kind.PARSED,
    required=True,
    filled=True,
    parse=_read_code,
    example="L01",
    hint=f"Ghi chữ và số, không quá {_LONGEST_CODE} ký tự; mỗi năm được dùng lại.",
)
_ORGANIZER: Final = Field(
    "organizer",
    ("Đơn vị mở lớp", "Cơ quan mở lớp", "Đơn vị tổ chức"),
    Kind.UNIT,
    example="Đảng bộ xã Bình Minh",
    hint="Để trống nếu lớp do cấp ủy của cả danh sách mở.",
)
# Recognized, and never read: a note may say why somebody stayed away.
_NOTE: Final = Field("note", ("Ghi chú", "G/chú"), ignored=True)


class CourseRegister(Register):
    """The courses that committees hold."""

    kind = "courses"
    label = "Lớp đào tạo, bồi dưỡng"
    order = 75
    primary = ("training_course",)
    unlike = ("Họ và tên",)
    context_schema: ClassVar[rows.Schema] = {"says_organizer": pl.Boolean}
    fields: ClassVar[tuple[Field, ...]] = (
        _CODE,
        Field(
            "name",
            ("Tên lớp", "Tên lớp học", "Tên khóa học", "Nội dung đào tạo, bồi dưỡng"),
            required=True,
            filled=True,
            longest=300,
            example="Bồi dưỡng nghiệp vụ công tác đảng cho bí thư chi bộ năm 2023",
        ),
        Field(
            "kind",
            ("Loại hình", "Loại hình đào tạo", "Loại lớp", "Nhóm lớp"),
            Kind.CHOICE,
            required=True,
            filled=True,
            choices=_kinds,
            example="Nghiệp vụ công tác đảng",
        ),
        Field(
            "institution",
            ("Cơ sở đào tạo", "Nơi đào tạo", "Nơi học", "Nơi mở lớp"),
            example="Trung tâm Chính trị huyện",
        ),
        Field(
            "starts_on",
            ("Từ ngày", "Ngày khai giảng", "Ngày mở lớp", "Thời gian › Từ ngày"),
            Kind.DATE,
            required=True,
            filled=True,
            example="24/04/2023",
        ),
        Field(
            "ends_on",
            ("Đến ngày", "Ngày bế giảng", "Ngày kết thúc", "Thời gian › Đến ngày"),
            Kind.DATE,
            example="26/04/2023",
        ),
        Field(
            "decision", ("Số quyết định", "Quyết định", "Số QĐ"), longest=60, example="1468-QĐ/HU"
        ),
        Field("decided_on", ("Ngày quyết định", "Ngày QĐ"), Kind.DATE, example="06/04/2023"),
        Field(
            "learners_stated",
            ("Số học viên", "Số lượng học viên", "Sĩ số"),
            Kind.INTEGER,
            example="159",
            hint="Được đối chiếu với danh sách học viên.",
        ),
        _ORGANIZER,
        _NOTE,
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return {"says_organizer": sheet.has("organizer")}

    def derive(self, frame: pl.DataFrame) -> Staged:
        derived = frame.with_columns(
            pl.col("institution", "decision").fill_null(""),
            year=pl.col("starts_on").dt.year().cast(pl.Int64),
        )
        return Staged(derived, ())

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        organizer = UnitReference(Tree.PARTY, "organizer", "organizer_id", "starts_on")
        unknown = resolve_units(cursor, staging, organizer)
        bulk.find_organizers(cursor, staging)
        return [
            *unknown,
            *bulk.check_courses(cursor, staging),
            *db.findings(cursor, db.on(_IMPOSSIBLE, staging)),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_courses(cursor, staging)
        return []

    def review(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.check_sizes_stated(cursor, staging)


class EnrollmentRegister(Register):
    """Who was sent to which course, and with which result."""

    kind = "enrollments"
    label = "Học viên đào tạo, bồi dưỡng"
    order = 76
    primary = ("training_enrollment",)
    unlike = ("Tên lớp",)
    alternatives = (*BORN_BY_SEX, "ethnicity")
    context_schema: ClassVar[rows.Schema] = {"title_year": pl.Int64, "says_grade": pl.Boolean}
    fields: ClassVar[tuple[Field, ...]] = (
        _CODE,
        Field(
            "year_said",
            ("Năm", "Năm mở lớp", "Năm học"),
            Kind.PARSED,
            parse=_read_year,
            dtype=pl.Int64,
            example="2023",
            hint="Cần khi nhiều năm có lớp cùng mã.",
        ),
        *PERSON_FIELDS,
        Field(
            "branch",
            BRANCH_HEADERS,
            Kind.UNIT,
            example="Chi bộ thôn Đồng Tâm",
            hint="Chi bộ khi đi học; người chưa vào Đảng để trống.",
        ),
        Field(
            "organization",
            ORGANIZATION_HEADERS,
            Kind.UNIT,
            example="Đảng bộ xã Bình Minh",
            hint="Cần khi hai đảng bộ có chi bộ cùng tên mà sổ không cho biết là chi bộ nào.",
        ),
        Field(
            "agency",
            AGENCY_FIELD.headers,
            Kind.UNIT,
            example="UBND xã Bình Minh",
            hint="Đơn vị công tác khi đi học; không có thì để trống.",
        ),
        Field(
            "result",
            ("Kết quả", "Kết quả học tập", "Kết quả đào tạo", "Tình trạng"),
            Kind.CHOICE,
            required=True,
            filled=True,
            choices=_results,
            example="Hoàn thành",
        ),
        Field(
            "grade",
            ("Xếp loại", "Xếp loại tốt nghiệp", "Xếp loại học tập"),
            Kind.CHOICE,
            choices=_grades,
            example="Khá",
            hint="Chỉ ghi cho người hoàn thành.",
        ),
        _ORGANIZER,
        _NOTE,
    )

    def context(self, sheet: Sheet) -> Mapping[str, Any]:
        return {"title_year": find_year(sheet.table), "says_grade": sheet.has("grade")}

    def derive(self, frame: pl.DataFrame) -> Staged:
        person = derive_person(frame)
        derived = person.frame.with_columns(
            pl.col("grade").fill_null(""),
            joined_on=pl.lit(None, pl.Date),
            listed_on=pl.lit(None, pl.Date),
            **{
                name: pl.lit(None, pl.Int64)
                for name in ("courses", "course_id", "branch_id", "agency_id", "place_id")
            },
        )
        return Staged(derived, person.findings)

    def check(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return [
            *bulk.find_courses(cursor, staging),
            *_find_people(cursor, staging),
            *check_birth_dates(cursor, staging),
            *bulk.check_enrollments(cursor, staging),
        ]

    def write(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        bulk.merge_enrollments(cursor, staging)
        return []

    def review(self, cursor: CursorWrapper, staging: str) -> list[Finding]:
        return bulk.check_sizes_listed(cursor, staging)


def _find_people(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Fill who each row is about, and where they stood when the course began."""
    organization = UnitReference(Tree.PARTY, "organization", "organization_id", "listed_on")
    branch = UnitReference(
        *(Tree.PARTY, "branch", "branch_id", "listed_on", "organization_id", "unknown_branch")
    )
    found = resolve_units(cursor, staging, organization)
    placed = {each: resolve_units(cursor, staging, each) for each in (branch, EMPLOYER)}
    db.run(
        cursor,
        db.on("UPDATE {staging} SET place_id = coalesce(branch_id, agency_id)", staging),
    )
    found += identify_people(cursor, staging, "place_id")
    for reference, unknown in placed.items():
        told = resolve_by_person(cursor, staging, reference)
        found += [finding for finding in unknown if finding.origin not in told]
    return found
