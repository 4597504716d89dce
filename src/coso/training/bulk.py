"""Set-based checks and writing of courses and of who was sent to them."""

from __future__ import annotations

from typing import Final, LiteralString

from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composed, Identifier, Literal

from coso.core import db, repeats
from coso.core.db import Finding, Known, MergeResult
from coso.organizations import bulk as organizations
from coso.people import bulk as people

# Who stands where, as a course says it; for whoever asks who somebody is.
STANDING: Final = """
SELECT person_id, coalesce(branch_id, agency_id) FROM training_enrollment
"""

_RECALLED_ORGANIZERS: Final = """
UPDATE {staging} s SET organizer_id = known.organizer_id
  FROM (SELECT code, name, starts_on, min(organizer_id) AS organizer_id
          FROM training_course GROUP BY code, name, starts_on HAVING count(*) = 1) known
 WHERE NOT s.says_organizer AND known.code = s.code AND known.name = s.name
   AND known.starts_on = s.starts_on
"""
_FIND_ORGANIZERS: Final = """
UPDATE {staging} s SET organizer_id = {leading}
 WHERE s.organizer_id IS NULL AND s.organizer_match IS NULL
"""
_ENDS_BEFORE: Final = """
SELECT origin, 'ends_on', 'end_before_start', 'doubt',
       format('Lớp %s kết thúc ngày %s, trước ngày mở %s: hãy sửa một trong hai ngày.', code,
              to_char(ends_on, 'DD/MM/YYYY'), to_char(starts_on, 'DD/MM/YYYY')), ''
  FROM {staging} WHERE ends_on < starts_on AND NOT left_out ORDER BY origin
"""
_COURSES: Final = """
SELECT origin, organizer_id, year, code, name, kind, institution, starts_on, ends_on, decision,
       decided_on, learners_stated
  FROM {staging} WHERE NOT left_out
"""
# The course of a row: by its code, and its year and organizer where the list has them. Without,
# the committee that led the installation is meant, and of several the year of the title.
_FIND_COURSES: Final = """
WITH held AS (
    SELECT c.id, c.code, c.year, c.starts_on, c.organizer_id,
           c.organizer_id = {leading} AS is_leading
      FROM training_course c
), found AS (
    SELECT s.origin, c.id, c.starts_on, c.year = s.title_year AS is_of_title
      FROM {staging} s JOIN held c ON c.code = s.code
     WHERE (s.year_said IS NULL OR c.year = s.year_said)
       AND CASE WHEN s.organizer_match IS NULL THEN c.is_leading
                ELSE EXISTS (SELECT FROM organizations_unitversion v
                              WHERE v.unit_id = c.organizer_id
                                AND v.match_name = s.organizer_match) END
), counted AS (
    SELECT origin, count(*) AS number, count(*) FILTER (WHERE is_of_title) AS of_title
      FROM found GROUP BY origin
)
UPDATE {staging} s SET courses = n.number, course_id = f.id, listed_on = f.starts_on
  FROM counted n
  LEFT JOIN found f ON f.origin = n.origin
   AND (n.number = 1 OR n.of_title = 1 AND f.is_of_title)
 WHERE s.origin = n.origin
"""
_NO_COURSE: Final = """
SELECT origin, 'code', 'unknown_course', 'doubt',
       CASE WHEN courses IS NULL
            THEN format('Không có lớp mã “%s”: hãy sửa mã, hoặc nhập danh mục lớp học trước.', code)
            ELSE format('Có %s lớp cùng mã “%s”: hãy ghi năm mở lớp vào cột “Năm”.', courses, code)
        END, ''
  FROM {staging} WHERE course_id IS NULL AND code IS NOT NULL AND NOT left_out ORDER BY origin
"""
_GRADED_TOO_SOON: Final = """
SELECT origin, 'grade', 'graded_without_result', 'doubt',
       format('%s chưa hoàn thành lớp học mà có xếp loại: hãy sửa kết quả, hoặc bỏ trống xếp loại.',
              full_name), 'Bỏ trống xếp loại', 'clear'
  FROM {staging} WHERE grade <> '' AND result <> 'COMPLETED' AND NOT left_out ORDER BY origin
"""
_RECALLED_GRADES: Final = """
UPDATE {staging} s SET grade = e.grade
  FROM training_enrollment e
 WHERE NOT s.says_grade AND s.result = 'COMPLETED'
   AND e.course_id = s.course_id AND e.person_id = s.person_id
"""
_ENROLLMENTS: Final = """
SELECT origin, course_id, person_id, branch_id, agency_id, result, grade
  FROM {staging} WHERE NOT left_out
"""
_SIZES_DIFFER: Final = """
SELECT min(s.origin), {field}, 'headcount_differs', 'warning',
       format('Lớp %s năm %s: danh mục ghi %s học viên, danh sách trong sổ có %s. Hãy đối chiếu.',
              c.code, c.year, c.learners_stated, e.number), ''
  FROM {staging} s
  JOIN training_course c ON {same}
  JOIN (SELECT course_id, count(*) AS number FROM training_enrollment GROUP BY 1) e
    ON e.course_id = c.id
 WHERE NOT s.left_out AND c.learners_stated <> e.number
 GROUP BY c.id, e.number ORDER BY 1
"""


