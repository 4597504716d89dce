"""Set-based identity: who is the same person, for every register that names people.

A staging table about people holds `origin`, `left_out`, `full_name` with `full_name_match`,
`full_name_search` and `full_name_order`, `born_on`, `born_precision`, `gender`, `ethnicity` (its
code) and `joined_on` (the day of joining the Party). `identify` adds `person_id`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composable, Composed, Identifier

from coso.core import db
from coso.core.db import Finding, Initial, MergeResult, Missing

_SPAN: Final = """
CREATE OR REPLACE FUNCTION pg_temp.born_within(born date, known text) RETURNS daterange
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE known
        WHEN 'DAY' THEN daterange(born, born + 1)
        WHEN 'MONTH' THEN daterange(born, (born + interval '1 month')::date)
        WHEN 'YEAR' THEN daterange(born, (born + interval '1 year')::date)
        ELSE daterange(NULL, NULL)
    END
$$
"""

_ADD_COLUMNS: Final = "ALTER TABLE {staging} ADD person_id bigint, ADD person_is_new boolean"

# Equal name and equal full date of birth.
_SAME: Final = """
UPDATE {staging} s SET person_id = found.id, person_is_new = false
  FROM (SELECT DISTINCT ON (s.origin) s.origin, p.id
          FROM {staging} s
          JOIN people_person p ON p.match_name = s.full_name_match AND p.born_on = s.born_on
         WHERE s.born_precision = 'DAY' AND p.born_precision = 'DAY'
         ORDER BY s.origin, p.id) found
 WHERE found.origin = s.origin
"""

# Equal name, dates of birth that may be the same, equal day of joining the Party.
_LINKED: Final = """
WITH joined AS ({joined}), found AS (
    SELECT s.origin, min(p.id) AS id
      FROM {staging} s
      JOIN people_person p ON p.match_name = s.full_name_match
      JOIN joined j ON j.person_id = p.id AND j.joined_on = s.joined_on
     WHERE s.person_id IS NULL
       AND (s.born_precision IS DISTINCT FROM 'DAY' OR p.born_precision <> 'DAY'
            OR p.born_on IS NULL)
       AND pg_temp.born_within(p.born_on, p.born_precision)
           && pg_temp.born_within(s.born_on, s.born_precision)
     GROUP BY s.origin HAVING count(DISTINCT p.id) = 1
)
UPDATE {staging} s SET person_id = found.id, person_is_new = false
  FROM found JOIN people_person p ON p.id = found.id
 WHERE found.origin = s.origin
RETURNING s.origin, 'full_name', 'linked_person', 'info',
    format('Coi %s là người đã có trong sổ: cùng họ tên, cùng ngày vào Đảng %s, ngày sinh ghi '
           'không đủ.', s.full_name, to_char(s.joined_on, 'DD/MM/YYYY')), ''
"""

# A date of birth as incomplete as the one in the book, in the same place of the register: the
# same row imported again.
_SAME_INCOMPLETE: Final = """
WITH joined AS ({joined}), found AS (
    SELECT s.origin, min(p.id) AS id
      FROM {staging} s
      JOIN people_person p ON p.match_name = s.full_name_match
       AND p.born_on IS NOT DISTINCT FROM s.born_on
       AND (s.born_on IS NULL OR p.born_precision = s.born_precision)
     WHERE s.person_id IS NULL AND (s.born_precision <> 'DAY' OR s.born_on IS NULL)
       AND NOT EXISTS (SELECT FROM joined j WHERE j.person_id = p.id
                          AND j.joined_on <> s.joined_on)
       AND EXISTS (SELECT FROM ({standing}) t
                    WHERE t.person_id = p.id AND t.place_id IS NOT DISTINCT FROM s.{place})
     GROUP BY s.origin HAVING count(DISTINCT p.id) = 1
)
UPDATE {staging} s SET person_id = found.id, person_is_new = false
  FROM found WHERE found.origin = s.origin
"""

# Rows are of one new person by the same rules; without any of these dates each is of its own.
_NEW: Final = """
WITH ranked AS (
    SELECT origin, dense_rank() OVER (
               ORDER BY full_name_match COLLATE "C", born_on, born_precision COLLATE "C",
                        CASE WHEN born_precision = 'DAY' THEN NULL ELSE joined_on END,
                        CASE WHEN born_precision = 'DAY' OR joined_on IS NOT NULL THEN NULL
                             WHEN born_on IS NULL THEN -origin
                             ELSE coalesce({place}, -origin) END) AS rank
      FROM {staging} WHERE person_id IS NULL AND full_name_match IS NOT NULL
), given AS (
    SELECT rank, nextval((SELECT pg_get_serial_sequence('people_person', 'id')::regclass)) AS id
      FROM (SELECT DISTINCT rank FROM ranked ORDER BY rank) ranks
)
UPDATE {staging} s SET person_id = given.id, person_is_new = true
  FROM ranked JOIN given USING (rank) WHERE ranked.origin = s.origin
