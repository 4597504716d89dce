"""Who a row is about: the columns that tell a person, and what is doubtful about one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Identifier

from coso.core import db
from coso.core.db import Finding
from coso.importing.columns import Field, Kind
from coso.importing.readers import UNKNOWN
from coso.importing.sheets.base import Staged
from coso.members import bulk as members_bulk
from coso.people import bulk as people_bulk
from coso.people import queries as people
from coso.people.enums import Gender, QualificationKind
from coso.planning import bulk as planning_bulk
from coso.training import bulk as training_bulk

# Who stands where in the registers: as a member, at work, where a rating was given.
STANDING: Final = f"""
{members_bulk.STANDING}
UNION ALL
SELECT a.person_id, p.agency_id
  FROM personnel_assignment a JOIN personnel_post p ON p.id = a.post_id
UNION ALL
SELECT person_id, agency_id FROM evaluations_evaluation WHERE person_id IS NOT NULL
UNION ALL
{training_bulk.STANDING}
UNION ALL
{planning_bulk.STANDING}
"""  # noqa: S608 — our own query

_WITHOUT_BIRTH: Final = """
SELECT origin, 'born', 'missing_birth_date', 'warning',
       format('%s không ghi ngày sinh: có thể nhầm với người cùng tên.', full_name), ''
  FROM {staging} WHERE born_on IS NULL AND NOT left_out ORDER BY origin
"""
# A birthday later than the last that the age allows: whoever is known by the year may be younger.
_TOO_OLD: Final = """
SELECT s.origin, s.born_field, 'too_old', 'doubt',
       format('%%s sinh năm %%s, đến ngày %%s hơn %%s tuổi: hãy kiểm tra năm sinh.', s.full_name,
              to_char(s.born_on, 'YYYY'), to_char(s.{day}, 'DD/MM/YYYY'), p.value), ''
  FROM {staging} s
  JOIN rules_ruleset r ON r.subject = %(subject)s AND r.during @> s.{day}
  JOIN rules_ruleparameter p ON p.rule_set_id = r.id AND p.name = %(name)s
 WHERE s.{day} - s.born_on > 365 * (SELECT min((value)::int) FROM rules_ruleparameter
                                     WHERE name = %(name)s)
   AND s.{day} >= s.born_on + make_interval(years => (p.value)::int + 1)
   AND NOT s.left_out
 ORDER BY s.origin
