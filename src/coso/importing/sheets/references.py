"""What rows of many registers refer to: people and units, resolved in the staging table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
from attrs import frozen
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composable, Identifier, Literal

from coso.core import db
from coso.core.db import Finding
from coso.core.text import match_key, nearest, normalize
from coso.importing.columns import Field, Kind
from coso.importing.readers import UNKNOWN
from coso.importing.sheets.base import Staged
from coso.members import bulk as members_bulk
from coso.organizations.enums import Tree
from coso.organizations.models import UnitVersion
from coso.people import bulk as people_bulk
from coso.people import queries as people
from coso.people.enums import Gender, QualificationKind
from coso.planning import bulk as planning_bulk
from coso.training import bulk as training_bulk

# Who stands where in the registers: as a member, at work, where a rating was given.
_STANDING: Final = f"""
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
_KIND_OF_UNIT: Final = re.compile(r"^(?:chi bộ|đảng bộ|cb|đb)[ .]+")
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
        cursor, staging, joined=people.joined_party(), standing=_STANDING, place=place
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


def first_named(
    tree: Tree, asked: Sequence[tuple[Sequence[str], dt.date | None]]
) -> list[int | None]:
    """Return, for names and the day they are read on, the unit that has the first known one."""
    keys = {name: match_key(name) for names, _ in asked for name in names}
    versions = UnitVersion.objects.filter(
        unit__tree=tree, unit__is_root=False, match_name__in=set(keys.values())
    )
    known: dict[str, list[tuple[int, Any]]] = {}
    for key, unit, during in versions.values_list("match_name", "unit", "during"):
        known.setdefault(key, []).append((unit, during))
    return [
        next((u for name in names for u, during in known.get(keys[name], ()) if on in during), None)
        for names, on in asked
    ]


@frozen
class UnitReference:
    """Where a staging table names a unit: `name` is the column of the shown name.

    `name` with `_match` is its key; `into` the column to fill with the id; `day` the column
    of the day on which the unit must exist; `within` a column with the id of a unit above.
    """

    tree: Tree
    name: str
    into: str
    day: str
    within: str | None = None
    kind: str = "unknown_unit"


def forget_units(cursor: CursorWrapper) -> None:
    """Drop what is remembered of the trees, because units were written since."""
    db.run(cursor, "DROP TABLE IF EXISTS unit_names")


def resolve_units(cursor: CursorWrapper, staging: str, reference: UnitReference) -> list[Finding]:
    """Fill the column of a unit's id; return the rows whose name is unknown or not unique."""
    _remember_units(cursor)
    parts = _parts(staging, reference)
    db.run(
        cursor,
        SQL("ALTER TABLE {staging} ADD COLUMN IF NOT EXISTS {into} bigint").format(**parts),
    )
    db.materialize(cursor, "unit_candidates", SQL(_CANDIDATES).format(**parts))
    db.run(cursor, SQL(_RESOLVE).format(**parts))
    db.materialize(cursor, "unit_unresolved", SQL(_UNRESOLVED).format(**parts))
    db.copy_frame(cursor, "unit_near", _near_names(cursor, SQL(_ALIKE).format(**parts)))
    return db.findings(cursor, SQL(_COMPLAINTS).format(**parts))


def resolve_by_person(cursor: CursorWrapper, staging: str, reference: UnitReference) -> set[int]:
    """Fill the id of a unit where its name means several, or was given later: the person's own.

    The staging table has `person_id`. Returned are the rows that are resolved by this.
    """
    parts = _parts(staging, reference)
    found = db.rows(cursor, SQL(_RESOLVE_BY_PERSON).format(standing=SQL(_STANDING), **parts))
    return {origin for (origin,) in found}


def _near_names(cursor: CursorWrapper, alike: Composable) -> pl.DataFrame:
    """Return the one name of which each unknown name is a slip of the pen, or the short form."""
    near = [
        (match, day, within, found[0])
        for match, day, within, written, names in db.rows(cursor, alike)
        if len(found := nearest(written, names) or _alike_in_short(written, names)) == 1
    ]
    return pl.DataFrame(near, _NEAR, orient="row")


def _alike_in_short(written: str, names: Sequence[str]) -> list[str]:
    """Return the names that are the same but for “Chi bộ”: Bản Cà, CB Bản Cà."""
    return [name for name in names if _short(name) == _short(written)]


def _short(name: str) -> str:
    return match_key(_KIND_OF_UNIT.sub("", normalize(name).lower()))


def _remember_units(cursor: CursorWrapper) -> None:
    if db.rows(cursor, "SELECT to_regclass('pg_temp.unit_names') IS NULL")[0][0]:
        db.materialize(cursor, "unit_names", _NAMES)