def find_organizers(cursor: CursorWrapper, staging: str) -> None:
    """Fill `organizer_id` where a list does not say who holds a course: the leading committee.

    A list without a column for it (`says_organizer`) means the only course of that code, name
    and first day, if there is one.
    """
    db.run(cursor, db.on(_RECALLED_ORGANIZERS, staging))
    db.run(cursor, _by_leader(_FIND_ORGANIZERS, staging, "s.starts_on"))


def check_courses(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the courses that stand twice, or end before they start.

    The staging table holds the columns of a course.
    """
    repeated = repeats.find_repeats(
        cursor,
        staging,
        key=("organizer_id", "year", "code"),
        alike=("name", "kind", "starts_on", "ends_on"),
        field="code",
        kind="duplicate_code",
        message="format('Mã lớp %s năm %s có hai dòng. Hãy sửa mã, hoặc giữ một dòng.', code, "
        "year)",
    )
    return [*repeated, *db.findings(cursor, db.on(_ENDS_BEFORE, staging))]


def merge_courses(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write the courses; what the list leaves blank stays as it was."""
    known = ("institution", "ends_on", "decision", "decided_on", "learners_stated")
    return db.merge(
        cursor,
        table="training_course",
        source=db.on(_COURSES, staging),
        key=("organizer_id", "year", "code"),
        values=("name", "kind", "starts_on", *map(Known, known)),
        origin="origin",
    )


def check_sizes_stated(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the listed courses that state another number of learners than the register has."""
    same = "c.organizer_id = s.organizer_id AND c.year = s.year AND c.code = s.code"
    return _sizes_differing(cursor, staging, "learners_stated", same)


def check_sizes_listed(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the courses of listed learners that state another number of them."""
    return _sizes_differing(cursor, staging, "code", "c.id = s.course_id")


def _sizes_differing(
    cursor: CursorWrapper, staging: str, field: str, same: LiteralString
) -> list[Finding]:
    statement = SQL(_SIZES_DIFFER).format(
        staging=Identifier(staging), field=Literal(field), same=SQL(same)
    )
    return db.findings(cursor, statement)


def find_courses(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Fill `course_id`, and `listed_on` with its first day; return the rows without a course.

    The staging table holds `code`, `year_said`, `title_year` and the organizer that it names.
    """
    db.run(cursor, _by_leader(_FIND_COURSES, staging, "c.starts_on"))
    return db.findings(cursor, db.on(_NO_COURSE, staging))


def check_enrollments(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return who is in no register, stands twice in a course, or has a grade without completing it.

    The staging table holds the columns of an enrollment, those of `people.bulk.identify`, and
    `says_grade`: a list without a column for grades leaves them as they are.
    """
    db.run(cursor, db.on(_RECALLED_GRADES, staging))
    repeated = repeats.find_repeats(
        cursor,
        staging,
        key=("course_id", "person_id"),
        alike=("result", "grade"),
        field="full_name",
        kind="duplicate_person",
        message="format('%s có hai dòng trong lớp %s. Hãy giữ một dòng.', full_name, code)",
    )
    return [
        *people.check_unknown(cursor, staging),
        *db.findings(cursor, db.on(_GRADED_TOO_SOON, staging)),
        *repeated,
    ]


def merge_enrollments(cursor: CursorWrapper, staging: str) -> MergeResult:
    """Write who was sent to which course; what the list leaves blank stays as it was."""
    return db.merge(
        cursor,
        table="training_enrollment",
        source=db.on(_ENROLLMENTS, staging),
        key=("course_id", "person_id"),
        values=(Known("branch_id"), Known("agency_id"), "result", "grade"),
        origin="origin",
    )


def _by_leader(statement: LiteralString, staging: str, day: LiteralString) -> Composed:
    """Return a statement that asks for the committee that led the installation on a day."""
    leading = organizations.root_on(day)
    return SQL(statement).format(staging=Identifier(staging), leading=leading)