"""

# Inside one register: an incomplete date of birth beside the complete one of the same person.
_NEW_LINKED: Final = """
UPDATE {staging} s SET person_id = whole.person_id
  FROM {staging} whole
 WHERE s.person_is_new AND s.born_precision IS DISTINCT FROM 'DAY'
   AND whole.born_precision = 'DAY' AND whole.full_name_match = s.full_name_match
   AND whole.joined_on = s.joined_on
   AND pg_temp.born_within(whole.born_on, 'DAY')
       && pg_temp.born_within(s.born_on, s.born_precision)
"""

# Somebody who may be the same, where no day of joining the Party tells.
_NAMESAKES: Final = """
WITH joined AS ({joined}), known AS (
    SELECT p.id, p.match_name, p.born_on, p.born_precision, j.joined_on, NULL AS origin
      FROM people_person p LEFT JOIN joined j ON j.person_id = p.id
     WHERE p.match_name IN (SELECT full_name_match FROM {staging} WHERE person_is_new)
    UNION ALL
    SELECT person_id, full_name_match, born_on, born_precision, joined_on,
           CASE WHEN person_is_new THEN origin END
      FROM {staging} WHERE NOT left_out
), told AS (
    SELECT *, born_on IS NULL OR born_precision <> 'DAY' AS is_vague,
           pg_temp.born_within(born_on, born_precision) AS born
      FROM known
), new AS (
    SELECT * FROM told WHERE origin IS NOT NULL
), alike AS (
    -- Two full dates tell people apart, so that one side is always among the few vague ones.
    SELECT n.origin FROM new n JOIN told k USING (match_name)
     WHERE n.is_vague AND k.id <> n.id AND k.born && n.born
       AND (k.joined_on IS NULL OR n.joined_on IS NULL OR k.joined_on = n.joined_on)
    UNION
    SELECT n.origin FROM new n JOIN told k USING (match_name)
     WHERE k.is_vague AND k.id <> n.id AND k.born && n.born
       AND (k.joined_on IS NULL OR n.joined_on IS NULL OR k.joined_on = n.joined_on)
)
SELECT origin, 'full_name', 'duplicate_person', 'doubt',
       format('Có người khác cùng họ tên %s mà ngày sinh ghi không đủ để phân biệt: hãy ghi đủ '
              'ngày sinh, hoặc ngày vào Đảng.', full_name), ''
  FROM {staging} JOIN alike USING (origin)
 ORDER BY origin
"""

# Somebody of the same day of birth, whose name looks like that of the row.
_UNKNOWN: Final = """
WITH near AS (
    SELECT s.origin, min(p.full_name) AS full_name
      FROM {staging} s
      JOIN people_person p ON p.born_on = s.born_on AND p.born_precision = s.born_precision
       AND similarity(p.search_name, s.full_name_search) > 0.5
     WHERE s.person_is_new AND s.born_precision = 'DAY'
     GROUP BY s.origin HAVING count(*) = 1
), namesakes AS (
    SELECT DISTINCT s.origin
      FROM {staging} s
      JOIN people_person p ON p.match_name = s.full_name_match
       AND pg_temp.born_within(p.born_on, p.born_precision)
           && pg_temp.born_within(s.born_on, s.born_precision)
     WHERE s.person_is_new
)
SELECT s.origin, 'full_name', 'unknown_person', 'doubt',
       CASE WHEN k.origin IS NOT NULL THEN
           format('Sổ có người cùng họ tên %s, nhưng ngày sinh không đủ để chắc là người ấy: hãy '
                  'ghi đủ ngày sinh ở cả tệp và hồ sơ, hoặc ghi thêm ngày vào Đảng.', s.full_name)
       ELSE
       format('Chưa có %s%s trong sổ: hãy sửa họ tên, ngày sinh, hoặc nhập danh sách đảng viên, '
              'cán bộ trước.', s.full_name,
              CASE s.born_precision WHEN 'DAY' THEN to_char(s.born_on, '" sinh ngày" DD/MM/YYYY')
                   WHEN 'MONTH' THEN to_char(s.born_on, '" sinh tháng" MM/YYYY')
                   ELSE to_char(s.born_on, '" sinh năm" YYYY') END)
       END,
       coalesce(n.full_name, ''), CASE WHEN n.full_name IS NULL THEN '' ELSE 'replace' END
  FROM {staging} s LEFT JOIN near n ON n.origin = s.origin
  LEFT JOIN namesakes k ON k.origin = s.origin
 WHERE s.person_is_new AND NOT s.left_out ORDER BY s.origin
