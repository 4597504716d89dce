"""The tables of people: where they stood, what they were, what was decided on them."""

from __future__ import annotations

from typing import Final

from coso.figures.facts import coverage
from coso.figures.facts.trees import FIRST, LAST

# The highest qualification a person is known to hold, step by step; of most only one is known.
_STEPS: Final = f"""
CREATE TABLE steps AS
WITH known AS (
    SELECT person_id, kind, max(rank) AS rank, min(known_from) AS first, max(known_from) AS last
      FROM raw_qualifications GROUP BY person_id, kind
),
several AS (
    SELECT person_id, kind, known_from, max(rank) AS rank
      FROM raw_qualifications SEMI JOIN (FROM known WHERE first < last) USING (person_id, kind)
     GROUP BY person_id, kind, known_from
)
SELECT person_id, kind, rank, first AS starts, {LAST} AS ends FROM known WHERE first = last
UNION ALL
SELECT person_id, kind, max(rank) OVER w, known_from,
       coalesce(lead(known_from) OVER w, {LAST})
  FROM several
WINDOW w AS (PARTITION BY person_id, kind ORDER BY known_from)"""

_PEOPLE: Final = """
CREATE TABLE people AS
SELECT id AS person_id, gender, gender = 'FEMALE' AS female, gender = 'MALE' AS male, ethnicity,
       ethnicity <> '01' AS minority,
       CAST(year(born_on) * 10000 + month(born_on) * 100 + day(born_on) AS BIGINT) AS born_ymd
  FROM raw_people"""

_CHANGES: Final = """
CREATE TABLE changes AS
SELECT person_id, starts AS day FROM steps
UNION SELECT m.person_id, e.starts FROM raw_exemptions e
        JOIN raw_memberships m ON m.id = e.membership_id
UNION SELECT m.person_id, e.ends FROM raw_exemptions e
        JOIN raw_memberships m ON m.id = e.membership_id
UNION SELECT person_id, starts FROM raw_stays
UNION SELECT person_id, ends FROM raw_stays"""


def _segments(name: str, base: str, *changes: str) -> str:
    """Return SQL that cuts each row `b` of `base` at the days `c.day` of the changes joined to it.

    Most rows are not cut by any.
    """
    cuts = " UNION ".join(
        f"SELECT b.id, c.day FROM {base} b JOIN {each} AND c.day > b.starts AND c.day < b.ends"
        for each in changes
    )
    return f"""
CREATE TABLE {name} AS
WITH cuts AS ({cuts}),
cut AS (SELECT id, starts, ends FROM {base} SEMI JOIN cuts USING (id)),
days AS (SELECT id, starts AS day FROM cut UNION ALL FROM cuts)
SELECT id, starts, ends FROM {base} ANTI JOIN cuts USING (id)
UNION ALL
SELECT id, day, coalesce(lead(day) OVER (PARTITION BY id ORDER BY day), ends)
  FROM days JOIN cut USING (id)"""


_QUALIFIED: Final = """
  LEFT JOIN steps q ON q.person_id = b.person_id AND q.kind = 'PROFESSIONAL'
        AND q.starts <= s.starts AND q.ends > s.starts
  LEFT JOIN steps t ON t.person_id = b.person_id AND t.kind = 'POLITICAL_THEORY'
        AND t.starts <= s.starts AND t.ends > s.starts"""

# `now_id` is where a member stands for whoever asks by the tree of today: a reorganization that
# brought them elsewhere is followed person by person.
_STAYS: Final = """
CREATE TABLE home_periods AS
WITH RECURSIVE brought AS (FROM raw_periods WHERE entry = 'WITH_UNIT'),
line AS (
    SELECT p.id, p.membership_id, b.unit_id AS now_id, b.ends, 1 AS steps
      FROM raw_periods p JOIN brought b ON b.membership_id = p.membership_id AND b.starts = p.ends
    UNION ALL
    SELECT line.id, line.membership_id, b.unit_id, b.ends, line.steps + 1
      FROM line JOIN brought b ON b.membership_id = line.membership_id AND b.starts = line.ends
     WHERE line.steps < 40
),
followed AS (SELECT id, arg_max(now_id, steps) AS now_id FROM line GROUP BY id)
SELECT p.*, coalesce(f.now_id, p.unit_id) AS now_id, m.person_id, m.admitted_on, m.official_on,
       m.official_by
  FROM raw_periods p JOIN raw_memberships m ON m.id = p.membership_id
  LEFT JOIN followed f ON f.id = p.id"""