def _parts(staging: str, reference: UnitReference) -> dict[str, Composable]:
    within = reference.within
    return {
        "staging": Identifier(staging),
        "name": Identifier(reference.name),
        "match": Identifier(f"{reference.name}_match"),
        "into": Identifier(reference.into),
        "day": Identifier(reference.day),
        # What is equal is found by hashing; what is null on both sides is not.
        "within": SQL("0")
        if within is None
        else SQL("coalesce(s.{}, 0)").format(Identifier(within)),
        "tree": Literal(str(reference.tree)),
        "field": Literal(reference.name),
        "kind": Literal(reference.kind),
    }


# What each unit is called, when, below each unit above it (itself too), and in the whole tree (0).
_NAMES: Final = """
WITH RECURSIVE up AS (
    SELECT id AS unit_id, id AS within, daterange(NULL, closed_on) AS during
      FROM organizations_unit
    UNION ALL
    SELECT up.unit_id, p.parent_id, up.during * p.during
      FROM up JOIN organizations_unitplacement p
        ON p.unit_id = up.within AND p.during && up.during
), below AS (
    SELECT * FROM up
    UNION ALL
    SELECT id, 0, daterange(NULL, closed_on) FROM organizations_unit
)
SELECT u.tree, b.within, v.unit_id, v.name, v.match_name, v.search_name,
       b.during * v.during AS during
  FROM below b
  JOIN organizations_unit u ON u.id = b.unit_id
  JOIN organizations_unitversion v ON v.unit_id = b.unit_id AND v.during && b.during
"""

_CANDIDATES: Final = """
SELECT a.match, a.day, a.within, array_agg(DISTINCT n.unit_id) AS units
  FROM (SELECT DISTINCT s.{match} AS match, s.{day} AS day, {within} AS within
          FROM {staging} s WHERE s.{match} IS NOT NULL) a
  JOIN unit_names n ON n.tree = {tree} AND n.within = a.within AND n.match_name = a.match
   AND n.during @> a.day
 GROUP BY a.match, a.day, a.within
"""

_RESOLVE: Final = """
UPDATE {staging} s SET {into} = c.units[1]
  FROM unit_candidates c
 WHERE c.match = s.{match} AND c.day = s.{day} AND c.within = {within}
   AND cardinality(c.units) = 1
"""

_RESOLVE_BY_PERSON: Final = """
UPDATE {staging} s SET {into} = f.unit_id
  FROM (SELECT s.origin, min(t.place_id) AS unit_id
          FROM {staging} s
          JOIN ({standing}) t ON t.person_id = s.person_id
          JOIN organizations_unit u ON u.id = t.place_id AND u.tree = {tree}
          JOIN organizations_unitversion v ON v.unit_id = u.id AND v.match_name = s.{match}
         WHERE s.{into} IS NULL AND s.{day} IS NOT NULL
         GROUP BY s.origin HAVING count(DISTINCT t.place_id) = 1) f
 WHERE f.origin = s.origin
RETURNING s.origin
"""

_UNRESOLVED: Final = """
SELECT s.origin, s.{name} AS name, s.{match} AS match, s.{day} AS day, {within} AS within,
       cardinality(c.units) AS number
  FROM {staging} s
  LEFT JOIN unit_candidates c
    ON c.match = s.{match} AND c.day = s.{day} AND c.within = {within}
 WHERE s.{match} IS NOT NULL AND s.{day} IS NOT NULL AND s.{into} IS NULL
"""

# The names of the day that look like an unknown one; which is near enough is not for SQL to say.
_ALIKE: Final = """
SELECT a.match, a.day, a.within, a.name, array_agg(DISTINCT n.name)
  FROM (SELECT match, day, within, min(name) AS name
          FROM unit_unresolved WHERE number IS NULL GROUP BY match, day, within) a
  JOIN unit_names n ON n.tree = {tree} AND n.within = a.within AND n.during @> a.day
   AND similarity(n.search_name, unaccent(lower(a.name))) > 0.4
 GROUP BY a.match, a.day, a.within, a.name
"""

_COMPLAINTS: Final = """
SELECT r.origin, {field}, CASE WHEN r.number IS NULL THEN {kind} ELSE 'ambiguous_unit' END, 'doubt',
       CASE WHEN r.number IS NULL
            THEN format('Không có “%s”%s vào ngày %s: hãy sửa tên, hoặc nhập đơn vị này trước.',
                        r.name, coalesce(' trong ' || above.name, ''),
                        to_char(r.day, 'DD/MM/YYYY'))
            ELSE format('Có %s đơn vị cùng tên “%s”: hãy ghi rõ thuộc đơn vị nào.', r.number,
                        r.name) END,
       coalesce(n.near, ''), CASE WHEN n.near IS NULL THEN '' ELSE 'replace' END
  FROM unit_unresolved r
  LEFT JOIN organizations_unit above ON above.id = r.within
  LEFT JOIN unit_near n
    ON n.match = r.match AND n.day = r.day AND n.within = r.within
 ORDER BY r.origin
"""
_NEAR: Final = {"match": pl.String, "day": pl.Date, "within": pl.Int64, "near": pl.String}