"""

# A complete date of birth replaces an incomplete one, never the other way round.
_PEOPLE: Final = """
SELECT DISTINCT ON (s.person_id) s.origin, s.person_id AS id, s.full_name,
       s.full_name_search AS search_name, s.full_name_match AS match_name,
       s.full_name_order AS order_key, s.gender, s.ethnicity AS ethnicity_id,
       CASE WHEN p.born_on IS NULL OR p.born_precision <> 'DAY' AND s.born_precision = 'DAY'
            THEN s.born_on ELSE p.born_on END AS born_on,
       coalesce(CASE WHEN p.born_on IS NULL OR p.born_precision <> 'DAY'
                          AND s.born_precision = 'DAY'
            THEN s.born_precision ELSE p.born_precision END, 'DAY') AS born_precision
  FROM {staging} s LEFT JOIN people_person p ON p.id = s.person_id
 WHERE NOT s.left_out AND s.person_id IS NOT NULL
 ORDER BY s.person_id, s.born_precision = 'DAY' DESC, s.origin
"""

_LEVELS: Final = """
SELECT DISTINCT ON (s.person_id, s.level_id) s.origin, s.person_id, s.level_id,
       least(q.known_from, s.listed_on) AS known_from, s.field
  FROM ({held}) s
  LEFT JOIN people_qualification q ON q.person_id = s.person_id AND q.level_id = s.level_id
 ORDER BY s.person_id, s.level_id, s.listed_on, s.origin
"""

# What a list says of a person only where the book has nothing yet.
COMPLETES: Final = (Missing("gender"), Missing("ethnicity_id"))


def identify(
    cursor: CursorWrapper, staging: str, *, joined: str, standing: str, place: str
) -> list[Finding]:
    """Give each row the id of its person: the one in the book, else a new one.

    `joined` is a query of (person_id, joined_on), `standing` one of (person_id, place_id): who
    stands where in the register; the column `place` says where the row does. Returned is who
    was recognized although the date of birth is incomplete. The new people are written by
    `merge_people`.
    """
    db.run(cursor, _SPAN)
    db.run(cursor, _on(_ADD_COLUMNS, staging))
    db.run(cursor, _on(_SAME, staging))
    linked = db.findings(cursor, _on(_LINKED, staging, joined))
    at = Identifier(place)
    db.run(cursor, _on(_SAME_INCOMPLETE, staging, joined, standing=SQL(standing), place=at))
    db.run(cursor, _on(_NEW, staging, place=at))
    db.run(cursor, _on(_NEW_LINKED, staging))
    return linked


def check_namesakes(cursor: CursorWrapper, staging: str, *, joined: str) -> list[Finding]:
    """Return the new people who may be somebody already known, or of another row."""
    return db.findings(cursor, _on(_NAMESAKES, staging, joined))


def check_unknown(cursor: CursorWrapper, staging: str) -> list[Finding]:
    """Return the rows of people in no register, for lists that bring nobody in."""
    return db.findings(cursor, _on(_UNKNOWN, staging))


def merge_people(
    cursor: CursorWrapper, staging: str, *, described: Sequence[str] = COMPLETES
) -> MergeResult:
    """Write the people of a staging table; a name once written keeps its spelling."""
    names = map(Initial, ("full_name", "search_name", "match_name", "order_key"))
    return db.merge(
        cursor,
        table="people_person",
        source=_on(_PEOPLE, staging),
        key=("id",),
        values=(*names, "born_on", "born_precision", *described),
        origin="origin",
    )


def merge_qualifications(cursor: CursorWrapper, staging: str, columns: Sequence[str]) -> None:
    """Write the qualifications of people: each column holds the id of a level, as text.

    The staging table holds `person_id`, `listed_on`, the day of the list, and `subject`, what
    the `professional` qualification is in. A level is known from the earliest list that shows it.
    """
    held = SQL(" UNION ALL ").join(_held(staging, column) for column in columns)
    db.merge(
        cursor,
        table="people_qualification",
        source=SQL(_LEVELS).format(held=held),
        key=("person_id", "level_id"),
        values=("known_from", Missing("field")),
        origin="origin",
    )


def _held(staging: str, column: str) -> Composable:
    subject = "coalesce(subject, '')" if column == "professional" else "''"
    return SQL(
        "SELECT origin, person_id, listed_on, {column}::bigint AS level_id, {subject} AS field"
        " FROM {staging}"
        " WHERE NOT left_out AND {column} IS NOT NULL AND person_id IS NOT NULL"
    ).format(column=Identifier(column), staging=Identifier(staging), subject=SQL(subject))


def _on(statement: str, staging: str, joined: str = "", **parts: Composable) -> Composed:
    return SQL(statement).format(staging=Identifier(staging), joined=SQL(joined), **parts)