# Where it is the same under both trees, one row stands for both.
_HOMES: Final = """
CREATE VIEW homes AS
SELECT id, unit_id, true AS of_then, unit_id = now_id AS of_now FROM home_periods
UNION ALL
SELECT id, now_id, false, true FROM home_periods WHERE unit_id <> now_id"""

_MEMBERSHIPS: Final = f"""
CREATE VIEW memberships AS
SELECT b.id, home.unit_id, home.of_then, home.of_now, s.starts, s.ends, p.*,
       q.rank AS professional, t.rank AS theory,
       coalesce(b.official_on, b.official_by, {LAST}) AS official_from,
       b.admitted_on IS NOT NULL AND b.official_by IS NULL AS probation_known, b.in_transit,
       e.membership_id IS NOT NULL AS exempt, o.person_id IS NOT NULL AS temporary_out
  FROM home_segments s
  JOIN home_periods b ON b.id = s.id
  JOIN homes home ON home.id = b.id
  JOIN people p ON p.person_id = b.person_id
  LEFT JOIN raw_exemptions e ON e.membership_id = b.membership_id
        AND e.starts <= s.starts AND e.ends > s.starts
  LEFT JOIN raw_stays o ON o.person_id = b.person_id
        AND o.starts <= s.starts AND o.ends > s.starts
  {_QUALIFIED}
 ORDER BY home.unit_id"""

# Every day on which a member may cross the border of a unit: a stay begins or ends, or the home
# organization itself is placed elsewhere. Whether a border is crossed depends on the unit in
# view: the place of `from_unit` on the day before, that of `to_unit` on the day.
_MOVEMENTS: Final = f"""
CREATE VIEW movements AS
WITH events AS (
    SELECT p.person_id, p.starts AS day, before.unit_id AS from_unit, p.unit_id AS to_unit,
           before.now_id AS from_now, p.now_id AS to_now, p.entry, before.leaving,
           p.id AS entered_id, before.id AS left_id
      FROM home_periods p
      LEFT JOIN home_periods before
        ON before.membership_id = p.membership_id AND before.ends = p.starts
    UNION ALL
    SELECT person_id, ends, unit_id, NULL, now_id, NULL, NULL, leaving, NULL, id
      FROM home_periods p
      ANTI JOIN home_periods next ON next.membership_id = p.membership_id AND next.starts = p.ends
     WHERE ends < {LAST}
    UNION ALL
    SELECT p.person_id, r.day, p.unit_id, p.unit_id, p.now_id, p.now_id, 'WITH_UNIT',
           'WITH_UNIT', p.id, p.id
      FROM home_periods p JOIN replacements r
        ON r.unit_id = p.unit_id AND r.day > p.starts AND r.day < p.ends
),
compared AS (
    SELECT *, from_unit IS DISTINCT FROM from_now OR to_unit IS DISTINCT FROM to_now AS differs
      FROM events WHERE day > {FIRST}
),
under_trees AS (
    SELECT *, true AS of_then, NOT differs AS of_now FROM compared
    UNION ALL
    SELECT * REPLACE (from_now AS from_unit, to_now AS to_unit), false, true
      FROM compared WHERE differs
)
SELECT e.*, e.day - 1 AS day_before, p.* EXCLUDE (person_id)
  FROM under_trees e JOIN people p ON p.person_id = e.person_id
 ORDER BY e.day"""

# Where the first roster, else the admission itself, found whoever was admitted; a roster tells of
# admissions from before it, too.
_ADMISSIONS: Final = """
CREATE TABLE admissions AS
SELECT b.id, home.unit_id, home.of_then, home.of_now, b.admitted_on AS day,
       greatest(b.admitted_on, b.starts) AS placed_on, p.*
  FROM home_periods b
  JOIN homes home ON home.id = b.id
  JOIN people p ON p.person_id = b.person_id
 WHERE b.admitted_on IS NOT NULL AND b.entry IN ('ROSTER', 'ADMITTED')
QUALIFY b.starts = min(b.starts) OVER (PARTITION BY b.membership_id)"""