"""
_BORN_GROUPS: Final = ("Ngày, tháng, năm sinh", "Ngày sinh", "Năm sinh", "Sinh ngày")
# How a blank list asks for the date of birth: a column for men, one for women.
BORN_IN_ONE_COLUMN: Final = ("born", "gender_said")
BORN_BY_SEX: Final = ("born_male", "born_female")


def genders() -> Mapping[str, str]:
    """Return the spellings of the sexes."""
    return {str(gender.label): str(gender) for gender in Gender}


def ethnicities() -> Mapping[str, str]:
    """Return the code of each ethnic group by the spellings of its name."""
    return {
        name: ethnicity.code
        for ethnicity in people.ethnicities()
        for name in (ethnicity.name, *ethnicity.aliases)
    }


def qualification_levels(kind: QualificationKind) -> Mapping[str, str]:
    """Return the id of each level of a scale by its spellings."""
    return {
        name: str(level.pk)
        for level in people.qualification_levels(kind)
        for name in (level.name, *level.aliases)
    }


def born_fields() -> tuple[Field, ...]:
    """Return the fields of the date of birth: one column, or one for men and one for women."""
    men = tuple(f"{group} › Nam" for group in _BORN_GROUPS)
    women = tuple(f"{group} › Nữ" for group in _BORN_GROUPS)
    return (
        Field(
            "born_male",
            (*men, "Ngày sinh nam"),
            Kind.PARTIAL_DATE,
            example="20/05/1980",
            hint="Nam ghi ở cột này, cột Nữ để trống.",
        ),
        Field(
            "born_female",
            (*women, "Ngày sinh nữ"),
            Kind.PARTIAL_DATE,
            hint="Nữ ghi ở cột này, cột Nam để trống. Hai cột này có thể thay bằng cột “Ngày sinh” "
            "và cột “Giới tính”.",
        ),
        Field(
            "born",
            ("Ngày sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Sinh ngày"),
            Kind.PARTIAL_DATE,
            example="20/05/1980",
        ),
        Field(
            "gender_said",
            ("Giới tính", "Giới", "Nam/Nữ"),
            Kind.CHOICE,
            choices=genders,
            example="Nam",
        ),
    )


PERSON_FIELDS: Final = (
    Field(
        "full_name",
        ("Họ và tên", "Họ tên", "Họ tên khai sinh", "Họ và tên khai sinh", "Họ, tên"),
        Kind.NAME,
        required=True,
        filled=True,
        longest=120,
        example="Nguyễn Văn An",
    ),
    *born_fields(),
    Field(
        "ethnicity",
        ("Dân tộc", "D.Tộc", "DT"),
        Kind.CHOICE,
        choices=ethnicities,
        example="Kinh",
    ),
)
# Recognized, so that nobody wonders, and never read: the registers do not keep them.
NOT_KEPT: Final = (
    Field("native_place", ("Quê quán", "Nguyên quán"), ignored=True),
    Field("residence", ("Nơi ở hiện nay", "Nơi cư trú", "Chỗ ở hiện nay", "Nơi ở"), ignored=True),
)


def derive_person(frame: pl.DataFrame) -> Staged:
    """Add `born_on`, `born_precision`, `born_field` and `gender` from the birth columns filled."""
    precisions = ("born_male_precision", "born_female_precision", "born_precision")
    written = ("born_male", "born_female", "born", *precisions[:2], "gender_said")
    # A date that nobody knows still stands in the column of the men or of the women.
    male, female = (pl.col(precision).is_not_null() for precision in precisions[:2])
    both = frame.filter(male & female)
    derived = frame.with_columns(
        born_on=pl.coalesce("born_male", "born_female", "born"),
        born_precision=pl.coalesce(precisions).replace(UNKNOWN, None),
        gender=pl.when(male & ~female)
        .then(pl.lit(str(Gender.MALE)))
        .when(female & ~male)
        .then(pl.lit(str(Gender.FEMALE)))
        .otherwise(pl.col("gender_said"))
        .fill_null(""),
        born_field=pl.when(male)
        .then(pl.lit(BORN_BY_SEX[0]))
        .when(female)
        .then(pl.lit(BORN_BY_SEX[1]))
        .otherwise(pl.lit(BORN_IN_ONE_COLUMN[0])),
    )
    message = "Cả hai cột ngày sinh Nam và Nữ đều có: hãy xóa một."
    findings = [
        Finding(origin, "born_female", "two_birth_dates", "error", message)
        for origin in both["origin"].to_list()
    ]
    return Staged(derived.drop(*written), tuple(findings))


def identify_people(cursor: CursorWrapper, staging: str, place: str) -> list[Finding]:
    """Give each row its `person_id`, and say who was recognized by the day of joining.

    `place` is the column of the home (`unit_id`) or of the employer (`agency_id`).
    """
    linked = people_bulk.identify(
        cursor, staging, joined=people.joined_party(), standing=STANDING, place=place
    )
    db.compact(cursor, staging)
    return linked


def check_namesakes(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the rows of new people who may be somebody else of the same name."""
    return people_bulk.check_namesakes(cursor, staging, joined=people.joined_party())


def check_birth_dates(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the rows that do not say when somebody was born."""
    return db.findings(cursor, db.on(_WITHOUT_BIRTH, staging))


def check_old(
    cursor: CursorWrapper, staging: str, day: str, subject: str, name: str
) -> list[Finding]:
    """Return who was older on a day of the row than the parameter of a rule lets one believe."""
    parts = {"staging": Identifier(staging), "day": Identifier(day)}
    return db.findings(cursor, SQL(_TOO_OLD).format(**parts), {"subject": subject, "name": name})
