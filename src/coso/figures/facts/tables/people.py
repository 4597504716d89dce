"""The tables of people: where they stood, what they were, what was decided on them."""

from __future__ import annotations

from typing import Final

from coso.figures.facts import coverage
from coso.figures.facts.trees import FIRST, LAST

# The highest qualification a person is known to hold, step by step.
_STEPS: Final = f"""
CREATE TABLE steps AS
WITH firsts AS (
    SELECT person_id, kind, known_from, max(rank) AS rank
      FROM raw_qualifications GROUP BY person_id, kind, known_from
)
SELECT person_id, kind, max(rank) OVER w AS rank, known_from AS starts,
       coalesce(lead(known_from) OVER w, {LAST}) AS ends
  FROM firsts
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


def _segments(name: str, base: str, changes: str) -> str:
    """Return SQL that cuts each row of `base` at the days of its changes (id, day)."""
    return f"""
CREATE TABLE {name} AS
WITH days AS (
    SELECT id, starts AS day FROM {base}
    UNION
    SELECT b.id, c.day FROM {base} b JOIN ({changes}) c ON c.id = b.id
     WHERE c.day > b.starts AND c.day < b.ends
)
SELECT d.id, d.day AS starts,
       coalesce(lead(d.day) OVER (PARTITION BY d.id ORDER BY d.day), b.ends) AS ends
  FROM days d JOIN {base} b ON b.id = d.id"""


_QUALIFIED: Final = """
  LEFT JOIN steps q ON q.person_id = b.person_id AND q.kind = 'PROFESSIONAL'
        AND q.starts <= s.starts AND q.ends > s.starts
  LEFT JOIN steps t ON t.person_id = b.person_id AND t.kind = 'POLITICAL_THEORY'
        AND t.starts <= s.starts AND t.ends > s.starts"""

# `now_id` is where a member stands for whoever asks by the tree of today: a reorganization that
# brought them elsewhere is followed person by person.
_STAYS: Final = """
CREATE TABLE home_periods AS
WITH RECURSIVE line AS (
    SELECT id, membership_id, unit_id AS now_id, ends, 0 AS steps FROM raw_periods
    UNION ALL
    SELECT line.id, line.membership_id, n.unit_id, n.ends, line.steps + 1
      FROM line JOIN raw_periods n ON n.membership_id = line.membership_id
       AND n.starts = line.ends AND n.entry = 'WITH_UNIT'
     WHERE line.steps < 40
),
followed AS (SELECT id, arg_max(now_id, steps) AS now_id FROM line GROUP BY id)
SELECT p.*, f.now_id, m.person_id, m.admitted_on, m.official_on, m.official_by
  FROM raw_periods p JOIN raw_memberships m ON m.id = p.membership_id
  JOIN followed f ON f.id = p.id"""

# Where it is the same under both trees, one row stands for both.
_HOMES: Final = """
CREATE TABLE homes AS
SELECT id, unit_id, true AS of_then, unit_id = now_id AS of_now FROM home_periods
UNION ALL
SELECT id, now_id, false, true FROM home_periods WHERE unit_id <> now_id"""

_MEMBERSHIPS: Final = f"""
CREATE TABLE memberships AS
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
CREATE TABLE movements AS
WITH chain AS (
    SELECT *, lag(ends) OVER w AS before_ends, lag(unit_id) OVER w AS before_unit,
           lag(now_id) OVER w AS before_now, lag(id) OVER w AS before_id,
           lag(leaving) OVER w AS before_leaving, lead(starts) OVER w AS next_starts
      FROM home_periods WINDOW w AS (PARTITION BY membership_id ORDER BY starts)
),
events AS (
    SELECT membership_id, person_id, starts AS day,
           if(before_ends = starts, before_unit, NULL) AS from_unit, unit_id AS to_unit,
           if(before_ends = starts, before_now, NULL) AS from_now, now_id AS to_now,
           entry, if(before_ends = starts, before_leaving, NULL) AS leaving,
           id AS entered_id, if(before_ends = starts, before_id, NULL) AS left_id
      FROM chain
    UNION ALL
    SELECT membership_id, person_id, ends, unit_id, NULL, now_id, NULL, NULL, leaving, NULL, id
      FROM chain WHERE ends < {LAST} AND coalesce(next_starts, {LAST}) > ends
    UNION ALL
    SELECT c.membership_id, c.person_id, r.day, c.unit_id, c.unit_id, c.now_id, c.now_id,
           'WITH_UNIT', 'WITH_UNIT', c.id, c.id
      FROM chain c JOIN replacements r
        ON r.unit_id = c.unit_id AND r.day > c.starts AND r.day < c.ends
),
under_trees AS (
    SELECT *, true AS of_then,
           (from_unit, to_unit) IS NOT DISTINCT FROM (from_now, to_now) AS of_now
      FROM events
    UNION ALL
    SELECT * REPLACE (from_now AS from_unit, to_now AS to_unit), false, true
      FROM events WHERE (from_unit, to_unit) IS DISTINCT FROM (from_now, to_now)
)
SELECT row_number() OVER (ORDER BY e.day, p.person_id) AS id, e.* EXCLUDE (from_now, to_now),
       e.day - 1 AS day_before, p.* EXCLUDE (person_id)
  FROM under_trees e JOIN people p ON p.person_id = e.person_id
 WHERE e.day > {FIRST}
 ORDER BY e.day"""

_PARTY_LIVES: Final = f"""
CREATE TABLE party_lives AS
SELECT m.person_id, coalesce(any_value(m.admitted_on), min(p.starts), {LAST}) AS party_from,
       coalesce(max(p.ends) FILTER (WHERE p.id = last.id AND p.leaving IN
           ('DECEASED', 'STRUCK_OFF', 'EXPELLED', 'RESIGNED', 'CANCELLED')), {LAST}) AS party_until
  FROM raw_memberships m
  LEFT JOIN raw_periods p ON p.membership_id = m.id
  LEFT JOIN (SELECT membership_id, max_by(id, starts) AS id FROM raw_periods
              GROUP BY membership_id) last ON last.membership_id = m.id
 GROUP BY m.person_id"""

_ASSIGNMENT_CHANGES: Final = """
    SELECT b.id, c.day FROM raw_assignments b JOIN changes c ON c.person_id = b.person_id
    UNION SELECT b.id, v.starts FROM raw_assignments b JOIN states v ON v.unit_id = b.unit_id"""

_ASSIGNMENTS: Final = f"""
CREATE TABLE assignments AS
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
CREATE TABLE evaluations AS
SELECT e.id, coalesce(e.unit_id, root.unit_id) AS unit_id, e.year, make_date(e.year, 12, 31) AS day,
       e.capacity, e.level AS given_level, e.rating,
       e.rating IN ('GOOD', 'EXCELLENT') AS is_good, p.*
  FROM raw_evaluations e JOIN people p ON p.person_id = e.person_id
  LEFT JOIN agency_roots root ON root.starts <= make_date(e.year, 12, 31)
        AND root.ends > make_date(e.year, 12, 31)"""

# In the order of their days; one whose units are not in the books at the root of the agencies.
_DECISIONS: Final = """
CREATE TABLE decisions AS
SELECT d.id, coalesce(d.unit_id, root.unit_id) AS unit_id, d.kind, d.decided_on, d.effective_on,
       d.term_ends_on, (d.decided_on - DATE '1970-01-01')::BIGINT AS position, p.*
  FROM raw_decisions d JOIN people p ON p.person_id = d.person_id
  LEFT JOIN agency_roots root ON root.starts <= d.effective_on AND root.ends > d.effective_on"""

# Who counts as young is a rule of the day of the decision.
_CANDIDATES: Final = """
CREATE TABLE candidates AS
SELECT c.id, c.position_id, c.unit_id, c.cycle, c.decided_on, c.ends, c.left_for,
       y.years AS young_under, p.*
  FROM raw_candidates c JOIN people p ON p.person_id = c.person_id
  LEFT JOIN young_rules y ON y.starts <= c.decided_on AND y.ends > c.decided_on"""

# A course of which nobody wrote the end has ended as soon as it began.
_ENROLLMENTS: Final = """
CREATE TABLE enrollments AS
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
    _segments(
        "home_segments",
        "home_periods",
        "SELECT b.id, c.day FROM home_periods b JOIN changes c ON c.person_id = b.person_id",
    ),
    _MEMBERSHIPS,
    _MOVEMENTS,
    _PARTY_LIVES,
    _segments("assignment_segments", "raw_assignments", _ASSIGNMENT_CHANGES),
    _ASSIGNMENTS,
    _EVALUATIONS,
    _ENROLLMENTS,
    _DECISIONS,
    _CANDIDATES,
    coverage.OF_PEOPLE,
)