_PARTY_LIVES: Final = f"""
CREATE TABLE party_lives AS
WITH asked AS (FROM raw_memberships SEMI JOIN raw_assignments USING (person_id))
SELECT m.person_id, coalesce(any_value(m.admitted_on), min(p.starts), {LAST}) AS party_from,
       coalesce(max(p.ends) FILTER (WHERE p.id = last.id AND p.leaving IN
           ('DECEASED', 'STRUCK_OFF', 'EXPELLED', 'RESIGNED', 'CANCELLED')), {LAST}) AS party_until
  FROM asked m
  LEFT JOIN raw_periods p ON p.membership_id = m.id
  LEFT JOIN (SELECT membership_id, max_by(id, starts) AS id FROM raw_periods
              WHERE membership_id IN (SELECT id FROM asked) GROUP BY membership_id) last
    ON last.membership_id = m.id
 GROUP BY m.person_id"""

_ASSIGNMENTS: Final = f"""
CREATE VIEW assignments AS
SELECT b.id, b.unit_id, s.starts, s.ends, p.*, q.rank AS professional,
       t.rank AS theory, v.level, b.category, b.post_group, b.is_primary,
       coalesce(q.rank >= degree.rank, false) AS has_degree,
       coalesce(l.party_from, b.party_admitted_on, {LAST}) AS party_from,
       coalesce(l.party_until, {LAST}) AS party_until
  FROM assignment_segments s
  JOIN raw_assignments b ON b.id = s.id
  JOIN people p ON p.person_id = b.person_id
  CROSS JOIN degree
  LEFT JOIN states v ON v.unit_id = b.unit_id AND v.starts <= s.starts AND v.ends > s.starts
  LEFT JOIN party_lives l ON l.person_id = b.person_id
  {_QUALIFIED}
 ORDER BY b.unit_id"""

# A rating stands at the last day of its year; one without an agency at the root of the agencies.
_EVALUATIONS: Final = """
CREATE VIEW evaluations AS
SELECT e.id, coalesce(e.unit_id, root.unit_id) AS unit_id, e.year, make_date(e.year, 12, 31) AS day,
       e.capacity, e.level AS given_level, e.rating,
       e.rating IN ('GOOD', 'EXCELLENT') AS is_good, p.*
  FROM raw_evaluations e JOIN people p ON p.person_id = e.person_id
  LEFT JOIN agency_roots root ON root.starts <= make_date(e.year, 12, 31)
        AND root.ends > make_date(e.year, 12, 31)"""

# In the order of their days; one whose units are not in the books at the root of the agencies.
_DECISIONS: Final = """
CREATE VIEW decisions AS
SELECT d.id, coalesce(d.unit_id, root.unit_id) AS unit_id, d.kind, d.decided_on, d.effective_on,
       d.term_ends_on, (d.decided_on - DATE '1970-01-01')::BIGINT AS position, p.*
  FROM raw_decisions d JOIN people p ON p.person_id = d.person_id
  LEFT JOIN agency_roots root ON root.starts <= d.effective_on AND root.ends > d.effective_on"""

# Who counts as young is a rule of the day of the decision.
_CANDIDATES: Final = """
CREATE VIEW candidates AS
SELECT c.id, c.position_id, c.unit_id, c.cycle, c.decided_on, c.ends, c.left_for,
       y.years AS young_under, p.*
  FROM raw_candidates c JOIN people p ON p.person_id = c.person_id
  LEFT JOIN young_rules y ON y.starts <= c.decided_on AND y.ends > c.decided_on"""

# A course of which nobody wrote the end has ended as soon as it began.
_ENROLLMENTS: Final = """
CREATE VIEW enrollments AS
SELECT e.id, e.unit_id, e.kind, e.starts AS day, coalesce(e.ends, e.starts) AS ends_on, e.result,
       p.*
  FROM raw_enrollments e JOIN people p ON p.person_id = e.person_id"""

ORDER: Final = ("CREATE TABLE people AS FROM raw_order",)
PEOPLE: Final = (
    _STEPS,
    _PEOPLE,
    _CHANGES,
    _STAYS,
    _HOMES,
    _segments("home_segments", "home_periods", "changes c ON c.person_id = b.person_id"),
    _MEMBERSHIPS,
    _MOVEMENTS,
    _ADMISSIONS,
    _PARTY_LIVES,
    _segments(
        "assignment_segments",
        "raw_assignments",
        "changes c ON c.person_id = b.person_id",
        "(SELECT unit_id, starts AS day FROM states) c ON c.unit_id = b.unit_id",
    ),
    _ASSIGNMENTS,
    _EVALUATIONS,
    _ENROLLMENTS,
    _DECISIONS,
    _CANDIDATES,
    coverage.OF_PEOPLE,
)
